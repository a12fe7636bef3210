import Foundation
import PasskeyProvider
import Testing

/// What a credential-provider extension is handed, and what it hands back.
struct ExtensionTests {
    @Test func aRegistrationHasThePartsThatIOSHandsOver() throws {
        let request = CreateRequest(
            relyingPartyIdentifier: "example.com", userName: "ada", userHandle: Data([1]),
            clientDataHash: clientDataHash.bytes, userVerificationPreference: "required",
            supportedAlgorithms: [-7, -257], excludedCredentials: [Data([2, 3])], aaguid: product)
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
        #expect(request.model == Model(aaguid: product, backupFlags: .iOS))
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
        let provider = try stage.open()
        let passkey = try provider.register(model: .iOS(aaguid: product)).passkey.reference
        let id = passkey.credentialID
        let tap = GetRequest(
            relyingPartyIdentifier: "example.com", clientDataHash: clientDataHash.bytes,
            userVerificationPreference: "preferred", credentialID: id.bytes)
        guard case .parts(let parts) = tap.options else {
            Issue.record("no parts")
            return
        }
        #expect(parts.allow.isEmpty && tap.picked == id)
        let start = try provider.beginGet(tap)
        #expect(start.candidates.map(\.passkey) == [passkey])
        _ = try provider.finishGet(start.plan, with: id, consent: .present)
        guard case .unconfirmed = try provider.passkeys.get(passkey).standing else {
            Issue.record("a tap is no word of the server")
            return
        }
        _ = try provider.server.reject(passkey)
        expectFailure(.noPasskey) { try provider.beginGet(tap) }
        #expect(try provider.passkeys.get(passkey).standing == .stale(.rejected))
    }

    @Test func anExcludedPasskeyIsToldToIOSAfterThePersonsGesture() throws {
        let stage = try Stage()
        let provider = try stage.open()
        let passkey = try provider.register(model: .iOS(aaguid: product)).passkey.reference
        let start = try provider.beginCreate(
            creation(exclude: [passkey.credentialID], model: .iOS(aaguid: product)))
        guard case .alreadyRegistered(let existing) = start.decision else {
            Issue.record("\(start.decision)")
            return
        }
        #expect(existing.map(\.passkey) == [passkey])
        #expect(start.answers == [.tellSite, .leave])
        let error = expectFailure(.alreadyRegistered) {
            try provider.finishCreate(start.plan, consent: .present)
        }
        #expect(error?.extensionErrorCode(at: .withView) == .matchedExcludedCredential)
        // That the site has the passkey was written down.
        #expect(try error?.epoch == provider.epoch())
    }

    @Test func theListOfAutofillIsBroughtUpToDate() throws {
        let stage = try Stage()
        let provider = try stage.open()
        let passkey = try provider.register(model: .iOS(aaguid: product)).passkey.reference
        let listed = Identity(
            passkey: passkey, userHandle: UserHandle(Data("ada".utf8)), userName: "ada@example.com")
        #expect(passkey.rpID == "example.com")
        #expect(try provider.passkeys.identities() == [listed])
        let missing = try provider.passkeys.identityDelta(listed: [])
        #expect(missing.add == [listed] && missing.remove.isEmpty)
        let same = try provider.passkeys.identityDelta(listed: [listed])
        #expect(same.add.isEmpty && same.remove.isEmpty)
        _ = try provider.passkeys.delete(passkey)
        let deleted = try provider.passkeys.identityDelta(listed: [listed])
        #expect(deleted.add.isEmpty && deleted.remove == [listed])
    }

    @Test func signalsOfIOSHideAndRename() throws {
        let stage = try Stage()
        let provider = try stage.open()
        let passkey = try provider.register(model: .iOS(aaguid: product)).passkey.reference
        let id = passkey.credentialID
        let handle = Data("ada".utf8)
        func apply(_ signal: SignalRequest) throws {
            _ = try provider.server.applySignal(provider.server.verifySignal(signal))
        }

        try apply(
            .currentUserDetails(relyingParty: "example.com", userHandle: handle, newName: "Ada \"A\" L"))
        #expect(try provider.passkeys.get(passkey).user.name == "Ada \"A\" L")
        try apply(
            .allAcceptedCredentials(
                relyingParty: "example.com", userHandle: handle, acceptedCredentialIDs: [id.bytes]))
        #expect(try provider.passkeys.get(passkey).standing == .confirmed(.signalled))
        try apply(.unknownCredential(relyingParty: "example.com", credentialID: id.bytes))
        #expect(try provider.passkeys.get(passkey).visibility == .hidden)
        #expect(try provider.passkeys.get(passkey).standing == .stale(.unknownToServer))
        #expect(try provider.candidates(rpID: "example.com").isEmpty)
    }

    @Test func aSignalOfAnotherRelyingPartyIsRefused() throws {
        let stage = try Stage()
        let provider = try stage.open()
        var signal = SignalRequest.unknownCredential(relyingParty: "example.com", credentialID: Data([1]))
        signal.caller = .senderCheckedByIOS(rpID: "example.org")
        expectFailure(.rpIDNotVerified) { try provider.server.verifySignal(signal) }
    }

    @Test func aCodeOfIOSHasTheNumberThatAppleGaveIt() {
        #expect(ExtensionErrorCode.allCases.map(\.rawValue) == [0, 1, 100, 101, 102])
    }
}
