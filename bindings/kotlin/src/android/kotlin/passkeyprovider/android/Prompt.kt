package passkeyprovider.android

import android.hardware.biometrics.BiometricPrompt.CryptoObject
import passkeyprovider.VerificationMethod

/**
 * Shows the app's prompt and gives how the person was verified; null where they cancelled. `crypto` goes into
 * `authenticate`, and is null where nothing but the app's word is to prove the verification: what it does then must
 * have happened.
 */
public typealias Prompt = suspend (crypto: CryptoObject?) -> VerificationMethod?

/** How a ceremony with a prompt ended. */
public sealed interface CeremonyOutcome<out T> {
    /** At its end, and durable: answer. */
    public class Done<out T>(
        /** What came of it. */
        public val value: T,
    ) : CeremonyOutcome<T>

    /** The person cancelled the prompt. No passkey was made, and none signed. */
    public data object Cancelled : CeremonyOutcome<Nothing>

    /** The Keystore did not let it happen: [why] is never [KeyOutcome.Ready]. No passkey was made, and none signed. */
    public data class NoKey(
        /** What it said. */
        public val why: KeyOutcome<Nothing>,
    ) : CeremonyOutcome<Nothing>
}

internal inline fun <T, R> KeyOutcome<T>.orNoKey(next: (T) -> CeremonyOutcome<R>): CeremonyOutcome<R> = when (this) {
    is KeyOutcome.Ready -> next(value)
    is KeyOutcome.NotMade -> CeremonyOutcome.NoKey(this)
    is KeyOutcome.Locked -> CeremonyOutcome.NoKey(this)
    is KeyOutcome.Gone -> CeremonyOutcome.NoKey(this)
    is KeyOutcome.Damaged -> CeremonyOutcome.NoKey(this)
    is KeyOutcome.Unavailable -> CeremonyOutcome.NoKey(this)
}
