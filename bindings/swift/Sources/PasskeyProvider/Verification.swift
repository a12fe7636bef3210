internal import PasskeyProviderGenerated

/// Why an answer may say "user verified" (WebAuthn L3, section 6.1), strongest first.
public enum Verification: Hashable, Sendable {
    /// A hardware key that only signs after a verification signed.
    case keySignature
    /// The gate secret, proved against the store.
    case gate
    /// The app's word.
    case statement(VerificationMethod)
    /// What a newer version wrote, and this one does not know.
    case unknown
}

extension Verification {
    init(_ raw: PasskeyProviderGenerated.Verification) {
        self =
            switch raw {
            case .keySignature: .keySignature
            case .gate: .gate
            case .statement(let method): .statement(VerificationMethod(method))
            case .unknown: .unknown
            }
    }
}
