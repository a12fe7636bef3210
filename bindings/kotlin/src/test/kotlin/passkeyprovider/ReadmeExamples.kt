package passkeyprovider

import java.io.File

/**
 * The examples of `bindings/README.md`, word for word; [ReadmeTest] compares them. What is Android's or the
 * app's stands at the end, and is a stand-in.
 */
internal class ReadmeExamples(noBackupFilesDir: File) {
    fun open(): PasskeyProvider {
        val options = OpenOptions(
            path = File(context.noBackupFilesDir, "passkeys/passkeys.db"),
            deviceKey = KeySource.Given(deviceKey), // 32 bytes, see "Keep the secrets"
            lastEpoch = keptEpoch,
        )
        val provider = PasskeyProvider.open(options)
        return provider
    }

    fun create(provider: PasskeyProvider, request: CreateRequest, caller: Caller) {
        val model = Model.deviceBound(AAGUID) // a random UUID, generated once per product
        provider.beginCreate(CreationOptions.Json(request.requestJson), caller, model).use { plan ->
            val answer = askPerson(plan.answers, plan.decision.existing) // one of plan.answers
            val consent = when (answer) {
                Answer.LEAVE -> Consent.Declined
                Answer.TELL_SITE -> Consent.Present
                else -> Consent.Stated(verifyPerson(plan.rpId, plan.user.name))
            }
            val (created, epoch) = provider.finishCreate(plan, consent, answer.resolution)
            keep(epoch) // outside the store
            reply(created.responseJson)
        }
    }

    fun get(provider: PasskeyProvider, option: GetOption, caller: Caller) {
        provider.beginGet(RequestOptions.Json(option.requestJson), caller).use { plan ->
            val chosen = plan.candidates.singleOrNull() ?: askPerson(plan.candidates)
            val key = chosen.custody as? Custody.Hardware
            val consent = when (key?.access) {
                KeyAccess.VERIFIED_USE -> Consent.Present
                else -> Consent.Stated(verifyPerson(plan.rpId, chosen.title))
            }
            val id = chosen.passkey.credentialId
            val (asserted, epoch) = when (val outcome = provider.finishGet(plan, id, consent)) {
                is GetOutcome.Done -> outcome.asserted
                is GetOutcome.ToSign -> provider.finishHardwareGet(plan, sign(outcome.keyHandle, outcome.bytes))
            }
            keep(epoch)
            reply(asserted.responseJson)
        }
    }

    fun caller(request: ProviderRequest): Caller {
        val info = request.callingAppInfo // android.service.credentials.CallingAppInfo
        val signing = info.signingInfo
        val app = AndroidApp.ofCertificates(
            info.packageName,
            signers = signing.apkContentsSigners.orEmpty().map { it.toByteArray() },
            history = if (signing.hasMultipleSigners()) emptyList() else signing.pastSigners(),
        )
        val caller = Caller.Android(app, origin = info.origin, clientDataHash = clientDataHash)
        return caller
    }

    private val context = Context(noBackupFilesDir)
    private val deviceKey = DeviceKey(ByteArray(32) { 7 })
    private val clientDataHash: ClientDataHash? = null
    private var keptEpoch: Epoch? = null

    /** What was answered. */
    val replies = mutableListOf<String>()

    private fun SigningInfo.pastSigners(): List<ByteArray> =
        signingCertificateHistory.orEmpty().map { it.toByteArray() }

    private fun keep(epoch: Epoch) {
        keptEpoch = epoch
    }

    private fun reply(json: String) {
        replies += json
    }

    private fun askPerson(answers: List<Answer>, existing: List<PasskeySummary>): Answer {
        check(existing.all { it.why.isNotEmpty() })
        return answers.first()
    }

    @JvmName("askPersonToChoose")
    private fun askPerson(candidates: List<PasskeySummary>): PasskeySummary = candidates.first()

    private fun verifyPerson(rpId: String, userName: String): VerificationMethod {
        check(rpId.isNotEmpty() && userName.isNotEmpty())
        return VerificationMethod.BIOMETRIC
    }

    private fun sign(handle: KeyHandle, bytes: ByteArray): ByteArray =
        error("no key in hardware: $handle, ${bytes.size} bytes")

    private class Context(val noBackupFilesDir: File)

    class CreateRequest(val requestJson: String)

    class GetOption(val requestJson: String)

    class ProviderRequest(val callingAppInfo: CallingAppInfo)

    class CallingAppInfo(val packageName: String, val signingInfo: SigningInfo, val origin: String?)

    /** Of the system's arrays of certificates, any may be null. */
    class SigningInfo(val apkContentsSigners: Array<Signature>?, val signingCertificateHistory: Array<Signature>?) {
        fun hasMultipleSigners(): Boolean = apkContentsSigners.orEmpty().size > 1
    }

    class Signature(private val certificate: ByteArray) {
        fun toByteArray(): ByteArray = certificate
    }
}
