package passkeyprovider

import java.nio.ByteBuffer
import java.security.SecureRandom
import passkeyprovider.ffi.SecretBytes as FfiSecretBytes

/** How many bytes both secrets have. */
private const val SECRET_BYTES = 32

/**
 * A secret on its way to the library, copied, and wiped by [close]. The library wipes its own copy. Never printed and
 * never compared.
 *
 * The array that it is made from stays with the host, who wipes it. Keys and gate secrets have 32 bytes: another length
 * is reported by the call that takes it, [ErrorCode.BAD_ARGUMENT].
 */
public sealed class SecretBytes(bytes: ByteArray) : AutoCloseable {
    private val content: ByteArray = bytes.copyOf()
    private var isWiped = false

    /**
     * Lets [use] see the bytes themselves, to wrap them with a key of the key store. They are only there
     * while it runs: keep no reference. [PasskeyException] with [ErrorCode.BAD_ARGUMENT] after [close].
     */
    public fun <T> expose(use: (ByteArray) -> T): T = synchronized(content) {
        if (isWiped) throw PasskeyException.ofBadArgument(argumentName, "the secret was wiped")
        use(content)
    }

    /** Overwrites the bytes. A second call does nothing. */
    final override fun close(): Unit = synchronized(content) {
        content.fill(0)
        isWiped = true
    }

    /** The kind, and nothing of the bytes. */
    final override fun toString(): String = javaClass.simpleName

    internal abstract val argumentName: String
}

/**
 * The key that seals a store: there whenever the phone was unlocked once. A store opens with the key that it
 * was made with and no other, so a host keeps it in a key store that no backup leaves.
 */
public class DeviceKey(bytes: ByteArray) : SecretBytes(bytes) {
    override val argumentName: String get() = "device_key"

    /** Making one. */
    public companion object {
        /** A new one, from the platform's random generator. */
        public fun make(): DeviceKey = drawn(::DeviceKey)
    }
}

/**
 * The secret that opens private keys of a gated store: the host's key store releases it after a biometric or
 * device-credential check, for one ceremony.
 */
public class GateSecret(bytes: ByteArray) : SecretBytes(bytes) {
    override val argumentName: String get() = "gate_secret"

    /** Making one. */
    public companion object {
        /** A new one, from the platform's random generator. */
        public fun make(): GateSecret = drawn(::GateSecret)
    }
}

/** What a sign-in at a server gave: a token, or cookies as the header `Cookie` has them. For [Enrolments.signedIn]. */
public class AccessToken(bytes: ByteArray) : SecretBytes(bytes) {
    override val argumentName: String get() = "token"

    /** Making one. */
    public companion object {
        /** One that a sign-in library gave as text, which stays in memory as long as that library likes. */
        public fun of(text: String): AccessToken = lent(text.toByteArray()) { AccessToken(it) }
    }
}

/** Where the device key is. */
public sealed interface KeySource {
    /** With the host, that keeps it in a key store of its own. */
    public class Given(
        /** The key. The host closes it once the provider is open. */
        public val deviceKey: DeviceKey,
    ) : KeySource

    /**
     * In the platform's key store, where [PasskeyProvider.makeDeviceKey] put it. On Android it is
     * [ErrorCode.KEY_STORE_UNAVAILABLE] until `PlatformKeyStore.prepare` was called.
     */
    public data class PlatformKeyStore(
        /** Whose it is: the app's name. */
        public val service: String,
        /** Which of them it is. */
        public val account: String,
    ) : KeySource
}

/**
 * Gives the library's copy of the secret to [use]; the library wipes it after that. It is lent through memory outside
 * the heap, where no garbage collector makes another copy, and that is wiped here.
 */
internal fun <T> SecretBytes.lowered(use: (FfiSecretBytes) -> T): T = expose { bytes ->
    val lent = ByteBuffer.allocateDirect(bytes.size)
    try {
        FfiSecretBytes(lent.put(bytes).flip())
    } finally {
        lent.clear().put(ByteArray(bytes.size))
    }
}.use(use)

/** Lends [bytes] that came out of the library to [use], and overwrites them. */
internal fun <T> lent(bytes: ByteArray, use: (ByteArray) -> T): T = try {
    use(bytes)
} finally {
    bytes.fill(0)
}

private fun <T> drawn(make: (ByteArray) -> T): T {
    val bytes = ByteArray(SECRET_BYTES)
    SecureRandom().nextBytes(bytes)
    return try {
        make(bytes)
    } finally {
        bytes.fill(0)
    }
}
