#if canImport(AuthenticationServices)
    import AuthenticationServices
    import CryptoKit
    import Foundation

    extension CreateRequest {
        /// The registration that iOS asks for; `nil` if it is not for a passkey, or is a sign-in.
        ///
        /// The app adds its AAGUID. The model is ``Model/iOS(aaguid:)``: iOS takes no other backup flags.
        ///
        /// For `prepareInterface(forPasskeyRegistration:)` and, since iOS 18,
        /// `performWithoutUserInteractionIfPossible(passkeyRegistration:)`.
        public init?(_ request: any ASCredentialRequest, aaguid: UUID) {
            guard let request = request as? ASPasskeyCredentialRequest, request.isRegistration,
                let identity = request.credentialIdentity as? ASPasskeyCredentialIdentity
            else { return nil }
            var excluded: [Data] = []
            var prf: CreationPRF?
            var largeBlob = false
            if #available(iOS 18, macOS 15, *) {
                excluded = request.excludedCredentials?.map(\.credentialID) ?? []
                if case .registration(let input) = request.extensionInput {
                    prf = input.prf.map { CreationPRF(salts: $0.inputValues.map(salts)) }
                    largeBlob = input.largeBlob != nil
                }
            }
            self.init(
                relyingPartyIdentifier: identity.relyingPartyIdentifier, userName: identity.userName,
                userHandle: identity.userHandle, clientDataHash: request.clientDataHash,
                userVerificationPreference: request.userVerificationPreference.rawValue,
                supportedAlgorithms: request.supportedAlgorithms.map(\.rawValue),
                excludedCredentials: excluded, aaguid: aaguid, prf: prf, largeBlob: largeBlob)
        }
    }

    extension GetRequest {
        /// The sign-in that iOS asks for, with the one passkey that the person tapped in AutoFill, as
        /// their pick; `nil` if it has no passkey, or is a registration. iOS hands over no list of the
        /// site here.
        ///
        /// For `provideCredentialWithoutUserInteraction(for:)` and
        /// `prepareInterfaceToProvideCredential(for:)`.
        public init?(_ request: any ASCredentialRequest) {
            guard let request = request as? ASPasskeyCredentialRequest, request.isSignIn,
                let identity = request.credentialIdentity as? ASPasskeyCredentialIdentity
            else { return nil }
            var prf: RequestPRF?
            var largeBlob: RequestLargeBlob?
            if #available(iOS 18, macOS 15, *) {
                if case .assertion(let input) = request.extensionInput {
                    prf = input.prf.map(requested)
                    largeBlob = input.largeBlob.map(requested)
                }
            }
            self.init(
                relyingPartyIdentifier: identity.relyingPartyIdentifier,
                clientDataHash: request.clientDataHash,
                userVerificationPreference: request.userVerificationPreference.rawValue,
                credentialID: identity.credentialID, prf: prf, largeBlob: largeBlob)
        }

        /// The sign-in for which the person picks a passkey in the extension.
        ///
        /// For `prepareCredentialList(for:requestParameters:)`.
        public init(_ parameters: ASPasskeyCredentialRequestParameters) {
            var prf: RequestPRF?
            var largeBlob: RequestLargeBlob?
            if #available(iOS 18, macOS 15, *) {
                prf = parameters.extensionInput?.prf.map(requested)
                largeBlob = parameters.extensionInput?.largeBlob.map(requested)
            }
            self.init(
                relyingPartyIdentifier: parameters.relyingPartyIdentifier,
                clientDataHash: parameters.clientDataHash,
                userVerificationPreference: parameters.userVerificationPreference.rawValue,
                allowedCredentials: parameters.allowedCredentials, prf: prf, largeBlob: largeBlob)
        }
    }

    // iOS passes a site's inputs for `prf` on as salts that it has hashed, and takes the values as keys.

    @available(iOS 18, macOS 15, *)
    private func salts(
        _ values: ASAuthorizationPublicKeyCredentialPRFAssertionInput.InputValues
    ) -> PRFSalts {
        PRFSalts(first: values.saltInput1, second: values.saltInput2)
    }

    @available(iOS 18, macOS 15, *)
    private func requested(_ input: ASAuthorizationPublicKeyCredentialPRFAssertionInput) -> RequestPRF {
        var prf = RequestPRF(salts: input.inputValues.map(salts))
        for (id, values) in input.perCredentialInputValues ?? [:] {
            prf.byCredential[CredentialID(id)] = salts(values)
        }
        return prf
    }

    @available(iOS 18, macOS 15, *)
    private func requested(
        _ input: ASAuthorizationPublicKeyCredentialLargeBlobAssertionInput
    ) -> RequestLargeBlob {
        switch input.operation {
        case .read: .read
        case .write(let blob): .write(blob)
        }
    }

    /// iOS takes the bytes over: they are its own from there on.
    @available(iOS 18, macOS 15, *)
    private func exchanged(
        _ output: LargeBlobOutput
    ) -> ASAuthorizationPublicKeyCredentialLargeBlobAssertionOutput {
        if let isWritten = output.isWritten { return .write(success: isWritten) }
        return .read(data: output.blob?.withBytes { Data([UInt8]($0)) })
    }

    @available(iOS 18, macOS 15, *)
    private func registered(_ prf: PRFOutput) -> ASAuthorizationPublicKeyCredentialPRFRegistrationOutput {
        guard let results = prf.results else { return prf.isEnabled == false ? .unsupported : .supported }
        return ASAuthorizationPublicKeyCredentialPRFRegistrationOutput(
            first: results.withFirst { SymmetricKey(data: $0) },
            second: results.withSecond { SymmetricKey(data: $0) })
    }

    @available(iOS 18, macOS 15, *)
    private func evaluated(_ results: PRFResults) -> ASAuthorizationPublicKeyCredentialPRFAssertionOutput {
        ASAuthorizationPublicKeyCredentialPRFAssertionOutput(
            first: results.withFirst { SymmetricKey(data: $0) },
            second: results.withSecond { SymmetricKey(data: $0) })
    }

    extension ASPasskeyCredentialRequest {
        /// iOS 17 has no type for a registration; but there as since, a sign-in names no algorithm.
        fileprivate var isRegistration: Bool {
            if #available(iOS 18, macOS 15, *) {
                type == .passkeyRegistration
            } else {
                !supportedAlgorithms.isEmpty
            }
        }

        fileprivate var isSignIn: Bool { type == .passkeyAssertion && !isRegistration }
    }

    extension ASPasskeyRegistrationCredential {
        /// The answer to a registration, for `completeRegistrationRequest(using:completionHandler:)`. In an
        /// `async` function, write the handler too, be it `nil`: the call without it is another method there,
        /// and is awaited.
        public convenience init(_ created: Created) {
            if #available(iOS 18, macOS 15, *), created.prf != nil || created.largeBlob != nil {
                self.init(
                    relyingParty: created.passkey.rpID, clientDataHash: created.clientDataHash.bytes,
                    credentialID: created.passkey.credentialID.bytes,
                    attestationObject: created.attestationObject,
                    extensionOutput: ASPasskeyRegistrationCredentialExtensionOutput(
                        largeBlob: created.largeBlob.map {
                            $0.isSupported == false ? .unsupported : .supported
                        },
                        prf: created.prf.map(registered)))
            } else {
                self.init(
                    relyingParty: created.passkey.rpID, clientDataHash: created.clientDataHash.bytes,
                    credentialID: created.passkey.credentialID.bytes,
                    attestationObject: created.attestationObject)
            }
        }
    }

    extension ASPasskeyAssertionCredential {
        /// The answer to a sign-in, for `completeAssertionRequest(using:completionHandler:)`. In an `async`
        /// function, write the handler too, be it `nil`: the call without it is another method there, and is
        /// awaited.
        public convenience init(_ asserted: Asserted) {
            if #available(iOS 18, macOS 15, *), asserted.prf?.results != nil || asserted.largeBlob != nil {
                self.init(
                    userHandle: asserted.passkey.user.handle.bytes, relyingParty: asserted.passkey.rpID,
                    signature: asserted.signature, clientDataHash: asserted.clientDataHash.bytes,
                    authenticatorData: asserted.authenticatorData,
                    credentialID: asserted.passkey.credentialID.bytes,
                    extensionOutput: ASPasskeyAssertionCredentialExtensionOutput(
                        largeBlob: asserted.largeBlob.map(exchanged),
                        prf: asserted.prf?.results.map(evaluated)))
            } else {
                self.init(
                    userHandle: asserted.passkey.user.handle.bytes, relyingParty: asserted.passkey.rpID,
                    signature: asserted.signature, clientDataHash: asserted.clientDataHash.bytes,
                    authenticatorData: asserted.authenticatorData,
                    credentialID: asserted.passkey.credentialID.bytes)
            }
        }
    }

    extension ASPasskeyCredentialIdentity {
        /// The entry as iOS lists it. Of two entries of one site, the one with the greater rank is first. The
        /// record is named by the passkey's id, in base64url.
        public convenience init(_ identity: Identity, rank: Int = 0) {
            self.init(
                relyingPartyIdentifier: identity.passkey.rpID, userName: identity.userName,
                credentialID: identity.passkey.credentialID.bytes, userHandle: identity.userHandle.bytes,
                recordIdentifier: base64URL(identity.passkey.credentialID.bytes))
            self.rank = rank
        }
    }

    extension Identity {
        /// An entry that iOS lists.
        public init(_ identity: ASPasskeyCredentialIdentity) {
            self.init(
                passkey: PasskeyRef(
                    rpID: identity.relyingPartyIdentifier,
                    credentialID: CredentialID(identity.credentialID)),
                userHandle: UserHandle(identity.userHandle), userName: identity.userName)
        }
    }

    extension ASExtensionError {
        /// What iOS sees of an error, for `cancelRequest(withError:)`, by where it asked: without a view it
        /// comes back with one for whatever the person can fix, elsewhere it does not. `reason` is a sentence
        /// of the app's own, in the person's language, for iOS to show; macOS has no place for one.
        public init(_ error: ProviderError, at entry: EntryPoint, reason: String? = nil) {
            var userInfo: [String: Any] = [:]
            #if !os(macOS)
                userInfo[ASExtensionLocalizedFailureReasonErrorKey] = reason
            #endif
            self.init(Code(error.extensionErrorCode(at: entry)), userInfo: userInfo)
        }
    }

    extension ASExtensionError.Code {
        /// The code of iOS. Before iOS 18 it has none for a passkey that is excluded.
        public init(_ code: ExtensionErrorCode) {
            switch code {
            case .failed: self = .failed
            case .userCanceled: self = .userCanceled
            case .userInteractionRequired: self = .userInteractionRequired
            case .credentialIdentityNotFound: self = .credentialIdentityNotFound
            case ExtensionErrorCode.matchedExcludedCredential:
                if #available(iOS 18, macOS 15, *) {
                    self = .matchedExcludedCredential
                } else {
                    self = .failed
                }
            }
        }
    }

    extension ASCredentialIdentityStore {
        /// Whether the person turned the provider on, so that iOS offers what is listed.
        public var isTurnedOn: Bool {
            get async { await state().isEnabled }
        }

        /// Brings the list that autofill shows up to date: after each call that changes a passkey, and
        /// before a registration is completed. Where the person has not turned the provider on, it does
        /// nothing.
        ///
        /// It replaces the list, and never reads it: iOS lets nobody do that before 17.4, and an answer that
        /// is empty for once would leave deleted passkeys there. Of one site, what was used last is first.
        ///
        /// A passkey that is not listed is as good as absent: iOS does not offer it.
        public func update(from provider: Provider) async throws {
            guard await isTurnedOn else { return }
            try await update(with: provider.offActor { try $0.passkeys.identities() })
        }

        /// The same with these entries, as ``Passkeys/identities()`` gave them.
        public func update(with identities: [Identity]) async throws {
            guard await isTurnedOn else { return }
            try await replaceCredentialIdentities(
                identities.enumerated().map { place, identity in
                    ASPasskeyCredentialIdentity(identity, rank: identities.count - place)
                })
        }
    }
#endif
