package passkeyprovider.android

import android.os.Build
import passkeyprovider.DeviceKey
import passkeyprovider.GateSecret
import passkeyprovider.WrappingKeyRules
import java.io.File
import java.util.UUID
import javax.crypto.Cipher

/**
 * The two secrets of one store, wrapped by the Android Keystore beside it. What is asked of the Keystore for each is
 * [WrappingKeyRules]. Whether one may be made is [PasskeyStore]'s to say.
 */
internal class StoreKeys(private val folder: File, private val name: String) {
    private val deviceKey = WrappedSecret(File(folder, "$name.device-key"))
    private val gate = WrappedSecret(File(folder, "$name.gate"))
    private val prefix = "passkeyprovider.$name."

    fun deviceKey(): KeyOutcome<DeviceKey> = deviceKey.read().then { content ->
        content.unwrapping().then { cipher -> content.unwrap(cipher, ::DeviceKey) }
    }

    /** Makes a device key; an older one's file is set aside. */
    fun makeDeviceKey(): KeyOutcome<DeviceKey> =
        made("device-key", WrappingKeyRules.ofDeviceKey(Build.VERSION.SDK_INT)).then { key ->
            key.wrapping().then { cipher ->
                val made = DeviceKey.make()
                keep(deviceKey, made.expose { WrappedSecret.wrapped(key, cipher, it) }).then { KeyOutcome.Ready(made) }
            }
        }

    /** The gate, to be opened by a prompt. */
    fun gate(): KeyOutcome<GateUse> = gate.read().then { content ->
        content.unwrapping().then { cipher ->
            KeyOutcome.Ready(GateUse(cipher) { content.unwrap(it, ::GateSecret) })
        }
    }

    /**
     * A new gate, to be made by a prompt; an older one's file is set aside with the prompt's success. A prompt may take
     * long: [mayBeMade] is asked again then, and a gate that was made meanwhile stays ([KeyOutcome.Gone]), for a store
     * may have it already.
     */
    fun makeGate(mayBeMade: () -> Unit): KeyOutcome<GateUse> {
        val before = gate.alias()
        return made("gate", WrappingKeyRules.ofGateSecret()).then { key ->
            key.wrapping().then { cipher ->
                KeyOutcome.Ready(GateUse(cipher) { verified -> finishGate(key, verified, before, mayBeMade) })
            }
        }
    }

    private fun finishGate(
        key: WrappingKey,
        verified: Cipher,
        before: String?,
        mayBeMade: () -> Unit,
    ): KeyOutcome<GateSecret> = synchronized(MAKING) {
        mayBeMade()
        if (gate.alias() != before) return KeyOutcome.Gone
        val made = GateSecret.make()
        keep(gate, made.expose { WrappedSecret.wrapped(key, verified, it) }).then { KeyOutcome.Ready(made) }
    }

    /** Gives both files the name of a store that was set aside: with it, they open again. */
    fun setAside(store: String) {
        deviceKey.setAside("$store.device-key")
        gate.setAside("$store.gate")
    }

    /** Deletes what the Keystore has of this store's name and no file needs: left of a making that was interrupted. */
    fun deleteUnused(): KeyOutcome<Unit> = asking {
        val needed = folder.listFiles().orEmpty().filter {
            it.name.endsWith(".device-key") || it.name.endsWith(".gate")
        }
            .map { WrappedSecret(it).alias() }
        // A file that does not read may need any of them.
        if (null !in needed) {
            val keystore = keystore()
            keystore.aliases().toList().filter { it.startsWith(prefix) && it !in needed }.forEach(keystore::deleteEntry)
        }
        KeyOutcome.Ready(Unit)
    }

    private fun made(kind: String, rules: WrappingKeyRules): KeyOutcome<WrappingKey> {
        val key = WrappingKey("$prefix$kind.${UUID.randomUUID()}")
        return key.make(rules).then { KeyOutcome.Ready(key) }
    }

    /** Writes what was wrapped; what is there gets another name, and only now that there is something to write. */
    private fun keep(secret: WrappedSecret, wrapped: KeyOutcome<ByteArray>): KeyOutcome<Unit> = wrapped.then { bytes ->
        secret.setAside("$name.${UUID.randomUUID()}.${secret.file.extension}")
        secret.write(bytes)
    }

    internal companion object {
        /** One thread of the process makes or sets aside at a time. */
        val MAKING = Any()
    }
}
