@file:MustUseReturnValues

package passkeyprovider

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.withContext

/**
 * Makes calls of the provider on [dispatcher] while the coroutine suspends: any call, of the provider itself or of one
 * of its views.
 *
 * ```kotlin
 * val (removal, epoch) = provider.suspending { passkeys.delete(passkey) }
 * ```
 *
 * A coroutine that was cancelled begins no call. [calls] that have begun go on to their end and give their outcome,
 * for what they wrote is durable: the response of a finished ceremony is not lost, and a plan that was made can be
 * closed.
 */
public suspend fun <T> PasskeyProvider.suspending(
    dispatcher: CoroutineDispatcher = Dispatchers.IO,
    calls: PasskeyProvider.() -> T,
): T = calling(dispatcher) { calls() }

/**
 * The same for what needs no open store: looking, making a device key, opening, setting aside.
 *
 * ```kotlin
 * val provider = PasskeyProvider.suspending { open(options) }
 * ```
 */
public suspend fun <T> PasskeyProvider.Companion.suspending(
    dispatcher: CoroutineDispatcher = Dispatchers.IO,
    calls: PasskeyProvider.Companion.() -> T,
): T = calling(dispatcher) { calls() }

/** The outer context takes the answer although the coroutine was cancelled; the inner one moves the calls. */
internal suspend fun <T> calling(dispatcher: CoroutineDispatcher, calls: () -> T): T {
    currentCoroutineContext().ensureActive()
    return withContext(NonCancellable) { withContext(dispatcher) { calls() } }
}
