import Foundation
import PasskeyProvider
import Testing

struct CeremonyTests {
    /// SHA-256 of `example.com`, by another program.
    let rpIDHash = Data([
        0xa3, 0x79, 0xa6, 0xf6, 0xee, 0xaf, 0xb9, 0xa5, 0x5e, 0x37, 0x8c, 0x11, 0x80, 0x34, 0xe2, 0x75,
        0x1e, 0x68, 0x2f, 0xab, 0x9f, 0x2d, 0x30, 0xab, 0x13, 0xd2, 0x12, 0x55, 0x86, 0xce, 0x19, 0x47,
    ])

    @Test func aRegistrationGivesAnAttestationObjectOfTheNewKey() throws {
        let stage = try Stage()
        let provider = try stage.open()
        let start = try provider.beginCreate(creation())
        #expect(start.rpID == "example.com")
        #expect(start.user.name == "ada@example.com")
        #expect(start.user.displayName == "ada@example.com")
        #expect(start.decision == .proceed)
        #expect(start.answers == [.register, .leave])
        #expect(start.algorithms == [.es256])
        let created = try provider.finishCreate(start.plan, consent: .present).value
        #expect(created.clientDataHash == clientDataHash)

        var bytes = created.attestationObject
        let object = try CBOR(from: &bytes)
        #expect(bytes.isEmpty)
        #expect(object[.text("fmt")] == .text("none"))
        #expect(object[.text("attStmt")] == .map([]))
        guard case .bytes(let authData)? = object[.text("authData")] else { throw CBOR.Malformed() }
        let data = try AuthenticatorData(authData)
        #expect(data.rpIDHash == rpIDHash)
        #expect(data.flags == AuthenticatorData.userPresent | AuthenticatorData.attestedData)
        #expect(data.signCount == 0)
        let attested = try #require(data.attested)
        #expect(attested.credentialID == created.passkey.credentialID.bytes)
        #expect(
            attested.aaguid
                == Data([
                    0x5f, 0x3e, 0x3b, 0x6e, 0x0b, 0x0f, 0x4f, 0x0e, 0x9d, 0x43, 0x5d, 0x0f, 0x3a, 0x1f, 0x2c,
                    0x77,
                ]))
        #expect(attested.publicKey[.integer(3)] == .integer(-7))
        guard case .bytes(let x)? = attested.publicKey[.integer(-2)],
            case .bytes(let y)? = attested.publicKey[.integer(-3)]
        else { throw CBOR.Malformed() }
        #expect(created.passkey.publicKey.suffix(64) == x + y)
    }

    @Test func aSignInCountsAndSignsOverTheHashThatThePlatformHandsOver() throws {
        let stage = try Stage()
        let provider = try stage.open()
        let passkey = try provider.register().passkey.reference
        let start = try provider.beginGet(request())
        #expect(start.candidates.map(\.passkey) == [passkey])
        guard
            case .done(let committed) = try provider.finishGet(
                start.plan, with: passkey.credentialID, consent: .present)
        else { throw NotSigned() }
        #expect(try committed.epoch == provider.epoch())
        let asserted = committed.value
        let data = try AuthenticatorData(asserted.authenticatorData)
        #expect(data.rpIDHash == rpIDHash)
        #expect(data.flags == AuthenticatorData.userPresent)
        #expect(data.signCount == 1)
        #expect(asserted.clientDataHash == clientDataHash)
        // A DER sequence of two integers (RFC 3279, section 2.2.3).
        #expect(asserted.signature.first == 0x30)
        #expect(Int(asserted.signature[asserted.signature.startIndex + 1]) == asserted.signature.count - 2)
        #expect(asserted.passkey.signCount == 1)
        #expect(asserted.passkey.lastUsed != nil)
    }

    @Test func aPageGetsClientDataThatNamesItAndItsChallenge() throws {
        let stage = try Stage()
        let provider = try stage.open()
        let json = """
            {"rp":{"id":"example.com","name":"Example"},"challenge":"q83vASNFZ4mrze8BI0VniQ",
             "user":{"id":"YWRh","name":"ada@example.com","displayName":"Ada"},
             "pubKeyCredParams":[{"type":"public-key","alg":"-7"}]}
            """
        let request = CreateRequest(
            options: .json(json), caller: .web(origin: "https://login.example.com", frame: .sameOrigin),
            model: .deviceBound(aaguid: product))
        let start = try provider.beginCreate(request)
        #expect(start.origin == "https://login.example.com")
        #expect(start.repairs.map(\.path) == ["$.pubKeyCredParams[0].alg"])
        let created = try provider.finishCreate(start.plan, consent: .stated(.biometric)).value
        #expect(created.verification == .statement(.biometric))
        let response = try JSONDecoder().decode(
            RegistrationResponse.self, from: Data(created.responseJSON.utf8))
        #expect(response.type == "public-key")
        let text = try #require(Data(base64URL: response.response.clientDataJSON))
        let clientData = try JSONDecoder().decode(ClientData.self, from: text)
        #expect(clientData.type == "webauthn.create")
        #expect(clientData.challenge == "q83vASNFZ4mrze8BI0VniQ")
        #expect(clientData.origin == "https://login.example.com")
    }

    @Test func iOSGetsFlagsOfABackedUpPasskeyAndNoCount() throws {
        let stage = try Stage()
        let provider = try stage.open()
        let model = Model.iOS(aaguid: product)
        let passkey = try provider.register(model: model, consent: .stated(.biometric)).passkey.reference
        let data = try AuthenticatorData(
            provider.signIn(with: passkey, consent: .stated(.biometric)).authenticatorData)
        #expect(
            data.flags == AuthenticatorData.userPresent | AuthenticatorData.userVerified
                | AuthenticatorData.backupEligible | AuthenticatorData.backedUp)
        #expect(data.signCount == 0)
    }

    @Test func eachPasskeyOfAStoreIsOfTheModelThatItsRegistrationNames() throws {
        let stage = try Stage()
        let provider = try stage.open()
        let another = UUID()
        let models = [Model.deviceBound(aaguid: product), .iOS(aaguid: another)]
        for (user, model) in zip(["ada", "bob"], models) {
            let created = try provider.register(user, model: model)
            #expect(created.passkey.backupFlags == model.backupFlags)
            var bytes = created.attestationObject
            let object = try CBOR(from: &bytes)
            guard case .bytes(let authData)? = object[.text("authData")] else { throw CBOR.Malformed() }
            let data = try AuthenticatorData(authData)
            let attested = try #require(data.attested)
            #expect(attested.aaguid == withUnsafeBytes(of: model.aaguid.uuid) { Data($0) })
            #expect((data.flags & AuthenticatorData.backupEligible != 0) == (model.backupFlags == .iOS))
        }
    }

    @Test func aGatedStoreSignsWithItsSecretOnly() throws {
        let stage = try Stage()
        let provider = try stage.open(gateSecret: secret(9, as: GateSecret.init(wiping:)))
        let gate = { secret($0, as: GateSecret.init(wiping:)) }
        let passkey = try provider.register(consent: .gate(gate(9))).passkey.reference
        #expect(try provider.signIn(with: passkey, consent: .gate(gate(9))).verification == .gate)
        expectFailure(.gateRequired) { try provider.signIn(with: passkey, consent: .stated(.biometric)) }
        expectFailure(.wrongGate) { try provider.signIn(with: passkey, consent: .gate(gate(8))) }
    }

    @Test func aStalePasskeyIsDeletedAndRegisteredAgainInOneGo() throws {
        let stage = try Stage()
        let provider = try stage.open()
        let old = try provider.register().passkey.reference
        _ = try provider.server.reject(old, reason: "not permitted")
        let start = try provider.beginCreate(creation())
        guard case .staleDuplicate(let existing) = start.decision else {
            Issue.record("\(start.decision)")
            return
        }
        #expect(existing.map(\.passkey) == [old])
        #expect(existing.map(\.standing) == [.stale(.rejected)])
        #expect(start.answers.contains(.deleteAndRetry))
        let new = try provider.finishCreate(start.plan, consent: .present, resolution: .deleteAndRetry)
            .value
        #expect(try provider.passkeys.all().passkeys.map(\.reference) == [new.passkey.reference])
        #expect(try provider.passkeys.deleted().passkeys.map(\.reference) == [old])
    }
}

struct RegistrationResponse: Decodable {
    let type: String
    let response: Inner

    struct Inner: Decodable {
        let clientDataJSON: String
    }
}

struct ClientData: Decodable {
    let type: String
    let challenge: String
    let origin: String
}

extension Data {
    init?(base64URL text: String) {
        let padding = String(repeating: "=", count: (4 - text.count % 4) % 4)
        self.init(
            base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/") + padding)
    }
}
