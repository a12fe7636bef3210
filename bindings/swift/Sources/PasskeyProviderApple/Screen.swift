import PasskeyProvider

/// What the extension's view shows.
public enum Screen: Sendable {
    /// Nothing is asked of the person.
    case nothing
    /// A choice of passkeys: ``ProviderExtension/choose(_:)`` or ``ProviderExtension/cancel()``.
    case signIn(GetStart)
    /// A registration, with what is here already: ``ProviderExtension/answer(_:)`` or ``ProviderExtension/cancel()``.
    case register(CreateStart)
    /// The system asks the person, for this site.
    case verifying(rpID: String)
    /// What went wrong, and what the person can do: ``ProviderExtension/cancel()`` ends it.
    case trouble(Trouble)
    /// That passkeys are turned on: ``ProviderExtension/cancel()`` ends it.
    case configuration
}

/// Why a request comes to nothing, for the person.
public struct Trouble: Hashable, Sendable {
    /// What the request ends with.
    public let error: ProviderError
    /// Why the person was not verified, where that was it.
    public let refusal: PersonRefusal?
    /// What to show, in the person's language.
    public var text: String { refusal?.text ?? error.text }
}
