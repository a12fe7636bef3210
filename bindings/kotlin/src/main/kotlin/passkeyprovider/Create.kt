package passkeyprovider

import passkeyprovider.ffi.CommittedCreation
import passkeyprovider.ffi.CommittedIntent
import passkeyprovider.ffi.CreateStart
import passkeyprovider.ffi.KeyBytes
import passkeyprovider.ffi.CreatePlan as FfiCreatePlan
import passkeyprovider.ffi.Created as FfiCreated
import passkeyprovider.ffi.Decision as FfiDecision
import passkeyprovider.ffi.HardwareKey as FfiHardwareKey

/**
 * A registration that was understood and checked, with all that there is to show. Nothing is written yet.
 *
 * Each step happens once. Close it at the end, however that comes about: `use {}` does.
 */
public class CreatePlan internal constructor(start: CreateStart) : AutoCloseable {
    /** The plan in the library; a call after [close] fails with [ErrorCode.PLAN_SPENT]. */
    internal val plan: Handed<FfiCreatePlan> = Handed(start.plan) { PasskeyException.ofSpentPlan() }

    /** The verified RP ID. Show this, not the name that the relying party gives itself. */
    public val rpId: String = start.rpId

    /** The calling page, where its host is not the RP ID: show it beside the RP ID. Else null. */
    public val origin: String? = start.origin

    /** The package of the Android app that asks for itself: show it beside the RP ID. Else null. */
    public val app: String? = start.app

    /** The account that the passkey is for. PII. */
    public val user: User = start.user.lift()

    /** Whether the relying party asks for user verification. */
    public val userVerification: UserVerification = start.userVerification.converted()

    /**
     * The COSE identifiers of the algorithms that the relying party accepts and the library knows, best first.
     * Whoever will hold the key takes the first that it can make a key of.
     */
    public val algorithms: List<Long> = start.algorithms

    /**
     * The format of the attestation that the answer has if the library keeps the private key: with certificates it
     * needs [PasskeyProvider.beginAttestedCreate]. Null where a policy allows no format: the registration is refused.
     */
    public val sealedAttestation: AttestationFormat? = start.sealedAttestation?.converted()

    /** The same if hardware keeps it: with certificates they go to [PasskeyProvider.finishHardwareCreate]. */
    public val hardwareAttestation: AttestationFormat? = start.hardwareAttestation?.converted()

    /**
     * What the organisation's policy would refuse, if it were newer, whole and the organisation's own: show it to the
     * person before a key is made that the server may not take. Null where there is nothing to warn of.
     */
    public val policyWarning: PolicyWarning? = start.policyWarning?.lift()

    /** What is on the device for this account already. */
    public val decision: Decision = start.decision.lift()

    /** What the person can answer to that. */
    public val answers: List<Answer> = start.answers.map { it.converted() }

    /**
     * What earlier registrations left behind: passkeys of the same relying party and account name, with another
     * user handle, that the server probably or certainly does not have. They stand in nobody's way: show them,
     * and offer to delete them with [Passkeys.delete]. The caller learns nothing of them.
     */
    public val leftovers: List<PasskeySummary> = start.leftovers.map { it.lift() }

    /** What had to be repaired in the options. */
    public val repairs: List<Repair> = start.repairs.map { it.lift() }

    /** Frees it. Nothing that is not committed is left behind. A second call does nothing. */
    override fun close(): Unit = plan.close()
}

/** What a registration finds of the same account, or excluded by the relying party. */
public sealed interface Decision {
    /** The passkeys that are meant; most recently used first. */
    public val existing: List<PasskeySummary>

    /** Nothing: register. */
    public data object Proceed : Decision {
        override val existing: List<PasskeySummary> get() = emptyList()
    }

    /**
     * The exclude list names these. With the person's gesture ([Answer.TELL_SITE]) the ceremony ends with
     * [ErrorCode.ALREADY_REGISTERED], which the page sees as `InvalidStateError` (WebAuthn L3, section 6.3.2,
     * step 3).
     */
    public data class AlreadyRegistered(override val existing: List<PasskeySummary>) : Decision

    /** These are probably or certainly on this device only. */
    public data class StaleDuplicate(override val existing: List<PasskeySummary>) : Decision

    /** A registration of these is under way. */
    public data class InFlight(override val existing: List<PasskeySummary>) : Decision

    /** The server knows these, and does not exclude them. */
    public data class Duplicate(override val existing: List<PasskeySummary>) : Decision
}

/** A hardware key that may be made now. */
public data class HardwareIntent(
    /** The name to make it under: [KeyHandle.MARK], and ASCII letters, digits, `-` and `_`. */
    public val handle: KeyHandle,
    /** The COSE identifier of the algorithm that it must have. */
    public val algorithm: Long,
    /**
     * What an attestation of the key by its hardware must hold as its challenge: give it to
     * `KeyGenParameterSpec.Builder.setAttestationChallenge`.
     */
    public val challenge: ClientDataHash,
)

/** A key pair that the host made in its hardware. */
public data class HardwareKey(
    /** How the host finds it again: the intent's handle, or a wrapped key. */
    public val handle: KeyHandle,
    /** Its public half. */
    public val publicKey: HardwarePublicKey,
    /** What the hardware demands before it signs. */
    public val access: KeyAccess,
)

/** A public key, in the forms that hardware gives. */
public sealed interface HardwarePublicKey {
    /** The DER of a SubjectPublicKeyInfo: `KeyPair.public.encoded` of the Android Keystore. */
    public data class Spki(
        /** The key. */
        public val key: PublicKey,
    ) : HardwarePublicKey

    /**
     * The bytes that the algorithm itself has for a key: for ES256 the uncompressed point, `04 || x || y`
     * (SEC 1, section 2.3.3).
     */
    public class Raw(
        /** The COSE identifier of the algorithm. */
        public val algorithm: Long,
        /** The bytes. */
        public val bytes: ByteArray,
    ) : HardwarePublicKey
}

/** What this answer wants of the passkeys that are there. */
public val Answer.resolution: Resolution
    get() = when (this) {
        Answer.DELETE_AND_RETRY -> Resolution.DELETE_AND_RETRY
        Answer.REGISTER_ANOTHER -> Resolution.REGISTER_ANOTHER
        Answer.REGISTER, Answer.LEAVE, Answer.TELL_SITE -> Resolution.NONE
    }

/** A registration that is durable: the response may leave. */
public class Created internal constructor(created: FfiCreated) {
    /** `RegistrationResponseJSON` (WebAuthn L3, section 5.1), as Android hands it on. */
    public val responseJson: String = created.responseJson

    /** The attestation object (section 6.5), where a platform hands on the parts. */
    public val attestationObject: ByteArray = created.attestationObject

    /** The client data hash, where a platform hands on the parts. */
    public val clientDataHash: ClientDataHash = ClientDataHash(created.clientDataHash)

    /** The passkey as it was stored. */
    public val passkey: Passkey = created.passkey.lift()

    /** Why the response says "user verified"; null if it does not. */
    public val verification: Verification? = created.verification?.lift()

    /** The format of the attestation in the response. */
    public val attestation: AttestationFormat = created.attestation.converted()

    /** What `prf` answers, where it was asked for: in the response too, and here where a platform hands on the parts. */
    public val prf: PrfOutput? = created.prf?.let(::PrfOutput)

    /** What `largeBlob` answers, where it was asked for: likewise. */
    public val largeBlob: LargeBlobOutput? = created.largeBlob?.let(::LargeBlobOutput)
}

internal fun CommittedCreation.lift(): Committed<Created> = committed(Created(value), epoch)

internal fun CommittedIntent.lift(): Committed<HardwareIntent> = committed(
    HardwareIntent(KeyHandle(value.handle), value.algorithm, ClientDataHash(value.challenge)),
    epoch,
)

internal fun HardwareKey.lower(): FfiHardwareKey {
    val key = when (publicKey) {
        is HardwarePublicKey.Spki -> KeyBytes.Spki(publicKey.key.content)
        is HardwarePublicKey.Raw -> KeyBytes.Raw(publicKey.algorithm, publicKey.bytes)
    }
    return FfiHardwareKey(handle.content, key, access.converted())
}

private fun FfiDecision.lift(): Decision = when (this) {
    is FfiDecision.Proceed -> Decision.Proceed
    is FfiDecision.AlreadyRegistered -> Decision.AlreadyRegistered(existing.map { it.lift() })
    is FfiDecision.StaleDuplicate -> Decision.StaleDuplicate(existing.map { it.lift() })
    is FfiDecision.InFlight -> Decision.InFlight(existing.map { it.lift() })
    is FfiDecision.Duplicate -> Decision.Duplicate(existing.map { it.lift() })
}
