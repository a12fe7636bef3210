import AuthenticationServices
import Foundation
import PasskeyProvider

/// The work of a credential provider extension: from each call of the system's to exactly one answer, whichever way it
/// ends.
///
/// The extension's `ASCredentialProviderViewController` hands each call on to the method of the same name, and shows the
/// ``Screen`` that it is given; what the person does there comes back by ``choose(_:)``, ``answer(_:)`` and ``cancel()``.
/// It may keep one of these for as long as the process runs: a request that comes before the answer to another takes its
/// place.
@MainActor
public final class ProviderExtension {
    let vault: Vault
    private let product: UUID
    private let enclave: EnclaveKeys?
    let list = AutoFillList()
    private let show: @MainActor (Screen) -> Void
    private var current: PendingRequest?
    private var question: CheckedContinuation<PersonSays, Never>?
    private var hasAppeared = false
    private var appearance: [CheckedContinuation<Void, Never>] = []

    private enum PersonSays {
        case chose(PasskeySummary)
        case answered(Answer)
        case cancelled
    }

    /// The work on a vault that opens a store, and makes none. `product` is the app's AAGUID. With `enclave`, new private
    /// keys are made in the Secure Enclave; those that are there are used in any case. `show` is called with each screen.
    public init(
        vault: Vault, product: UUID, enclave: EnclaveKeys? = nil,
        show: @escaping @MainActor (Screen) -> Void
    ) {
        self.vault = vault
        self.product = product
        self.enclave = enclave
        self.show = show
    }

    // MARK: What the system calls

    /// Signs in with the passkey that the person tapped, where nobody has to be asked: there is no view. Everything that
    /// the person can do something about is `userInteractionRequired`, and the system comes back with a view.
    public func provideCredentialWithoutUserInteraction(
        for request: any ASCredentialRequest, in context: ASCredentialProviderExtensionContext
    ) {
        serve(.silent, context, GetRequest(request)) { [self] pending, request throws(ProviderError) in
            let start = try await begin(request)
            guard let chosen = start.candidates.first, start.userVerification == .discouraged,
                !chosen.custody.asksByItself
            else { throw ProviderError(.verificationRequired, "the person has to be asked") }
            try await signIn(start, chosen, .present, pending)
        }
    }

    /// Signs in with the passkey that the person tapped, after they were verified.
    public func prepareInterfaceToProvideCredential(
        for request: any ASCredentialRequest, in context: ASCredentialProviderExtensionContext
    ) {
        serve(.withView, context, GetRequest(request)) { [self] pending, request throws(ProviderError) in
            let start = try await begin(request)
            guard let chosen = start.candidates.first else {
                throw ProviderError(.noPasskey, "the passkey is not here")
            }
            try await verifyAndSignIn(start, chosen, pending)
        }
    }

    /// Lets the person pick a passkey, and signs in with it. Without parameters the system asks for passwords only, of
    /// which there are none.
    public func prepareCredentialList(
        for serviceIdentifiers: [ASCredentialServiceIdentifier],
        requestParameters: ASPasskeyCredentialRequestParameters? = nil,
        in context: ASCredentialProviderExtensionContext
    ) {
        let request = requestParameters.map { GetRequest($0) }
        serve(.withView, context, request) { [self] pending, request throws(ProviderError) in
            let start = try await begin(request)
            guard case .chose(let chosen) = await ask(.signIn(start), pending) else {
                throw ProviderError(.declined, "the person declined")
            }
            try await verifyAndSignIn(start, chosen, pending)
        }
    }

    /// Shows what is to be registered and what is here already, verifies the person, and makes the passkey.
    public func prepareInterface(
        forPasskeyRegistration request: any ASCredentialRequest,
        in context: ASCredentialProviderExtensionContext
    ) {
        let asked = CreateRequest(request, aaguid: product)
        serve(.withView, context, asked) { [self] pending, request throws(ProviderError) in
            let start = try await vault.read { provider throws(ProviderError) in
                try provider.beginCreate(request)
            }
            guard case .answered(let answer) = await ask(.register(start), pending) else {
                throw ProviderError(.declined, "the person declined")
            }
            let consent: Consent
            switch answer {
            case .leave: consent = .declined
            case .tellSite: consent = .present
            case .register, .registerAnother, .deleteAndRetry:
                consent = try await verify(
                    start.rpID, Texts.toRegister(at: start.rpID), pending,
                    keyAsks: enclave?.verifiesPerson == true)
            }
            let created = try await vault.create(
                start, consent: consent, resolution: answer.resolution,
                in: enclave?.custody(for: pending.person))
            await settle(pending)
            pending.complete(with: ASPasskeyRegistrationCredential(created))
        }
    }

    /// Makes a passkey without the person, right after a sign-in with a password. Whatever stands against it, the system
    /// and the site hear one and the same.
    @available(iOS 18, macOS 15, *)
    public func performWithoutUserInteractionIfPossible(
        passkeyRegistration request: ASPasskeyCredentialRequest,
        in context: ASCredentialProviderExtensionContext
    ) {
        let asked = CreateRequest(request, aaguid: product)
        serve(.conditional, context, asked) { [self] pending, request throws(ProviderError) in
            let created = try await vault.commit { provider throws(ProviderError) in
                try provider.createConditionally(request)
            }
            await settle(pending)
            pending.complete(with: ASPasskeyRegistrationCredential(created))
        }
    }

    /// Says that passkeys are turned on, and brings AutoFill's list up to date.
    public func prepareInterfaceForExtensionConfiguration(
        in context: ASCredentialProviderExtensionContext
    ) {
        let pending = begin(.withView, context)
        Task {
            await settle(pending)
            _ = await ask(.configuration, pending)
            if isCurrent(pending) { show(.nothing) }
            pending.completeConfiguration()
        }
    }

    // MARK: What the person does

    /// The person picked a passkey of ``Screen/signIn(_:)``.
    public func choose(_ passkey: PasskeySummary) { say(.chose(passkey)) }

    /// The person answered to ``Screen/register(_:)``.
    public func answer(_ answer: Answer) { say(.answered(answer)) }

    /// The person wants no more of it, or has read what there was to read.
    public func cancel() {
        guard question == nil else { return say(.cancelled) }
        current?.cancel(with: ASExtensionError(.userCanceled))
        resumeAppearance()
    }

    /// The view is on the screen: the system asks nobody before.
    public func viewDidAppear() {
        hasAppeared = true
        resumeAppearance()
    }

    /// The view is gone. Where that was without an answer, the person swiped it away.
    public func viewDidDisappear() {
        hasAppeared = false
        cancel()
    }

    // MARK: -

    /// Does what a request asks for, and ends it with the error where that fails.
    private func serve<Request: Sendable>(
        _ entry: EntryPoint, _ context: ASCredentialProviderExtensionContext, _ request: Request?,
        _ work: @escaping @MainActor (PendingRequest, Request) async throws(ProviderError) -> Void
    ) {
        let pending = begin(entry, context)
        guard let request else {
            return pending.cancel(with: ASExtensionError(.credentialIdentityNotFound))
        }
        Task {
            do throws(ProviderError) {
                try await work(pending, request)
            } catch {
                await end(pending, with: error)
            }
            if isCurrent(pending) { show(.nothing) }
        }
    }

    private func begin(
        _ entry: EntryPoint, _ context: ASCredentialProviderExtensionContext
    ) -> PendingRequest {
        current?.giveWay(to: context)
        say(.cancelled)
        resumeAppearance()
        let pending = PendingRequest(entry, in: context)
        current = pending
        return pending
    }

    private func begin(_ request: GetRequest) async throws(ProviderError) -> GetStart {
        try await vault.read { provider throws(ProviderError) in try provider.beginGet(request) }
    }

    private func verifyAndSignIn(
        _ start: GetStart, _ chosen: PasskeySummary, _ pending: PendingRequest
    ) async throws(ProviderError) {
        let consent = try await verify(
            start.rpID, Texts.toSignIn(at: start.rpID), pending, keyAsks: chosen.custody.asksByItself)
        try await signIn(start, chosen, consent, pending)
    }

    private func signIn(
        _ start: GetStart, _ chosen: PasskeySummary, _ consent: Consent, _ pending: PendingRequest
    ) async throws(ProviderError) {
        let asserted = try await vault.signIn(
            start, with: chosen.passkey.credentialID, consent: consent,
            in: EnclaveKeys().custody(for: pending.person))
        await settle(pending)
        pending.complete(with: ASPasskeyAssertionCredential(asserted))
    }

    /// One question: a gate's opens a key of the Secure Enclave too, and without a gate such a key asks by itself.
    private func verify(
        _ rpID: String, _ reason: String, _ pending: PendingRequest, keyAsks: Bool
    ) async throws(ProviderError) -> Consent {
        if isCurrent(pending) {
            show(.verifying(rpID: rpID))
            await appeared()
        }
        guard pending.isOpen else { throw ProviderError(.declined, "the request is over") }
        if try await !vault.isGated() && keyAsks {
            pending.person.isToldWhy(reason)
            return .present
        }
        switch try await pending.person.verify(for: vault, reason: reason) {
        case .verified(let consent): return consent
        case .refused(let refusal):
            pending.refusal = refusal
            throw refusal.error
        }
    }

    /// Ends a request that came to nothing. With a view, the person reads why first, but where they said it themselves.
    private func end(_ pending: PendingRequest, with error: ProviderError) async {
        if pending.entry == .withView, error.code != .declined, error.code != .alreadyRegistered {
            _ = await ask(.trouble(Trouble(error: error, refusal: pending.refusal)), pending)
        }
        await closeVault(after: pending)
        pending.cancel(with: ASExtensionError(error, at: pending.entry, reason: error.text))
    }

    /// AutoFill's list is as the store is, and the store is closed: the system may suspend the process as soon as it has
    /// the answer.
    func settle(_ pending: PendingRequest?) async {
        await list.update(from: vault)
        await closeVault(after: pending)
    }

    /// Where another request is under way the store stays open, for that one to go on, and to close it.
    private func closeVault(after pending: PendingRequest?) async {
        if let current, current !== pending, current.isOpen { return }
        await vault.close()
    }

    private func ask(_ screen: Screen, _ pending: PendingRequest) async -> PersonSays {
        guard isCurrent(pending), pending.isOpen else { return .cancelled }
        return await withCheckedContinuation { continuation in
            question = continuation
            show(screen)
        }
    }

    private func say(_ what: PersonSays) {
        let question = question
        self.question = nil
        question?.resume(returning: what)
    }

    private func isCurrent(_ pending: PendingRequest) -> Bool { current === pending }

    private func appeared() async {
        guard !hasAppeared else { return }
        await withCheckedContinuation { appearance.append($0) }
    }

    private func resumeAppearance() {
        for waiting in appearance { waiting.resume() }
        appearance = []
    }
}

extension Custody {
    /// Whether the key itself verifies the person before it signs.
    fileprivate var asksByItself: Bool {
        if case .hardware(_, access: .verifiedUse) = self { true } else { false }
    }
}
