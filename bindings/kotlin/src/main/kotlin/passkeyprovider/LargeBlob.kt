package passkeyprovider

import passkeyprovider.ffi.LargeBlob as FfiLargeBlob
import passkeyprovider.ffi.LargeBlobOutput as FfiLargeBlobOutput
import passkeyprovider.ffi.RequestLargeBlob as FfiRequestLargeBlob

/** `largeBlob` of a sign-in (WebAuthn L3, section 10.1.5), where a platform hands over the parts. */
public sealed interface RequestLargeBlob {
    /** What the passkey keeps for the site. */
    public data object Read : RequestLargeBlob

    /** To keep something in place of what is kept. */
    public class Write(
        /** 4,096 bytes at most, or nothing is changed; none, to keep nothing. */
        public val blob: ByteArray,
    ) : RequestLargeBlob
}

/** What `largeBlob` answers: one of three. */
public class LargeBlobOutput internal constructor(output: FfiLargeBlobOutput) {
    /** Whether the new passkey can keep something: said in a registration, null in a sign-in. */
    public val supported: Boolean? = output.supported

    /** What the passkey keeps, where it was to be read and there is something. Close it. */
    public val blob: LargeBlob? = output.blob?.let(::LargeBlob)

    /** Whether it is kept now, where something was to be written. If not, what was kept before still is. */
    public val written: Boolean? = output.written
}

/**
 * What a site keeps with a passkey: a secret, which [close] wipes. Never printed and never compared. The response has
 * it too, as the site expects it; whoever passes that on needs no other.
 */
public class LargeBlob internal constructor(blob: FfiLargeBlob) : AutoCloseable {
    private val blob = Handed(blob) { PasskeyException.ofBadArgument("large_blob", "the blob was wiped") }

    /**
     * Lets [use] see the bytes. They are only there while that runs: keep no reference. [PasskeyException] with
     * [ErrorCode.BAD_ARGUMENT] after [close].
     */
    public fun <T> expose(use: (ByteArray) -> T): T = lent(blob.hand { it.bytes() }, use)

    /** Overwrites the bytes. A second call does nothing. */
    override fun close(): Unit = blob.close()

    /** The kind, and nothing of the bytes. */
    override fun toString(): String = "LargeBlob"
}

internal fun RequestLargeBlob.lower(): FfiRequestLargeBlob = when (this) {
    RequestLargeBlob.Read -> FfiRequestLargeBlob.Read
    is RequestLargeBlob.Write -> FfiRequestLargeBlob.Write(blob)
}
