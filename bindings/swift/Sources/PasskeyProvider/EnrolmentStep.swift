internal import PasskeyProviderGenerated

/// Names an enrolment in the store. Random; nothing of a person is in it.
public struct EnrolmentID: Hashable, RawRepresentable, Sendable {
    /// 32 hexadecimal digits.
    public let rawValue: String

    /// The enrolment of this name.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// What is to be done next. Each step is taken once, by the call of ``Enrolments`` that its comment names; a second time
/// fails with ``ProviderError/Code/planSpent``. Whoever drops one loses nothing durable: the store knows how to go on
/// (``Enrolments/resume(_:)``).
public enum EnrolmentStep: Redacted, Sendable {
    /// Sign in at the server, or again; then ``Enrolments/signedIn(_:with:)``.
    case token(TokenNeeded)
    /// Ask the person for a name of the passkey; then ``Enrolments/named(_:_:)``.
    case name(NameNeeded)
    /// Bring the options, which the server has on a page only; then ``Enrolments/optionsFound(_:json:)``.
    case options(OptionsNeeded)
    /// Send a request; then ``Enrolments/answered(_:with:)``.
    case send(Sending)
    /// Make the passkey, by the ordinary ceremony: ``Enrolments/plan(_:model:attestation:membership:)``, a call that
    /// finishes it, and then ``Enrolments/created(_:by:)`` or ``Enrolments/notCreated(_:because:)``.
    case create(Creating)
    /// Ask the person; then ``Enrolments/replied(_:_:)``.
    case ask(Question)
    /// The server wants to be left alone for a while: wait; then ``Enrolments/waited(_:)``.
    case wait(Waiting)
    /// It is done.
    case done(EnrolmentOutcome)
    /// It did not go on.
    case failed(EnrolmentFailed)
}

extension EnrolmentStep {
    /// Somebody has to be signed in.
    public struct TokenNeeded: Redacted, Sendable {
        let pending: PendingEnrolment
        /// Which enrolment it is.
        public let id: EnrolmentID
        /// Scheme, host and port of the server. The token goes there and nowhere else.
        public let server: String
        /// Why.
        public let reason: SignInReason
        /// What the sign-in has to bring.
        public let kind: TokenKind
        /// The scopes that the token needs, where the dialect says.
        public let scope: String?
        /// How long ago the person may have proved who they are, where the server has a limit: ask for a fresh sign-in.
        public let freshWithin: Duration?
        /// How the server refused the sign-in before, if it did.
        public let refusal: Refusal?
    }

    /// The server wants a name for the passkey.
    public struct NameNeeded: Redacted, Sendable {
        let pending: PendingEnrolment
        /// Which enrolment it is.
        public let id: EnrolmentID
        /// How many characters the server takes; what is longer is cut.
        public let longest: UInt64
    }

    /// The app has to bring the options, out of the server's page.
    public struct OptionsNeeded: Redacted, Sendable {
        let pending: PendingEnrolment
        /// Which enrolment it is.
        public let id: EnrolmentID
    }

    /// A request that waits for its answer.
    public struct Sending: Redacted, Sendable {
        let pending: PendingEnrolment
        /// Which enrolment it is.
        public let id: EnrolmentID
        /// What to send.
        public let request: ServerRequest
    }

    /// The server's options are here and were checked.
    public struct Creating: Redacted, Sendable {
        let pending: PendingEnrolment
        /// Which enrolment it is.
        public let id: EnrolmentID
    }

    /// Something that the person has to decide.
    public struct Question: Redacted, Sendable {
        let pending: PendingEnrolment
        /// Which enrolment it is.
        public let id: EnrolmentID
        /// What is to be decided.
        public let kind: EnrolmentQuestion
        /// The passkey in question, if there is one.
        public let passkey: PasskeyRef?
    }

    /// The server wants to be left alone for a while.
    public struct Waiting: Redacted, Sendable {
        let pending: PendingEnrolment
        /// Which enrolment it is.
        public let id: EnrolmentID
        /// For how long.
        public let after: Duration
    }
}

/// What the person has to decide.
public enum EnrolmentQuestion: Hashable, Redacted, Sendable {
    /// The server's options are for another account than the one that was meant.
    case wrongAccount(meant: String, found: String)
    /// The passkey is on this device, and the server does not have it: it was asked twice.
    case notRegistered
    /// The passkey is on this device, and whether the server has it cannot be found out from here.
    case notKnown
}

extension EnrolmentStep {
    init(_ raw: PasskeyProviderGenerated.EnrolmentStep) {
        self =
            switch raw {
            case .token(let pending, let id, let signIn):
                .token(
                    TokenNeeded(
                        pending: pending, id: EnrolmentID(rawValue: id), server: signIn.server,
                        reason: SignInReason(signIn.reason), kind: TokenKind(signIn.kind),
                        scope: signIn.scope,
                        freshWithin: signIn.freshWithin.map { .seconds($0) },
                        refusal: signIn.refusal.map(Refusal.init)))
            case .name(let pending, let id, let longest):
                .name(NameNeeded(pending: pending, id: EnrolmentID(rawValue: id), longest: longest))
            case .options(let pending, let id):
                .options(OptionsNeeded(pending: pending, id: EnrolmentID(rawValue: id)))
            case .send(let pending, let id, let request):
                .send(
                    Sending(
                        pending: pending, id: EnrolmentID(rawValue: id), request: ServerRequest(request)))
            case .create(let pending, let id):
                .create(Creating(pending: pending, id: EnrolmentID(rawValue: id)))
            case .ask(let pending, let id, let question, let passkey):
                .ask(
                    Question(
                        pending: pending, id: EnrolmentID(rawValue: id), kind: EnrolmentQuestion(question),
                        passkey: passkey.map(PasskeyRef.init)))
            case .wait(let pending, let id, let after):
                .wait(Waiting(pending: pending, id: EnrolmentID(rawValue: id), after: .seconds(after)))
            case .done(let outcome): .done(EnrolmentOutcome(outcome))
            case .failed(let failed): .failed(EnrolmentFailed(failed))
            }
    }
}

extension EnrolmentQuestion {
    init(_ raw: PasskeyProviderGenerated.EnrolmentQuestion) {
        self =
            switch raw {
            case .wrongAccount(let meant, let found): .wrongAccount(meant: meant, found: found)
            case .notRegistered: .notRegistered
            case .notKnown: .notKnown
            }
    }
}
