package passkeyprovider

import com.sun.jna.Pointer
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import passkeyprovider.ffi.FfiConverterString
import passkeyprovider.ffi.UniffiLib
import passkeyprovider.ffi.UniffiRustCallStatus
import java.io.RandomAccessFile

class SecretsTest {
    @Test
    fun `a secret wipes its copy and leaves the host's`() {
        val mine = ByteArray(32) { 7 }
        val key = DeviceKey(mine)
        lateinit var inside: ByteArray
        key.expose { inside = it }
        assertTrue(inside.all { it == 7.toByte() })
        key.close()
        assertTrue(inside.all { it == 0.toByte() }, "the copy is wiped")
        assertTrue(mine.all { it == 7.toByte() }, "the host's array is the host's")
    }

    @Test
    fun `what an answer lends is wiped after each use, and is gone once it is closed`() = withProvider { provider ->
        fun asserted(id: CredentialId, extensions: String): Asserted {
            val list = """[{"type":"public-key","id":"${id.toBase64Url()}"}]"""
            val options = """{"rpId":"$RP_ID","challenge":"q83vASNFZ4mrze8BI0VniQ","allowCredentials":$list,
                "extensions":$extensions}"""
            return provider.beginGet(RequestOptions.Json(options), PAGE).use {
                provider.finishGet(it, id, Consent.Stated(VerificationMethod.BIOMETRIC)).asserted().value
            }
        }
        val id = provider.register().credentialId
        val values = checkNotNull(
            asserted(id, """{"prf":{"eval":{"first":"AQ","second":"Ag"}}}""").prf?.results,
        )
        asserted(id, """{"largeBlob":{"write":"BwcH"}}""").ignored()
        val blob = checkNotNull(asserted(id, """{"largeBlob":{"read":true}}""").largeBlob?.blob)
        assertTrue(blob.expose { it.contentEquals(ByteArray(3) { 7 }) })
        val lenders = listOf<((ByteArray) -> Unit) -> Unit>(
            { use -> values.exposeFirst(use) },
            { use -> values.exposeSecond(use).ignored() },
            { use -> blob.expose(use) },
        )
        for (lend in lenders) {
            lateinit var inside: ByteArray
            repeat(2) {
                lend { bytes ->
                    inside = bytes
                    assertTrue(bytes.any { it != 0.toByte() })
                }
                assertTrue(inside.all { it == 0.toByte() }, "what was lent is wiped")
            }
        }
        values.close()
        blob.close()
        for (lend in lenders) assertEquals(ErrorCode.BAD_ARGUMENT, codeOf { lend {} })
        assertEquals("PrfResults LargeBlob", "$values $blob")
    }

    /** What every call hands over: memory of the library, with names and challenges in it. */
    @Test
    fun `a message is wiped once it is handed over`() {
        Library.ensureLoaded()
        val options = "{".repeat(512) + RP_ID
        val message = FfiConverterString.lower(options)
        val (address, length) = Pointer.nativeValue(message.data) to message.len.toInt()
        assertEquals(options, memory(address, length))
        val status = UniffiRustCallStatus()
        UniffiLib.uniffi_passkey_provider_ffi_fn_func_inspect_request_options(message, 0, status)
        assertTrue(status.isError(), "an error, which says nothing of the text, so that nothing writes it again")
        assertFalse(RP_ID in memory(address, length))
    }

    /** What is at an address, whoever it belongs to now (proc_pid_mem(5)). */
    private fun memory(address: Long, length: Int): String = RandomAccessFile("/proc/self/mem", "r").use { file ->
        val bytes = ByteArray(length)
        file.seek(address)
        file.readFully(bytes)
        bytes.decodeToString()
    }

    @Test
    fun `a secret that was wiped opens nothing`() = withStore { store ->
        val key = DeviceKey(ByteArray(32) { 7 }).apply { close() }
        val given = store.options()
        val options = OpenOptions(given.path, KeySource.Given(key))
        val error = failureOf { PasskeyProvider.open(options) }
        assertEquals(ErrorCode.BAD_ARGUMENT, error.code)
        assertEquals(ErrorDetail.Argument("device_key"), error.detail)
    }

    @Test
    fun `a secret shows nothing of itself, and equals nothing but itself`() {
        assertEquals("DeviceKey", DeviceKey(ByteArray(32) { 65 }).toString())
        assertEquals("GateSecret", GateSecret(ByteArray(32) { 65 }).toString())
        assertFalse(DeviceKey(ByteArray(32)) == DeviceKey(ByteArray(32)))
    }

    @Test
    fun `a secret of another length is none`() = withStore { store ->
        val given = store.options()
        for (length in listOf(0, 31, 33)) {
            val options = OpenOptions(given.path, KeySource.Given(DeviceKey(ByteArray(length))))
            assertEquals(ErrorCode.BAD_ARGUMENT, codeOf { PasskeyProvider.open(options) }, "$length bytes")
        }
        assertEquals(ErrorCode.BAD_ARGUMENT, codeOf { store.open(gate = ByteArray(31)) })
    }

    @Test
    fun `two secrets that were made differ`() {
        val (one, other) = DeviceKey.make().expose { it.toList() } to DeviceKey.make().expose { it.toList() }
        assertNotEquals(one, other)
    }

    @Test
    fun `a gated store signs with its secret and with no other`() = withStore { store ->
        store.open(gate = ByteArray(32) { 9 }).use { provider ->
            fun register(secret: Int) = provider.beginCreate(creation(), PAGE, MODEL).use { plan ->
                GateSecret(ByteArray(32) { secret.toByte() }).use { provider.finishCreate(plan, Consent.Gate(it)) }
            }
            assertEquals(ErrorCode.WRONG_GATE, codeOf { register(10) })
            assertEquals(Verification.Gate, register(9).value.verification)
            assertEquals(ErrorCode.GATE_REQUIRED, codeOf { provider.signIn(provider.passkeys.all().passkeys.single()) })
        }
    }

    @Test
    fun `a store that another key sealed is stranded, with a count`() = withStore { store ->
        store.open().use { it.register() }
        val given = store.options()
        val stranger = OpenOptions(given.path, KeySource.Given(DeviceKey(ByteArray(32) { 8 })))
        val error = failureOf { PasskeyProvider.open(stranger) }
        assertEquals(ErrorCode.STRANDED, error.code)
        assertEquals(ErrorDetail.Passkeys(1), error.detail)
    }

    @Test
    fun `nothing that is printed names an account`() = withProvider { provider ->
        val passkey = provider.register("ada")
        provider.passkeys.rename(passkey.reference, "my label").ignored()
        val printed = buildString {
            append(provider.passkeys.all()).append(provider.candidates(RP_ID)).append(provider.passkeys.identities())
            append(provider.passkeys.history(passkey.reference)).append(provider.journal())
            provider.beginCreate(creation("ada"), PAGE, MODEL).use { append(it).append(it.decision).append(it.user) }
        }
        for (secret in listOf("ada", "my label", passkey.user.handle.toBase64Url())) {
            assertFalse(secret in printed, "$secret is printed: $printed")
        }
    }
}
