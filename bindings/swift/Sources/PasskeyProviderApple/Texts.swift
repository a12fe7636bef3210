import Foundation
import PasskeyProvider

/// What the person reads, from the package's string catalogue, `Texts.xcstrings`. An app that says it in other words
/// goes by the codes.
enum Texts {
    /// Why the system asks the person.
    static func toSignIn(at rpID: String) -> String {
        String(format: text("reason.sign_in", or: "Sign in to %@"), rpID)
    }

    static func toRegister(at rpID: String) -> String {
        String(format: text("reason.register", or: "Create a passkey for %@"), rpID)
    }

    static func text(_ key: String, or otherwise: String) -> String {
        Bundle.module.localizedString(forKey: key, value: otherwise, table: "Texts")
    }
}

extension ProviderError {
    /// What happened and what to do, for the person, in their language.
    public var text: String { Texts.text("error.\(code.rawValue)", or: next) }
}

extension PersonRefusal {
    /// Why they were not verified, for the person, in their language.
    public var text: String { Texts.text("refusal.\(rawValue)", or: error.text) }
}
