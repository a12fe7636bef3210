import Foundation
internal import PasskeyProviderGenerated

/// One entry of the operating system's list for autofill: what `ASPasskeyCredentialIdentity` holds.
public struct Identity: Hashable, Redacted, Sendable {
    /// The relying party.
    public var rpID: String
    /// The passkey.
    public var credentialID: CredentialID
    /// The account. PII.
    public var userHandle: UserHandle
    /// What the person sees: the account's name; where it has none, its display name, the person's own name
    /// for the passkey, or else the beginning of the handle in hexadecimal. Never blank. PII.
    public var userName: String

    /// An entry.
    public init(rpID: String, credentialID: CredentialID, userHandle: UserHandle, userName: String) {
        self.rpID = rpID
        self.credentialID = credentialID
        self.userHandle = userHandle
        self.userName = userName
    }
}

/// What brings the operating system's list up to date.
public struct IdentityDelta: Hashable, Sendable {
    /// Entries that are missing there.
    public let add: [Identity]
    /// Entries that should not be there.
    public let remove: [Identity]
}

extension Provider {
    /// What the operating system's autofill should list; the entries of one relying party stand most
    /// recently used first.
    public func identities() throws(ProviderError) -> [Identity] {
        try call { try raw.identities().map(Identity.init) }
    }

    /// What to add to the operating system's list, and what to remove, where it lists these.
    public func identityDelta(listed: [Identity]) throws(ProviderError) -> IdentityDelta {
        try call {
            let delta = try raw.identityDelta(listed: listed.map(\.raw))
            return IdentityDelta(add: delta.add.map(Identity.init), remove: delta.remove.map(Identity.init))
        }
    }
}

extension Identity {
    init(_ raw: PasskeyProviderGenerated.Identity) {
        self.init(
            rpID: raw.rpId, credentialID: CredentialID(raw.credentialId),
            userHandle: UserHandle(raw.userHandle), userName: raw.userName)
    }

    var raw: PasskeyProviderGenerated.Identity {
        .init(
            rpId: rpID, credentialId: credentialID.bytes, userHandle: userHandle.bytes, userName: userName)
    }
}
