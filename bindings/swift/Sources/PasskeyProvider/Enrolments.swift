import Foundation
internal import PasskeyProviderGenerated

/// Registration inside the app, at a server that it asks with its own HTTP client: ``Provider/enrolments``.
///
/// Every call takes a step and gives the next one, until it is done or failed; what matters is in the store, so that
/// ``resume(_:)`` goes on after a crash, in whichever process.
///
/// ```swift
/// var step = keep(try enrolments.begin(setup))
/// while true {
///     switch step {
///     case .token(let needed):
///         step = keep(try enrolments.signedIn(needed, with: try await signIn(needed)))
///     case .name(let needed): step = keep(try enrolments.named(needed, await askForName(needed.longest)))
///     case .options(let needed):
///         step = keep(try enrolments.optionsFound(needed, json: try await pageOptions()))
///     case .send(let sending):
///         step = keep(try enrolments.answered(sending, with: await send(sending.request)))
///     case .create(let creating): step = keep(try await create(creating))
///     case .ask(let question): step = keep(try enrolments.replied(question, await ask(question.kind)))
///     case .wait(let waiting):
///         try await Task.sleep(for: waiting.after)
///         step = keep(try enrolments.waited(waiting))
///     case .done, .failed: return step
///     }
/// }
/// ```
public struct Enrolments: Sendable {
    let raw: PasskeyProviderGenerated.Provider

    /// Begins to register at a server. From now on the store knows of it.
    public func begin(_ setup: EnrolmentSetup) throws(ProviderError) -> Committed<EnrolmentStep> {
        try call { Committed(try raw.beginEnrolment(setup: setup.raw), EnrolmentStep.init) }
    }

    /// All that are not at their end, the one that was written longest ago first, whichever process began it.
    public func open() throws(ProviderError) -> [OpenEnrolment] {
        try call { try raw.openEnrolments().map(OpenEnrolment.init) }
    }

    /// Goes on where it was left; `nil`: the store knows of none. Nobody is signed in then, and where the passkey was
    /// made, the server's list says first whether the server has it.
    public func resume(_ id: EnrolmentID) throws(ProviderError) -> Committed<EnrolmentStep?> {
        try call { Committed(try raw.resumeEnrolment(id: id.rawValue)) { $0.map(EnrolmentStep.init) } }
    }

    /// Goes on with what the sign-in gave. The library holds it in memory, wiped, and never stores it.
    public func signedIn(
        _ needed: EnrolmentStep.TokenNeeded, with token: AccessToken
    ) throws(ProviderError) -> Committed<EnrolmentStep> {
        try call { try goOn(needed.pending, .token(secret: try token.secret.raw)) }
    }

    /// Goes on with a name for the passkey. One of nothing but space is asked for again.
    public func named(_ needed: EnrolmentStep.NameNeeded, _ name: String) throws(ProviderError) -> Committed<
        EnrolmentStep
    > {
        try call { try goOn(needed.pending, .name(name: name)) }
    }

    /// Goes on with the options: JSON, as it stands on the server's page.
    public func optionsFound(
        _ needed: EnrolmentStep.OptionsNeeded, json: String
    ) throws(ProviderError) -> Committed<EnrolmentStep> {
        try call { try goOn(needed.pending, .options(json: json)) }
    }

    /// Takes what came of a request: an answer, or that nobody answered.
    public func answered(
        _ sending: EnrolmentStep.Sending, with answer: ServerAnswer
    ) throws(ProviderError) -> Committed<EnrolmentStep> {
        try call { try goOn(sending.pending, .answer(answer: answer.raw)) }
    }

    /// Begins the ceremony, which is the ordinary one from here: duplicates, consent, custody, attestation. Whichever
    /// call finishes it, the plan goes to ``created(_:by:)``. The passkey and the knowledge that the server may be told
    /// of it are written in one commit. May be called again for the same step, as after
    /// ``ProviderError/Code/planOutdated``.
    public func plan(
        _ creating: EnrolmentStep.Creating, model: Model, attestation: AttestationOffer? = nil,
        membership: Membership? = nil
    ) throws(ProviderError) -> CreateStart {
        try call {
            let creation = EnrolmentCreation(
                model: model.raw, attestation: attestation?.raw, membership: membership?.raw)
            return CreateStart(try raw.planEnrolment(pending: creating.pending, creation: creation))
        }
    }

    /// Goes on with the passkey that a plan of ``plan(_:model:attestation:membership:)`` made. A plan that was not
    /// finished fails with ``ProviderError/Code/planSpent``, and the step stays.
    public func created(
        _ creating: EnrolmentStep.Creating, by plan: CreatePlan
    ) throws(ProviderError) -> Committed<EnrolmentStep> {
        try call { try goOn(creating.pending, .created(plan: plan.raw)) }
    }

    /// No passkey was made, because of this; `nil`: the person declined. It is at its end.
    public func notCreated(
        _ creating: EnrolmentStep.Creating, because error: ProviderError? = nil
    ) throws(ProviderError) -> Committed<EnrolmentStep> {
        try call { try goOn(creating.pending, .notCreated(code: (error?.code ?? .declined).raw)) }
    }

    /// Takes what the person decided. ``ProviderError/Code/notOffered`` where the question does not offer it.
    public func replied(
        _ question: EnrolmentStep.Question, _ reply: EnrolmentReply
    ) throws(ProviderError) -> Committed<EnrolmentStep> {
        try call { try goOn(question.pending, .reply(reply: reply.raw)) }
    }

    /// Goes on, after the time is over.
    public func waited(_ waiting: EnrolmentStep.Waiting) throws(ProviderError) -> Committed<EnrolmentStep> {
        try call { try goOn(waiting.pending, .waited) }
    }

    /// Forgets an enrolment. A passkey that it made stays as it stands. Says whether there was one.
    public func abandon(_ id: EnrolmentID) throws(ProviderError) -> Committed<Bool> {
        try call { Committed(try raw.abandonEnrolment(id: id.rawValue)) { $0 } }
    }

    /// Begins to delete a passkey on both sides: at the server first, and here only on its word. Safe to repeat. The
    /// set-up says how the server is asked; `nil`: as when the passkey was enrolled.
    /// ``ProviderError/Code/unknownPasskey`` where there is no such passkey, or it was not enrolled by this app and
    /// there is no set-up.
    public func beginRemoval(
        of passkey: PasskeyRef, setup: EnrolmentSetup? = nil
    ) throws(ProviderError) -> Committed<EnrolmentStep> {
        try call {
            Committed(
                try raw.beginRemovalOnBothSides(passkey: passkey.raw, setup: setup?.raw), EnrolmentStep.init)
        }
    }

    /// Begins to compare an account's passkeys with the server's own list. Only what it finds is durable.
    public func look(
        _ setup: EnrolmentSetup, rpID: String, userHandle: UserHandle
    ) throws(ProviderError) -> Committed<EnrolmentStep> {
        try call {
            Committed(
                try raw.beginListingAtServer(setup: setup.raw, rpId: rpID, userHandle: userHandle.bytes),
                EnrolmentStep.init)
        }
    }

    private func goOn(_ pending: PendingEnrolment, _ input: EnrolmentInput) throws -> Committed<EnrolmentStep>
    {
        Committed(try raw.continueEnrolment(pending: pending, input: input), EnrolmentStep.init)
    }
}

extension Provider {
    /// Registration inside the app, at servers: step by step, with the app's own HTTP client.
    public var enrolments: Enrolments { Enrolments(raw: raw) }
}

extension CommittedAbandonment: CommittedRecord {}
extension CommittedEnrolment: CommittedRecord {}
extension CommittedResumption: CommittedRecord {}
