import Foundation
package import PasskeyProviderGenerated

/// A passkey provider on one store. Any thread may call it, several at once, and several providers may
/// have one store open, in one process or in several.
///
/// It opens and closes, and has the ceremonies; what else there is to do is grouped by subject: ``passkeys``,
/// ``server``, ``callers``, ``hardwareKeys``.
///
/// Each call that looks at the store blocks: for a few milliseconds, or seconds where another process holds
/// the store. `async` code makes them in ``offActor(_:)-method``, away from its actor.
///
/// What may write gives a ``Committed``: keep its epoch.
///
/// A panic inside the library becomes a ``ProviderError`` of the code ``ProviderError/Code/internal``,
/// and the provider stays usable.
public final class Provider: Sendable {
    package let raw: PasskeyProviderGenerated.Provider
    /// What opening found: whether it made the store, and whether the store is gated.
    public let opening: Opening

    init(_ raw: PasskeyProviderGenerated.Provider) throws {
        self.raw = raw
        self.opening = Opening(try raw.opening())
    }

    /// Opens the store, or makes it where there is none and the options do not forbid it.
    ///
    /// A store that another key sealed is ``ProviderError/Code/stranded``, and left as it is. A store older
    /// than the last epoch opens and lists, and refuses everything else as
    /// ``ProviderError/Code/rolledBack`` until ``acceptRollback()``.
    public static func open(_ options: OpenOptions) throws(ProviderError) -> Provider {
        try call { try Provider(.open(request: options.raw)) }
    }

    /// Closes the store: every later call fails with ``ProviderError/Code/providerClosed``. Calls that
    /// other threads are in go on to their end, and the store's file is closed with the last of them. A
    /// second call does nothing.
    ///
    /// It throws nothing, so that it can stand in a `defer`: where a defect of the library shows in it, the
    /// provider is closed all the same. Without it, the store closes with the last reference to the provider
    /// and to its views.
    public func close() {
        try? call { try raw.closeStore() }
    }
}
