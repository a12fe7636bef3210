package passkeyprovider

/**
 * An object of the library that calls take as an argument: a plan, a caller, a signal.
 *
 * UniFFI's generated class counts the calls of an object's own methods, and frees it after the last of them. It does
 * not count the calls that an object is handed to (0.32.2, and no release after it yet): one that another thread
 * closes at that moment would be used after it was freed. So they are counted here. [gone] is what such a call fails
 * with after [close].
 */
internal class Handed<T : AutoCloseable>(private val inner: T, private val gone: () -> PasskeyException) :
    AutoCloseable {
    private var calls = 0
    private var isClosed = false

    /** Hands the object to [call], which may not keep it. */
    inline fun <R> hand(call: (T) -> R): R {
        val inner = enter()
        try {
            return call(inner)
        } finally {
            leave()
        }
    }

    /** Frees the object, or leaves that to the last of the calls that have it. A second call does nothing. */
    override fun close() {
        val isLast = synchronized(this) {
            val isFirstClose = !isClosed
            isClosed = true
            isFirstClose && calls == 0
        }
        if (isLast) inner.close()
    }

    fun enter(): T = synchronized(this) {
        if (isClosed) throw gone()
        calls++
        inner
    }

    fun leave() {
        if (synchronized(this) { --calls == 0 && isClosed }) inner.close()
    }
}
