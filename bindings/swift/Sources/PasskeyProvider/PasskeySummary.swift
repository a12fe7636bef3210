import Foundation
internal import PasskeyProviderGenerated

/// A passkey, for the person to choose: one that may answer a sign-in, or one that a registration found.
public struct PasskeySummary: Hashable, Identifiable, Redacted, Sendable {
    /// Names the passkey.
    public let passkey: PasskeyRef
    /// What to call the account where there is room for one line, and never blank: its name, else its
    /// display name, else the person's own name for the passkey, else the beginning of the handle in
    /// hexadecimal. PII.
    public let title: String
    /// The account. PII.
    public let user: User
    /// The person's own name for the passkey. PII.
    public let label: String?
    /// Who holds the private key: a key that the hardware verifies the person for at each use needs no
    /// other prompt before it.
    public let custody: Custody
    /// What its assertions say of backups. iOS passes on ``BackupFlags/iOS`` only: leave the others out of an
    /// extension's list.
    public let backupFlags: BackupFlags
    /// When it was made.
    public let created: Date
    /// When it signed in last.
    public let lastUsed: Date?
    /// What the server is known to think of it.
    public let standing: Standing
    /// Why, as a sentence for the person, in English.
    public let why: String
    /// Since when.
    public let since: Date

    /// Tells the entries of a list apart: ``passkey``.
    public var id: PasskeyRef { passkey }
    /// What the server thinks of it.
    public var customMirror: Mirror { showing(["standing": standing]) }
}

extension PasskeySummary {
    init(_ raw: PasskeyProviderGenerated.PasskeySummary) {
        self.init(
            passkey: PasskeyRef(raw.passkey), title: raw.title, user: User(raw.user), label: raw.label,
            custody: Custody(raw.custody), backupFlags: BackupFlags(raw.backupFlags), created: raw.created,
            lastUsed: raw.lastUsed, standing: Standing(raw.standing), why: raw.why, since: raw.since)
    }
}
