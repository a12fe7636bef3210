import Foundation
internal import PasskeyProviderGenerated

/// One entry of the operating system's list for autofill: what `ASPasskeyCredentialIdentity` holds.
public struct Identity: Hashable, Redacted, Sendable {
    /// The passkey.
    public var passkey: PasskeyRef
    /// The account. PII.
    public var userHandle: UserHandle
    /// What the person sees: the account's name; where it has none, its display name, the person's own name
    /// for the passkey, or else the beginning of the handle in hexadecimal. Never blank. PII.
    public var userName: String

    /// An entry.
    public init(passkey: PasskeyRef, userHandle: UserHandle, userName: String) {
        self.passkey = passkey
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

extension Identity {
    init(_ raw: PasskeyProviderGenerated.Identity) {
        self.init(
            passkey: PasskeyRef(raw.passkey), userHandle: UserHandle(raw.userHandle), userName: raw.userName)
    }

    var raw: PasskeyProviderGenerated.Identity {
        .init(passkey: passkey.raw, userHandle: userHandle.bytes, userName: userName)
    }
}

extension IdentityDelta {
    init(_ raw: PasskeyProviderGenerated.IdentityDelta) {
        self.init(add: raw.add.map(Identity.init), remove: raw.remove.map(Identity.init))
    }
}
