package passkeyprovider

import java.nio.file.Files
import java.nio.file.Path
import java.util.UUID

internal const val ORIGIN = "https://example.com"
internal const val RP_ID = "example.com"
internal val PAGE = Caller.Web(ORIGIN, Frame.SameOrigin)

private fun page(rpId: String) = Caller.Web("https://$rpId", Frame.SameOrigin)

/** A store in a folder of its own, which goes with it. */
internal class TestStore : AutoCloseable {
    private val folder: Path = Files.createTempDirectory("passkey-provider")

    val file: Path get() = folder.resolve("passkeys.db")

    fun open(gate: ByteArray? = null): PasskeyProvider = PasskeyProvider.open(options(gate))

    fun options(gate: ByteArray? = null): OpenOptions = OpenOptions(
        path = file.toFile(),
        deviceKey = KeySource.Given(DeviceKey(ByteArray(32) { 7 })),
        aaguid = UUID.fromString("5f3e3b6e-0b0f-4f0e-9d43-5d0f3a1f2c77"),
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
    beginCreate(creation(name, rpId), page(rpId)).use { finishCreate(it, Consent.Present).passkey }

internal fun PasskeyProvider.signIn(passkey: Passkey): Asserted =
    beginGet(request(passkey.credentialId, rpId = passkey.rpId), page(passkey.rpId)).use {
        finishGet(it, passkey.credentialId, Consent.Present) as Asserted
    }

/** The code that [call] fails with. */
internal fun codeOf(call: () -> Any?): ErrorCode? = try {
    call()
    null
} catch (error: PasskeyException) {
    error.code
}
