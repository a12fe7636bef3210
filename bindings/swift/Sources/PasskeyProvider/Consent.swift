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

/// Why an answer may say "user verified" (WebAuthn L3, section 6.1), strongest first.
public enum Evidence: Hashable, Sendable {
    /// A hardware key that only signs after a verification signed.
    case keySignature
    /// The gate secret, proved against the store.
    case gate
    /// The app's word.
    case statement(VerificationMethod)
    /// What a newer version wrote, and this one does not know.
    case unknown
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

extension Evidence {
    init(_ raw: PasskeyProviderGenerated.Evidence) {
        self =
            switch raw {
            case .keySignature: .keySignature
            case .gate: .gate
            case .statement(let method): .statement(VerificationMethod(method))
            case .unknown: .unknown
            }
    }
}
