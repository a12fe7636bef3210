package parties;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What a case does, one verb a step. The members are those of the table; an unknown one is an error
 * when it is read, for a misspelt expectation would otherwise hold for ever.
 */
sealed interface Step {
    /** What create and get share. */
    sealed interface Ask extends Step {
        String site();

        String device();

        String platform();

        String origin();

        String caller();

        String clientDataBy();

        String consent();

        boolean strict();

        String userVerification();

        /** Inputs as JSON; null where the library's own are left. */
        JsonNode extensions();
    }

    record Create(
            String site,
            String user,
            String device,
            String platform,
            String origin,
            String caller,
            String clientDataBy,
            String consent,
            boolean strict,
            String userVerification,
            String residentKey,
            String attestation,
            List<Long> algorithms,
            List<String> exclude,
            int challengeBytes,
            String attested,
            JsonNode extensions)
            implements Ask {}

    record Get(
            String site,
            String device,
            String platform,
            String origin,
            String caller,
            String clientDataBy,
            String consent,
            boolean strict,
            String userVerification,
            List<String> allow,
            String credential,
            int challengeBytes,
            JsonNode extensions)
            implements Ask {}

    record Accept(String as, String by, Map<String, Object> shows) implements Step {}

    record Tamper(String member, int at, int xor) {}

    record Reject(
            String because,
            Tamper tamper,
            String origin,
            String rpId,
            String userVerification,
            String challenge,
            String publicKeyOf)
            implements Step {}

    record Refused(String code, String reason, String domException, int exit, List<String> candidates)
            implements Step {}
}
