package attestation;

import com.webauthn4j.WebAuthnRegistrationManager;
import com.webauthn4j.anchor.TrustAnchorRepository;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.metadata.FidoMDS3MetadataBLOBProvider;
import com.webauthn4j.metadata.HttpClient;
import com.webauthn4j.metadata.anchor.MetadataBLOBBasedTrustAnchorRepository;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.attestation.statement.androidkey.AndroidKeyAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.packed.PackedAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.certpath.DefaultCertPathTrustworthinessVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.self.DefaultSelfAttestationTrustworthinessVerifier;
import com.webauthn4j.verifier.exception.VerificationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * webauthn4j judges the registrations that py_webauthn or python-fido2 judged before: those in the file cases.tsv of a
 * folder, by the metadata BLOB in it, or where there is none, by the root in it.
 */
public final class Main {
    private static final String ORIGIN = "https://example.com";
    private static final String RP_ID = "example.com";

    private Main() {}

    public static void main(String[] arguments) throws IOException, CertificateException {
        Path folder = Path.of(arguments[0]);
        ObjectConverter converter = new ObjectConverter();
        TrustAnchor root = root(folder);
        TrustAnchorRepository roots =
                Files.exists(folder.resolve("blob.jwt")) ? ofBlob(folder, root, converter) : new One(root);
        WebAuthnRegistrationManager manager = manager(roots, converter);
        boolean failed = false;
        for (String line : Files.readAllLines(folder.resolve("cases.tsv"))) {
            String[] row = line.split("\t");
            boolean expected = row[1].equals("yes");
            boolean found = isVouchedFor(manager, row[2], row[3], row[4]);
            failed |= found != expected;
            System.out.println((found == expected ? "ok    " : "FAIL  ") + "webauthn4j: " + row[0]);
        }
        if (failed) {
            System.exit(1);
        }
    }

    /** The root of a maker of phones, whatever the model is. */
    private record One(TrustAnchor root) implements TrustAnchorRepository {
        @Override
        public Set<TrustAnchor> find(AAGUID aaguid) {
            return Set.of(root);
        }

        @Override
        public Set<TrustAnchor> find(byte[] keyIdentifier) {
            return Set.of();
        }
    }

    private static TrustAnchor root(Path folder) throws IOException, CertificateException {
        byte[] der = Files.readAllBytes(folder.resolve("root.der"));
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        return new TrustAnchor((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)), null);
    }

    /** The roots of the statements in the BLOB, as the service would send it; the test's root signed it. */
    private static TrustAnchorRepository ofBlob(Path folder, TrustAnchor root, ObjectConverter converter)
            throws IOException {
        byte[] blob = Files.readAllBytes(folder.resolve("blob.jwt"));
        HttpClient file = url -> new HttpClient.Response(200, new ByteArrayInputStream(blob));
        FidoMDS3MetadataBLOBProvider provider =
                new FidoMDS3MetadataBLOBProvider(converter, "https://metadata.example/", file, Set.of(root));
        provider.setRevocationCheckEnabled(false);
        int statements = provider.provide().getPayload().getEntries().size();
        System.out.println("ok    webauthn4j reads " + statements + " statements from a signed BLOB");
        MetadataBLOBBasedTrustAnchorRepository roots = new MetadataBLOBBasedTrustAnchorRepository(provider);
        roots.setNotFidoCertifiedAllowed(true);
        return roots;
    }

    private static WebAuthnRegistrationManager manager(TrustAnchorRepository roots, ObjectConverter converter) {
        DefaultSelfAttestationTrustworthinessVerifier self = new DefaultSelfAttestationTrustworthinessVerifier();
        self.setSelfAttestationAllowed(false);
        return new WebAuthnRegistrationManager(
                List.of(new PackedAttestationStatementVerifier(), new AndroidKeyAttestationStatementVerifier()),
                new DefaultCertPathTrustworthinessVerifier(roots),
                self,
                converter);
    }

    private static boolean isVouchedFor(
            WebAuthnRegistrationManager manager, String challenge, String attestationObject, String clientData) {
        Base64.Decoder decoder = Base64.getUrlDecoder();
        ServerProperty server =
                ServerProperty.builder()
                        .origin(Origin.create(ORIGIN))
                        .rpId(RP_ID)
                        .challenge(new DefaultChallenge(decoder.decode(challenge)))
                        .build();
        RegistrationRequest request =
                new RegistrationRequest(decoder.decode(attestationObject), decoder.decode(clientData));
        try {
            manager.verify(request, new RegistrationParameters(server, null, true, true));
            return true;
        } catch (VerificationException refused) {
            return false;
        }
    }
}
