package passkeyprovider

import passkeyprovider.ffi.Verification as FfiVerification

/** Why an answer may say "user verified", strongest first. */
public sealed interface Verification {
    /** A hardware key that only signs after a verification signed. */
    public data object KeySignature : Verification

    /** The gate secret, proved against the store. */
    public data object Gate : Verification

    /** The host's word. */
    public data class Statement(
        /** What it says. */
        public val method: VerificationMethod,
    ) : Verification

    /** What a newer version wrote, and this one does not know. */
    public data object Unknown : Verification
}

internal fun FfiVerification.lift(): Verification = when (this) {
    is FfiVerification.KeySignature -> Verification.KeySignature
    is FfiVerification.Gate -> Verification.Gate
    is FfiVerification.Statement -> Verification.Statement(method.converted())
    is FfiVerification.Unknown -> Verification.Unknown
}
