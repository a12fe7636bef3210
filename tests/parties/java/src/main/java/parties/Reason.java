package parties;

import java.util.Map;
import java.util.regex.Pattern;

/** What the library says where it refuses, by the table's name for the reason. */
final class Reason {
    private static final Map<String, Pattern> REASONS = Map.of(
            "attestation", Pattern.compile("Invalid attestation signature"),
            "attestation_root", Pattern.compile("Failed to derive trust for attestation key"),
            "challenge", Pattern.compile("Incorrect challenge"),
            "counter", Pattern.compile("Signature counter must increase"),
            "origin", Pattern.compile("Incorrect origin"),
            "rp_id", Pattern.compile("Wrong RP ID hash"),
            "signature", Pattern.compile("Invalid assertion signature"),
            "user_verification", Pattern.compile("User Verification is required"));

    private Reason() {}

    /** Whether {@code refusal} is the library's for this reason. */
    static boolean is(String because, Exception refusal) throws CaseFailed {
        Pattern reason = REASONS.get(because);
        if (reason == null) {
            throw new CaseFailed("the table gives an unknown reason \"" + because + "\"");
        }
        return reason.matcher(String.valueOf(refusal.getMessage())).find();
    }
}
