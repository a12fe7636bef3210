import AuthenticationServices
import PasskeyProvider

/// One request of the system's, which gets one answer: the first that there is.
@MainActor
final class PendingRequest {
    let entry: EntryPoint
    private var context: ASCredentialProviderExtensionContext?
    /// Who is asked in it: what they answered counts for nothing after it.
    let person = Person()
    /// Why they were not verified.
    var refusal: PersonRefusal?

    init(_ entry: EntryPoint, in context: ASCredentialProviderExtensionContext) {
        self.entry = entry
        self.context = context
    }

    /// Whether the system still waits for the answer.
    var isOpen: Bool { context != nil }

    func complete(with credential: ASPasskeyRegistrationCredential) {
        take()?.completeRegistrationRequest(using: credential, completionHandler: nil)
    }

    func complete(with credential: ASPasskeyAssertionCredential) {
        take()?.completeAssertionRequest(using: credential, completionHandler: nil)
    }

    func completeConfiguration() { take()?.completeExtensionConfigurationRequest() }

    func cancel(with error: ASExtensionError) { take()?.cancelRequest(withError: error) }

    /// Another request came before the answer. Where it is of another context, this one still gets its own; of the same,
    /// the system has given this one up, and an answer would be taken for the other's.
    func giveWay(to other: ASCredentialProviderExtensionContext) {
        guard let context = take(), context !== other else { return }
        context.cancelRequest(withError: ASExtensionError(.userCanceled))
    }

    private func take() -> ASCredentialProviderExtensionContext? {
        defer { context = nil }
        if context != nil { person.dismiss() }
        return context
    }
}
