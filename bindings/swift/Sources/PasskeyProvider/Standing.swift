import Foundation
internal import PasskeyProviderGenerated

/// What the server is known to think of a passkey.
public enum Standing: Hashable, Sendable {
    /// Made here; the server has not been heard from. After the deadline its silence is suspicious.
    case unconfirmed(deadline: Date)
    /// The server knows it.
    case confirmed(Confirmation)
    /// Probably on this device only.
    case suspect(Suspicion)
    /// Certainly on this device only.
    case stale(Staleness)
}

/// How the server's knowledge of a passkey showed.
public enum Confirmation: String, CaseIterable, Hashable, Sendable {
    /// The app said that the server accepted the registration.
    case accepted
    /// An allow or exclude list of a verified request named it.
    case listed
    /// The server signalled it among all accepted credentials.
    case signalled
    /// The server's own list has it.
    case onServer = "on_server"
}

/// Why a passkey is probably on this device only.
public enum Suspicion: String, CaseIterable, Hashable, Sendable {
    /// The server was not heard from before the deadline.
    case neverConfirmed = "never_confirmed"
    /// The exclude list of a later registration of the same account did not name it.
    case omittedFromExcludeList = "omitted_from_exclude_list"
}

/// Why a passkey is certainly on this device only.
public enum Staleness: String, CaseIterable, Hashable, Sendable {
    /// The app said that the server refused the registration.
    case rejected
    /// The server signalled all accepted credentials of the account without it.
    case notAccepted = "not_accepted"
    /// The server signalled that it does not know it.
    case unknownToServer = "unknown_to_server"
    /// The server's own list does not have it.
    case notOnServer = "not_on_server"
}

/// What the person sees of a passkey.
public enum Visibility: Hashable, Sendable {
    /// Listed; and offered, unless the server refused it when it was made or the hardware has lost its key:
    /// ``Passkey/isOffered`` says.
    case shown
    /// Listed, and not offered: the server said that it does not hold it.
    case hidden
    /// Listed, and not offered: a newer passkey of the account was confirmed.
    case superseded
    /// Deleted by the person, and still restorable. When, by the device's clock: for display.
    case deleted(at: Date)
}

extension Standing {
    init(_ raw: PasskeyProviderGenerated.Standing) {
        self =
            switch raw {
            case .unconfirmed(let deadline): .unconfirmed(deadline: deadline)
            case .confirmed(let by): .confirmed(Confirmation(by))
            case .suspect(let by): .suspect(Suspicion(by))
            case .stale(let by): .stale(Staleness(by))
            }
    }
}

extension Confirmation {
    init(_ raw: PasskeyProviderGenerated.Confirmation) {
        self =
            switch raw {
            case .accepted: .accepted
            case .listed: .listed
            case .signalled: .signalled
            case .onServer: .onServer
            }
    }
}

extension Suspicion {
    init(_ raw: PasskeyProviderGenerated.Suspicion) {
        self =
            switch raw {
            case .neverConfirmed: .neverConfirmed
            case .omittedFromExcludeList: .omittedFromExcludeList
            }
    }
}

extension Staleness {
    init(_ raw: PasskeyProviderGenerated.Staleness) {
        self =
            switch raw {
            case .rejected: .rejected
            case .notAccepted: .notAccepted
            case .unknownToServer: .unknownToServer
            case .notOnServer: .notOnServer
            }
    }
}

extension Visibility {
    init(_ raw: PasskeyProviderGenerated.Visibility) {
        self =
            switch raw {
            case .shown: .shown
            case .hidden: .hidden
            case .superseded: .superseded
            case .deleted(let at): .deleted(at: at)
            }
    }
}
