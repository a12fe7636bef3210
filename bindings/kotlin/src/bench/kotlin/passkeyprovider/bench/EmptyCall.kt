package passkeyprovider.bench

import com.sun.jna.Native
import com.sun.jna.Pointer
import com.sun.jna.Structure
import passkeyprovider.ffi.Provider

/**
 * An empty call of the library, as UniFFI 0.32 generates it and JNA makes it: a number there and one back, with
 * a structure for the status, new for each call.
 *
 * The package itself does not call so: its bindings were rewired, for all this is slow. As the yardstick of what
 * a get may cost it stays as UniFFI has it, so that a cheaper call is no shorter yard.
 */
internal class EmptyCall(provider: Provider) : AutoCloseable {
    private val handle = provider.uniffiCloneHandle()

    /** Two of them: one takes a reference to an object, the other gives it back. */
    fun twice() {
        val status = StockStatus()
        val cloned = StockLibrary.uniffi_passkey_provider_ffi_fn_clone_provider(handle, status)
        check(status.isSuccess())
        StockLibrary.uniffi_passkey_provider_ffi_fn_free_provider(cloned, StockStatus())
    }

    override fun close() {
        StockLibrary.uniffi_passkey_provider_ffi_fn_free_provider(handle, StockStatus())
    }
}

/** UniFFI's `RustBuffer`. */
@Structure.FieldOrder("capacity", "len", "data")
internal open class StockBuffer : Structure() {
    @JvmField var capacity: Long = 0

    @JvmField var len: Long = 0

    @JvmField var data: Pointer? = null

    class ByValue :
        StockBuffer(),
        Structure.ByValue
}

/** UniFFI's `UniffiRustCallStatus`; its fields have the names that UniFFI gives them. */
@Suppress("ktlint:standard:property-naming")
@Structure.FieldOrder("code", "error_buf")
internal open class StockStatus : Structure() {
    @JvmField var code: Byte = 0

    @JvmField var error_buf: StockBuffer.ByValue = StockBuffer.ByValue()

    fun isSuccess(): Boolean = code == 0.toByte()
}

/** Two functions of the library, declared as UniFFI declares them. */
@Suppress("ktlint:standard:function-naming")
private object StockLibrary {
    init {
        Native.register(StockLibrary::class.java, "passkey_provider_ffi")
    }

    external fun uniffi_passkey_provider_ffi_fn_clone_provider(handle: Long, status: StockStatus): Long

    external fun uniffi_passkey_provider_ffi_fn_free_provider(handle: Long, status: StockStatus)
}
