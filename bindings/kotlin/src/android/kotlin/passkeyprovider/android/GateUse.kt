package passkeyprovider.android

import passkeyprovider.GateSecret
import javax.crypto.Cipher

/**
 * One use of the gate: show the prompt with [cipher], and call [finish] when it succeeded.
 *
 * ```
 * val prompt = BiometricPrompt.Builder(activity).setTitle(title)
 *     .setAllowedAuthenticators(Authenticators.BIOMETRIC_STRONG or Authenticators.DEVICE_CREDENTIAL)
 *     .build()
 * prompt.authenticate(BiometricPrompt.CryptoObject(use.cipher), cancel, executor, callback)
 * ```
 *
 * The cipher is an operation inside the Keystore: one prompt, one [finish], and only in this process.
 */
public class GateUse internal constructor(
    /** For the `CryptoObject` of the prompt. */
    public val cipher: Cipher,
    private val finishing: (Cipher) -> KeyOutcome<GateSecret>,
) {
    /**
     * The secret that the gate lets out, or that was made; close it once the library has taken it.
     * [KeyOutcome.Locked] where the person was not verified for this very cipher.
     */
    public fun finish(): KeyOutcome<GateSecret> = finishing(cipher)
}
