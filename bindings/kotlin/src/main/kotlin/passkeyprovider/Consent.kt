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

/** Gives the answer to [use], with a secret that is there while it runs. */
internal fun <T> Consent.lowered(use: (FfiConsent) -> T): T = when (this) {
    is Consent.Declined -> use(FfiConsent.Declined)
    is Consent.Present -> use(FfiConsent.Present)
    is Consent.Stated -> use(FfiConsent.Stated(method.converted()))
    is Consent.Gate -> secret.lowered { use(FfiConsent.Gate(it)) }
}
