import AuthenticationServices
import CryptoKit
import Foundation
import LocalAuthentication
import PasskeyProvider
import Security
import Testing

@testable import PasskeyProviderApple

/// From each call of the system's to one answer, on the real library and a device that is played.
@Suite(.serialized) @MainActor
struct ProviderExtensionTests {
    let device: Device
    let app: Vault
    let vault: Vault
    let work: ProviderExtension
    private let view = View()

    init() throws {
        device = try Device()
        app = try device.vault()
        vault = try device.vault(.fail)
        work = ProviderExtension(vault: vault, product: product, show: view.show)
        view.work = work
    }

    @Test func aRegistrationIsShownVerifiedListedAndAnswered() async throws {
        try await app.open()
        device.runExtension()
        let context = ASCredentialProviderExtensionContext()
        work.prepareInterface(forPasskeyRegistration: registration(), in: context)
        guard case .register(let start) = await view.next() else { return unexpected() }
        #expect(start.rpID == "example.com" && start.decision == .proceed)
        #expect(ScriptedPerson.asked.isEmpty)
        work.answer(.register)
        guard case .verifying(rpID: "example.com") = await view.next() else { return unexpected() }
        #expect(ScriptedPerson.asked.isEmpty, "nobody is asked before the view is there")
        work.viewDidAppear()
        guard case .registration(let credential) = await context.reply() else { return unexpected() }
        #expect(credential.relyingParty == "example.com" && credential.clientDataHash == hash)
        #expect(ScriptedPerson.asked.map(\.reason) == ["Create a passkey for example.com"])
        #expect(device.listed.map(\.credentialID) == [credential.credentialID])
        #expect(device.listed.map(\.userName) == ["ada"])
        #expect(try device.secrets.epoch() == (try await app.storedEpoch()))
        guard case .nothing = await view.next() else { return unexpected() }
        work.viewDidDisappear()
        #expect(context.replies.count == 1)
    }

    @Test func aSignInComesBackWithAViewWhereThePersonHasToBeAsked() async throws {
        let id = try await app.register().passkey.credentialID.bytes
        device.runExtension()
        let asked = ScriptedPerson.asked.count
        let silent = ASCredentialProviderExtensionContext()
        work.provideCredentialWithoutUserInteraction(for: signIn(id), in: silent)
        #expect(await code(silent) == .userInteractionRequired)
        #expect(ScriptedPerson.asked.count == asked)

        let context = ASCredentialProviderExtensionContext()
        work.viewDidAppear()
        work.prepareInterfaceToProvideCredential(for: signIn(id), in: context)
        guard case .assertion(let credential) = await context.reply() else { return unexpected() }
        #expect(credential.credentialID == id && credential.userHandle == Data("ada".utf8))
        #expect(ScriptedPerson.asked.last?.reason == "Sign in to example.com")
        #expect(silent.replies.count == 1 && context.replies.count == 1)
    }

    /// What a person can do something about is 100 there, or the system shows its own failure and never the view.
    @Test func withoutAViewEverythingThatAPersonCanMendAsksForOne() async throws {
        let id = try await app.register().passkey.credentialID.bytes
        device.runExtension()
        func silently(_ request: ASPasskeyCredentialRequest) async -> ASExtensionError.Code? {
            let context = ASCredentialProviderExtensionContext()
            work.provideCredentialWithoutUserInteraction(for: request, in: context)
            return await code(context)
        }
        for verification: ASAuthorizationPublicKeyCredentialUserVerificationPreference in [
            .required, .preferred, .discouraged,
        ] {
            #expect(await silently(signIn(id, verification)) == .userInteractionRequired)
        }
        Keychain.lock = .neverUnlocked
        #expect(await silently(signIn(id)) == .userInteractionRequired)
        Keychain.lock = .unlocked
        let items = Keychain.items
        Keychain.items = []
        #expect(await silently(signIn(id)) == .userInteractionRequired)
        Keychain.items = items
        #expect(await silently(signIn(Data([9]))) == .credentialIdentityNotFound)
    }

    @Test func aStoreWithoutAGateAnswersSilentlyWhereTheSiteWantsNoVerification() async throws {
        let open = try device.vault(makesGate: false)
        let id = try await open.register().passkey.credentialID.bytes
        let asked = ScriptedPerson.asked.count
        device.runExtension()
        let context = ASCredentialProviderExtensionContext()
        work.provideCredentialWithoutUserInteraction(for: signIn(id, .discouraged), in: context)
        guard case .assertion(let credential) = await context.reply() else { return unexpected() }
        // WebAuthn L3, section 6.1: the flags are byte 32; UP is bit 0, UV is bit 2.
        #expect(credential.authenticatorData[32] & 0b101 == 0b001)
        #expect(ScriptedPerson.asked.count == asked)
    }

    @Test func thePersonPicksFromAList() async throws {
        try await app.register("ada")
        let bob = try await app.register("bob").passkey.credentialID
        device.runExtension()
        let context = ASCredentialProviderExtensionContext()
        work.viewDidAppear()
        work.prepareCredentialList(
            for: [],
            requestParameters: ASPasskeyCredentialRequestParameters(
                relyingPartyIdentifier: "example.com", clientDataHash: hash,
                userVerificationPreference: .required),
            in: context)
        guard case .signIn(let start) = await view.next() else { return unexpected() }
        #expect(Set(start.candidates.map(\.title)) == ["ada", "bob"])
        work.choose(try #require(start.candidates.first { $0.passkey.credentialID == bob }))
        guard case .assertion(let credential) = await context.reply() else { return unexpected() }
        #expect(credential.credentialID == bob.bytes)
        // The one that was used last is first.
        #expect(device.listed.max { $0.rank < $1.rank }?.credentialID == bob.bytes)
    }

    @Test func anExcludedPasskeyIsToldToTheSiteOnTheGestureAndNotOtherwise() async throws {
        let id = try await app.register().passkey.credentialID.bytes
        device.runExtension()
        for (answer, expected): (Answer, ASExtensionError.Code) in [
            (.leave, .userCanceled), (.tellSite, .matchedExcludedCredential),
        ] {
            let context = ASCredentialProviderExtensionContext()
            work.prepareInterface(forPasskeyRegistration: registration(excluding: [id]), in: context)
            guard case .register(let start) = await view.next(.register) else { return unexpected() }
            #expect(start.answers.contains(answer))
            work.answer(answer)
            #expect(await code(context) == expected)
        }
        #expect(try device.secrets.epoch() == (try await app.storedEpoch()))
    }

    @Test func aDuplicateIsReplacedInOneStep() async throws {
        let old = try await app.register().passkey.reference
        try await app.commit { provider throws(ProviderError) in
            try provider.server.reject(old, reason: "no")
        }
        device.runExtension()
        let context = ASCredentialProviderExtensionContext()
        work.viewDidAppear()
        work.prepareInterface(forPasskeyRegistration: registration(), in: context)
        guard case .register(let start) = await view.next(), case .staleDuplicate = start.decision else {
            return unexpected()
        }
        work.answer(.deleteAndRetry)
        guard case .registration(let credential) = await context.reply() else { return unexpected() }
        #expect(device.listed.map(\.credentialID) == [credential.credentialID])
    }

    @Test func aPersonWhoDeclinesTheQuestionIsNotAskedToReadWhy() async throws {
        let id = try await app.register().passkey.credentialID.bytes
        device.runExtension()
        work.viewDidAppear()
        ScriptedPerson.answers = [.failure(LAError(.userCancel))]
        let context = ASCredentialProviderExtensionContext()
        work.prepareInterfaceToProvideCredential(for: signIn(id), in: context)
        #expect(await code(context) == .userCanceled)
    }

    @Test func whatStoodInTheWayIsReadBeforeTheAnswer() async throws {
        let id = try await app.register().passkey.credentialID.bytes
        device.runExtension()
        work.viewDidAppear()
        ScriptedPerson.answers = [.failure(LAError(.authenticationFailed))]
        view.expectsTrouble = true
        let context = ASCredentialProviderExtensionContext()
        work.prepareInterfaceToProvideCredential(for: signIn(id), in: context)
        guard case .trouble(let trouble) = await view.next(.trouble) else { return unexpected() }
        #expect(trouble.refusal == .notRecognised && trouble.error.code == .verificationRequired)
        #expect(context.replies.isEmpty)
        work.cancel()
        #expect(await code(context) == .failed)
        let error = await cancelled(context)
        #expect(error?.userInfo[ASExtensionLocalizedFailureReasonErrorKey] != nil)
    }

    @Test func beforeTheAppWasOpenedThereIsNothingAndThePersonReadsSo() async throws {
        device.runExtension()
        work.viewDidAppear()
        view.expectsTrouble = true
        let context = ASCredentialProviderExtensionContext()
        work.prepareInterface(forPasskeyRegistration: registration(), in: context)
        guard case .trouble(let trouble) = await view.next() else { return unexpected() }
        #expect(trouble.error.code == .noStore)
        work.cancel()
        #expect(await code(context) == .credentialIdentityNotFound)
        #expect(Keychain.items.isEmpty)
    }

    @Test func aViewThatIsSwipedAwayIsAnAnswer() async throws {
        try await app.open()
        device.runExtension()
        let context = ASCredentialProviderExtensionContext()
        work.prepareInterface(forPasskeyRegistration: registration(), in: context)
        _ = await view.next()
        work.viewDidDisappear()
        #expect(await code(context) == .userCanceled)
        #expect(try await listing().isEmpty)
    }

    /// The system keeps the process, and asks again: what came of the first request is nothing to the second.
    @Test func eachRequestOfAReusedProcessGetsItsOwnAnswer() async throws {
        let id = try await app.register().passkey.credentialID.bytes
        device.runExtension()
        let (first, second, third) = (
            ASCredentialProviderExtensionContext(), ASCredentialProviderExtensionContext(),
            ASCredentialProviderExtensionContext()
        )
        work.prepareInterface(forPasskeyRegistration: registration(of: "bob"), in: first)
        _ = await view.next()
        // The view is gone with its process state, and nobody said anything.
        work.prepareInterfaceToProvideCredential(for: signIn(id), in: second)
        #expect(await code(first) == .userCanceled)
        work.viewDidAppear()
        guard case .assertion = await second.reply() else { return unexpected() }
        work.prepareInterfaceToProvideCredential(for: signIn(id), in: third)
        guard case .assertion = await third.reply() else { return unexpected() }
        #expect([first, second, third].map(\.replies.count) == [1, 1, 1])
        #expect(try await listing().count == 1)
    }

    @Test func aRequestThatIsMadeAgainInItsContextIsAnsweredOnce() async throws {
        let id = try await app.register().passkey.credentialID.bytes
        device.runExtension()
        let context = ASCredentialProviderExtensionContext()
        work.prepareInterfaceToProvideCredential(for: signIn(id), in: context)
        work.prepareInterfaceToProvideCredential(for: signIn(id), in: context)
        work.viewDidAppear()
        guard case .assertion = await context.reply() else { return unexpected() }
        await vault.close()
        #expect(context.replies.count == 1)
    }

    @Test func aConditionalRegistrationSaysNothingOfWhatStandsAgainstIt() async throws {
        guard #available(iOS 18, macOS 15, *) else { return }
        // A gated store never makes a passkey without the person.
        try await app.open()
        device.runExtension()
        let context = ASCredentialProviderExtensionContext()
        work.performWithoutUserInteractionIfPossible(passkeyRegistration: registration(), in: context)
        #expect(await code(context) == .failed)

        let device = try Device()
        let open = try device.vault(makesGate: false)
        try await open.open()
        device.runExtension()
        let other = ProviderExtension(vault: try device.vault(.fail), product: product, show: { _ in })
        let made = ASCredentialProviderExtensionContext()
        other.performWithoutUserInteractionIfPossible(passkeyRegistration: registration(), in: made)
        guard case .registration(let credential) = await made.reply() else { return unexpected() }
        #expect(device.listed.map(\.credentialID) == [credential.credentialID])
        #expect(ScriptedPerson.asked.isEmpty)
    }

    @Test func turningItOnFillsTheList() async throws {
        let id = try await app.register().passkey.credentialID.bytes
        device.runExtension()
        let context = ASCredentialProviderExtensionContext()
        work.prepareInterfaceForExtensionConfiguration(in: context)
        guard case .configuration = await view.next() else { return unexpected() }
        #expect(device.listed.map(\.credentialID) == [id])
        work.cancel()
        guard case .configured = await context.reply() else { return unexpected() }
    }

    @Test func aSitesReportHidesAndShowsAndRenames() async throws {
        let id = try await app.register().passkey.credentialID.bytes
        device.runExtension()
        await work.reportUnknownPublicKeyCredential(forRelyingParty: "example.com", credentialID: id).value
        #expect(device.listed.isEmpty)
        #expect(try device.secrets.epoch() == (try await app.storedEpoch()))
        await work.reportAllAcceptedPublicKeyCredentials(
            forRelyingParty: "example.com", userHandle: Data("ada".utf8), acceptedCredentialIDs: [id]
        ).value
        #expect(device.listed.map(\.credentialID) == [id])
        await work.reportPublicKeyCredentialUpdate(
            forRelyingParty: "example.com", userHandle: Data("ada".utf8), newName: "lovelace"
        ).value
        #expect(device.listed.map(\.userName) == ["lovelace"])
        // Another site's word is about its own passkeys.
        await work.reportUnknownPublicKeyCredential(forRelyingParty: "evil.example", credentialID: id).value
        #expect(device.listed.map(\.credentialID) == [id])
    }

    @Test func whatIsNoPasskeyIsNotHere() async throws {
        let context = ASCredentialProviderExtensionContext()
        work.prepareCredentialList(for: [], in: context)
        #expect(await code(context) == .credentialIdentityNotFound)
        let wrong = ASCredentialProviderExtensionContext()
        work.prepareInterfaceToProvideCredential(for: registration(), in: wrong)
        #expect(await code(wrong) == .credentialIdentityNotFound)
    }

    @Test func aKeyOfTheEnclaveAsksOnceByItself() async throws {
        try await app.open()
        device.runExtension()
        let enclave = ProviderExtension(
            vault: vault, product: product, enclave: EnclaveKeys(), show: view.show)
        view.work = enclave
        enclave.viewDidAppear()
        let context = ASCredentialProviderExtensionContext()
        enclave.prepareInterface(forPasskeyRegistration: registration(), in: context)
        _ = await view.next(.register)
        enclave.answer(.register)
        guard case .registration(let made) = await context.reply() else { return unexpected() }
        #expect(ScriptedPerson.asked.map(\.reason) == ["Create a passkey for example.com"])
        let next = ASCredentialProviderExtensionContext()
        enclave.prepareInterfaceToProvideCredential(for: signIn(made.credentialID, .required), in: next)
        guard case .assertion(let credential) = await next.reply() else { return unexpected() }
        #expect(credential.authenticatorData[32] & 0b100 != 0, "user verified")
        #expect(ScriptedPerson.asked.map(\.reason).last == "Sign in to example.com")
        #expect(ScriptedPerson.asked.count == 2)
        // And never without a view.
        let silent = ASCredentialProviderExtensionContext()
        enclave.provideCredentialWithoutUserInteraction(
            for: signIn(made.credentialID, .discouraged), in: silent)
        #expect(await code(silent) == .userInteractionRequired)
        #expect(ScriptedPerson.asked.count == 2)
    }

    private func listing() async throws -> [Passkey] {
        try await app.read { provider throws(ProviderError) in try provider.passkeys.all().passkeys }
    }

    private func cancelled(_ context: ASCredentialProviderExtensionContext) async -> ASExtensionError? {
        if case .cancelled(let error) = await context.reply() { error as? ASExtensionError } else { nil }
    }

    private func code(_ context: ASCredentialProviderExtensionContext) async -> ASExtensionError.Code? {
        await cancelled(context)?.code
    }

    private func unexpected(sourceLocation: SourceLocation = #_sourceLocation) {
        Issue.record("another answer or screen", sourceLocation: sourceLocation)
    }
}

/// What the extension's view was given to show, in order.
@MainActor
private final class View {
    enum Kind { case register, trouble }
    /// Whether something may stand in the way. Otherwise nobody is there to read of it.
    var expectsTrouble = false
    weak var work: ProviderExtension?
    private var shown: [Screen] = []
    private var waiting: CheckedContinuation<Screen, Never>?

    func show(_ screen: Screen) {
        if case .trouble(let trouble) = screen, !expectsTrouble {
            Issue.record("\(trouble.error)")
            work?.cancel()
        }
        if let waiting {
            self.waiting = nil
            waiting.resume(returning: screen)
        } else {
            shown.append(screen)
        }
    }

    func next() async -> Screen {
        if !shown.isEmpty { return shown.removeFirst() }
        return await withCheckedContinuation { waiting = $0 }
    }

    /// The next of a kind.
    func next(_ kind: Kind) async -> Screen {
        while true {
            let screen = await next()
            switch (kind, screen) {
            case (.register, .register), (.trouble, .trouble): return screen
            default: continue
            }
        }
    }
}
