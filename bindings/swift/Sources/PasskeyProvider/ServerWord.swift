internal import PasskeyProviderGenerated

/// The server's word on passkeys that are here: ``Provider/server``.
///
/// WebAuthn has no acknowledgement of a registration, so what the app learns from its server is said here:
/// after each registration, when the server signals, and whenever its list of an account is at hand.
///
/// ```swift
/// let said =
///     if accepted {
///         try provider.server.confirm(passkey)
///     } else {
///         try provider.server.reject(passkey, reason: "this organisation permits other providers only")
///     }
/// keep(said.epoch)
/// ```
public struct ServerWord: Sendable {
    let raw: PasskeyProviderGenerated.Provider

    /// The server accepted the registration of this passkey. Older ones of the account give way.
    public func confirm(_ passkey: PasskeyRef) throws(ProviderError) -> Committed<Void> {
        try call { Committed(epoch: try raw.confirm(passkey: passkey.raw)) }
    }

    /// The server refused the registration of this passkey; the reason is kept in its history. A passkey that
    /// the server is known to hold stays confirmed.
    public func reject(
        _ passkey: PasskeyRef, reason: String? = nil
    ) throws(ProviderError) -> Committed<Void> {
        try call { Committed(epoch: try raw.reject(passkey: passkey.raw, reason: reason)) }
    }

    /// The server gave no answer to the registration of this passkey: nothing is known then. The reason is
    /// kept in its history.
    public func noteNoAnswer(
        _ passkey: PasskeyRef, reason: String? = nil
    ) throws(ProviderError) -> Committed<Void> {
        try call { Committed(epoch: try raw.noteNoAnswer(passkey: passkey.raw, reason: reason)) }
    }

    /// The account's sign-in name changed where the server cannot follow: the person should register
    /// again.
    public func noteAccountMoved(_ passkey: PasskeyRef) throws(ProviderError) -> Committed<Void> {
        try call { Committed(epoch: try raw.noteAccountMoved(passkey: passkey.raw)) }
    }

    /// Reads a signal and checks its sender, without a look at any passkey. Writes nothing.
    public func verifySignal(_ request: SignalRequest) throws(ProviderError) -> VerifiedSignal {
        try call { VerifiedSignal(try raw.verifySignal(request: request.raw)) }
    }

    /// Applies a signal to the passkeys of its RP ID. Answer the sender before: what this gives, and how
    /// long it takes, is not for it.
    public func applySignal(_ signal: VerifiedSignal) throws(ProviderError) -> Committed<Void> {
        try call { Committed(epoch: try raw.applySignal(signal: signal.raw)) }
    }

    /// Compares the passkeys of an account with the server's own list.
    public func reconcile(_ request: ReconcileRequest) throws(ProviderError) -> Committed<Reconciliation> {
        try call { Committed(try raw.reconcile(request: request.raw), Reconciliation.init) }
    }

    /// Writes down which registrations have waited too long for the server's word, and gives every passkey
    /// that is probably or certainly on this device only.
    public func doubtful() throws(ProviderError) -> Committed<[Passkey]> {
        try call { Committed(try raw.stale()) { $0.map(Passkey.init) } }
    }
}

extension Provider {
    /// The server's word on passkeys: confirmed, rejected, signalled, reconciled.
    public var server: ServerWord { ServerWord(raw: raw) }
}
