import Foundation
internal import PasskeyProviderGenerated

/// A server's list of an account's passkeys.
public struct ReconcileRequest: Redacted, Sendable {
    /// The relying party.
    public var rpID: String
    /// The account.
    public var userHandle: UserHandle
    /// What the server says that it has.
    public var list: AccountList
    /// When it was asked.
    public var asOf: AsOf

    /// A list.
    public init(rpID: String, userHandle: UserHandle, list: AccountList, asOf: AsOf) {
        self.rpID = rpID
        self.userHandle = userHandle
        self.list = list
        self.asOf = asOf
    }
}

/// What a server says that it has of an account.
public enum AccountList: Hashable, Redacted, Sendable {
    /// The list as the server sent it: ids, or objects with an id, in any dialect, whatever is around it; at
    /// most 4 MiB.
    case json(String)
    /// Ids whose bytes are known.
    case ids([CredentialID])
}

/// When the server's list was asked for.
public enum AsOf: Hashable, Sendable {
    /// By the store's epoch, read before the server was asked: exact, whatever the clock does.
    case epoch(Epoch)
    /// By the device's clock.
    case time(Date)
}

/// What became of the account's passkeys.
public struct Reconciliation: Hashable, Sendable {
    /// The server has these.
    public let confirmed: [CredentialID]
    /// The server does not have these: they are hidden now.
    public let stale: [CredentialID]
    /// Nothing is known of these.
    public let untouched: [CredentialID]
    /// How many entries of the list could not be read; if any, nothing is said to be missing on it.
    public let unreadable: UInt64
    /// Whether the list said what the server does not have.
    public let coverage: ListCoverage
    /// The store's epoch after the commit.
    public let epoch: Epoch
}

/// A signal, as it came in (WebAuthn L3, section 5.1.10).
public struct SignalRequest: Redacted, Sendable {
    /// Which method the page called.
    public var kind: SignalKind
    /// Its argument, as JSON.
    public var json: String
    /// Who sent it.
    public var caller: Caller

    /// A signal.
    public init(kind: SignalKind, json: String, caller: Caller) {
        self.kind = kind
        self.json = json
        self.caller = caller
    }
}

/// A signal whose sender may speak for its RP ID. Answer the sender as soon as there is one.
public final class VerifiedSignal: Sendable {
    let raw: PasskeyProviderGenerated.VerifiedSignal

    init(_ raw: PasskeyProviderGenerated.VerifiedSignal) { self.raw = raw }
}

extension Provider {
    /// The server accepted the registration of this passkey.
    @discardableResult
    public func confirm(_ id: CredentialID) throws(ProviderError) -> Epoch {
        try call { Epoch(rawValue: try raw.confirm(credentialId: id.bytes)) }
    }

    /// The server refused the registration of this passkey; the reason is kept in its history.
    @discardableResult
    public func reject(_ id: CredentialID, reason: String? = nil) throws(ProviderError) -> Epoch {
        try call { Epoch(rawValue: try raw.reject(credentialId: id.bytes, reason: reason)) }
    }

    /// The server gave no answer to the registration of this passkey: nothing is known then.
    @discardableResult
    public func noteNoAnswer(_ id: CredentialID, reason: String? = nil) throws(ProviderError) -> Epoch {
        try call { Epoch(rawValue: try raw.noteNoAnswer(credentialId: id.bytes, reason: reason)) }
    }

    /// The account's sign-in name changed where the server cannot follow: the person should register
    /// again.
    @discardableResult
    public func noteAccountMoved(_ id: CredentialID) throws(ProviderError) -> Epoch {
        try call { Epoch(rawValue: try raw.noteAccountMoved(credentialId: id.bytes)) }
    }

    /// Writes down which registrations have waited too long for the server's word, and gives every passkey
    /// that is probably or certainly on this device only.
    public func stale() throws(ProviderError) -> [Passkey] {
        try call { try raw.stale().map(Passkey.init) }
    }

    /// Reads a signal and checks its sender, without a look at any passkey. Writes nothing.
    public func verifySignal(_ request: SignalRequest) throws(ProviderError) -> VerifiedSignal {
        try call {
            let signal = PasskeyProviderGenerated.SignalRequest(
                kind: request.kind.raw, json: request.json, caller: request.caller.raw)
            return VerifiedSignal(try raw.verifySignal(request: signal))
        }
    }

    /// Applies a signal to the passkeys of its RP ID. Answer the sender before: what this gives, and how
    /// long it takes, is not for it.
    @discardableResult
    public func applySignal(_ signal: VerifiedSignal) throws(ProviderError) -> Epoch {
        try call { Epoch(rawValue: try raw.applySignal(signal: signal.raw)) }
    }

    /// Compares the passkeys of an account with the server's own list.
    public func reconcile(_ request: ReconcileRequest) throws(ProviderError) -> Reconciliation {
        try call { Reconciliation(try raw.reconcile(request: request.raw)) }
    }
}

extension ReconcileRequest {
    var raw: PasskeyProviderGenerated.ReconcileRequest {
        .init(rpId: rpID, userHandle: userHandle.bytes, list: list.raw, asOf: asOf.raw)
    }
}

extension AccountList {
    var raw: PasskeyProviderGenerated.AccountList {
        switch self {
        case .json(let text): .json(text: text)
        case .ids(let ids): .ids(ids: ids.map(\.bytes))
        }
    }
}

extension AsOf {
    var raw: PasskeyProviderGenerated.AsOf {
        switch self {
        case .epoch(let epoch): .epoch(epoch: epoch.rawValue)
        case .time(let at): .time(at: at)
        }
    }
}

extension Reconciliation {
    init(_ raw: PasskeyProviderGenerated.Reconciliation) {
        self.init(
            confirmed: raw.confirmed.map(CredentialID.init), stale: raw.stale.map(CredentialID.init),
            untouched: raw.untouched.map(CredentialID.init), unreadable: raw.unreadable,
            coverage: ListCoverage(raw.coverage),
            epoch: Epoch(rawValue: raw.epoch))
    }
}
