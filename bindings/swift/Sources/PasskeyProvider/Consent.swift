import Foundation
internal import PasskeyProviderGenerated

/// What the person answered to one plan, and how the app knows who they are.
public enum Consent: Sendable {
    /// No. The ceremony ends with ``ProviderError/Code/declined``.
    case declined
    /// Yes, by a gesture; nothing was verified.
    case present
    /// Yes, and the app states that it ran this verification for this plan.
    case stated(VerificationMethod)
    /// Yes, and here is the gate secret that the Keychain released for this plan.
    case gate(GateSecret)
}

extension Consent {
    var raw: PasskeyProviderGenerated.Consent {
        get throws {
            switch self {
            case .declined: .declined
            case .present: .present
            case .stated(let method): .stated(method: method.raw)
            case .gate(let gate): .gate(secret: try gate.secret.raw)
            }
        }
    }
}
