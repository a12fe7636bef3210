package passkeyprovider

import passkeyprovider.ffi.CreateAnswer
import passkeyprovider.ffi.CreateRequest
import passkeyprovider.ffi.GetAnswer
import passkeyprovider.ffi.GetRequest
import passkeyprovider.ffi.Provider
import passkeyprovider.ffi.ProviderInterface
import passkeyprovider.ffi.ReconcileRequest
import passkeyprovider.ffi.SignalRequest
import java.io.File
import java.time.Instant
import java.util.concurrent.atomic.AtomicBoolean

/**
 * A passkey provider on one store: makes passkeys, signs in with them, and knows what the server thinks of
 * each.
 *
 * Any thread may call it, several at once. Calls block, for they read and write a file: keep them off the main
 * thread, or take [suspending]. Two processes, or two providers, may share a store.
 *
 * Every call throws [PasskeyException] where it fails, with the codes that [errorTable] lists. A defect inside
 * the library is [ErrorCode.INTERNAL], and the provider stays usable.
 */
public class PasskeyProvider internal constructor(private val inner: ProviderInterface) : AutoCloseable {
    private val closed = AtomicBoolean(false)

    /** What opening found: whether it made the store, and whether the store is gated. */
    public val opening: Opening = call { inner.opening().lift() }

    /**
     * Begins a registration: checks the request against the caller and the store. Writes nothing. [strict]
     * reads JSON as browsers do, and repairs nothing.
     */
    public fun beginCreate(options: CreationOptions, caller: Caller, strict: Boolean = false): CreatePlan =
        call { caller.lowered { CreatePlan(inner.beginCreate(CreateRequest(options.lower(), it, strict))) } }

    /** Makes a passkey whose private key is sealed in the store, commits it, and answers. */
    public fun finishCreate(plan: CreatePlan, consent: Consent, resolution: Resolution = Resolution.NONE): Created =
        call {
            consent.lowered { answer ->
                plan.plan.hand { Created(inner.finishCreate(it, CreateAnswer(resolution.twin(), answer))) }
            }
        }

    /**
     * Makes a passkey without the person's gesture, right after a sign-in (conditional mediation). Refused as
     * [ErrorCode.CONDITIONAL_CREATE_REFUSED] wherever the person would have something to decide, and in every
     * store that is gated: what its gate seals is never written without it.
     */
    public fun createConditionally(options: CreationOptions, caller: Caller, strict: Boolean = false): Created =
        call { caller.lowered { Created(inner.createConditionally(CreateRequest(options.lower(), it, strict))) } }

    /**
     * Remembers durably that a hardware key may come to be. Only then the host makes it, with the first algorithm
     * of the relying party's that the hardware [offers] (COSE identifiers: -7 is ES256, all that StrongBox has).
     * That raises the epoch: ask for [epoch] after it.
     */
    public fun intendHardwareKey(
        plan: CreatePlan,
        offers: List<Long>,
        consent: Consent,
        resolution: Resolution = Resolution.NONE,
    ): HardwareIntent = call {
        consent.lowered { answer ->
            val intent =
                plan.plan.hand { inner.intendHardwareKey(it, CreateAnswer(resolution.twin(), answer), offers) }
            HardwareIntent(KeyHandle(intent.handle), intent.algorithm, ClientDataHash(intent.challenge))
        }
    }

    /** Goes on with the key pair that the host made: gives the exact bytes that it has to sign. */
    public fun beginHardwareCreate(plan: CreatePlan, key: HardwareKey): ByteArray =
        call { plan.plan.hand { inner.beginHardwareCreate(it, key.lower()) } }

    /** Verifies the hardware key's [signature] (DER, as `SHA256withECDSA` gives it), commits, and answers. */
    public fun finishHardwareCreate(plan: CreatePlan, signature: ByteArray): Created =
        call { plan.plan.hand { Created(inner.finishHardwareCreate(it, signature)) } }

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
    public fun finishHardwareGet(plan: GetPlan, signature: ByteArray): Asserted =
        call { plan.plan.hand { Asserted(inner.finishHardwareGet(it, signature)) } }

    /**
     * Checks who asks for an RP ID, ahead of the request itself: only needed where that is
     * [ErrorCode.FETCH_REQUIRED], whose detail has the RP ID; [verifyCaller] goes on with it. Writes nothing.
     */
    public fun checkCaller(caller: Caller, rpId: String?): CallerCheck =
        call { caller.lowered { inner.checkCaller(it, rpId?.wellFormed()).lift() } }

    /**
     * Takes what came of a request, once, and remembers what the site said of an app. That raises the epoch: ask
     * for [epoch] after it.
     */
    public fun answerFetch(pending: PendingCaller, answer: FetchAnswer): CallerCheck =
        call { pending.caller.hand { inner.answerFetch(it, answer.lower()).lift() } }

    /**
     * Keeps in the journal that a caller was refused, and why. [who]: what the host knows of it, as its
     * package or origin, and the RP ID.
     */
    public fun noteRefused(reason: CallerRefused, who: String): Epoch =
        call { Epoch.lift(inner.noteRefused(reason.twin(), who.wellFormed())) }

    /**
     * Takes a newer list of privileged browsers, in the format that Google publishes for
     * `androidx.credentials`: of at most 1 MiB, [asOf] its `Last-Modified`. One that is malformed or older is
     * refused, and the list that is here stays.
     */
    public fun updatePrivilegedList(document: ByteArray, asOf: Instant): Epoch =
        call { Epoch.lift(inner.updatePrivilegedList(document, asOf)) }

    /** The list of privileged browsers; null if none was handed in. */
    public fun privilegedList(): PrivilegedList? = call { inner.privilegedList()?.lift() }

    /** The person trusts a browser that is on no list. */
    public fun trustApp(app: AndroidApp): Epoch = call { Epoch.lift(inner.trustApp(app.lower())) }

    /** The browsers that the person trusts, the one trusted first in front. */
    public fun trustedApps(): List<TrustedApp> = call { inner.trustedApps().map { it.lift() } }

    /** The person trusts a browser no longer. */
    public fun revokeApp(packageName: String): Epoch = call { Epoch.lift(inner.revokeApp(packageName.wellFormed())) }

    /** What sites said of apps, the one that was asked longest ago in front. */
    public fun linkedApps(): List<LinkedApp> = call { inner.linkedApps().map { it.lift() } }

    /**
     * What the system's selector may list for a request before anybody chose, most recently used first: the
     * passkeys of the RP ID that the options name, as far as their allow list names them. For the query phase
     * (`onBeginGetCredential`): it asks for no caller, which the system may not give there, needs no network,
     * writes nothing and opens no private key. Empty where nothing fits.
     *
     * It proves nothing of the caller: the ceremony begins with [beginGet], which checks everything anew.
     * Options that name no RP ID are [ErrorCode.INVALID_OPTIONS]. [strict] as of [beginGet].
     */
    public fun offers(options: RequestOptions, strict: Boolean = false): List<Candidate> =
        call { inner.offers(options.lower(), strict).map { it.lift() } }

    /**
     * Every passkey that is offered for an RP ID where no allow list narrows the choice, most recently used
     * first. Opens no private key. For a request, take [offers].
     */
    public fun candidates(rpId: String): List<Candidate> =
        call { inner.candidates(rpId.wellFormed()).map { it.lift() } }

    /** Every passkey that is not deleted, and the rows that do not open. */
    public fun list(): Listing = call { inner.list().lift() }

    /** What the person deleted and can restore. */
    public fun deleted(): Listing = call { inner.deleted().lift() }

    /** The passkey of this id, deleted or not. */
    public fun show(credentialId: CredentialId): Passkey = call { inner.show(credentialId.content).lift() }

    /** Gives a passkey a name of the person's own; an empty one takes it away. */
    public fun rename(credentialId: CredentialId, label: String): Epoch =
        call { Epoch.lift(inner.rename(credentialId.content, label.wellFormed())) }

    /** Deletes a passkey from this device. It can be restored until it is purged. */
    public fun delete(credentialId: CredentialId): Removal = call { inner.delete(credentialId.content).lift() }

    /** Brings back what the person deleted, what a signal hid, or what a newer passkey superseded. */
    public fun restore(credentialId: CredentialId): Epoch = call { Epoch.lift(inner.restore(credentialId.content)) }

    /** Permanently removes a deleted passkey. */
    public fun purge(credentialId: CredentialId): Purged = call { inner.purge(credentialId.content).lift() }

    /** Purges what was deleted longer ago than the retention period. */
    public fun purgeExpired(): Purged = call { inner.purgeExpired().lift() }

    /** The server accepted the registration of this passkey. */
    public fun confirm(credentialId: CredentialId): Epoch = call { Epoch.lift(inner.confirm(credentialId.content)) }

    /** The server refused the registration of this passkey; [reason] is kept in its history. */
    public fun reject(credentialId: CredentialId, reason: String? = null): Epoch =
        call { Epoch.lift(inner.reject(credentialId.content, reason?.wellFormed())) }

    /** The server gave no answer to the registration of this passkey: nothing is known then. */
    public fun noteNoAnswer(credentialId: CredentialId, reason: String? = null): Epoch =
        call { Epoch.lift(inner.noteNoAnswer(credentialId.content, reason?.wellFormed())) }

    /** The account's sign-in name changed where the server cannot follow: the person should register again. */
    public fun noteAccountMoved(credentialId: CredentialId): Epoch =
        call { Epoch.lift(inner.noteAccountMoved(credentialId.content)) }

    /**
     * Writes down which registrations have waited too long for the server's word, and gives every passkey that
     * is probably or certainly on this device only.
     */
    public fun stale(): List<Passkey> = call { inner.stale().map { it.lift() } }

    /** Reads a signal and checks its sender, without a look at any passkey. Writes nothing. */
    public fun verifySignal(kind: SignalKind, json: String, caller: Caller): VerifiedSignal = call {
        caller.lowered { VerifiedSignal(inner.verifySignal(SignalRequest(kind.twin(), json.wellFormed(), it))) }
    }

    /** Applies a signal to the passkeys of its RP ID. Answer its sender before. */
    public fun applySignal(signal: VerifiedSignal): Epoch =
        call { signal.signal.hand { Epoch.lift(inner.applySignal(it)) } }

    /** Compares the passkeys of an account with the server's own [list], asked for [asOf]. */
    public fun reconcile(rpId: String, userHandle: UserHandle, list: ServerList, asOf: AsOf): Reconciliation = call {
        inner.reconcile(ReconcileRequest(rpId.wellFormed(), userHandle.content, list.lower(), asOf.lower())).lift()
    }

    /** The keys in hardware that are to be deleted. Delete them, and say so with [keyGone]. */
    public fun keysToDelete(): List<LooseKey> = call { inner.keysToDelete().map { it.lift() } }

    /** Gives up a registration with a hardware key now: its key is to be deleted. */
    public fun abandonHardwareKey(handle: KeyHandle): Epoch =
        call { Epoch.lift(inner.abandonHardwareKey(handle.content)) }

    /** The hardware has no such key any more. */
    public fun keyGone(handle: KeyHandle): Epoch = call { Epoch.lift(inner.keyGone(handle.content)) }

    /**
     * Compares with all keys that the hardware has: of Android, `KeyStore.aliases()`, after what was invalidated
     * (`KeyPermanentlyInvalidatedException`) was deleted there, for it is still among them. The app's other
     * aliases may be among them too, as the one of the key that wraps the device key: they are left alone.
     */
    public fun compareHardwareKeys(existing: List<KeyHandle>): HardwareComparison =
        call { inner.compareHardwareKeys(existing.map { it.content }).lift() }

    /**
     * What the operating system's list of passkeys should hold; the entries of one relying party stand most
     * recently used first.
     */
    public fun identities(): List<Identity> = call { inner.identities().map { it.lift() } }

    /** What to add to the operating system's list, and what to remove, where it lists [listed]. */
    public fun identityDelta(listed: List<Identity>): IdentityDelta =
        call { inner.identityDelta(listed.map { it.lower() }).lift() }

    /** What happened to a passkey. */
    public fun history(credentialId: CredentialId): History = call { inner.history(credentialId.content).lift() }

    /** What happened to the store as a whole. */
    public fun journal(): History = call { inner.journal().lift() }

    /** The store's health. */
    public fun check(): Health = call { inner.check().lift() }

    /** How the store compares with the epoch that the host handed in. */
    public fun freshness(): Freshness = call { inner.freshness().lift() }

    /** The person accepts an older copy of the store. */
    public fun acceptRollback(): Epoch = call { Epoch.lift(inner.acceptRollback()) }

    /** The store's epoch, for the host to keep outside the store after each call that changes it. */
    public fun epoch(): Epoch = call { Epoch.lift(inner.epoch()) }

    /** A report for support as JSON, without any name, handle, RP ID, id, challenge, key or signature. */
    public fun diagnose(): String = call { inner.diagnose() }

    /** What stands for a passkey in [diagnose]. */
    public fun reportTags(credentialId: CredentialId): ReportTags =
        call { inner.reportTags(credentialId.content).lift() }

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

    private inline fun <T> call(block: () -> T): T = Library.call(block)

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
            Library.call { options.lowered { PasskeyProvider(Provider.open(it)) } }

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
         * the way out where the device key or the gate is gone for good, as after
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

        /** Every error that a call can fail with, and what is fixed about it. */
        public fun errorTable(): List<ErrorRow> = Library.rows()

        /** Names the build of the native library, checked against the bindings before the first call. */
        public fun buildId(): String = Library.call { passkeyprovider.ffi.buildId() }
    }
}
