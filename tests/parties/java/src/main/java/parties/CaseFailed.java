package parties;

import java.util.Objects;

/** Something is not as the table says. */
final class CaseFailed extends Exception {
    private static final long serialVersionUID = 1L;

    CaseFailed(String message) {
        super(message);
    }

    CaseFailed(String message, Throwable cause) {
        super(message, cause);
    }

    static void unlessEqual(String what, Object found, Object expected) throws CaseFailed {
        if (!Objects.equals(found, expected)) {
            throw new CaseFailed(what + " is " + found + ", not " + expected);
        }
    }
}
