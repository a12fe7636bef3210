package passkeyprovider

import passkeyprovider.ffi.Provider
import passkeyprovider.ffi.ProviderInterface

/**
 * Keeps the store's latest epoch outside the store, so that no call site can forget it: [OpenOptions.epochs].
 *
 * It is told after each call that may write, before the call's outcome is given, on the thread of that call; several
 * threads may tell it at once, and not in order. It does not throw: what the call did is durable, and its outcome must
 * not be lost. An epoch that could not be kept is followed by a later one.
 */
public fun interface EpochKeeper {
    /** Keeps [epoch], unless a later one is kept already. */
    public fun keep(epoch: Epoch)
}

/** A provider in the library whose epochs are kept. */
internal class KeepingProvider(provider: Provider, val keeper: EpochKeeper) :
    ProviderInterface by provider,
    AutoCloseable by provider

/** Makes a call as [Library.call] does, and has the epoch kept that its outcome or its error brings. */
internal inline fun <T> ProviderInterface.call(block: () -> T): T {
    val keeper = (this as? KeepingProvider)?.keeper
    val outcome = try {
        Library.call(block)
    } catch (error: PasskeyException) {
        error.epoch?.let { keeper?.keep(it) }
        throw error
    }
    keeper?.let { epochOf(outcome)?.let(it::keep) }
    return outcome
}

internal fun epochOf(outcome: Any?): Epoch? = when (outcome) {
    is Committed<*> -> outcome.epoch
    is GetOutcome.Done -> outcome.asserted.epoch
    else -> null
}
