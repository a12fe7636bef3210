import Foundation
internal import PasskeyProviderGenerated

/// What a registration says of the authenticator that creates the passkey. A relying party sees both, and may
/// accept passkeys by them.
///
/// An app that is reached in two ways has a model for each: one for registrations inside the app, and one for
/// those that come through iOS.
public struct Model: Hashable, Sendable {
    /// The AAGUID (WebAuthn L3, section 6.5.1), which names the make and model: a random UUID, generated once
    /// for a product.
    public var aaguid: UUID
    /// What the authenticator data says of backups, and whether it counts.
    public var backupFlags: BackupFlags

    /// A model.
    public init(aaguid: UUID, backupFlags: BackupFlags) {
        self.aaguid = aaguid
        self.backupFlags = backupFlags
    }

    /// One that tells the truth about a key that never leaves the device: ``BackupFlags/deviceBound``.
    public static func deviceBound(aaguid: UUID) -> Model {
        Model(aaguid: aaguid, backupFlags: .deviceBound)
    }

    /// One that iOS accepts from a credential provider: ``BackupFlags/iOS``.
    public static func iOS(aaguid: UUID) -> Model { Model(aaguid: aaguid, backupFlags: .iOS) }
}

extension Model {
    var raw: PasskeyProviderGenerated.Model {
        .init(aaguid: aaguid.uuidString.lowercased(), backupFlags: backupFlags.raw)
    }
}
