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
