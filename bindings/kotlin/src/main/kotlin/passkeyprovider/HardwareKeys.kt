package passkeyprovider

import passkeyprovider.ffi.ProviderInterface

/**
 * The keys that the host keeps in the device's hardware: [PasskeyProvider.hardwareKeys].
 *
 * ```kotlin
 * val (keys, epoch) = provider.hardwareKeys.toDelete()
 * keep(epoch)
 * for (key in keys) {
 *     keyStore.deleteEntry(key.handle.toText())
 *     keep(provider.hardwareKeys.gone(key.handle).epoch)
 * }
 * ```
 */
@MustUseReturnValues
public class HardwareKeys internal constructor(private val inner: ProviderInterface) {
    /**
     * The keys in hardware that are to be deleted: of registrations that did not end well, and of purged passkeys.
     * Delete them, and say so with [gone]. A registration that began a quarter of an hour ago counts as ended, and
     * cannot be finished after this call.
     */
    public fun toDelete(): Committed<List<LooseKey>> = inner.call { inner.keysToDelete().lift() }

    /** Gives up a registration with a hardware key now: its key is to be deleted. */
    public fun abandon(handle: KeyHandle): Committed<Unit> =
        inner.call { committed(inner.abandonHardwareKey(handle.content)) }

    /** The hardware has no such key any more. A passkey that had it is not offered from now on. */
    public fun gone(handle: KeyHandle): Committed<Unit> = inner.call { committed(inner.keyGone(handle.content)) }

    /**
     * Compares with all keys that the hardware has: of Android, `KeyStore.aliases()`, after what was invalidated
     * (`KeyPermanentlyInvalidatedException`) was deleted there, for it is still among them. The app's other
     * aliases may be among them too, as the one of the key that wraps the device key: they are left alone.
     */
    public fun compare(existing: List<KeyHandle>): Committed<HardwareComparison> =
        inner.call { inner.compareHardwareKeys(existing.map { it.content }).lift() }
}
