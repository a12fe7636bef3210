internal import PasskeyProviderGenerated

/// What stands for a passkey in a report, for the person's own screen.
public struct ReportTags: Hashable, Redacted, Sendable {
    /// For its relying party.
    public let rpTag: String
    /// For the passkey.
    public let tag: String
}

extension ReportTags {
    init(_ raw: PasskeyProviderGenerated.ReportTags) {
        self.init(rpTag: raw.rpTag, tag: raw.tag)
    }
}
