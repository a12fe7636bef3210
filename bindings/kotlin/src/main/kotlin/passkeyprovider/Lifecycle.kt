package passkeyprovider

import java.time.Instant
import passkeyprovider.ffi.HardwareComparison as FfiHardwareComparison
import passkeyprovider.ffi.Identity as FfiIdentity
import passkeyprovider.ffi.IdentityDelta as FfiIdentityDelta
import passkeyprovider.ffi.LooseKey as FfiLooseKey
import passkeyprovider.ffi.Purged as FfiPurged
import passkeyprovider.ffi.Removal as FfiRemoval

/** What deleting a passkey did, and what is left to do. */
public data class Removal(
    /** The passkey, which can be restored until it is purged. */
    public val credentialId: CredentialId,
    /** Where it signed in. */
    public val rpId: String,
    /** Whether the relying party may still list it: it must be removed there too. */
    public val serverMayHoldIt: Boolean,
    /** Where to do that; null if the host gave no link at opening. */
    public val manageUrl: String?,
    /** The store's epoch after the commit. */
    public val epoch: Epoch,
)

/** What was permanently removed. */
public data class Purged(
    /** How many passkeys. */
    public val count: Long,
    /**
     * Whether bytes of them may still be in the store's log, because somebody was reading. Each later change
     * tries again to cut the log, and so does closing.
     */
    public val leftInLog: Boolean,
    /** The store's epoch after the commit. */
    public val epoch: Epoch,
)

/** One entry of the operating system's list of passkeys. Printed, it names no account. */
public data class Identity(
    /** The relying party. */
    public val rpId: String,
    /** The passkey. */
    public val credentialId: CredentialId,
    /** The account. PII. */
    public val userHandle: UserHandle,
    /**
     * What the person sees: the account's name; where it has none, its display name, the person's own name for
     * the passkey, or else the beginning of the handle in hexadecimal. Never blank. PII.
     */
    public val userName: String,
) {
    /** Without PII. */
    override fun toString(): String = "Identity(rpId=$rpId)"
}

/** What brings the operating system's list up to date. */
public data class IdentityDelta(
    /** Entries that are missing there. */
    public val add: List<Identity>,
    /** Entries that should not be there. */
    public val remove: List<Identity>,
)

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
    /** Keys to delete, and to report by [PasskeyProvider.keyGone]. */
    public val toDelete: List<KeyHandle>,
    /**
     * Keys whose name the library gave (it begins with [KeyHandle.MARK]), and which the store does not know. In
     * a restored older store they may belong to passkeys that it has lost; else they are
     * nobody's. The app's other keys are not among them.
     */
    public val unknown: List<KeyHandle>,
    /** Passkeys that were found to have no key: they are not offered any more. */
    public val missing: List<CredentialId>,
    /** Passkeys whose key is there again. */
    public val found: List<CredentialId>,
    /** The store's epoch after the commit. */
    public val epoch: Epoch,
)

internal fun FfiRemoval.lift(): Removal =
    Removal(CredentialId(credentialId), rpId, serverMayHoldIt, manageUrl, Epoch.lift(epoch))

internal fun FfiPurged.lift(): Purged = Purged(count.toLong(), leftInLog, Epoch.lift(epoch))

internal fun FfiIdentity.lift(): Identity = Identity(rpId, CredentialId(credentialId), UserHandle(userHandle), userName)

internal fun Identity.lower(): FfiIdentity =
    FfiIdentity(rpId.wellFormed(), credentialId.content, userHandle.content, userName.wellFormed())

internal fun FfiIdentityDelta.lift(): IdentityDelta = IdentityDelta(add.map { it.lift() }, remove.map { it.lift() })

internal fun FfiLooseKey.lift(): LooseKey = LooseKey(KeyHandle(handle), reason.twin(), since)

internal fun FfiHardwareComparison.lift(): HardwareComparison = HardwareComparison(
    toDelete = toDelete.map(::KeyHandle),
    unknown = unknown.map(::KeyHandle),
    missing = missing.map(::CredentialId),
    found = found.map(::CredentialId),
    epoch = Epoch.lift(epoch),
)
