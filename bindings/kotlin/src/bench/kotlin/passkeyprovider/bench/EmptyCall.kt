package passkeyprovider.bench

import passkeyprovider.ffi.Provider
import passkeyprovider.ffi.UniffiLib
import passkeyprovider.ffi.UniffiRustCallStatus

/**
 * An empty call of the library, as UniFFI generates it and JNA makes it: a number there and one back, with a
 * structure for the status, new for each call. The yardstick of what a get may cost.
 */
internal class EmptyCall(provider: Provider) : AutoCloseable {
    private val handle = provider.uniffiCloneHandle()

    /** Two of them: one takes a reference to an object, the other gives it back. */
    fun twice() {
        val status = UniffiRustCallStatus()
        val cloned = UniffiLib.uniffi_passkey_provider_ffi_fn_clone_provider(handle, status)
        check(status.isSuccess())
        UniffiLib.uniffi_passkey_provider_ffi_fn_free_provider(cloned, UniffiRustCallStatus())
    }

    override fun close() {
        UniffiLib.uniffi_passkey_provider_ffi_fn_free_provider(handle, UniffiRustCallStatus())
    }
}
