package passkeyprovider

import passkeyprovider.ffi.PasskeyRef as FfiPasskeyRef

/**
 * Names one passkey: the relying party, and the id at it. An id alone finds nothing: what one relying party knows is
 * not looked up in another's name. PII with the id, of which only the length is printed.
 */
public data class PasskeyRef(
    /** The relying party that it signs for. */
    public val rpId: String,
    /** Its id there. */
    public val credentialId: CredentialId,
)

internal fun PasskeyRef.lower(): FfiPasskeyRef = FfiPasskeyRef(rpId.wellFormed(), credentialId.content)

internal fun FfiPasskeyRef.lift(): PasskeyRef = PasskeyRef(rpId, CredentialId(credentialId))
