#if canImport(AuthenticationServices)
    import AuthenticationServices
    import CryptoKit
    import Foundation
    import Testing

    @testable import PasskeyProvider

    /// The package's file for Apple's framework, on what stands in for that here.
    struct AuthenticationServicesTests {
        /// `prepareInterface(forPasskeyRegistration:)` gets the same class as the sign-ins do.
        @Test func aSignInIsNotTakenForARegistrationNorTheOtherWayRound() {
            for type in [
                ASCredentialRequestType.password, .passkeyAssertion, .passkeyRegistration, .oneTimeCode,
            ] {
                let asked = request(type)
                #expect((CreateRequest(asked, aaguid: product) != nil) == (type == .passkeyRegistration))
                #expect((GetRequest(asked) != nil) == (type == .passkeyAssertion))
            }
        }

        @Test func aRegistrationHasWhatIOSSaysOfIt() throws {
            let made = try #require(
                CreateRequest(request(.passkeyRegistration, excluded: [Data([4])]), aaguid: product))
            guard case .parts(let parts) = made.options, case .checkedByIOS(let rpID, let hash) = made.caller
            else {
                Issue.record("another kind of request")
                return
            }
            #expect(parts.rpID == "example.com" && rpID == "example.com" && hash == clientDataHash)
            #expect(parts.userName == "ada" && parts.userHandle == UserHandle(Data([3])))
            #expect(parts.algorithms == [.es256] && parts.exclude == [CredentialID(Data([4]))])
            #expect(parts.userVerification == .required)
            #expect(made.model == .iOS(aaguid: product))
        }

        @Test func theListIsReplacedAndOfOneSiteTheLastUsedIsFirst() async throws {
            let stage = try Stage()
            let provider = try stage.open()
            let made = try ["ada", "bob", "carol"].map {
                try provider.register($0, model: .iOS(aaguid: product)).passkey.reference
            }
            for passkey in made {
                _ = try await provider.offActor { try $0.server.confirm(passkey) }
            }
            _ = try provider.signIn(with: made[1])
            let store = ASCredentialIdentityStore(isEnabled: true)
            try await store.update(from: provider)
            let first = try #require(passkeys(store).max { $0.rank < $1.rank })
            #expect(first.credentialID == made[1].credentialID.bytes && first.userName == "bob@example.com")
            #expect(first.recordIdentifier == first.credentialID.base64URL)
            #expect(Set(passkeys(store).map(\.rank)) == [1, 2, 3])

            _ = try await provider.offActor { try $0.passkeys.delete(made[1]) }
            try await store.update(from: provider)
            let left = [made[0], made[2]].map(\.credentialID.bytes)
            #expect(Set(passkeys(store).map(\.credentialID)) == Set(left))
        }

        @Test func anAccountWithoutANameIsNotListedAsNothing() async throws {
            let stage = try Stage()
            let provider = try stage.open()
            _ = try provider.register(model: .iOS(aaguid: product))
            _ = try await provider.offActor {
                try $0.server.applySignal(
                    $0.server.verifySignal(
                        .currentUserDetails(
                            relyingParty: "example.com", userHandle: Data("ada".utf8), newName: "")))
            }
            let store = ASCredentialIdentityStore(isEnabled: true)
            try await store.update(from: provider)
            #expect(passkeys(store).map(\.userName) == ["616461"])
        }

        @Test func whereTheProviderIsTurnedOffNothingIsListed() async throws {
            let stage = try Stage()
            let provider = try stage.open()
            _ = try provider.register(model: .iOS(aaguid: product))
            let store = ASCredentialIdentityStore(isEnabled: false)
            try await store.update(from: provider)
            #expect(store.listed.isEmpty)
            #expect(await !store.isTurnedOn)
            #expect(await ASCredentialIdentityStore(isEnabled: true).isTurnedOn)
        }

        @Test func theAnswersHaveWhatIOSTakes() throws {
            let stage = try Stage()
            let provider = try stage.open()
            let created = try provider.register(model: .iOS(aaguid: product))
            let registration = ASPasskeyRegistrationCredential(created)
            #expect(registration.relyingParty == "example.com")
            #expect(registration.credentialID == created.passkey.credentialID.bytes)
            #expect(registration.attestationObject == created.attestationObject)
            #expect(registration.clientDataHash == clientDataHash.bytes)
            let asserted = try provider.signIn(with: created.passkey.reference)
            let assertion = ASPasskeyAssertionCredential(asserted)
            #expect(assertion.relyingParty == "example.com" && assertion.signature == asserted.signature)
            #expect(assertion.userHandle == Data("ada".utf8))
            #expect(assertion.credentialID == created.passkey.credentialID.bytes)
            #expect(assertion.authenticatorData == asserted.authenticatorData)
            #expect(assertion.clientDataHash == clientDataHash.bytes)
        }

        /// iOS 18 passes `prf` in and out by itself, in salts that are hashed already and in keys.
        @Test func whatASiteDerivesKeysWithIsPassedInAndOut() throws {
            guard #available(iOS 18, macOS 15, *) else { return }
            let (one, other) = (Data(repeating: 1, count: 32), Data(repeating: 2, count: 32))
            let stage = try Stage()
            let provider = try stage.open()
            let values = ASAuthorizationPublicKeyCredentialPRFAssertionInput.InputValues(
                saltInput1: one, saltInput2: other)
            let registering = request(
                .passkeyRegistration,
                extensions: ASPasskeyCredentialExtensionInput.registration(
                    .init(prf: .init(inputValues: values))))
            let start = try provider.beginCreate(
                try #require(CreateRequest(registering, aaguid: product)))
            let created = try provider.finishCreate(start.plan, consent: .stated(.biometric)).value
            let made = try #require(ASPasskeyRegistrationCredential(created).extensionOutput?.prf)
            let first = try #require(made.first).withUnsafeBytes { Data($0) }
            let second = try #require(made.second).withUnsafeBytes { Data($0) }
            #expect(first.count == 32 && second.count == 32 && first != second)

            let swapped = ASAuthorizationPublicKeyCredentialPRFAssertionInput.InputValues(
                saltInput1: other, saltInput2: nil)
            let signingIn = request(
                .passkeyAssertion, credentialID: created.passkey.credentialID.bytes,
                extensions: ASPasskeyCredentialExtensionInput.assertion(
                    .init(
                        prf: .init(
                            inputValues: values,
                            perCredentialInputValues: [created.passkey.credentialID.bytes: swapped]))))
            let signIn = try provider.beginGet(try #require(GetRequest(signingIn)))
            let outcome = try provider.finishGet(
                signIn.plan, with: created.passkey.credentialID, consent: .stated(.biometric))
            guard case .done(let asserted) = outcome else {
                Issue.record("a key that is not in hardware")
                return
            }
            let value = try #require(ASPasskeyAssertionCredential(asserted.value).extensionOutput?.prf)
            #expect(value.first.withUnsafeBytes { Data($0) } == second && value.second == nil)
        }

        /// iOS 18 passes `largeBlob` in and out by itself, as bytes.
        @Test func whatASiteKeepsIsPassedInAndOut() throws {
            guard #available(iOS 18, macOS 15, *) else { return }
            let stage = try Stage()
            let provider = try stage.open()
            let registering = request(
                .passkeyRegistration,
                extensions: ASPasskeyCredentialExtensionInput.registration(
                    .init(largeBlob: .init(supportRequirement: .required))))
            let start = try provider.beginCreate(
                try #require(CreateRequest(registering, aaguid: product)))
            let created = try provider.finishCreate(start.plan, consent: .stated(.biometric)).value
            let output = ASPasskeyRegistrationCredential(created).extensionOutput
            #expect(output?.largeBlob?.isSupported == true && output?.prf == nil)

            typealias Input = ASAuthorizationPublicKeyCredentialLargeBlobAssertionInput
            func exchanged(
                _ operation: Input.Operation
            ) throws -> ASAuthorizationPublicKeyCredentialLargeBlobAssertionOutput {
                let signingIn = request(
                    .passkeyAssertion, credentialID: created.passkey.credentialID.bytes,
                    extensions: ASPasskeyCredentialExtensionInput.assertion(
                        .init(largeBlob: Input(operation: operation))))
                let signIn = try provider.beginGet(try #require(GetRequest(signingIn)))
                guard
                    case .done(let asserted) = try provider.finishGet(
                        signIn.plan, with: created.passkey.credentialID, consent: .stated(.biometric))
                else { throw NotSigned() }
                let credential = ASPasskeyAssertionCredential(asserted.value)
                guard let output = credential.extensionOutput?.largeBlob else { throw NotSigned() }
                return output
            }
            let nothing = try exchanged(.read)
            #expect(nothing.data == nil && nothing.success == nil)
            #expect(try exchanged(.write(Data([1, 2, 3]))).success == true)
            #expect(try exchanged(.read).data == Data([1, 2, 3]))
            #expect(try exchanged(.write(Data(count: 4097))).success == false)
            #expect(try exchanged(.read).data == Data([1, 2, 3]))
        }

        /// A site that required it learns that it does not have it.
        @Test func whatAPasskeyCannotDoIsSaid() throws {
            guard #available(iOS 18, macOS 15, *) else { return }
            let stage = try Stage()
            let made = try stage.open().register(model: .iOS(aaguid: product))
            let without = Created(
                responseJSON: made.responseJSON, attestationObject: made.attestationObject,
                clientDataHash: made.clientDataHash, passkey: made.passkey, verification: nil,
                attestation: made.attestation, prf: PRFOutput(isEnabled: false, results: nil),
                largeBlob: LargeBlobOutput(isSupported: false, blob: nil, isWritten: nil))
            let output = try #require(ASPasskeyRegistrationCredential(without).extensionOutput)
            #expect(output.prf?.isSupported == false && output.largeBlob?.isSupported == false)
        }

        private func passkeys(_ store: ASCredentialIdentityStore) -> [ASPasskeyCredentialIdentity] {
            store.listed.compactMap { $0 as? ASPasskeyCredentialIdentity }
        }

        private func request(
            _ type: ASCredentialRequestType, excluded: [Data] = [], credentialID: Data = Data([2]),
            extensions: Any? = nil
        ) -> ASPasskeyCredentialRequest {
            ASPasskeyCredentialRequest(
                type: type,
                credentialIdentity: ASPasskeyCredentialIdentity(
                    relyingPartyIdentifier: "example.com", userName: "ada", credentialID: credentialID,
                    userHandle: Data([3]), recordIdentifier: nil),
                clientDataHash: clientDataHash.bytes, userVerificationPreference: .required,
                supportedAlgorithms: type == .passkeyRegistration ? [.ES256] : [], excluded: excluded,
                extensions: extensions)
        }
    }

    extension Data {
        fileprivate var base64URL: String {
            base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        }
    }
#endif
