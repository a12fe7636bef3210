package passkeyprovider

import passkeyprovider.ffi.CommittedAssertion
import passkeyprovider.ffi.GetStart
import passkeyprovider.ffi.Asserted as FfiAsserted
import passkeyprovider.ffi.GetOutcome as FfiGetOutcome
import passkeyprovider.ffi.GetPlan as FfiGetPlan

/**
 * A request to sign in that was understood and checked, with all that there is to show. Nothing is written,
 * and no private key was opened.
 *
 * Each step happens once. Close it at the end, however that comes about: `use {}` does.
 */
public class GetPlan internal constructor(start: GetStart) : AutoCloseable {
    /** The plan in the library; a call after [close] fails with [ErrorCode.PLAN_SPENT]. */
    internal val plan: Handed<FfiGetPlan> = Handed(start.plan) { PasskeyException.ofSpentPlan() }

    /** The verified RP ID. */
    public val rpId: String = start.rpId

    /** The calling page, where its host is not the RP ID: show it beside the RP ID. Else null. */
    public val origin: String? = start.origin

    /** The package of the Android app that asks for itself: show it beside the RP ID. Else null. */
    public val app: String? = start.app

    /** Whether the relying party asks for user verification. */
    public val userVerification: UserVerification = start.userVerification.converted()

    /** The passkeys that may answer, most recently used first. At least one. */
    public val candidates: List<PasskeySummary> = start.candidates.map { it.lift() }

    /** What had to be repaired in the options. */
    public val repairs: List<Repair> = start.repairs.map { it.lift() }

    /** Frees it. A second call does nothing. */
    override fun close(): Unit = plan.close()
}

/** Where a sign-in is after the person's answer. */
public sealed interface GetOutcome {
    /** At its end. */
    public class Done internal constructor(
        /** What to answer. */
        public val asserted: Committed<Asserted>,
    ) : GetOutcome

    /** A hardware key has to sign: [PasskeyProvider.finishHardwareGet] goes on. Nothing is written yet. */
    public class ToSign internal constructor(
        /** The exact bytes to sign. */
        public val bytes: ByteArray,
        /** The key that has to. */
        public val keyHandle: KeyHandle,
    ) : GetOutcome
}

/** A sign-in at its end, and durable: the response may leave. */
public class Asserted internal constructor(asserted: FfiAsserted) {
    /** `AuthenticationResponseJSON` (WebAuthn L3, section 5.1), as Android hands it on. */
    public val responseJson: String = asserted.responseJson

    /** The client data hash, where a platform hands on the parts. */
    public val clientDataHash: ClientDataHash = ClientDataHash(asserted.clientDataHash)

    /** The authenticator data (section 6.1), where a platform hands on the parts. */
    public val authenticatorData: ByteArray = asserted.authenticatorData

    /** The signature, where a platform hands on the parts. */
    public val signature: ByteArray = asserted.signature

    /** The passkey after this use. */
    public val passkey: Passkey = asserted.passkey.lift()

    /** Why the response says "user verified"; null if it does not. */
    public val verification: Verification? = asserted.verification?.lift()

    /** What `prf` answers, where it was asked for: in the response too, and here where a platform hands on the parts. */
    public val prf: PrfOutput? = asserted.prf?.let(::PrfOutput)

    /** What `largeBlob` answers, where it was asked for: likewise. */
    public val largeBlob: LargeBlobOutput? = asserted.largeBlob?.let(::LargeBlobOutput)
}

internal fun CommittedAssertion.lift(): Committed<Asserted> = committed(Asserted(value), epoch)

internal fun FfiGetOutcome.lift(): GetOutcome = when (this) {
    is FfiGetOutcome.Done -> GetOutcome.Done(asserted.lift())
    is FfiGetOutcome.ToSign -> GetOutcome.ToSign(toSign, KeyHandle(keyHandle))
}
