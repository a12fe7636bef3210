package passkeyprovider

import java.nio.file.Files
import java.nio.file.Path
import java.util.UUID

internal const val ORIGIN = "https://example.com"
internal const val RP_ID = "example.com"
internal val PAGE = Caller.Web(ORIGIN, Frame.SameOrigin)
internal val AAGUID: UUID = UUID.fromString("5f3e3b6e-0b0f-4f0e-9d43-5d0f3a1f2c77")
internal val MODEL = Model.deviceBound(AAGUID)

/** An app, and what its site says of it (Digital Asset Links). */
internal val APP = AndroidApp("com.example.app", listOf(CertificateFingerprint(ByteArray(32) { 1 })))
internal val ASSET_LINKS = FetchAnswer.Response(
    status = 200,
    contentType = "application/json",
    body = """
    [{"relation": ["delegate_permission/common.get_login_creds"],
      "target": {"namespace": "android_app", "package_name": "${APP.packageName}",
                 "sha256_cert_fingerprints": ["${APP.signers.single()}"]}}]
    """.toByteArray(),
)

private fun page(rpId: String) = Caller.Web("https://$rpId", Frame.SameOrigin)

/** A store in a folder of its own, which goes with it. */
internal class TestStore : AutoCloseable {
    private val folder: Path = Files.createTempDirectory("passkey-provider")

    val file: Path get() = folder.resolve("passkeys.db")

    fun open(gate: ByteArray? = null): PasskeyProvider = PasskeyProvider.open(options(gate))

    fun options(gate: ByteArray? = null): OpenOptions = OpenOptions(
        path = file.toFile(),
        deviceKey = KeySource.Given(DeviceKey(ByteArray(32) { 7 })),
        gateSecret = gate?.let(::GateSecret),
    )

    override fun close() {
        folder.toFile().deleteRecursively()
    }
}

/** JUnit leaves a test aside that returns a value: what [use] gives is dropped. */
internal fun withStore(use: (TestStore) -> Unit): Unit = TestStore().use(use)

/** The same, with a provider on the store. */
internal fun withProvider(use: (PasskeyProvider) -> Unit): Unit = withStore { it.open().use(use) }

internal fun creation(
    name: String = "ada",
    rpId: String = RP_ID,
    exclude: List<CredentialId> = emptyList(),
): CreationOptions = CreationOptions.Json(
    """
    {"rp":{"id":"$rpId","name":"Example"},"challenge":"q83vASNFZ4mrze8BI0VniQ",
     "excludeCredentials":[${described(exclude)}],
     "user":{"id":"${UserHandle(name.toByteArray()).toBase64Url()}","name":"$name@example.com","displayName":"$name"},
     "pubKeyCredParams":[{"type":"public-key","alg":-7}]}
    """,
)

internal fun request(vararg allow: CredentialId, rpId: String = RP_ID): RequestOptions {
    val list = described(allow.toList())
    return RequestOptions.Json("""{"rpId":"$rpId","challenge":"q83vASNFZ4mrze8BI0VniQ","allowCredentials":[$list]}""")
}

private fun described(ids: List<CredentialId>): String =
    ids.joinToString { """{"type":"public-key","id":"${it.toBase64Url()}"}""" }

internal fun PasskeyProvider.register(name: String = "ada", rpId: String = RP_ID): Passkey =
    beginCreate(creation(name, rpId), page(rpId), MODEL).use { finishCreate(it, Consent.Present).value.passkey }

internal fun PasskeyProvider.signIn(passkey: Passkey): Asserted =
    beginGet(request(passkey.credentialId, rpId = passkey.rpId), page(passkey.rpId)).use {
        finishGet(it, passkey.credentialId, Consent.Present).asserted().value
    }

/** Of a sign-in with a key in the store, which is at its end after one answer. */
internal fun GetOutcome.asserted(): Committed<Asserted> = (this as GetOutcome.Done).asserted

/** The code that [call] fails with. */
internal fun codeOf(call: () -> Any?): ErrorCode? = failureIfAny(call)?.code

/** What [call] fails with, as it must. */
internal fun failureOf(call: () -> Any?): PasskeyException = checkNotNull(failureIfAny(call)) { "it did not fail" }

private fun failureIfAny(call: () -> Any?): PasskeyException? = try {
    call().ignored()
    null
} catch (error: PasskeyException) {
    error
}

/** For what a test does not look at: the compiler demands that what the package gives is used. */
@Suppress("UnusedReceiverParameter")
internal fun Any?.ignored(): Unit = Unit
