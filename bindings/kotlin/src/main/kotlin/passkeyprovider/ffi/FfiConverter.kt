package passkeyprovider.ffi

import java.nio.ByteBuffer
import java.nio.CharBuffer
import java.nio.charset.CodingErrorAction

/** U+FFFD, which stands for a half of a surrogate pair: as the web's "UTF-8 encode" has it (Encoding, section 6). */
private val REPLACEMENT = byteArrayOf(0xEF.toByte(), 0xBF.toByte(), 0xBD.toByte())

/** Turns a Kotlin type into what is passed of it, and back. The generated code has one for each type. */
internal interface FfiConverter<KotlinType, FfiType> {
    fun lift(value: FfiType): KotlinType

    fun lower(value: KotlinType): FfiType

    fun read(buf: ByteBuffer): KotlinType

    /** At least as many bytes as [write] will write. */
    fun allocationSize(value: KotlinType): ULong

    fun write(value: KotlinType, buf: ByteBuffer)
}

/** One for a type that is passed as a message. */
internal interface FfiConverterRustBuffer<KotlinType> : FfiConverter<KotlinType, ByteBuffer> {
    override fun lift(value: ByteBuffer): KotlinType {
        val lifted = read(value)
        if (value.hasRemaining()) throw InternalException("a message is longer than what was read of it")
        return lifted
    }

    /** What was written before something failed is wiped. */
    override fun lower(value: KotlinType): ByteBuffer {
        val message = ByteBuffer.allocate(Math.toIntExact(allocationSize(value).toLong()))
        try {
            write(value, message)
        } catch (error: Throwable) {
            message.array().fill(0)
            throw error
        }
        return message.flip()
    }
}

/** Memory outside the heap that a call borrows: what is in it is neither copied nor wiped. */
internal class Lent(val bytes: ByteBuffer)

/** The one for bytes that are lent. */
internal object FfiConverterByRefBytes {
    fun lower(value: ByteBuffer): Lent {
        require(value.isDirect) { "only memory outside the heap can be lent" }
        return Lent(value)
    }
}

/** A text that is a message of its own, without its length. */
internal fun liftText(message: ByteBuffer): String =
    message.array().decodeToString(message.arrayOffset() + message.position(), message.arrayOffset() + message.limit())

/** Never fails: Kotlin's strings may hold what UTF-8 has no form for, and hardly ever do. */
internal fun toUtf8(text: String): ByteBuffer =
    if (text.none(Char::isSurrogate)) ByteBuffer.wrap(text.encodeToByteArray()) else replaced(text)

private fun replaced(text: String): ByteBuffer = Charsets.UTF_8.newEncoder()
    .onMalformedInput(CodingErrorAction.REPLACE).replaceWith(REPLACEMENT).encode(CharBuffer.wrap(text))
