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
    public let confirmed: [PasskeyRef]
    /// The server does not have these: they are hidden now.
    public let stale: [PasskeyRef]
    /// Nothing is known of these.
    public let untouched: [PasskeyRef]
    /// How many entries of the list could not be read; if any, nothing is said to be missing on it.
    public let unreadable: UInt64
    /// Whether the list said what the server does not have.
    public let coverage: ListCoverage
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
            confirmed: raw.confirmed.map(PasskeyRef.init), stale: raw.stale.map(PasskeyRef.init),
            untouched: raw.untouched.map(PasskeyRef.init), unreadable: raw.unreadable,
            coverage: ListCoverage(raw.coverage))
    }
}
