package passkeyprovider.android

import java.security.Signature

/** One use of a passkey's key: show the prompt with [signature], where the key needs one, and call [sign] after it. */
public class KeyUse internal constructor(
    /** For the `CryptoObject` of the prompt. */
    public val signature: Signature,
) {
    /**
     * Signs the [bytes] that the library gave. [KeyOutcome.Locked] where the key needs verification and the person was
     * not verified for this very signature.
     */
    public fun sign(bytes: ByteArray): KeyOutcome<ByteArray> = asking {
        signature.update(bytes)
        KeyOutcome.Ready(signature.sign())
    }
}
