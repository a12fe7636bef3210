package passkeyprovider

import passkeyprovider.ffi.CreateAnswer
import passkeyprovider.ffi.CreateRequest
import passkeyprovider.ffi.GetAnswer
import passkeyprovider.ffi.GetRequest
import passkeyprovider.ffi.Provider
import passkeyprovider.ffi.ProviderInterface
import java.io.File
import java.util.concurrent.atomic.AtomicBoolean

/**
 * A passkey provider on one store: makes passkeys, signs in with them, and knows what the server thinks of
 * each. Opening, ceremonies and offers are here; the rest is grouped in views by subject: [passkeys], [server],
 * [callers], [hardwareKeys], [enrolments].
 *
 * Any thread may call it, several at once. Calls block, for they read and write a file: keep them off the main
 * thread, or take [suspending]. Two processes, or two providers, may share a store.
 *
 * Every call throws [PasskeyException] where it fails, with the codes that [errorTable] lists. A defect inside
 * the library is [ErrorCode.INTERNAL], and the provider stays usable.
 */
@MustUseReturnValues
public class PasskeyProvider internal constructor(private val inner: ProviderInterface) : AutoCloseable {
    private val closed = AtomicBoolean(false)

    /** What opening found: whether it made the store, and whether the store is gated. */
    public val opening: Opening = call { inner.opening().lift() }

    /** The passkeys: listed, renamed, deleted, restored, purged, and what the operating system lists. */
    public val passkeys: Passkeys = Passkeys(inner)

    /** The server's word on passkeys: confirmed, rejected, signalled, reconciled. */
    public val server: ServerWord = ServerWord(inner)

    /** Who may ask: browsers, the apps of sites, and what the person trusts. */
    public val callers: Callers = Callers(inner)

    /** Keys in hardware: those to delete, those that are gone. */
    public val hardwareKeys: HardwareKeys = HardwareKeys(inner)

    /** Registration inside the app, at servers: step by step, with the app's own HTTP client. */
    public val enrolments: Enrolments = Enrolments(inner)

    /**
     * Begins a registration: checks the request against the caller and the store. Writes nothing. [model] is what
     * the passkey will say of its authenticator. [strict] reads JSON as browsers do, and repairs nothing.
     * [attestation] is what the host can bring as one; null is what the library makes by itself. [membership] has the
     * registration judged by the organisation's policy before a key exists: what it refuses is
     * [ErrorCode.POLICY_REFUSED], and what it only warns of is [CreatePlan.policyWarning].
     */
    public fun beginCreate(
        options: CreationOptions,
        caller: Caller,
        model: Model,
        strict: Boolean = false,
        attestation: AttestationOffer? = null,
        membership: Membership? = null,
    ): CreatePlan = call {
        caller.lowered {
            val (offer, member) = attestation?.lower() to membership?.lower()
            CreatePlan(inner.beginCreate(CreateRequest(options.lower(), it, model.lower(), offer, member, strict)))
        }
    }

    /** Makes a passkey whose private key is sealed in the store, commits it, and answers. */
    public fun finishCreate(
        plan: CreatePlan,
        consent: Consent,
        resolution: Resolution = Resolution.NONE,
    ): Committed<Created> = call {
        consent.lowered { answer ->
            plan.plan.hand { inner.finishCreate(it, CreateAnswer(resolution.converted(), answer)).lift() }
        }
    }

    /**
     * Makes a key pair that the store is to keep, for a registration whose [CreatePlan.sealedAttestation] is
     * [AttestationFormat.PACKED], and says what the attestation key has to sign. Writes nothing.
     */
    public fun beginAttestedCreate(
        plan: CreatePlan,
        consent: Consent,
        resolution: Resolution = Resolution.NONE,
    ): AttestationRequest = call {
        consent.lowered { answer ->
            plan.plan.hand {
                AttestationRequest(inner.beginAttestedCreate(it, CreateAnswer(resolution.converted(), answer)))
            }
        }
    }

    /**
     * Verifies signature and certificates of the attestation key, commits the passkey, and answers. What a relying
     * party would refuse is [ErrorCode.ATTESTATION_REFUSED], and nothing is written.
     */
    public fun finishAttestedCreate(plan: CreatePlan, attestation: HostAttestation): Committed<Created> =
        call { plan.plan.hand { inner.finishAttestedCreate(it, attestation.lower()).lift() } }

    /**
     * Makes a passkey without the person's gesture, right after a sign-in (conditional mediation). Refused as
     * [ErrorCode.CONDITIONAL_CREATE_REFUSED] wherever the person would have something to decide, and in every
     * store that is gated: what its gate seals is never written without it. What the policy of a [membership] refuses
     * or warns of is refused too.
     */
    public fun createConditionally(
        options: CreationOptions,
        caller: Caller,
        model: Model,
        strict: Boolean = false,
        membership: Membership? = null,
    ): Committed<Created> = call {
        caller.lowered {
            val request = CreateRequest(options.lower(), it, model.lower(), null, membership?.lower(), strict)
            inner.createConditionally(request).lift()
        }
    }

    /**
     * Remembers durably that a hardware key may come to be. Only then the host makes it, with the first algorithm
     * of the relying party's that the hardware [offers] (COSE identifiers: -7 is ES256, all that StrongBox has).
     */
    public fun intendHardwareKey(
        plan: CreatePlan,
        offers: List<Long>,
        consent: Consent,
        resolution: Resolution = Resolution.NONE,
    ): Committed<HardwareIntent> = call {
        consent.lowered { answer ->
            plan.plan.hand { inner.intendHardwareKey(it, CreateAnswer(resolution.converted(), answer), offers).lift() }
        }
    }

    /** Goes on with the key pair that the host made: gives the exact bytes that it has to sign. */
    public fun beginHardwareCreate(plan: CreatePlan, key: HardwareKey): ByteArray =
        call { plan.plan.hand { inner.beginHardwareCreate(it, key.lower()) } }

    /**
     * Verifies the hardware key's [signature] (DER, as `SHA256withECDSA` gives it), commits, and answers.
     * [attestation] is needed where [CreatePlan.hardwareAttestation] has certificates.
     */
    public fun finishHardwareCreate(
        plan: CreatePlan,
        signature: ByteArray,
        attestation: HostAttestation? = null,
    ): Committed<Created> =
        call { plan.plan.hand { inner.finishHardwareCreate(it, signature, attestation?.lower()).lift() } }

    /**
     * Begins a sign-in: finds the passkeys that may answer. Writes nothing, opens no private key.
     *
     * [picked] is the passkey that the person tapped before, among the entries that the system showed: its id
     * comes back in the intent of the entry. It is the one candidate then. The tap is the person's choice and
     * nothing that the site said, so never put it into `allowCredentials`; it is checked like every other
     * passkey, and where it may not answer, this is [ErrorCode.NO_PASSKEY].
     */
    public fun beginGet(
        options: RequestOptions,
        caller: Caller,
        strict: Boolean = false,
        picked: CredentialId? = null,
    ): GetPlan = call {
        caller.lowered { GetPlan(inner.beginGet(GetRequest(options.lower(), it, strict, picked?.content))) }
    }

    /**
     * Signs in with the passkey that the person chose, also where there is only one: counts, signs, commits,
     * answers. For a hardware key, gives what it has to sign, and writes nothing.
     */
    public fun finishGet(plan: GetPlan, credentialId: CredentialId, consent: Consent): GetOutcome = call {
        consent.lowered { answer ->
            plan.plan.hand { inner.finishGet(it, GetAnswer(credentialId.content, answer)).lift() }
        }
    }

    /** Signs in with a hardware key: verifies its [signature] (DER), commits the count, answers. */
    public fun finishHardwareGet(plan: GetPlan, signature: ByteArray): Committed<Asserted> =
        call { plan.plan.hand { inner.finishHardwareGet(it, signature).lift() } }

    /**
     * What the system's selector may list for a request before anybody chose, most recently used first: the
     * passkeys of the RP ID that the options name, as far as their allow list names them. For the query phase
     * (`onBeginGetCredential`): it asks for no caller, which the system may not give there, needs no network,
     * writes nothing and opens no private key. Empty where nothing fits.
     *
     * It proves nothing of the caller: the ceremony begins with [beginGet], which checks everything anew.
     * Options that name no RP ID are [ErrorCode.INVALID_OPTIONS]. [strict] as of [beginGet].
     */
    public fun offers(options: RequestOptions, strict: Boolean = false): List<PasskeySummary> =
        call { inner.offers(options.lower(), strict).map { it.lift() } }

    /**
     * Every passkey that is offered for an RP ID where no allow list narrows the choice, most recently used
     * first. Opens no private key. For a request, take [offers].
     */
    public fun candidates(rpId: String): List<PasskeySummary> =
        call { inner.candidates(rpId.wellFormed()).map { it.lift() } }

    /**
     * Takes the managed configuration that the device's management delivered, as JSON; null: it delivers none any more.
     * Kept sealed in the store, so that every process which opens it obeys. To be called at each start and whenever the
     * system says that it changed: nothing is written where it is the one that is kept.
     *
     * One that does not read is [ErrorCode.INVALID_POLICY], with the epoch and with what is wrong
     * ([ErrorDetail.Policy]). That is remembered: until one comes that reads, registrations are
     * [ErrorCode.CONFIGURATION_UNREADABLE], and sign-ins go on under the last one that did.
     */
    public fun configure(json: String?): Committed<Unit> = call { committed(inner.configure(json?.wellFormed())) }

    /**
     * The managed configuration that counts; one that narrows nothing where none was given.
     * [ErrorCode.CONFIGURATION_UNREADABLE] where the newest does not read.
     */
    public fun configuration(): ManagedConfiguration = call { inner.configuration().lift() }

    /**
     * What a ceremony with these facts would meet now, by the managed configuration: for the app's screens. At
     * registration [ErrorCode.CONFIGURATION_UNREADABLE] where the newest does not read; a sign-in is judged by the last
     * one that did.
     */
    public fun judgeByConfiguration(facts: ManagedFacts): PolicyVerdict =
        call { inner.judgeByConfiguration(facts.lower()).lift() }

    /** What happened to the store as a whole. */
    public fun journal(): History = call { inner.journal().lift() }

    /** The store's health. */
    public fun health(): Health = call { inner.check().lift() }

    /** How the store compares with the epoch that the host handed in. */
    public fun freshness(): Freshness = call { inner.freshness().lift() }

    /**
     * The person accepts an older copy of the store, or a store that has rows of one ([Health.isAsWritten]).
     * [ErrorCode.EPOCH_IMPLAUSIBLE], with nothing changed, where [OpenOptions.lastEpoch] is more than 2^24 commits
     * ahead.
     */
    public fun acceptRollback(): Committed<Unit> = call { committed(inner.acceptRollback()) }

    /**
     * The store's epoch, for the host to keep outside the store: after an opening that made it. Every call that may
     * write gives it beside its outcome ([Committed]).
     */
    public fun epoch(): Epoch = call { Epoch.lift(inner.epoch()) }

    /** A report for support as JSON, without any name, handle, RP ID, id, challenge, key or signature. */
    public fun diagnose(): String = call { inner.diagnose() }

    /**
     * Closes the store. Every later call is [ErrorCode.PROVIDER_CLOSED]; calls that other threads are in go on
     * to their end, and the store's file is closed with the last of them. A second call does nothing. Where a
     * defect of the library shows in it, it is [ErrorCode.INTERNAL], and the provider is closed all the same.
     */
    override fun close() {
        if (closed.compareAndSet(false, true)) {
            call { (inner as? AutoCloseable).use { inner.closeStore() } }
        }
    }

    private inline fun <T> call(block: () -> T): T = inner.call(block)

    /** Opening, and what needs no store. */
    public companion object {
        /**
         * Opens the store, or makes it where there is none and [OpenOptions.ifMissing] does not forbid it.
         *
         * A store that another key sealed is [ErrorCode.STRANDED], and left as it is. A store older than
         * [OpenOptions.lastEpoch] opens and lists, and refuses everything else as [ErrorCode.ROLLED_BACK] until
         * [acceptRollback].
         */
        public fun open(options: OpenOptions): PasskeyProvider =
            Library.call { options.lowered { PasskeyProvider(options.kept(Provider.open(it))) } }
                .also { if (it.opening.made) options.epochs?.keep(it.epoch()) }

        /**
         * Makes a device key in the platform's key store, unless there is one under that name: says whether it
         * did. The key never leaves the library. For the app, once, before its first store, where [look] finds
         * [Presence.Nothing]: a new key opens no store that is there. On Android `PlatformKeyStore.prepare` comes
         * first.
         */
        public fun makeDeviceKey(service: String, account: String): Boolean =
            Library.call { passkeyprovider.ffi.makeDeviceKey(service.wellFormed(), account.wellFormed()) }

        /**
         * What is at a store's path: whether there is a store, and is it ours. Needs no key, and changes nothing. To
         * be asked before a device key is made, which is for [Presence.Nothing] alone.
         */
        public fun look(file: File): Presence =
            Library.call { passkeyprovider.ffi.lookAtStore(file.path.wellFormed()).lift() }

        /**
         * Gives the store another name, so that the next opening makes a new one. Needs no key and deletes nothing:
         * the way out where the device key or the gate is permanently lost, as after
         * `KeyPermanentlyInvalidatedException`. On the person's word, who has to register each passkey again.
         *
         * Every provider on it has to be closed, in every process: it is [ErrorCode.STORE_BUSY] otherwise.
         * [ErrorCode.NO_STORE] where there is none; a database of something else is [ErrorCode.STORE_FOREIGN], and
         * stays.
         */
        public fun setAside(file: File): SetAside =
            Library.call { passkeyprovider.ffi.setStoreAside(file.path.wellFormed()).lift() }

        /** Reads creation options and shows how they are understood: for a developer's screen. */
        public fun inspectCreationOptions(json: String, strict: Boolean = false): Inspection =
            Library.call { passkeyprovider.ffi.inspectCreationOptions(json.wellFormed(), strict).lift() }

        /** Reads request options and shows how they are understood, as [inspectCreationOptions]. */
        public fun inspectRequestOptions(json: String, strict: Boolean = false): Inspection =
            Library.call { passkeyprovider.ffi.inspectRequestOptions(json.wellFormed(), strict).lift() }

        /**
         * Whether an organisation's policy allows a passkey: for the app's screens. A ceremony is judged by the
         * [Membership] that [beginCreate] takes.
         */
        public fun judgeByPolicy(policy: OrganisationPolicy, facts: PolicyFacts): PolicyVerdict =
            Library.call { passkeyprovider.ffi.judgeByPolicy(policy.lower(), facts.lower()).lift() }

        /** Reads an organisation's policy: what its strengths are called, and whether it refuses or only warns. */
        public fun inspectPolicy(policy: OrganisationPolicy): PolicyInspection =
            Library.call { passkeyprovider.ffi.inspectPolicy(policy.lower()).lift() }

        /** Every error that a call can fail with, and what is fixed about it. */
        public fun errorTable(): List<ErrorRow> = Library.rows()

        /** Names the build of the native library, checked against the bindings before the first call. */
        public fun buildId(): String = Library.call { passkeyprovider.ffi.buildId() }
    }
}
