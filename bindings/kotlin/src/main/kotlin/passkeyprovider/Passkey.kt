package passkeyprovider

import passkeyprovider.ffi.CommittedPasskeys
import java.time.Instant
import passkeyprovider.ffi.Custody as FfiCustody
import passkeyprovider.ffi.Listing as FfiListing
import passkeyprovider.ffi.Passkey as FfiPasskey
import passkeyprovider.ffi.User as FfiUser

/** A passkey, as a list shows it; without its private key. Printed, it names no account. */
public data class Passkey(
    /** Its id at the relying party. PII: links sign-ins. */
    public val credentialId: CredentialId,
    /** The relying party that it signs for, and no other. */
    public val rpId: String,
    /** The account, as the relying party named it. PII. */
    public val user: User,
    /** The person's own name for it. PII. */
    public val label: String?,
    /** The public key. */
    public val publicKey: PublicKey,
    /** The COSE identifier of its algorithm: -7 is ES256, -8 Ed25519, -48 ML-DSA-44 (IANA COSE Algorithms). */
    public val algorithm: Long,
    /** Who holds the private key. */
    public val custody: Custody,
    /** What its authenticator data says of backups, and whether it counts. Never changes. */
    public val backupFlags: BackupFlags,
    /** How it is protected from signing without a verification. Never changes. */
    public val protection: CredentialProtection,
    /** When it was made, by the device's clock. */
    public val created: Instant,
    /** The epoch of the commit that it was made in. */
    public val createdEpoch: Epoch,
    /** The signature counter that the last assertion said (WebAuthn L3, section 6.1.1). */
    public val signCount: Long,
    /** When it last signed; null before the first time. */
    public val lastUsed: Instant?,
    /** How the person was verified then; null if they were not. */
    public val lastVerification: Verification?,
    /** What the server is known to think of it. */
    public val standing: Standing,
    /** Why, as a sentence for the person, in English. */
    public val why: String,
    /** Since when. */
    public val since: Instant,
    /** What the person sees of it. */
    public val visibility: Visibility,
    /**
     * Whether it is offered where no allow list names it: it is shown, has its key, and was not refused when it
     * was made.
     */
    public val isOffered: Boolean,
    /** Whether the hardware was found to have no key for it: it cannot sign. */
    public val isKeyMissing: Boolean,
    /** Whether the person should register again, for the account's sign-in name changed. */
    public val needsReregistration: Boolean,
) {
    /** Names it. */
    public val reference: PasskeyRef get() = PasskeyRef(rpId, credentialId)

    /** Without PII. */
    override fun toString(): String = "Passkey(rpId=$rpId, standing=$standing, visibility=$visibility)"
}

/** An account, as the relying party named it. PII throughout, so that nothing of it is printed. */
public data class User(
    /** `user.id`. */
    public val handle: UserHandle,
    /** `user.name`. May be empty. */
    public val name: String,
    /** `user.displayName`. May be empty. */
    public val displayName: String,
) {
    /** Without PII. */
    override fun toString(): String = "User"
}

/** Who holds the private key. */
public sealed interface Custody {
    /** The library: sealed in the store. */
    public data object Sealed : Custody

    /** The device's hardware. */
    public data class Hardware(
        /** The host's name for the key. */
        public val handle: KeyHandle,
        /** What the hardware demands before it signs. */
        public val access: KeyAccess,
    ) : Custody
}

/** Passkeys, and what could not be opened. */
public data class Listing(
    /** The passkeys that opened, most recently used first. */
    public val passkeys: List<Passkey>,
    /** The numbers of the rows that did not open. They stay where they are. */
    public val damaged: List<Long>,
)

internal fun FfiPasskey.lift(): Passkey = Passkey(
    credentialId = CredentialId(credentialId),
    rpId = rpId,
    user = user.lift(),
    label = label,
    publicKey = PublicKey(publicKey),
    algorithm = algorithm,
    custody = custody.lift(),
    backupFlags = backupFlags.converted(),
    protection = protection.converted(),
    created = created,
    createdEpoch = Epoch.lift(createdEpoch),
    signCount = signCount.toLong(),
    lastUsed = lastUsed,
    lastVerification = lastVerification?.lift(),
    standing = standing.lift(),
    why = why,
    since = since,
    visibility = visibility.lift(),
    isOffered = isOffered,
    isKeyMissing = keyMissing,
    needsReregistration = needsReregistration,
)

internal fun FfiUser.lift(): User = User(UserHandle(handle), name, displayName)

internal fun FfiCustody.lift(): Custody = when (this) {
    is FfiCustody.Sealed -> Custody.Sealed
    is FfiCustody.Hardware -> Custody.Hardware(KeyHandle(handle), access.converted())
}

internal fun FfiListing.lift(): Listing = Listing(passkeys.map { it.lift() }, damaged)

internal fun CommittedPasskeys.lift(): Committed<List<Passkey>> = committed(value.map { it.lift() }, epoch)
