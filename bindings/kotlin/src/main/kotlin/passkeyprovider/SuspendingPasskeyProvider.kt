package passkeyprovider

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.withContext
import java.io.File
import java.time.Instant

/** The same provider with calls that suspend, on [dispatcher]. Both may be used side by side. */
public fun PasskeyProvider.suspending(dispatcher: CoroutineDispatcher = Dispatchers.IO): SuspendingPasskeyProvider =
    SuspendingPasskeyProvider(this, dispatcher)

/**
 * A [PasskeyProvider] whose calls suspend. Each does what its blocking twin of the same name does.
 *
 * A coroutine that was cancelled begins no call. A call that has begun goes on to its end and gives its
 * outcome, for what it wrote is durable: the response of a finished ceremony is not lost, and a plan that was
 * made can be closed.
 */
public class SuspendingPasskeyProvider internal constructor(
    /** The blocking twin. Its owner closes it. */
    public val provider: PasskeyProvider,
    private val dispatcher: CoroutineDispatcher,
) {
    /** As [PasskeyProvider.beginCreate]. */
    public suspend fun beginCreate(options: CreationOptions, caller: Caller, strict: Boolean = false): CreatePlan =
        run { provider.beginCreate(options, caller, strict) }

    /** As [PasskeyProvider.finishCreate]. */
    public suspend fun finishCreate(
        plan: CreatePlan,
        consent: Consent,
        resolution: Resolution = Resolution.NONE,
    ): Created = run { provider.finishCreate(plan, consent, resolution) }

    /** As [PasskeyProvider.createConditionally]. */
    public suspend fun createConditionally(options: CreationOptions, caller: Caller, strict: Boolean = false): Created =
        run { provider.createConditionally(options, caller, strict) }

    /** As [PasskeyProvider.intendHardwareKey]. */
    public suspend fun intendHardwareKey(
        plan: CreatePlan,
        offers: List<Long>,
        consent: Consent,
        resolution: Resolution = Resolution.NONE,
    ): HardwareIntent = run { provider.intendHardwareKey(plan, offers, consent, resolution) }

    /** As [PasskeyProvider.beginHardwareCreate]. */
    public suspend fun beginHardwareCreate(plan: CreatePlan, key: HardwareKey): ByteArray =
        run { provider.beginHardwareCreate(plan, key) }

    /** As [PasskeyProvider.finishHardwareCreate]. */
    public suspend fun finishHardwareCreate(plan: CreatePlan, signature: ByteArray): Created =
        run { provider.finishHardwareCreate(plan, signature) }

    /** As [PasskeyProvider.beginGet]. */
    public suspend fun beginGet(
        options: RequestOptions,
        caller: Caller,
        strict: Boolean = false,
        picked: CredentialId? = null,
    ): GetPlan = run { provider.beginGet(options, caller, strict, picked) }

    /** As [PasskeyProvider.finishGet]. */
    public suspend fun finishGet(plan: GetPlan, credentialId: CredentialId, consent: Consent): GetOutcome =
        run { provider.finishGet(plan, credentialId, consent) }

    /** As [PasskeyProvider.finishHardwareGet]. */
    public suspend fun finishHardwareGet(plan: GetPlan, signature: ByteArray): Asserted =
        run { provider.finishHardwareGet(plan, signature) }

    /** As [PasskeyProvider.checkCaller]. */
    public suspend fun checkCaller(caller: Caller, rpId: String?): CallerCheck =
        run { provider.checkCaller(caller, rpId) }

    /** As [PasskeyProvider.answerFetch]. */
    public suspend fun answerFetch(pending: PendingCaller, answer: FetchAnswer): CallerCheck =
        run { provider.answerFetch(pending, answer) }

    /** As [PasskeyProvider.noteRefused]. */
    public suspend fun noteRefused(reason: CallerRefused, who: String): Epoch =
        run { provider.noteRefused(reason, who) }

    /** As [PasskeyProvider.updatePrivilegedList]. */
    public suspend fun updatePrivilegedList(document: ByteArray, asOf: Instant): Epoch =
        run { provider.updatePrivilegedList(document, asOf) }

    /** As [PasskeyProvider.privilegedList]. */
    public suspend fun privilegedList(): PrivilegedList? = run { provider.privilegedList() }

    /** As [PasskeyProvider.trustApp]. */
    public suspend fun trustApp(app: AndroidApp): Epoch = run { provider.trustApp(app) }

    /** As [PasskeyProvider.trustedApps]. */
    public suspend fun trustedApps(): List<TrustedApp> = run { provider.trustedApps() }

    /** As [PasskeyProvider.revokeApp]. */
    public suspend fun revokeApp(packageName: String): Epoch = run { provider.revokeApp(packageName) }

    /** As [PasskeyProvider.linkedApps]. */
    public suspend fun linkedApps(): List<LinkedApp> = run { provider.linkedApps() }

    /** As [PasskeyProvider.offers]. */
    public suspend fun offers(options: RequestOptions, strict: Boolean = false): List<Candidate> =
        run { provider.offers(options, strict) }

    /** As [PasskeyProvider.candidates]. */
    public suspend fun candidates(rpId: String): List<Candidate> = run { provider.candidates(rpId) }

    /** As [PasskeyProvider.list]. */
    public suspend fun list(): Listing = run { provider.list() }

    /** As [PasskeyProvider.deleted]. */
    public suspend fun deleted(): Listing = run { provider.deleted() }

    /** As [PasskeyProvider.show]. */
    public suspend fun show(credentialId: CredentialId): Passkey = run { provider.show(credentialId) }

    /** As [PasskeyProvider.rename]. */
    public suspend fun rename(credentialId: CredentialId, label: String): Epoch =
        run { provider.rename(credentialId, label) }

    /** As [PasskeyProvider.delete]. */
    public suspend fun delete(credentialId: CredentialId): Removal = run { provider.delete(credentialId) }

    /** As [PasskeyProvider.restore]. */
    public suspend fun restore(credentialId: CredentialId): Epoch = run { provider.restore(credentialId) }

    /** As [PasskeyProvider.purge]. */
    public suspend fun purge(credentialId: CredentialId): Purged = run { provider.purge(credentialId) }

    /** As [PasskeyProvider.purgeExpired]. */
    public suspend fun purgeExpired(): Purged = run { provider.purgeExpired() }

    /** As [PasskeyProvider.confirm]. */
    public suspend fun confirm(credentialId: CredentialId): Epoch = run { provider.confirm(credentialId) }

    /** As [PasskeyProvider.reject]. */
    public suspend fun reject(credentialId: CredentialId, reason: String? = null): Epoch =
        run { provider.reject(credentialId, reason) }

    /** As [PasskeyProvider.noteNoAnswer]. */
    public suspend fun noteNoAnswer(credentialId: CredentialId, reason: String? = null): Epoch =
        run { provider.noteNoAnswer(credentialId, reason) }

    /** As [PasskeyProvider.noteAccountMoved]. */
    public suspend fun noteAccountMoved(credentialId: CredentialId): Epoch =
        run { provider.noteAccountMoved(credentialId) }

    /** As [PasskeyProvider.stale]. */
    public suspend fun stale(): List<Passkey> = run { provider.stale() }

    /** As [PasskeyProvider.verifySignal]. */
    public suspend fun verifySignal(kind: SignalKind, json: String, caller: Caller): VerifiedSignal =
        run { provider.verifySignal(kind, json, caller) }

    /** As [PasskeyProvider.applySignal]. */
    public suspend fun applySignal(signal: VerifiedSignal): Epoch = run { provider.applySignal(signal) }

    /** As [PasskeyProvider.reconcile]. */
    public suspend fun reconcile(rpId: String, userHandle: UserHandle, list: ServerList, asOf: AsOf): Reconciliation =
        run { provider.reconcile(rpId, userHandle, list, asOf) }

    /** As [PasskeyProvider.keysToDelete]. */
    public suspend fun keysToDelete(): List<LooseKey> = run { provider.keysToDelete() }

    /** As [PasskeyProvider.abandonHardwareKey]. */
    public suspend fun abandonHardwareKey(handle: KeyHandle): Epoch = run { provider.abandonHardwareKey(handle) }

    /** As [PasskeyProvider.keyGone]. */
    public suspend fun keyGone(handle: KeyHandle): Epoch = run { provider.keyGone(handle) }

    /** As [PasskeyProvider.compareHardwareKeys]. */
    public suspend fun compareHardwareKeys(existing: List<KeyHandle>): HardwareComparison =
        run { provider.compareHardwareKeys(existing) }

    /** As [PasskeyProvider.identities]. */
    public suspend fun identities(): List<Identity> = run { provider.identities() }

    /** As [PasskeyProvider.identityDelta]. */
    public suspend fun identityDelta(listed: List<Identity>): IdentityDelta = run { provider.identityDelta(listed) }

    /** As [PasskeyProvider.history]. */
    public suspend fun history(credentialId: CredentialId): History = run { provider.history(credentialId) }

    /** As [PasskeyProvider.journal]. */
    public suspend fun journal(): History = run { provider.journal() }

    /** As [PasskeyProvider.check]. */
    public suspend fun check(): Health = run { provider.check() }

    /** As [PasskeyProvider.freshness]. */
    public suspend fun freshness(): Freshness = run { provider.freshness() }

    /** As [PasskeyProvider.acceptRollback]. */
    public suspend fun acceptRollback(): Epoch = run { provider.acceptRollback() }

    /** As [PasskeyProvider.epoch]. */
    public suspend fun epoch(): Epoch = run { provider.epoch() }

    /** As [PasskeyProvider.diagnose]. */
    public suspend fun diagnose(): String = run { provider.diagnose() }

    /** As [PasskeyProvider.reportTags]. */
    public suspend fun reportTags(credentialId: CredentialId): ReportTags = run { provider.reportTags(credentialId) }

    /** The outer context takes the answer although the coroutine was cancelled; the inner one moves the call. */
    private suspend fun <T> run(block: () -> T): T {
        currentCoroutineContext().ensureActive()
        return withContext(NonCancellable) { withContext(dispatcher) { block() } }
    }

    /** Opening, and what comes before it. */
    public companion object {
        /** As [PasskeyProvider.look]. */
        public suspend fun look(file: File, dispatcher: CoroutineDispatcher = Dispatchers.IO): Presence {
            currentCoroutineContext().ensureActive()
            return withContext(NonCancellable) { withContext(dispatcher) { PasskeyProvider.look(file) } }
        }

        /** As [PasskeyProvider.setAside]. */
        public suspend fun setAside(file: File, dispatcher: CoroutineDispatcher = Dispatchers.IO): SetAside {
            currentCoroutineContext().ensureActive()
            return withContext(NonCancellable) { withContext(dispatcher) { PasskeyProvider.setAside(file) } }
        }

        /** As [PasskeyProvider.open], on [dispatcher], where the provider's calls are made too. */
        public suspend fun open(
            options: OpenOptions,
            dispatcher: CoroutineDispatcher = Dispatchers.IO,
        ): SuspendingPasskeyProvider {
            currentCoroutineContext().ensureActive()
            return withContext(NonCancellable) {
                withContext(dispatcher) { PasskeyProvider.open(options).suspending(dispatcher) }
            }
        }
    }
}

/** As the blocking [PasskeyProvider.verifyCaller], with a [fetch] that may suspend: `::fetch`, or a lambda. */
public suspend fun SuspendingPasskeyProvider.verifyCaller(
    caller: Caller,
    rpId: String?,
    fetch: suspend (FetchRequest) -> FetchAnswer,
): VerifiedCaller {
    var check = checkCaller(caller, rpId)
    while (true) {
        check = when (val now = check) {
            is VerifiedCaller -> return now
            is PendingCaller -> now.use { answerFetch(it, fetch(it.request)) }
        }
    }
}
