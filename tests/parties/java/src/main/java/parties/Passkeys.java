package parties;

import com.yubico.webauthn.CredentialRepository;
import com.yubico.webauthn.RegisteredCredential;
import com.yubico.webauthn.data.AuthenticatorTransport;
import com.yubico.webauthn.data.ByteArray;
import com.yubico.webauthn.data.PublicKeyCredentialDescriptor;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * What the server keeps, as the library asks for it.
 *
 * @param all every passkey
 * @param listed those that an exclude or allow list shall name: the table says which, where a server
 *     would take all of the account
 */
record Passkeys(Collection<Passkey> all, List<Passkey> listed) implements CredentialRepository {
    record Passkey(RegisteredCredential credential, SortedSet<AuthenticatorTransport> transports, Table.User user) {
        String id() {
            return credential.getCredentialId().getBase64Url();
        }

        Passkey with(RegisteredCredential changed) {
            return new Passkey(changed, transports, user);
        }

        private PublicKeyCredentialDescriptor descriptor() {
            return PublicKeyCredentialDescriptor.builder()
                    .id(credential.getCredentialId())
                    .transports(transports)
                    .build();
        }
    }

    @Override
    public Set<PublicKeyCredentialDescriptor> getCredentialIdsForUsername(String username) {
        return listed.stream().map(Passkey::descriptor).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public Optional<ByteArray> getUserHandleForUsername(String username) {
        return all.stream()
                .filter(passkey -> passkey.user().name().equals(username))
                .map(passkey -> passkey.credential().getUserHandle())
                .findFirst();
    }

    @Override
    public Optional<String> getUsernameForUserHandle(ByteArray userHandle) {
        return all.stream()
                .filter(passkey -> passkey.credential().getUserHandle().equals(userHandle))
                .map(passkey -> passkey.user().name())
                .findFirst();
    }

    @Override
    public Optional<RegisteredCredential> lookup(ByteArray credentialId, ByteArray userHandle) {
        return lookupAll(credentialId).stream()
                .filter(credential -> credential.getUserHandle().equals(userHandle))
                .findFirst();
    }

    @Override
    public Set<RegisteredCredential> lookupAll(ByteArray credentialId) {
        return all.stream()
                .map(Passkey::credential)
                .filter(credential -> credential.getCredentialId().equals(credentialId))
                .collect(Collectors.toSet());
    }
}
