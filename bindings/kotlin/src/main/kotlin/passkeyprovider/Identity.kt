package passkeyprovider

import passkeyprovider.ffi.Identity as FfiIdentity
import passkeyprovider.ffi.IdentityDelta as FfiIdentityDelta

/** One entry of the operating system's list of passkeys. Printed, it names no account. */
public data class Identity(
    /** The passkey. */
    public val passkey: PasskeyRef,
    /** The account. PII. */
    public val userHandle: UserHandle,
    /**
     * What the person sees: the account's name; where it has none, its display name, the person's own name for
     * the passkey, or else the beginning of the handle in hexadecimal. Never blank. PII.
     */
    public val userName: String,
) {
    /** Without PII. */
    override fun toString(): String = "Identity(rpId=${passkey.rpId})"
}

/** What brings the operating system's list up to date. */
public data class IdentityDelta(
    /** Entries that are missing there. */
    public val add: List<Identity>,
    /** Entries that should not be there. */
    public val remove: List<Identity>,
)

internal fun Identity.lower(): FfiIdentity = FfiIdentity(passkey.lower(), userHandle.content, userName.wellFormed())

internal fun FfiIdentity.lift(): Identity = Identity(passkey.lift(), UserHandle(userHandle), userName)

internal fun FfiIdentityDelta.lift(): IdentityDelta = IdentityDelta(add.map { it.lift() }, remove.map { it.lift() })
