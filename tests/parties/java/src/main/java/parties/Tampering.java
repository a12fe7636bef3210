package parties;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;

/** A response with one byte of one member changed. */
final class Tampering {
    private Tampering() {}

    /** A negative place counts from the end. */
    static ObjectNode tampered(ObjectNode response, Step.Tamper tamper) {
        ObjectNode changed = response.deepCopy();
        ObjectNode members = (ObjectNode) changed.get("response");
        byte[] bytes = Base64.getUrlDecoder().decode(members.required(tamper.member()).asText());
        int place = tamper.at() < 0 ? bytes.length + tamper.at() : tamper.at();
        bytes[place] ^= (byte) tamper.xor();
        members.put(tamper.member(), Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        return changed;
    }
}
