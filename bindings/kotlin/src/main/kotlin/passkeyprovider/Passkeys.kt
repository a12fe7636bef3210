package passkeyprovider

import passkeyprovider.ffi.ProviderInterface

/**
 * The passkeys on this device, for the person's own screen and for the operating system's list:
 * [PasskeyProvider.passkeys].
 *
 * ```kotlin
 * for (passkey in provider.passkeys.all().passkeys) {
 *     show(passkey.rpId, passkey.why)
 *     if (passkey.isKeyMissing) {
 *         val (removal, epoch) = provider.passkeys.delete(passkey.reference)
 *         keep(epoch)
 *         if (removal.serverMayHoldIt) askToRemoveAt(removal.manageUrl)
 *     }
 * }
 * ```
 */
@MustUseReturnValues
public class Passkeys internal constructor(private val inner: ProviderInterface) {
    /**
     * Every passkey that is not deleted, and the rows that do not open. Those of one relying party stand most
     * recently used first; across relying parties a use that does not count may stand later than it was.
     */
    public fun all(): Listing = inner.call { inner.list().lift() }

    /** What the person deleted and can restore. */
    public fun deleted(): Listing = inner.call { inner.deleted().lift() }

    /**
     * A passkey as it stands now, deleted or not. [ErrorCode.UNKNOWN_PASSKEY] if the relying party has none of this
     * id here.
     */
    public fun get(passkey: PasskeyRef): Passkey = inner.call { inner.show(passkey.lower()).lift() }

    /** Gives a passkey a name of the person's own; an empty one takes it away. */
    public fun rename(passkey: PasskeyRef, label: String): Committed<Unit> =
        inner.call { committed(inner.rename(passkey.lower(), label.wellFormed())) }

    /**
     * Deletes a passkey from this device. It can be restored until it is purged. The relying party may still list
     * it: it must be removed there too.
     */
    public fun delete(passkey: PasskeyRef): Committed<Removal> = inner.call { inner.delete(passkey.lower()).lift() }

    /** Brings back what the person deleted, what a signal hid, or what a newer passkey superseded. */
    public fun restore(passkey: PasskeyRef): Committed<Unit> = inner.call { committed(inner.restore(passkey.lower())) }

    /** Permanently removes a deleted passkey. */
    public fun purge(passkey: PasskeyRef): Committed<Purged> = inner.call { inner.purge(passkey.lower()).lift() }

    /** Purges what was deleted longer ago than the retention period. */
    public fun purgeExpired(): Committed<Purged> = inner.call { inner.purgeExpired().lift() }

    /** What happened to a passkey. */
    public fun history(passkey: PasskeyRef): History = inner.call { inner.history(passkey.lower()).lift() }

    /**
     * What the operating system's list of passkeys should hold; the entries of one relying party stand most
     * recently used first.
     */
    public fun identities(): List<Identity> = inner.call { inner.identities().map { it.lift() } }

    /** What to add to the operating system's list, and what to remove, where it lists [listed]. */
    public fun identityDelta(listed: List<Identity>): IdentityDelta =
        inner.call { inner.identityDelta(listed.map { it.lower() }).lift() }

    /** What stands for a passkey in [PasskeyProvider.diagnose], for the person's own screen. */
    public fun reportTags(passkey: PasskeyRef): ReportTags = inner.call { inner.reportTags(passkey.lower()).lift() }
}
