import Foundation
internal import PasskeyProviderGenerated

/// What deleting a passkey did, and what is left to do.
public struct Removal: Hashable, Redacted, Sendable {
    /// The passkey, which can be restored until it is purged.
    public let passkey: PasskeyRef
    /// Whether the relying party may still list it: it must be removed there too.
    public let serverMayHoldIt: Bool
    /// Where to do that, if the app gave a link at opening.
    public let manageURL: URL?
}

/// What was permanently removed.
public struct Purged: Hashable, Sendable {
    /// How many passkeys.
    public let count: UInt64
    /// Whether bytes of them may still be in the store's log, because somebody was reading. Each later
    /// change tries again to cut the log, and so does closing.
    public let leftInLog: Bool
}

extension Removal {
    init(_ raw: PasskeyProviderGenerated.Removal) {
        self.init(
            passkey: PasskeyRef(raw.passkey), serverMayHoldIt: raw.serverMayHoldIt,
            manageURL: raw.manageUrl.flatMap(URL.init(string:)))
    }
}

extension Purged {
    init(_ raw: PasskeyProviderGenerated.Purged) {
        self.init(count: raw.count, leftInLog: raw.leftInLog)
    }
}
