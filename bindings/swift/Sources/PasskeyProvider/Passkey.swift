import Foundation
internal import PasskeyProviderGenerated

/// A passkey, as a list shows it; without its secrets.
public struct Passkey: Hashable, Identifiable, Redacted, Sendable {
    /// Its id at the relying party.
    public let credentialID: CredentialID
    /// The relying party that it signs for, and no other.
    public let rpID: String
    /// The account, as the relying party named it. PII.
    public let user: User
    /// The person's own name for it. PII.
    public let label: String?
    /// The DER of the public key's SubjectPublicKeyInfo (RFC 5280, section 4.1).
    public let publicKey: Data
    /// Its algorithm.
    public let algorithm: Algorithm
    /// Who holds the private key.
    public let custody: Custody
    /// What it says of backups, and whether it counts.
    public let backupFlags: BackupFlags
    /// How it is protected from signing without a verification.
    public let protection: CredentialProtection
    /// When it was made, by the device's clock.
    public let created: Date
    /// The epoch of the commit that it was made in.
    public let createdEpoch: Epoch
    /// The signature counter that the last assertion said.
    public let signCount: UInt32
    /// When it last signed; `nil` before the first time.
    public let lastUsed: Date?
    /// How the person was verified then; `nil` if they were not.
    public let lastVerification: Verification?
    /// What the server is known to think of it.
    public let standing: Standing
    /// Why, as a sentence for the person, in English.
    public let why: String
    /// Since when.
    public let since: Date
    /// What the person sees of it.
    public let visibility: Visibility
    /// Whether it is offered where no allow list names it: it is shown, has its key, and was not refused
    /// when it was made.
    public let isOffered: Bool
    /// Whether the hardware was found to have no key for it: it cannot sign.
    public let isKeyMissing: Bool
    /// Whether the person should register again, for the account's sign-in name changed.
    public let needsReregistration: Bool

    /// Names it in calls.
    public var reference: PasskeyRef { PasskeyRef(rpID: rpID, credentialID: credentialID) }
    /// Tells the entries of a list apart: ``reference``.
    public var id: PasskeyRef { reference }
    /// What the server thinks of it, and what the person sees.
    public var customMirror: Mirror { showing(["standing": standing, "visibility": visibility]) }
}

/// An account, as the relying party named it. PII throughout.
public struct User: Hashable, Redacted, Sendable {
    /// `user.id`.
    public let handle: UserHandle
    /// `user.name`. May be empty.
    public let name: String
    /// `user.displayName`. May be empty.
    public let displayName: String
}

/// Who holds the private key.
public enum Custody: Hashable, Sendable {
    /// The library: sealed in the store.
    case sealed
    /// The device's hardware, under this name, and with this access.
    case hardware(handle: KeyHandle, access: KeyAccess)
}

/// Passkeys, and what could not be opened.
public struct Listing: Hashable, Sendable {
    /// The passkeys that opened, most recently used first.
    public let passkeys: [Passkey]
    /// The numbers of the rows that did not open. They stay where they are.
    public let damaged: [Int64]
}

extension Passkey {
    init(_ raw: PasskeyProviderGenerated.Passkey) {
        self.init(
            credentialID: CredentialID(raw.credentialId), rpID: raw.rpId, user: User(raw.user),
            label: raw.label, publicKey: raw.publicKey, algorithm: Algorithm(rawValue: raw.algorithm),
            custody: Custody(raw.custody), backupFlags: BackupFlags(raw.backupFlags),
            protection: CredentialProtection(raw.protection), created: raw.created,
            createdEpoch: Epoch(rawValue: raw.createdEpoch), signCount: raw.signCount, lastUsed: raw.lastUsed,
            lastVerification: raw.lastVerification.map(Verification.init), standing: Standing(raw.standing),
            why: raw.why, since: raw.since, visibility: Visibility(raw.visibility),
            isOffered: raw.isOffered, isKeyMissing: raw.keyMissing,
            needsReregistration: raw.needsReregistration)
    }
}

extension User {
    init(_ raw: PasskeyProviderGenerated.User) {
        self.init(handle: UserHandle(raw.handle), name: raw.name, displayName: raw.displayName)
    }
}

extension Custody {
    init(_ raw: PasskeyProviderGenerated.Custody) {
        self =
            switch raw {
            case .sealed: .sealed
            case .hardware(let handle, let access):
                .hardware(handle: KeyHandle(handle), access: KeyAccess(access))
            }
    }
}

extension Listing {
    init(_ raw: PasskeyProviderGenerated.Listing) {
        self.init(passkeys: raw.passkeys.map(Passkey.init), damaged: raw.damaged)
    }
}
