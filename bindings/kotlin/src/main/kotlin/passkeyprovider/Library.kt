package passkeyprovider

import passkeyprovider.ffi.EXPECTED_BUILD_ID
import passkeyprovider.ffi.FfiException
import passkeyprovider.ffi.InternalException
import passkeyprovider.ffi.buildId
import passkeyprovider.ffi.errorTable

/**
 * The native library: loaded with the first call, and only if it is of the build that the bindings were made
 * from. A record of another build would be read wrongly, and UniFFI's checksums cover functions only.
 */
internal object Library {
    /** Every error, by its code. The library has the list; [PasskeyException] reads it once. */
    private val table: Map<ErrorCode, ErrorRow> by lazy {
        call { errorTable() }.map { it.lift() }.associateBy { it.code }
    }

    /** A class that failed to load once says less the second time: what was found at first stays. */
    private val loaded: Result<Unit> by lazy { runCatching { requireBuild(EXPECTED_BUILD_ID) { buildId() } } }

    /** What is fixed about an error. */
    fun row(code: ErrorCode): ErrorRow = table.getValue(code)

    /** Every error that a call can fail with. */
    fun rows(): List<ErrorRow> = table.values.toList()

    /** [PasskeyException] with [ErrorCode.STALE_BINDINGS] if the library is of another build. */
    fun ensureLoaded(): Unit = loaded.getOrThrow()

    /** Compares the build that the bindings [expected] with the one that is [found]. */
    fun requireBuild(expected: String, found: () -> String) {
        val build = try {
            found()
        } catch (error: ExceptionInInitializerError) {
            // UniFFI compares its own version and the functions' checksums while its class is loaded.
            throw if (error.cause is RuntimeException) stale(error.cause) else error
        } catch (error: UnsatisfiedLinkError) {
            throw if (isMissingFunction(error)) stale(error) else error
        }
        if (build != expected) throw stale(null)
    }

    /**
     * Runs a call of the generated code: its exceptions become [PasskeyException].
     */
    inline fun <T> call(block: () -> T): T {
        ensureLoaded()
        try {
            return block()
        } catch (error: FfiException.Failed) {
            throw PasskeyException.of(error.failure)
        } catch (panic: InternalException) {
            throw PasskeyException.ofPanic(panic)
        } catch (gone: IllegalStateException) {
            // The generated provider says so of itself after its close().
            throw PasskeyException.ofClosedProvider(gone)
        }
    }

    /** JNA's words for a library without one of the functions; another message is for no library at all. */
    private fun isMissingFunction(error: UnsatisfiedLinkError) = error.message?.contains("looking up function") == true

    /** A library that cannot be asked has no table: this is its row, and a test compares the two. */
    internal val STALE_BINDINGS = unexplained(
        ErrorCode.STALE_BINDINGS,
        Fault.HOST,
        "Build the app with the library and the bindings of the same release.",
    )

    /** A library that has just failed is not asked either. */
    internal val PANICKED =
        unexplained(ErrorCode.INTERNAL, Fault.PROVIDER, "Report this with the output of a check.")

    /** An error of which nobody outside the app learns anything. */
    private fun unexplained(code: ErrorCode, fault: Fault, next: String) = ErrorRow(
        code = code,
        fault = fault,
        next = next,
        domException = DomException.UNKNOWN,
        androidCreateType = "androidx.credentials.TYPE_CREATE_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION/" +
            "androidx.credentials.TYPE_UNKNOWN_ERROR",
        androidGetType = "androidx.credentials.TYPE_GET_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION/" +
            "androidx.credentials.TYPE_UNKNOWN_ERROR",
        asksForView = false,
        iosCodes = IosCodes(0, 0, 0),
    )

    private fun stale(cause: Throwable?) =
        PasskeyException(STALE_BINDINGS, "the native library is of another build than the Kotlin code", cause = cause)
}
