package parties;

import com.upokecenter.cbor.CBORObject;
import com.yubico.webauthn.data.AuthenticatorData;
import com.yubico.webauthn.data.ByteArray;
import com.yubico.webauthn.data.ClientAssertionExtensionOutputs;
import com.yubico.webauthn.data.ClientRegistrationExtensionOutputs;
import com.yubico.webauthn.data.Extensions.CredentialProperties.CredentialPropertiesOutput;
import com.yubico.webauthn.data.Extensions.LargeBlob.LargeBlobRegistrationOutput;
import com.yubico.webauthn.data.Extensions.Prf.PrfValues;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What extensions answer, as the library reads them: to the client, and in authenticator data. */
final class Outputs {
    private Outputs() {}

    static Map<String, Object> ofRegistration(ClientRegistrationExtensionOutputs client, AuthenticatorData data) {
        Map<String, Object> shows = new HashMap<>();
        put(shows, "rk", client.getCredProps().flatMap(CredentialPropertiesOutput::getRk));
        put(shows, "prf_enabled", client.getPrf().flatMap(prf -> prf.getEnabled()));
        putValues(shows, client.getPrf().flatMap(prf -> prf.getResults()));
        put(shows, "blob_supported", client.getLargeBlob().map(LargeBlobRegistrationOutput::isSupported));
        put(shows, "cred_protect", member(data, "credProtect").map(CBORObject::AsInt32));
        put(shows, "hmac_secret", member(data, "hmac-secret").map(CBORObject::AsBoolean));
        return shows;
    }

    static Map<String, Object> ofAssertion(ClientAssertionExtensionOutputs client) {
        Map<String, Object> shows = new HashMap<>();
        putValues(shows, client.getPrf().flatMap(prf -> prf.getResults()));
        put(shows, "blob", client.getLargeBlob().flatMap(blob -> blob.getBlob()).map(ByteArray::getBase64Url));
        put(shows, "blob_written", client.getLargeBlob().flatMap(blob -> blob.getWritten()));
        return shows;
    }

    private static void putValues(Map<String, Object> shows, Optional<PrfValues> values) {
        put(shows, "prf_first", values.map(PrfValues::getFirst).map(ByteArray::getBase64Url));
        put(shows, "prf_second", values.flatMap(PrfValues::getSecond).map(ByteArray::getBase64Url));
    }

    private static Optional<CBORObject> member(AuthenticatorData data, String name) {
        return data.getExtensions().map(outputs -> outputs.get(name));
    }

    private static void put(Map<String, Object> shows, String fact, Optional<?> found) {
        found.ifPresent(value -> shows.put(fact, value));
    }
}
