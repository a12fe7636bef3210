package passkeyprovider.ffi

import com.sun.jna.Native
import com.sun.jna.Pointer
import java.nio.ByteBuffer
import java.nio.ByteOrder

/** Where in the block the arguments lie, and behind them what a call gives; UniFFI's elements have 8 bytes each. */
private const val ARGUMENTS = 0
private const val RESULTS = 128
private const val BLOCK = 192
private const val ELEMENT = 8

/** The elements of a buffer: its capacity, its length and its address. */
private const val BUFFER_ELEMENTS = 3

/** UniFFI's codes for how a call ended. */
private const val SUCCESS: Byte = 0
private const val ERROR: Byte = 1
private const val PANIC: Byte = 2

private val EMPTY = ByteArray(0)

/**
 * A thread's way into the library: a block of native memory that its calls leave their arguments in, and find
 * their results in.
 *
 * UniFFI's own calls take and give C structures by value, and JNA makes each of them by reflection and has it
 * freed by a cleaner, ten times a ceremony. So the generator calls what UniFFI's feature `scaffolding-ffi-buffer-fns`
 * adds: the same functions, with two addresses for everything. What is passed is UniFFI's own encoding.
 *
 * A buffer is on the heap until the call goes out, and is back on the heap when it has come in: nothing that
 * fails in between leaves native memory behind. The array of one that goes out is wiped, for names, challenges
 * and signatures are among what it holds; the library wipes its own. Secrets are lent, and in no buffer.
 *
 * Arguments are lowered before the block is touched: a call that is made meanwhile, to clone a handle, ends
 * before.
 */
internal class Crossing private constructor() {
    private val block: ByteBuffer = ByteBuffer.allocateDirect(BLOCK).order(ByteOrder.nativeOrder())
    private var code = SUCCESS
    private var failure = EMPTY

    /** Where the next call finds its arguments. */
    val arguments: Pointer = Native.getDirectBufferPointer(block)

    /** Where the next call leaves its results, and its status behind them. */
    val results: Pointer = arguments.share(RESULTS.toLong())

    /** How many functions of the library this thread has called, frees of its objects among them. */
    var calls = 0L
        private set

    /** How many times it has taken or freed memory for a message, or another reference to an object. */
    var upkeep = 0L
        private set

    /** Begins a call: its arguments follow in their order. */
    fun begin() {
        block.position(ARGUMENTS)
        calls++
    }

    fun put(value: Long) {
        block.putLong(value)
    }

    fun put(value: Byte) {
        block.put(value).position(block.position() + ELEMENT - 1)
    }

    /** Copies a message into memory of the library, which frees it with the call, and wipes the message. */
    fun put(message: ByteBuffer) {
        val length = message.remaining().toLong()
        val address = if (length == 0L) 0 else allocated(length)
        if (length > 0) Pointer(address).write(0, message.array(), message.position(), message.remaining())
        message.array().fill(0)
        put(length)
        put(length)
        put(address)
    }

    /** Lends memory, which must stay where it is for the time of the call. */
    fun put(lent: Lent) {
        val start = Pointer.nativeValue(Native.getDirectBufferPointer(lent.bytes))
        block.putInt(lent.bytes.remaining()).position(block.position() + ELEMENT - Int.SIZE_BYTES)
        put(start + lent.bytes.position())
    }

    /** Clears the status, for a call that takes its address and no block. */
    fun status(): Pointer {
        block.put(RESULTS, SUCCESS)
        return results
    }

    /** Ends a call that takes a reference to an object, or gives it back at last. */
    fun endReference(isUpkeep: Boolean) {
        if (isUpkeep) upkeep++ else calls++
        end(0)
    }

    fun unit() = end(0)

    fun long(): Long {
        end(1)
        return block.getLong(RESULTS)
    }

    fun byte(): Byte {
        end(1)
        return block.get(RESULTS)
    }

    fun buffer(): ByteBuffer {
        end(BUFFER_ELEMENTS)
        return ByteBuffer.wrap(taken(RESULTS))
    }

    /** Throws what the call that has ended failed with. */
    fun <E : Exception> check(errors: UniffiRustCallStatusErrorHandler<E>) {
        if (code != SUCCESS) throw failed(errors)
    }

    private fun <E : Exception> failed(errors: UniffiRustCallStatusErrorHandler<E>): Exception {
        val message = failure
        failure = EMPTY
        return when (code) {
            ERROR -> errors.lift(ByteBuffer.wrap(message))

            // A panic whose message could not be made has none.
            PANIC -> InternalException(message.decodeToString().ifEmpty { "Rust panic" })

            else -> InternalException("unknown status of a call: $code")
        }
    }

    /** Takes the status of a call, which is behind this many elements of its result. */
    private fun end(elements: Int) {
        val status = RESULTS + elements * ELEMENT
        code = block.get(status)
        if (code != SUCCESS) failure = taken(status + ELEMENT)
    }

    /** Copies the buffer that is described here, and frees it. */
    private fun taken(at: Int): ByteArray {
        val capacity = block.getLong(at)
        if (capacity == 0L) return EMPTY
        val address = address(at + 2 * ELEMENT)
        try {
            val bytes = ByteArray(Math.toIntExact(block.getLong(at + ELEMENT)))
            Pointer(address).read(0, bytes, 0, bytes.size)
            return bytes
        } finally {
            UniffiLib.passkey_provider_ffi_buffer_free(address, capacity)
            upkeep++
        }
    }

    /** An address fills an element on 64 bits only. */
    private fun address(at: Int): Long =
        if (Native.POINTER_SIZE == ELEMENT) block.getLong(at) else Integer.toUnsignedLong(block.getInt(at))

    private fun allocated(length: Long): Long {
        upkeep++
        val address = UniffiLib.passkey_provider_ffi_buffer_alloc(length)
        if (address == 0L) throw OutOfMemoryError("no $length bytes of native memory for a call")
        return address
    }

    companion object {
        private val OF_THREAD: ThreadLocal<Crossing> = ThreadLocal.withInitial(::Crossing)

        fun ofThisThread(): Crossing = OF_THREAD.get()
    }
}

/** A defect of the library: a panic, with its message. */
internal class InternalException(message: String) : Exception(message)

/** Reads the error that a call of the library gave. */
internal interface UniffiRustCallStatusErrorHandler<E> {
    fun lift(error: ByteBuffer): E
}

internal object NoError : UniffiRustCallStatusErrorHandler<InternalException> {
    override fun lift(error: ByteBuffer) = InternalException("an error of a function that has none")
}

/** Makes a call of a function that may fail. */
internal inline fun <U, E : Exception> uniffiRustCallWithError(
    errors: UniffiRustCallStatusErrorHandler<E>,
    call: (Crossing) -> U,
): U {
    val crossing = Crossing.ofThisThread()
    val result = call(crossing)
    crossing.check(errors)
    return result
}

/** Makes a call of a function that only panics. */
internal inline fun <U> uniffiRustCall(call: (Crossing) -> U): U = uniffiRustCallWithError(NoError, call)
