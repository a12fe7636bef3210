import Foundation
import PasskeyProvider
import Testing

/// What a credential-provider extension is handed, and what it hands back.
struct ExtensionTests {
    @Test func aRegistrationHasThePartsThatIOSHandsOver() throws {
        let request = CreateRequest(
            relyingPartyIdentifier: "example.com", userName: "ada", userHandle: Data([1]),
            clientDataHash: clientDataHash.bytes, userVerificationPreference: "required",
            supportedAlgorithms: [-7, -257], excludedCredentials: [Data([2, 3])])
        guard case .parts(let parts) = request.options,
            case .checkedByIOS(let rpID, let hash) = request.caller
        else {
            Issue.record("\(request)")
            return
        }
        #expect(parts.rpID == "example.com" && rpID == "example.com" && hash == clientDataHash)
        #expect(parts.userHandle == UserHandle(Data([1])))
        #expect(parts.userName == "ada" && parts.userDisplayName == "ada")
        #expect(parts.algorithms == [.es256, Algorithm(rawValue: -257)])
        #expect(parts.exclude == [CredentialID(Data([2, 3]))])
        #expect(parts.userVerification == .required)
    }

    @Test func aPreferenceThatIsUnknownIsTheStandardsDefault() {
        let request = GetRequest(
            relyingPartyIdentifier: "example.com", clientDataHash: clientDataHash.bytes,
            userVerificationPreference: "whenever", allowedCredentials: [])
        guard case .parts(let parts) = request.options else {
            Issue.record("\(request)")
            return
        }
        #expect(parts.userVerification == .preferred)
        #expect(parts.allow.isEmpty)
    }

    @Test func aTapInAutoFillIsThePersonsPickAndNoListOfTheSite() throws {
        let stage = try Stage()
        let provider = try stage.open(profile: .iOS)
        let id = try provider.register().passkey.id
        let tap = GetRequest(
            relyingPartyIdentifier: "example.com", clientDataHash: clientDataHash.bytes,
            userVerificationPreference: "preferred", credentialID: id.bytes)
        guard case .parts(let parts) = tap.options else {
            Issue.record("no parts")
            return
        }
        #expect(parts.allow.isEmpty && tap.picked == id)
        let start = try provider.beginGet(tap)
        #expect(start.candidates.map(\.id) == [id])
        _ = try provider.finishGet(start.plan, with: id, consent: .present)
        guard case .unconfirmed = try provider.show(id).standing else {
            Issue.record("a tap is no word of the server")
            return
        }
        _ = try provider.reject(id)
        expectFailure(.noPasskey) { try provider.beginGet(tap) }
        #expect(try provider.show(id).standing == .stale(.rejected))
    }

    @Test func anExcludedPasskeyIsToldToIOSAfterThePersonsGesture() throws {
        let stage = try Stage()
        let provider = try stage.open(profile: .iOS)
        let id = try provider.register().passkey.id
        let start = try provider.beginCreate(creation(exclude: [id]))
        guard case .alreadyRegistered(let existing) = start.decision else {
            Issue.record("\(start.decision)")
            return
        }
        #expect(existing.map(\.id) == [id])
        #expect(start.answers == [.tellSite, .leave])
        let error = expectFailure(.alreadyRegistered) {
            try provider.finishCreate(start.plan, consent: .present)
        }
        #expect(error?.extensionErrorCode(at: .withView) == .matchedExcludedCredential)
    }

    @Test func theListOfAutofillIsBroughtUpToDate() throws {
        let stage = try Stage()
        let provider = try stage.open(profile: .iOS)
        let passkey = try provider.register().passkey
        let listed = Identity(
            rpID: "example.com", credentialID: passkey.id, userHandle: UserHandle(Data("ada".utf8)),
            userName: "ada@example.com")
        #expect(try provider.identities() == [listed])
        let missing = try provider.identityDelta(listed: [])
        #expect(missing.add == [listed] && missing.remove.isEmpty)
        let same = try provider.identityDelta(listed: [listed])
        #expect(same.add.isEmpty && same.remove.isEmpty)
        _ = try provider.delete(passkey.id)
        let deleted = try provider.identityDelta(listed: [listed])
        #expect(deleted.add.isEmpty && deleted.remove == [listed])
    }

    @Test func signalsOfIOSHideAndRename() throws {
        let stage = try Stage()
        let provider = try stage.open(profile: .iOS)
        let id = try provider.register().passkey.id
        let handle = Data("ada".utf8)
        func apply(_ signal: SignalRequest) throws { try provider.applySignal(provider.verifySignal(signal)) }

        try apply(
            .currentUserDetails(relyingParty: "example.com", userHandle: handle, newName: "Ada \"A\" L"))
        #expect(try provider.show(id).user.name == "Ada \"A\" L")
        try apply(
            .allAcceptedCredentials(
                relyingParty: "example.com", userHandle: handle, acceptedCredentialIDs: [id.bytes]))
        #expect(try provider.show(id).standing == .confirmed(.signalled))
        try apply(.unknownCredential(relyingParty: "example.com", credentialID: id.bytes))
        #expect(try provider.show(id).visibility == .hidden)
        #expect(try provider.show(id).standing == .stale(.unknownToServer))
        #expect(try provider.candidates(rpID: "example.com").isEmpty)
    }

    @Test func aSignalOfAnotherRelyingPartyIsRefused() throws {
        let stage = try Stage()
        let provider = try stage.open()
        var signal = SignalRequest.unknownCredential(relyingParty: "example.com", credentialID: Data([1]))
        signal.caller = .senderCheckedByIOS(rpID: "example.org")
        expectFailure(.rpIDNotVerified) { try provider.verifySignal(signal) }
    }

    @Test func aCodeOfIOSHasTheNumberThatAppleGaveIt() {
        #expect(ExtensionErrorCode.allCases.map(\.rawValue) == [0, 1, 100, 101, 102])
    }
}
