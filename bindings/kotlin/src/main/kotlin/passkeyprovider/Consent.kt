package passkeyprovider

import passkeyprovider.ffi.Consent as FfiConsent

/** What the person answered to one plan, and how the host knows who they are. */
public sealed interface Consent {
    /** No. The ceremony ends with [ErrorCode.DECLINED]. */
    public data object Declined : Consent

    /** Yes, by a gesture; nothing was verified. */
    public data object Present : Consent

    /** Yes, and the host states that it ran this verification for this plan. */
    public data class Stated(
        /** What it ran. */
        public val method: VerificationMethod,
    ) : Consent

    /** Yes, and here is the secret that the host's key store released for this plan. */
    public class Gate(
        /** The secret. The host closes it after the call. */
        public val secret: GateSecret,
    ) : Consent
}

/** Why an answer may say "user verified", strongest first. */
public sealed interface Evidence {
    /** A hardware key that only signs after a verification signed. */
    public data object KeySignature : Evidence

    /** The gate secret, proved against the store. */
    public data object Gate : Evidence

    /** The host's word. */
    public data class Statement(
        /** What it says. */
        public val method: VerificationMethod,
    ) : Evidence

    /** What a newer version wrote, and this one does not know. */
    public data object Unknown : Evidence
}

/** Gives the answer to [use], with a secret that is there while it runs. */
internal fun <T> Consent.lowered(use: (FfiConsent) -> T): T = when (this) {
    is Consent.Declined -> use(FfiConsent.Declined)
    is Consent.Present -> use(FfiConsent.Present)
    is Consent.Stated -> use(FfiConsent.Stated(method.twin()))
    is Consent.Gate -> secret.lowered { use(FfiConsent.Gate(it)) }
}
