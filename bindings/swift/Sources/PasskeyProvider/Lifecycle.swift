import Foundation
internal import PasskeyProviderGenerated

/// What deleting a passkey did, and what is left to do.
public struct Removal: Hashable, Redacted, Sendable {
    /// The passkey, which can be restored until it is purged.
    public let id: CredentialID
    /// Where it signed in.
    public let rpID: String
    /// Whether the relying party may still list it: it must be removed there too.
    public let serverMayHoldIt: Bool
    /// Where to do that, if the app gave a link at opening.
    public let manageURL: URL?
    /// The store's epoch after the commit.
    public let epoch: Epoch
}

/// What was permanently removed.
public struct Purged: Hashable, Sendable {
    /// How many passkeys.
    public let count: UInt64
    /// Whether bytes of them may still be in the store's log, because somebody was reading. Each later
    /// change tries again to cut the log, and so does closing.
    public let leftInLog: Bool
    /// The store's epoch after the commit.
    public let epoch: Epoch
}

extension Provider {
    /// Every passkey that is offered for an RP ID where no allow list narrows the choice, most recently
    /// used first. Opens no private key. For a request, take `offers(_:strict:)`.
    public func candidates(rpID: String) throws(ProviderError) -> [Candidate] {
        try call { try raw.candidates(rpId: rpID).map(Candidate.init) }
    }

    /// Every passkey that is not deleted, and the rows that do not open.
    public func list() throws(ProviderError) -> Listing {
        try call { Listing(try raw.list()) }
    }

    /// What the person deleted and can restore.
    public func deleted() throws(ProviderError) -> Listing {
        try call { Listing(try raw.deleted()) }
    }

    /// The passkey of this id, deleted or not.
    public func show(_ id: CredentialID) throws(ProviderError) -> Passkey {
        try call { Passkey(try raw.show(credentialId: id.bytes)) }
    }

    /// Gives a passkey a name of the person's own; an empty one takes it away.
    @discardableResult
    public func rename(_ id: CredentialID, to label: String) throws(ProviderError) -> Epoch {
        try call { Epoch(rawValue: try raw.rename(credentialId: id.bytes, label: label)) }
    }

    /// Deletes a passkey from this device. It can be restored until it is purged.
    public func delete(_ id: CredentialID) throws(ProviderError) -> Removal {
        try call { Removal(try raw.delete(credentialId: id.bytes)) }
    }

    /// Brings back what the person deleted, what a signal hid, or what a newer passkey superseded.
    @discardableResult
    public func restore(_ id: CredentialID) throws(ProviderError) -> Epoch {
        try call { Epoch(rawValue: try raw.restore(credentialId: id.bytes)) }
    }

    /// Permanently removes a deleted passkey.
    @discardableResult
    public func purge(_ id: CredentialID) throws(ProviderError) -> Purged {
        try call { Purged(try raw.purge(credentialId: id.bytes)) }
    }

    /// Purges what was deleted longer ago than the retention period.
    @discardableResult
    public func purgeExpired() throws(ProviderError) -> Purged {
        try call { Purged(try raw.purgeExpired()) }
    }

    /// What happened to a passkey.
    public func history(of id: CredentialID) throws(ProviderError) -> History {
        try call { History(try raw.history(credentialId: id.bytes)) }
    }
}

extension Removal {
    init(_ raw: PasskeyProviderGenerated.Removal) {
        self.init(
            id: CredentialID(raw.credentialId), rpID: raw.rpId, serverMayHoldIt: raw.serverMayHoldIt,
            manageURL: raw.manageUrl.flatMap(URL.init(string:)), epoch: Epoch(rawValue: raw.epoch))
    }
}

extension Purged {
    init(_ raw: PasskeyProviderGenerated.Purged) {
        self.init(count: raw.count, leftInLog: raw.leftInLog, epoch: Epoch(rawValue: raw.epoch))
    }
}
