import Foundation
internal import PasskeyProviderGenerated

/// The passkeys on this device, for the person's own screen and for the operating system's list:
/// ``Provider/passkeys``.
///
/// ```swift
/// for passkey in try provider.passkeys.all().passkeys {
///     show(passkey.rpID, passkey.why)
///     if passkey.isKeyMissing {
///         let removed = try provider.passkeys.delete(passkey.reference)
///         keep(removed.epoch)
///         if removed.value.serverMayHoldIt { offerLink(removed.value.manageURL) }
///     }
/// }
/// ```
public struct Passkeys: Sendable {
    let raw: PasskeyProviderGenerated.Provider

    /// Every passkey that is not deleted, and the rows that do not open.
    public func all() throws(ProviderError) -> Listing {
        try call { Listing(try raw.list()) }
    }

    /// What the person deleted and can restore.
    public func deleted() throws(ProviderError) -> Listing {
        try call { Listing(try raw.deleted()) }
    }

    /// A passkey as it stands now, deleted or not. ``ProviderError/Code/unknownPasskey`` if the relying party
    /// has none of this id here.
    public func get(_ passkey: PasskeyRef) throws(ProviderError) -> Passkey {
        try call { Passkey(try raw.show(passkey: passkey.raw)) }
    }

    /// Gives a passkey a name of the person's own; an empty one takes it away.
    public func rename(_ passkey: PasskeyRef, to label: String) throws(ProviderError) -> Committed<Void> {
        try call { Committed(epoch: try raw.rename(passkey: passkey.raw, label: label)) }
    }

    /// Deletes a passkey from this device. It can be restored until it is purged. The relying party may still
    /// list it: it must be removed there too.
    public func delete(_ passkey: PasskeyRef) throws(ProviderError) -> Committed<Removal> {
        try call { Committed(try raw.delete(passkey: passkey.raw), Removal.init) }
    }

    /// Brings back what the person deleted, what a signal hid, or what a newer passkey superseded.
    public func restore(_ passkey: PasskeyRef) throws(ProviderError) -> Committed<Void> {
        try call { Committed(epoch: try raw.restore(passkey: passkey.raw)) }
    }

    /// Permanently removes a deleted passkey.
    public func purge(_ passkey: PasskeyRef) throws(ProviderError) -> Committed<Purged> {
        try call { Committed(try raw.purge(passkey: passkey.raw), Purged.init) }
    }

    /// Purges what was deleted longer ago than the retention period.
    public func purgeExpired() throws(ProviderError) -> Committed<Purged> {
        try call { Committed(try raw.purgeExpired(), Purged.init) }
    }

    /// What happened to a passkey.
    public func history(of passkey: PasskeyRef) throws(ProviderError) -> History {
        try call { History(try raw.history(passkey: passkey.raw)) }
    }

    /// What the operating system's autofill should list; the entries of one relying party stand most
    /// recently used first.
    public func identities() throws(ProviderError) -> [Identity] {
        try call { try raw.identities().map(Identity.init) }
    }

    /// What to add to the operating system's list, and what to remove, where it lists these.
    public func identityDelta(listed: [Identity]) throws(ProviderError) -> IdentityDelta {
        try call { IdentityDelta(try raw.identityDelta(listed: listed.map(\.raw))) }
    }

    /// What stands for a passkey and for its relying party in ``Provider/diagnose()``.
    public func reportTags(of passkey: PasskeyRef) throws(ProviderError) -> ReportTags {
        try call { ReportTags(try raw.reportTags(passkey: passkey.raw)) }
    }
}

extension Provider {
    /// The passkeys: listed, renamed, deleted, restored, purged, and what the operating system lists.
    public var passkeys: Passkeys { Passkeys(raw: raw) }
}
