package passkeyprovider.android

import android.content.Context
import android.os.Build
import passkeyprovider.DeviceKey
import passkeyprovider.ErrorCode
import passkeyprovider.ErrorDetail
import passkeyprovider.Freshness
import passkeyprovider.GateSecret
import passkeyprovider.IfMissing
import passkeyprovider.KeySource
import passkeyprovider.LinkPolicy
import passkeyprovider.OpenOptions
import passkeyprovider.PasskeyException
import passkeyprovider.PasskeyProvider
import passkeyprovider.Presence
import passkeyprovider.SetAside
import java.io.File
import java.time.Duration

/** What an app decides about its store. The same each time it is opened. */
public class StoreSettings(
    /** Of the files: letters and digits. */
    public val name: String = "passkeys",
    /** How long what the person deleted can be restored; null for 30 days. */
    public val retention: Duration? = null,
    /** RP IDs, and where the person manages their passkeys there. */
    public val manageUrls: Map<String, String> = emptyMap(),
    /** How far what sites say of Android apps is believed. */
    public val linkPolicy: LinkPolicy = LinkPolicy(),
) {
    init {
        require(
            name.isNotEmpty() && name.all {
                it in 'a'..'z' || it in 'A'..'Z' || it in '0'..'9'
            },
        ) { "letters and digits" }
    }
}

/**
 * The app's store of passkeys with everything that belongs to it, in `noBackupFilesDir/passkeys`, where no backup and
 * no device transfer takes it along: the file, its two secrets wrapped by the Android Keystore, and the latest epoch,
 * which is kept after each call. Nothing is in the app's preferences.
 *
 * ```
 * val store = PasskeyStore(context)
 * when (val state = store.open()) {
 *     is StoreState.Open -> state.provider.use { answer(it) }
 *     is StoreState.NotSetUp -> offerToSetUp()
 *     ..
 * }
 * ```
 *
 * Calls block on files and on the Keystore: keep them off the main thread. Any number of stores of one name may be
 * used, in any number of processes.
 */
public class PasskeyStore(context: Context, private val settings: StoreSettings = StoreSettings()) {
    private val folder = File(context.applicationContext.noBackupFilesDir, "passkeys")
    private val keys = StoreKeys(folder, settings.name)
    private val epochs = EpochFile(File(folder, "${settings.name}.epoch"))

    /** The store's file. */
    public val file: File = File(folder, "${settings.name}.db")

    /**
     * Opens the store that there is, and never makes one: for whatever the system may start before the person has set
     * anything up. Whether the gate still lives is asked of the Keystore, without a prompt.
     *
     * [PasskeyException] with what opening fails with otherwise, such as [ErrorCode.STORE_TOO_NEW].
     */
    public fun open(): StoreState {
        val presence = PasskeyProvider.look(file)
        if (presence is Presence.Nothing) return StoreState.NotSetUp
        return withKey(keys.deviceKey(), presence) { opened(it, presence) }
    }

    /**
     * A gate to make the store with, by a prompt: a gated store signs nothing without the person's strong biometric or
     * screen lock. Needs a screen lock: [KeyOutcome.Unavailable] without one. Only where there is no store yet:
     * [IllegalStateException] otherwise.
     */
    public fun makeGate(): KeyOutcome<GateUse> = synchronized(StoreKeys.MAKING) {
        requireNone()
        keys.makeGate(mayBeMade = ::requireNone)
    }

    /**
     * Makes the store, gated by the secret that a prompt let out of [makeGate], or not gated with null: that stays so.
     * Only where there is none: [IllegalStateException] otherwise.
     */
    public fun make(gate: GateSecret?): StoreState = synchronized(StoreKeys.MAKING) {
        requireNone()
        // One that a broken-off making left, or that an older store was set aside with, serves as well as a new one.
        val key = when (val kept = keys.deviceKey()) {
            is KeyOutcome.NotMade, is KeyOutcome.Gone, is KeyOutcome.Damaged -> keys.makeDeviceKey()
            else -> kept
        }
        val state = withKey(key, Presence.Nothing) { made(it, gate) }
        // What cannot be deleted now is deleted the next time.
        keys.deleteUnused()
        state
    }

    /** The gate of the store, for one ceremony: its prompt proves that the person was verified. */
    public fun gate(): KeyOutcome<GateUse> = keys.gate()

    /**
     * Gives the store and its wrapped secrets other names, so that [make] makes a new one; nothing is deleted. The way
     * out of [StoreState.KeyLost] and [StoreState.GateLost], on the person's word, who has to register each passkey
     * again. Every provider on it has to be closed: [ErrorCode.STORE_BUSY] otherwise.
     */
    public fun setAside(): SetAside = synchronized(StoreKeys.MAKING) {
        PasskeyProvider.setAside(file).also { keys.setAside(it.file.name) }
    }

    private fun requireNone() = check(PasskeyProvider.look(file) is Presence.Nothing) { "there is a store already" }

    private fun withKey(key: KeyOutcome<DeviceKey>, presence: Presence, use: (DeviceKey) -> StoreState): StoreState =
        when (key) {
            is KeyOutcome.Ready -> key.value.use(use)
            is KeyOutcome.Locked -> StoreState.Locked
            is KeyOutcome.Unavailable -> StoreState.Unavailable(key.cause)
            is KeyOutcome.NotMade, is KeyOutcome.Gone, is KeyOutcome.Damaged -> StoreState.KeyLost(presence.count())
        }

    private fun made(key: DeviceKey, gate: GateSecret?): StoreState =
        StoreState.Open(PasskeyProvider.open(options(key, IfMissing.MAKE, gate)))

    private fun opened(key: DeviceKey, presence: Presence): StoreState = try {
        told(PasskeyProvider.open(options(key, IfMissing.FAIL, gate = null)), presence)
    } catch (error: PasskeyException) {
        when (error.code) {
            ErrorCode.STRANDED -> StoreState.KeyLost((error.detail as? ErrorDetail.Passkeys)?.count)
            ErrorCode.NO_STORE -> StoreState.NotSetUp
            else -> throw error
        }
    }

    private fun told(provider: PasskeyProvider, presence: Presence): StoreState {
        val freshness = provider.freshness()
        val gate = if (provider.opening.isGated) keys.gate() else null
        return when {
            freshness is Freshness.RolledBack -> StoreState.RolledBack(provider, freshness.missing)

            gate is KeyOutcome.Gone || gate is KeyOutcome.Damaged || gate is KeyOutcome.NotMade ->
                StoreState.GateLost(provider, presence.count())

            else -> StoreState.Open(provider)
        }
    }

    private fun options(key: DeviceKey, ifMissing: IfMissing, gate: GateSecret?) = OpenOptions(
        path = file,
        deviceKey = KeySource.Given(key),
        gateSecret = gate,
        lastEpoch = epochs.read(),
        retention = settings.retention,
        manageUrls = settings.manageUrls,
        linkPolicy = settings.linkPolicy,
        isDeveloperBuild = Build.TYPE == "userdebug",
        ifMissing = ifMissing,
        epochs = epochs,
    )

    private fun Presence.count(): Long? = (this as? Presence.Store)?.passkeys
}
