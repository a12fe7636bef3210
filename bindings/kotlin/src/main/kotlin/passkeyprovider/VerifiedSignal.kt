package passkeyprovider

import passkeyprovider.ffi.VerifiedSignal as FfiVerifiedSignal

/**
 * A signal whose sender may speak for its RP ID. Answer the sender as soon as there is one, and only then
 * apply it: what it changes, and how long that takes, is not for the sender. Close it at the end.
 */
public class VerifiedSignal internal constructor(signal: FfiVerifiedSignal) : AutoCloseable {
    internal val signal: Handed<FfiVerifiedSignal> =
        Handed(signal) { PasskeyException.ofBadArgument("signal", "it was closed") }

    /** Frees it. A second call does nothing. */
    override fun close(): Unit = signal.close()
}
