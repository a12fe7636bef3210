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
    /// The same as a sentence for the person, in English.
    public let sentence: String
    /// What the app said about it. May hold PII.
    public let note: String?

    /// When it was, and what.
    public var customMirror: Mirror { showing(["at": at, "kind": kind]) }
}

/// What can happen.
public enum EventKind: Hashable, Sendable {
    /// The passkey was made; and how the person was verified, `nil` if they were not.
    case created(Evidence?)
    /// The app: the server accepted the registration.
    case accepted
    /// The app: the server refused the registration.
    case refused
    /// The app: the server gave no answer.
    case noAnswer
    /// The deadline passed and the server had not been heard from.
    case deadlinePassed
    /// An allow or exclude list of a verified request named the passkey.
    case listed
    /// The exclude list of a verified registration of the same account did not name it.
    case omittedFromExcludeList
    /// The server signalled it among all accepted credentials.
    case signalledAccepted
    /// The server signalled all accepted credentials of the account without it.
    case signalledNotAccepted
    /// The server signalled that it does not know it.
    case signalledUnknown
    /// The server signalled new names of the account.
    case namesUpdated
    /// The server's list, fetched by the app, has it.
    case foundOnServer
    /// The server's list, fetched by the app, does not have it.
    case missingOnServer
    /// A newer passkey of the same account was confirmed.
    case superseded
    /// The person replaced it by a new one of the same account.
    case replaced
    /// The person deleted it.
    case deleted
    /// The person brought it back.
    case restored
    /// The person gave it a name, or took it away.
    case renamed
    /// The account's sign-in name changed where the server cannot follow.
    case accountMoved
    /// Its hardware key is gone.
    case keyMissing
    /// Its hardware key is there again.
    case keyFound
    /// Of a store: a signal came in. Whether it concerned a passkey stands in that one's history.
    case signalReceived
    /// Of a store: a passkey was permanently removed.
    case purged
    /// Of a store: the person accepted an older copy.
    case rollbackAccepted
    /// Of a store: a hardware key is to be made.
    case keyIntended
    /// Of a store: a hardware key is to be deleted.
    case keyCondemned
    /// Of a store: the app said that a hardware key is gone.
    case keyGone
    /// Of a store: a caller was refused. The note says who and why.
    case callerRefused
    /// Of a store: another list of privileged browsers was taken.
    case privilegedListTaken
    /// Of a store: the person trusts a browser. The note says which.
    case browserTrusted
    /// Of a store: the person trusts a browser no longer. The note says which.
    case browserRevoked
    /// Of a store: a site no longer names an app that it named before. The note says both.
    case appUnlinked
    /// What a newer version wrote, and this one does not know.
    case unknown
}

extension History {
    init(_ raw: PasskeyProviderGenerated.History) {
        self.init(
            events: raw.events.map(Event.init), folded: raw.folded, foldedUntil: raw.foldedUntil)
    }
}

extension Event {
    init(_ raw: PasskeyProviderGenerated.Event) {
        self.init(at: raw.at, kind: EventKind(raw.kind), sentence: raw.sentence, note: raw.note)
    }
}

extension EventKind {
    init(_ raw: PasskeyProviderGenerated.EventKind) {
        self =
            switch raw {
            case .created(let evidence): .created(evidence.map(Evidence.init))
            case .accepted: .accepted
            case .refused: .refused
            case .noAnswer: .noAnswer
            case .deadlinePassed: .deadlinePassed
            case .listed: .listed
            case .omittedFromExcludeList: .omittedFromExcludeList
            case .signalledAccepted: .signalledAccepted
            case .signalledNotAccepted: .signalledNotAccepted
            case .signalledUnknown: .signalledUnknown
            case .namesUpdated: .namesUpdated
            case .foundOnServer: .foundOnServer
            case .missingOnServer: .missingOnServer
            case .superseded: .superseded
            case .replaced: .replaced
            case .deleted: .deleted
            case .restored: .restored
            case .renamed: .renamed
            case .accountMoved: .accountMoved
            case .keyMissing: .keyMissing
            case .keyFound: .keyFound
            case .signalReceived: .signalReceived
            case .purged: .purged
            case .rollbackAccepted: .rollbackAccepted
            case .keyIntended: .keyIntended
            case .keyCondemned: .keyCondemned
            case .keyGone: .keyGone
            case .callerRefused: .callerRefused
            case .privilegedListTaken: .privilegedListTaken
            case .browserTrusted: .browserTrusted
            case .browserRevoked: .browserRevoked
            case .appUnlinked: .appUnlinked
            case .unknown: .unknown
            }
    }
}
