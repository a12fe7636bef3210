import LocalAuthentication
import PasskeyProvider

/// Why the person was not verified.
public enum PersonRefusal: String, CaseIterable, Error, Hashable, Sendable {
    /// They said no.
    case declined
    /// Something came between: a call, another app, or the screen was locked.
    case interrupted
    /// It was somebody else, or a bad picture, more often than the system allows.
    case notRecognised = "not_recognised"
    /// The device has no passcode, without which nobody is verified.
    case noPasscode = "no_passcode"
    /// Nobody may be asked now: there is no view on the screen.
    case notInteractive = "not_interactive"
    /// Something else.
    case failed

    init(_ error: any Error) {
        self =
            switch (error as? LAError)?.code {
            case .userCancel?: .declined
            case .systemCancel?, .appCancel?, .invalidContext?: .interrupted
            case .authenticationFailed?, .biometryLockout?: .notRecognised
            case .passcodeNotSet?: .noPasscode
            case .notInteractive?: .notInteractive
            default: .failed
            }
    }

    /// What a ceremony ends with.
    public var error: ProviderError {
        self == .declined
            ? ProviderError(.declined, "the person declined")
            : ProviderError(.verificationRequired, "the person was not verified: \(rawValue)")
    }
}
