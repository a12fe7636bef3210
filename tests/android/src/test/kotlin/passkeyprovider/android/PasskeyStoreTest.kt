package passkeyprovider.android

import android.os.Build
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertSame
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import passkeyprovider.Consent
import passkeyprovider.Epoch
import passkeyprovider.PasskeyProvider
import passkeyprovider.Presence
import java.io.File

/** The store, its keys and its epoch, on a Keystore that does what the system's does. */
class PasskeyStoreTest : AndroidTest() {
    private val folder get() = File(context.noBackupFilesDir, "passkeys")

    private fun made(): PasskeyProvider = store().make(null).provider()

    @Test
    fun `opening never makes a store`() {
        assertSame(StoreState.NotSetUp, store().open())
        assertTrue(PasskeyProvider.look(store().file) is Presence.Nothing)
        assertEquals(emptySet<String>(), keystore.held.keys)
    }

    @Test
    fun `what was made opens again with its passkeys`() {
        val passkey = made().use { it.register() }
        store().open().provider().use { provider ->
            assertEquals(listOf(passkey.credentialId), provider.passkeys.all().passkeys.map { it.credentialId })
        }
    }

    @Test
    fun `a store is made once`() {
        made().close()
        assertThrows(IllegalStateException::class.java) { store().make(null) }
        assertThrows(IllegalStateException::class.java) { store().makeGate() }
    }

    @Test
    fun `everything is where no backup takes it`() {
        madeGated().use { it.register(consent = Consent.Gate(gate())) }
        val data = context.dataDir
        val kept = data.walk().filter { it.isFile && !it.startsWith(context.noBackupFilesDir) }.toList()
        assertEquals(emptyList<File>(), kept)
        assertTrue(folder.list().orEmpty().contains("passkeys.device-key"))
    }

    /** `setUnlockedDeviceRequired`: up to Android 14 such a key is deleted with the screen lock. */
    @Test
    fun `the device key asks of the Keystore what its API level allows`() {
        made().close()
        val spec = keystore.held.values.single().spec
        assertEquals(mapOf(34 to false, 35 to true)[Build.VERSION.SDK_INT], spec.isUnlockedDeviceRequired)
        assertFalse(spec.isUserAuthenticationRequired)
        assertEquals(256, spec.keySize)
        assertTrue(spec.isRandomizedEncryptionRequired)
    }

    @Test
    fun `the removed screen lock leaves a store without a gate as it was`() {
        val passkey = made().use { it.register() }
        keystore.removeScreenLock()
        store().open().provider().use { it.signIn(passkey) }
    }

    @Test
    fun `a locked phone is locked and nothing is lost`() {
        val passkey = made().use { it.register() }
        keystore.isLocked = true
        val state = store().open()
        if (Build.VERSION.SDK_INT >= 35) assertSame(StoreState.Locked, state) else state.provider().close()
        keystore.isLocked = false
        store().open().provider().use { it.signIn(passkey) }
    }

    @Test
    fun `a lost device key is told with the count of what is lost`() {
        made().use { listOf("ada", "bob").forEach { name -> it.register(name) } }
        keystore.held.clear()
        assertEquals(StoreState.KeyLost(2), store().open())
    }

    @Test
    fun `a damaged or missing device key is lost too`() {
        made().use { it.register() }
        val file = File(folder, "passkeys.device-key")
        val kept = file.readBytes()
        for (at in kept.indices) {
            file.writeBytes(kept.copyOf().also { it[at] = (it[at] + 1).toByte() })
            assertEquals("byte $at", StoreState.KeyLost(1), store().open())
        }
        for (length in kept.indices) {
            file.writeBytes(kept.copyOf(length))
            assertEquals("$length bytes", StoreState.KeyLost(1), store().open())
        }
        file.delete()
        assertEquals(StoreState.KeyLost(1), store().open())
        file.writeBytes(kept)
        store().open().provider().close()
    }

    @Test
    fun `another store's device key is lost and not an error`() {
        made().use { it.register() }
        val other = PasskeyStore(context, StoreSettings(name = "other"))
        other.make(null).provider().close()
        File(folder, "other.device-key").copyTo(File(folder, "passkeys.device-key"), overwrite = true)
        assertEquals(StoreState.KeyLost(1), store().open())
    }

    @Test
    fun `a Keystore that fails loses nothing`() {
        val passkey = made().use { it.register() }
        keystore.failure = java.security.ProviderException("Failed to connect")
        assertTrue(store().open() is StoreState.Unavailable)
        keystore.failure = null
        store().open().provider().use { it.signIn(passkey) }
    }

    @Test
    fun `a gated store signs with one prompt for each ceremony`() {
        madeGated().use { provider ->
            val passkey = gate().use { provider.register(consent = Consent.Gate(it)) }
            gate().use { provider.signIn(passkey, Consent.Gate(it)) }
            assertEquals(3, keystore.prompts)
        }
        assertTrue(store().open().provider().use { it.opening.isGated })
    }

    @Test
    fun `the gate asks for verification at each use and survives a new finger`() {
        madeGated().close()
        val spec = keystore.held.values.single { it.spec.isUserAuthenticationRequired }.spec
        assertEquals(0, spec.userAuthenticationValidityDurationSeconds.coerceAtLeast(0))
        assertFalse(spec.isInvalidatedByBiometricEnrollment)
        assertFalse(spec.isUnlockedDeviceRequired)
        keystore.enrolFinger()
        gate().close()
    }

    @Test
    fun `without the person's verification the gate stays shut`() {
        madeGated().close()
        assertSame(KeyOutcome.Locked, store().gate().ready().finish())
        // A prompt is for one operation: the one that was begun before it stays shut.
        val first = store().gate().ready()
        val second = store().gate().ready()
        keystore.personVerifies()
        assertSame(KeyOutcome.Locked, first.finish())
        second.finish().ready().close()
    }

    @Test
    fun `a prompt that the person cancels leaves no gate and no key behind`() {
        store().makeGate().ready()
        assertSame(KeyOutcome.NotMade, store().gate())
        store().make(null).provider().close()
        assertEquals(1, keystore.held.size)
    }

    /** Whoever answers an old prompt late must not take the gate of a store that was made meanwhile. */
    @Test
    fun `a gate that another prompt made stays`() {
        val late = store().makeGate().ready()
        keystore.personVerifies()
        val gate = verified(store().makeGate())
        assertSame(KeyOutcome.Gone, late.finish())
        val later = store().makeGate().ready()
        keystore.personVerifies()
        val passkey = store().make(gate).provider().use { it.register(consent = Consent.Gate(gate)) }
        assertThrows(IllegalStateException::class.java) { later.finish() }
        store().open().provider().use { provider -> gate().use { provider.signIn(passkey, Consent.Gate(it)) } }
    }

    @Test
    fun `the removed screen lock is the end of the gate and the passkeys are still listed and counted`() {
        madeGated().use { it.register(consent = Consent.Gate(gate())) }
        keystore.removeScreenLock()
        val state = store().open() as StoreState.GateLost
        state.provider.use { assertEquals(1, it.passkeys.all().passkeys.size) }
        assertEquals(1L, state.passkeys)
        assertSame(KeyOutcome.Gone, store().gate())
    }

    @Test
    fun `a store that is set aside is kept whole and a new one is made`() {
        madeGated().use { it.register(consent = Consent.Gate(gate())) }
        keystore.removeScreenLock()
        (store().open() as StoreState.GateLost).provider.close()
        val aside = store().setAside()
        assertEquals(1L, aside.passkeys)
        assertSame(StoreState.NotSetUp, store().open())
        val wrapped = listOf("device-key", "gate").map { File(folder, "${aside.file.name}.$it") }
        assertTrue(wrapped.all(File::exists))
        val before = keystore.held.keys.toSet()
        made().close()
        assertTrue("the keys of what was set aside stay", keystore.held.keys.containsAll(before))
        // Moved back, it opens as it was: older than what was kept since.
        store().setAside()
        aside.file.renameTo(store().file)
        wrapped.forEach { it.renameTo(File(folder, "passkeys.${it.extension}")) }
        (store().open() as StoreState.RolledBack).provider.use { it.acceptRollback().epoch }
        (store().open() as StoreState.GateLost).provider.use { assertEquals(1, it.passkeys.all().passkeys.size) }
    }

    @Test
    fun `without a screen lock there is no gate and nothing is left of the attempt`() {
        keystore.removeScreenLock()
        assertTrue(store().makeGate() is KeyOutcome.Unavailable)
        assertEquals(emptySet<String>(), keystore.held.keys)
        store().make(null).provider().close()
    }

    @Test
    fun `each call's epoch is kept and an older store is told by it`() {
        val copy = File(context.cacheDir, "copy.db")
        made().use { provider ->
            val kept = mutableListOf(kept())
            provider.register()
            kept += kept()
            val passkey = provider.passkeys.all().passkeys.single()
            provider.passkeys.rename(passkey.reference, "mine")
            kept += kept()
            provider.server.confirm(passkey.reference)
            kept += kept()
            provider.signIn(passkey)
            kept += kept()
            assertEquals(kept.filterNotNull().distinct().sorted(), kept)
            assertEquals(provider.epoch(), kept())
        }
        store().file.copyTo(copy)
        store().open().provider().use { it.register("bob") }
        copy.copyTo(store().file, overwrite = true)
        listOf("-wal", "-shm").forEach { File(store().file.path + it).delete() }
        val state = store().open() as StoreState.RolledBack
        state.provider.use { it.acceptRollback() }
        store().open().provider().close()
    }

    /** What fails after a commit has an epoch as well. */
    @Test
    fun `an error's epoch is kept`() {
        made().use { provider ->
            val before = kept()
            val error =
                assertThrows(passkeyprovider.PasskeyException::class.java) { provider.configure("not a policy") }
            assertNotEquals(before, error.epoch)
            assertEquals(error.epoch, kept())
        }
    }

    private fun gate() = verified(store().gate())

    private fun kept(): Epoch? = File(folder, "passkeys.epoch").takeIf(File::exists)?.readText()?.toLong()?.let(::Epoch)
}
