import Foundation
internal import PasskeyProviderGenerated

/// What happened to a passkey or to the store, newest events only.
public struct History: Hashable, Sendable {
    /// The newest events, oldest first.
    public let events: [Event]
    /// How many older ones there were.
    public let folded: UInt64
    /// When the last of those was.
    public let foldedUntil: Date?
}

/// Something that happened.
public struct Event: Hashable, Redacted, Sendable {
    /// When, by the device's clock: for display.
    public let at: Date
    /// What.
    public let kind: EventKind
    /// Of ``EventKind/created``: how the person was verified; `nil` if they were not, and of every other kind.
    public let verification: Verification?
    /// The same as a sentence for the person, in English.
    public let sentence: String
    /// What the app said about it. May hold PII.
    public let note: String?

    /// When it was, and what.
    public var customMirror: Mirror { showing(["at": at, "kind": kind]) }
}

extension History {
    init(_ raw: PasskeyProviderGenerated.History) {
        self.init(
            events: raw.events.map(Event.init), folded: raw.folded, foldedUntil: raw.foldedUntil)
    }
}

extension Event {
    init(_ raw: PasskeyProviderGenerated.Event) {
        self.init(
            at: raw.at, kind: EventKind(raw.kind), verification: raw.verification.map(Verification.init),
            sentence: raw.sentence, note: raw.note)
    }
}
