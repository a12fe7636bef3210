package passkeyprovider

import java.util.Base64

/**
 * Bytes that are compared by their content, which a bare [ByteArray] is not. They are copied on the way in
 * and out, so that nobody changes them from outside.
 *
 * Printed, only their length shows: see [CertificateFingerprint] for the one exception, which is public.
 */
public sealed class OpaqueBytes(bytes: ByteArray) {
    internal val content: ByteArray = bytes.copyOf()

    /** How many bytes there are. */
    public val size: Int get() = content.size

    /** A copy of the bytes. */
    public fun toByteArray(): ByteArray = content.copyOf()

    /** The bytes as unpadded base64url (RFC 4648, section 5), as WebAuthn's JSON has them. */
    public fun toBase64Url(): String = Base64.getUrlEncoder().withoutPadding().encodeToString(content)

    /** Whether [other] is of the same kind and holds the same bytes. */
    final override fun equals(other: Any?): Boolean =
        this === other || (other is OpaqueBytes && javaClass == other.javaClass && content.contentEquals(other.content))

    /** Of the content. */
    final override fun hashCode(): Int = content.contentHashCode()

    /** The kind and the length. */
    override fun toString(): String = "${javaClass.simpleName}($size bytes)"
}

/**
 * The id of a passkey at its relying party: 1 to 1,023 bytes (WebAuthn L3, section 4). PII: it links sign-ins,
 * so that it is not printed; [toBase64Url] gives it as relying parties name it.
 */
public class CredentialId(bytes: ByteArray) : OpaqueBytes(bytes) {
    /** Reading one. */
    public companion object {
        /** Reads unpadded base64url. [IllegalArgumentException] if it is not. */
        public fun fromBase64Url(text: String): CredentialId = CredentialId(decodeBase64Url(text))
    }
}

/** `user.id`, by which a relying party knows an account: 1 to 64 bytes (WebAuthn L3, section 5.4.3). PII. */
public class UserHandle(bytes: ByteArray) : OpaqueBytes(bytes) {
    /** Reading one. */
    public companion object {
        /** Reads unpadded base64url. [IllegalArgumentException] if it is not. */
        public fun fromBase64Url(text: String): UserHandle = UserHandle(decodeBase64Url(text))
    }
}

/** The host's name for a key in hardware, or a wrapped key: 1 to 4,096 bytes. */
public class KeyHandle(bytes: ByteArray) : OpaqueBytes(bytes) {
    /** The handle as text: an intended key's handle is ASCII, and fits for an alias in the Android Keystore. */
    public fun toText(): String = content.decodeToString()

    /** What the library's own names have in common. */
    public companion object {
        /** What each name that the library gives a key begins with: take none like it for another key. */
        public const val MARK: String = "passkey-provider-"
    }
}

/** The SHA-256 of client data that the platform keeps to itself: 32 bytes. */
public class ClientDataHash(bytes: ByteArray) : OpaqueBytes(bytes)

/** A public key as the DER of a SubjectPublicKeyInfo (RFC 5280, section 4.1). */
public class PublicKey(spki: ByteArray) : OpaqueBytes(spki)

/** Digits as JSON has them: with padding nothing that WebAuthn writes would be. */
private fun decodeBase64Url(text: String): ByteArray {
    require('=' !in text) { "base64url has no padding here" }
    return Base64.getUrlDecoder().decode(text)
}
