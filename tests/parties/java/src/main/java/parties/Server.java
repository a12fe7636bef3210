package parties;

import com.fasterxml.jackson.databind.JsonNode;
import com.yubico.webauthn.AssertionRequest;
import com.yubico.webauthn.AssertionResult;
import com.yubico.webauthn.FinishAssertionOptions;
import com.yubico.webauthn.FinishRegistrationOptions;
import com.yubico.webauthn.RegisteredCredential;
import com.yubico.webauthn.RegistrationResult;
import com.yubico.webauthn.RelyingParty;
import com.yubico.webauthn.StartAssertionOptions;
import com.yubico.webauthn.StartRegistrationOptions;
import com.yubico.webauthn.attestation.AttestationTrustSource;
import com.yubico.webauthn.data.AttestationConveyancePreference;
import com.yubico.webauthn.data.AuthenticatorSelectionCriteria;
import com.yubico.webauthn.data.ByteArray;
import com.yubico.webauthn.data.COSEAlgorithmIdentifier;
import com.yubico.webauthn.data.PublicKeyCredential;
import com.yubico.webauthn.data.PublicKeyCredentialCreationOptions;
import com.yubico.webauthn.data.PublicKeyCredentialParameters;
import com.yubico.webauthn.data.RelyingPartyIdentity;
import com.yubico.webauthn.data.ResidentKeyRequirement;
import com.yubico.webauthn.data.UserIdentity;
import com.yubico.webauthn.data.UserVerificationRequirement;
import com.yubico.webauthn.exception.AssertionFailedException;
import com.yubico.webauthn.exception.RegistrationFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The server's side: options and verification as java-webauthn-server makes them. */
final class Server {
    /** What the server holds a response against, besides its own RP ID and origin. */
    record Expected(ByteArray challenge, String userVerification) {}

    /** What a verified response shows, and the credential to keep. */
    record Verified(RegisteredCredential credential, Map<String, Object> shows) {}

    private final RelyingParty.RelyingPartyBuilder party;

    Server(String rpId, String name, String origin, Passkeys passkeys) {
        party = RelyingParty.builder()
                .identity(RelyingPartyIdentity.builder().id(rpId).name(name).build())
                .credentialRepository(passkeys)
                .origins(Set.of(origin));
    }

    /** From now on a registration needs an attestation whose chain ends at our service's root. */
    void trustOurs() {
        Path root = Path.of(System.getenv("ATTESTATION"), "ours", "root.pem");
        try (InputStream pem = Files.newInputStream(root)) {
            X509Certificate certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
            party.allowUntrustedAttestation(false)
                    .attestationTrustSource((chain, aaguid) -> AttestationTrustSource.TrustRootsResult.builder()
                            .trustRoots(Set.of(certificate))
                            .enableRevocationChecking(false)
                            .build());
        } catch (IOException | CertificateException error) {
            throw new IllegalStateException(error);
        }
    }

    PublicKeyCredentialCreationOptions registrationOptions(Step.Create step, Table.User user) {
        party.attestationConveyancePreference(AttestationConveyancePreference.valueOf(constant(step.attestation())));
        if (step.algorithms() != null) {
            party.preferredPubkeyParams(
                    step.algorithms().stream().map(Server::algorithm).flatMap(Optional::stream).toList());
        }
        PublicKeyCredentialCreationOptions options = party.build()
                .startRegistration(StartRegistrationOptions.builder()
                        .user(UserIdentity.builder()
                                .name(user.name())
                                .displayName(user.displayName())
                                .id(bytes(user.handle()))
                                .build())
                        .authenticatorSelection(AuthenticatorSelectionCriteria.builder()
                                .residentKey(ResidentKeyRequirement.valueOf(constant(step.residentKey())))
                                .userVerification(verification(step.userVerification()))
                                .build())
                        .build());
        if (step.challengeBytes() == 0) {
            return options;
        }
        return options.toBuilder().challenge(challenge(step.challengeBytes())).build();
    }

    /** With the name of an account the library lists its passkeys, without one it lists none. */
    AssertionRequest authenticationOptions(Step.Get step, Optional<Table.User> user) {
        AssertionRequest request = party.build()
                .startAssertion(StartAssertionOptions.builder()
                        .username(user.map(Table.User::name))
                        .userVerification(verification(step.userVerification()))
                        .build());
        if (step.challengeBytes() == 0) {
            return request;
        }
        return expecting(request, challenge(step.challengeBytes()), step.userVerification());
    }

    Verified verifyRegistration(PublicKeyCredentialCreationOptions options, Expected expected, JsonNode response)
            throws IOException, RegistrationFailedException {
        var credential = PublicKeyCredential.parseRegistrationResponseJson(response.toString());
        AuthenticatorSelectionCriteria selection = options.getAuthenticatorSelection().orElseThrow().toBuilder()
                .userVerification(verification(expected.userVerification()))
                .build();
        RegistrationResult result = party.build()
                .finishRegistration(FinishRegistrationOptions.builder()
                        .request(options.toBuilder()
                                .challenge(expected.challenge())
                                .authenticatorSelection(selection)
                                .build())
                        .response(credential)
                        .build());
        RegisteredCredential registered = RegisteredCredential.builder()
                .credentialId(result.getKeyId().getId())
                .userHandle(options.getUser().getId())
                .publicKeyCose(result.getPublicKeyCose())
                .signatureCount(result.getSignatureCount())
                .backupEligible(result.isBackupEligible())
                .backupState(result.isBackedUp())
                .build();
        long algorithm = COSEAlgorithmIdentifier.fromPublicKey(result.getPublicKeyCose())
                .orElseThrow()
                .getId();
        Map<String, Object> shows = Outputs.ofRegistration(
                credential.getClientExtensionResults(), credential.getResponse().getParsedAuthenticatorData());
        shows.putAll(Map.of(
                "verified", result.isUserVerified(),
                "backup_eligible", result.isBackupEligible(),
                "backed_up", result.isBackedUp(),
                "counter", (int) result.getSignatureCount(),
                "format", credential.getResponse().getAttestation().getFormat(),
                "algorithm", (int) algorithm));
        return new Verified(registered, shows);
    }

    Verified verifyAuthentication(AssertionRequest request, Expected expected, JsonNode response)
            throws IOException, AssertionFailedException {
        var credential = PublicKeyCredential.parseAssertionResponseJson(response.toString());
        AssertionResult result = party.build()
                .finishAssertion(FinishAssertionOptions.builder()
                        .request(expecting(request, expected.challenge(), expected.userVerification()))
                        .response(credential)
                        .build());
        Map<String, Object> shows = Outputs.ofAssertion(credential.getClientExtensionResults());
        shows.putAll(Map.of(
                "verified", result.isUserVerified(),
                "backup_eligible", result.isBackupEligible(),
                "backed_up", result.isBackedUp(),
                "counter", (int) result.getSignatureCount()));
        return new Verified(
                result.getCredential().toBuilder()
                        .signatureCount(result.getSignatureCount())
                        .build(),
                shows);
    }

    private static AssertionRequest expecting(AssertionRequest request, ByteArray challenge, String userVerification) {
        return request.toBuilder()
                .publicKeyCredentialRequestOptions(request.getPublicKeyCredentialRequestOptions().toBuilder()
                        .challenge(challenge)
                        .userVerification(verification(userVerification))
                        .build())
                .build();
    }

    /** An algorithm that the library has no name for cannot be listed. */
    private static Optional<PublicKeyCredentialParameters> algorithm(long id) {
        return COSEAlgorithmIdentifier.fromId(id)
                .map(known -> PublicKeyCredentialParameters.builder().alg(known).build());
    }

    private static UserVerificationRequirement verification(String word) {
        return UserVerificationRequirement.valueOf(constant(word));
    }

    private static ByteArray challenge(int length) {
        byte[] challenge = new byte[length];
        new SecureRandom().nextBytes(challenge);
        return new ByteArray(challenge);
    }

    static ByteArray bytes(String base64url) {
        return new ByteArray(Base64.getUrlDecoder().decode(base64url));
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
