package passkeyprovider

import java.io.File
import java.time.Instant

/** The examples of `bindings/kotlin/README.md`, word for word; [ReadmeTest] compares them, and runs them. */
internal class KotlinReadmeExamples(private val file: File) {
    fun ceremonies() {
        val provider = PasskeyProvider.open(OpenOptions(file, KeySource.Given(deviceKey)))
        val model = Model.deviceBound(AAGUID) // a random UUID, generated once per product
        val caller = Caller.Android(AndroidApp.ofCertificates(packageName, signers, history), origin, clientDataHash)

        provider.beginCreate(CreationOptions.Json(createJson), caller, model).use { plan ->
            val (created, epoch) = provider.finishCreate(plan, Consent.Stated(VerificationMethod.BIOMETRIC))
            keepOutside(epoch)
            answer(created.responseJson)
        }
        for (offer in provider.offers(RequestOptions.Json(getJson))) { // the query phase: asks no caller
            list(offer.title, offer.passkey.credentialId)
        }
        provider.beginGet(RequestOptions.Json(getJson), caller).use { plan ->
            val (asserted, epoch) = when (val outcome = provider.finishGet(plan, tapped, Consent.Present)) {
                is GetOutcome.Done -> outcome.asserted
                is GetOutcome.ToSign -> provider.finishHardwareGet(plan, sign(outcome.keyHandle, outcome.bytes))
            }
            keepOutside(epoch)
            answer(asserted.responseJson)
        }
        provider.close()
    }

    suspend fun threads(provider: PasskeyProvider, options: RequestOptions, caller: Caller, id: CredentialId) {
        val (app, rpId, consent) = Triple(caller, RP_ID, Consent.Present)
        val outcome = provider.suspending { beginGet(options, caller) }.use { plan ->
            provider.suspending { finishGet(plan, id, consent) } // on Dispatchers.IO, or one of yours
        }
        val (verified, epoch) = provider.callers.verify(app, rpId) { request -> fetch(request) } // after FETCH_REQUIRED
        verified.use { keepOutside(epoch) }
        check(outcome is GetOutcome.Done)
    }

    fun views(provider: PasskeyProvider) {
        for (passkey in provider.passkeys.all().passkeys.filter { it.standing is Standing.Unconfirmed }) {
            val committed = when (serverKnows(passkey.credentialId)) {
                true -> provider.server.confirm(passkey.reference)
                false -> provider.server.reject(passkey.reference)
                null -> provider.server.noteNoAnswer(passkey.reference)
            }
            keepOutside(committed.epoch)
        }
    }

    fun member(provider: PasskeyProvider, options: CreationOptions, caller: Caller, policyJson: String) {
        val (model, groupIds, fetchedAt) = Triple(MODEL, listOf("staff"), Instant.now())
        val policy = OrganisationPolicy(policyJson, PolicySource.SERVER, fetchedAt) // Microsoft Graph's answer
        val member = Membership(policy, PolicyPerson(groups = groupIds))
        provider.beginCreate(options, caller, model, membership = member).use { plan ->
            plan.policyWarning?.let { warn(it.rulings, it.doubts) }
        }
    }

    /** What was answered, listed, warned of and kept. */
    val warnings = mutableListOf<Pair<PolicyRule, PolicyDoubtKind>>()
    val answers = mutableListOf<String>()
    val listed = mutableListOf<String>()
    var kept: Epoch? = null
    private lateinit var tapped: CredentialId

    private val deviceKey = DeviceKey(ByteArray(32) { 7 })
    private val packageName = "com.example.browser"
    private val signers = listOf(byteArrayOf(1))
    private val history = emptyList<ByteArray>()
    private val origin = ORIGIN
    private val clientDataHash: ClientDataHash? = null
    private val createJson = (creation() as CreationOptions.Json).text
    private val getJson = (request() as RequestOptions.Json).text

    /** The browser that asks is on no list: the person trusts it. */
    fun trust() {
        PasskeyProvider.open(OpenOptions(file, KeySource.Given(deviceKey))).use {
            keepOutside(it.callers.trustApp(AndroidApp.ofCertificates(packageName, signers, history)).epoch)
        }
    }

    private fun answer(json: String) {
        answers += json
    }

    private fun keepOutside(epoch: Epoch) {
        kept = epoch
    }

    private fun list(title: String, id: CredentialId) {
        listed += title
        tapped = id
    }

    private fun warn(rulings: List<PolicyRuling>, doubts: List<PolicyDoubt>) {
        warnings += rulings.map { it.rule }.zip(doubts.map { it.kind })
    }

    private fun serverKnows(id: CredentialId): Boolean? = id.size > 0

    private fun sign(handle: KeyHandle, bytes: ByteArray): ByteArray =
        error("no key in hardware: $handle, ${bytes.size} bytes")

    @Suppress("RedundantSuspendModifier")
    private suspend fun fetch(request: FetchRequest): FetchAnswer = error("nobody has to be asked: ${request.purpose}")
}
