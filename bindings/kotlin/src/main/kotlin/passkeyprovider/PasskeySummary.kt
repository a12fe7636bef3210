package passkeyprovider

import java.time.Instant
import passkeyprovider.ffi.PasskeySummary as FfiPasskeySummary

/**
 * A passkey, for the person to choose: one that may answer a sign-in, or one that a registration found. Printed, it
 * names no account.
 */
public data class PasskeySummary(
    /** Names the passkey. It may travel in an intent: whoever takes it up begins the request anew. */
    public val passkey: PasskeyRef,
    /**
     * What to call the account where there is room for one line, and never blank: its name, else its display
     * name, else the person's own name for the passkey, else the beginning of the handle in hexadecimal. For an
     * entry of Android's selector, which refuses an empty name. PII.
     */
    public val title: String,
    /** The account. PII. */
    public val user: User,
    /** The person's own name for the passkey. PII. */
    public val label: String?,
    /**
     * Who holds the private key. One in hardware with [KeyAccess.VERIFIED_USE] brings a prompt of its own: no
     * other needs to come before it.
     */
    public val custody: Custody,
    /** What its assertions say of backups: iOS passes on [BackupFlags.IOS] only. */
    public val backupFlags: BackupFlags,
    /** When it was made. */
    public val created: Instant,
    /** When it signed in last; null if never. */
    public val lastUsed: Instant?,
    /** What the server is known to think of it. */
    public val standing: Standing,
    /** Why, as a sentence for the person, in English. */
    public val why: String,
    /** Since when. */
    public val since: Instant,
) {
    /** Without PII. */
    override fun toString(): String = "PasskeySummary(standing=$standing)"
}

internal fun FfiPasskeySummary.lift(): PasskeySummary = PasskeySummary(
    passkey = passkey.lift(),
    title = title,
    user = user.lift(),
    label = label,
    custody = custody.lift(),
    backupFlags = backupFlags.converted(),
    created = created,
    lastUsed = lastUsed,
    standing = standing.lift(),
    why = why,
    since = since,
)
