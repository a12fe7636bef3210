package passkeyprovider

import passkeyprovider.ffi.CommittedComparison
import passkeyprovider.ffi.CommittedKeys
import java.time.Instant
import passkeyprovider.ffi.HardwareComparison as FfiHardwareComparison
import passkeyprovider.ffi.LooseKey as FfiLooseKey

/** A key in hardware that no passkey has. */
public data class LooseKey(
    /** The host's name for it. */
    public val handle: KeyHandle,
    /** Why no passkey has it. */
    public val reason: LooseReason,
    /** Since when. */
    public val since: Instant,
)

/** What the hardware has, beside what the store knows. */
public data class HardwareComparison(
    /** Keys to delete, and to report by [HardwareKeys.gone]. */
    public val toDelete: List<KeyHandle>,
    /**
     * Keys whose name the library gave (it begins with [KeyHandle.MARK]), and which the store does not know. In
     * a restored older store they may belong to passkeys that it has lost; else they are
     * nobody's. The app's other keys are not among them.
     */
    public val unknown: List<KeyHandle>,
    /** Passkeys that were found to have no key: they are not offered any more. */
    public val missing: List<PasskeyRef>,
    /** Passkeys whose key is there again. */
    public val found: List<PasskeyRef>,
)

internal fun CommittedKeys.lift(): Committed<List<LooseKey>> = committed(value.map { it.lift() }, epoch)

internal fun CommittedComparison.lift(): Committed<HardwareComparison> = committed(value.lift(), epoch)

private fun FfiLooseKey.lift(): LooseKey = LooseKey(KeyHandle(handle), reason.converted(), since)

private fun FfiHardwareComparison.lift(): HardwareComparison = HardwareComparison(
    toDelete = toDelete.map(::KeyHandle),
    unknown = unknown.map(::KeyHandle),
    missing = missing.map { it.lift() },
    found = found.map { it.lift() },
)
