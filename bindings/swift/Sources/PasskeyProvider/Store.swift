import Foundation
internal import PasskeyProviderGenerated

/// How a store is.
public struct Health: Hashable, Sendable {
    /// Whether nothing is wrong.
    public let isGood: Bool
    /// Whether SQLite finds every page of the file sound.
    public let isIntact: Bool
    /// How many passkeys it holds, damaged ones among them.
    public let passkeys: UInt64
    /// The numbers of the rows that do not open. On a gated store their secrets are not tried.
    public let damaged: [Int64]
    /// What else does not open, or is not what it was made with.
    public let damagedParts: [DamagedPart]
    /// Whether the rows are those that the last commit left: none is missing, was restored or comes
    /// from an older copy. Not if one of them is damaged.
    public let isAsWritten: Bool
    /// Whether private keys need the gate secret.
    public let isGated: Bool
    /// The schema version of the file.
    public let schemaVersion: Int64
    /// The epoch; `nil` if it was altered, and nothing can be written.
    public let epoch: Epoch?
}

/// Something beside a passkey that does not open. Nothing that a person does ends for it.
public struct DamagedPart: Hashable, Sendable {
    /// What it is.
    public let part: StorePart
    /// The number of its row in the file, for a report: that of the passkey, for a history.
    public let row: Int64
}

/// How the store compares with the epoch that the app handed in.
public enum Freshness: Hashable, Sendable {
    /// Nothing that the app knows of is missing.
    case current
    /// The store is new, and nothing was written to it yet: it counts on from the epoch that the app
    /// handed in, and signs. Where there was one, the passkeys of before are gone with their file: the
    /// app was deleted and installed again, and the keychain outlived it.
    case made
    /// The file is from an earlier day: it lists, and does not sign until the person accepts. So many
    /// commits are lost.
    case rolledBack(missing: UInt64)
}

extension Provider {
    /// The store's health.
    public func health() throws(ProviderError) -> Health {
        try call { Health(try raw.check()) }
    }

    /// How the store compares with the epoch that the app handed in.
    public func freshness() throws(ProviderError) -> Freshness {
        try call { Freshness(try raw.freshness()) }
    }

    /// The person accepts an older copy of the store, or a store that has rows of one
    /// (``Health/isAsWritten``).
    public func acceptRollback() throws(ProviderError) -> Committed<Void> {
        try call { Committed(epoch: try raw.acceptRollback()) }
    }

    /// The store's epoch, for the app to keep outside the store after each call that changes it.
    public func epoch() throws(ProviderError) -> Epoch {
        try call { Epoch(rawValue: try raw.epoch()) }
    }

    /// What happened to the store as a whole.
    public func journal() throws(ProviderError) -> History {
        try call { History(try raw.journal()) }
    }

    /// A report for support as JSON, without any name, handle, RP ID, id, challenge, key or signature.
    public func diagnose() throws(ProviderError) -> String {
        try call { try raw.diagnose() }
    }
}

extension Health {
    init(_ raw: PasskeyProviderGenerated.Health) {
        self.init(
            isGood: raw.isGood, isIntact: raw.isIntact, passkeys: raw.passkeys, damaged: raw.damaged,
            damagedParts: raw.damagedParts.map(DamagedPart.init), isAsWritten: raw.isAsWritten,
            isGated: raw.isGated, schemaVersion: raw.schemaVersion,
            epoch: raw.epoch.map(Epoch.init(rawValue:)))
    }
}

extension DamagedPart {
    init(_ raw: PasskeyProviderGenerated.DamagedPart) {
        self.init(part: StorePart(raw.part), row: raw.row)
    }
}

extension Freshness {
    init(_ raw: PasskeyProviderGenerated.Freshness) {
        self =
            switch raw {
            case .current: .current
            case .made: .made
            case .rolledBack(let missing): .rolledBack(missing: missing)
            }
    }
}
