#if canImport(AuthenticationServices)
    import AuthenticationServices

    extension CreateRequest {
        /// The registration that iOS asks for; `nil` if it is none of a passkey.
        ///
        /// For `prepareInterface(forPasskeyRegistration:)` and, since iOS 18,
        /// `performWithoutUserInteractionIfPossible(passkeyRegistration:)`.
        public init?(_ request: any ASCredentialRequest) {
            guard let request = request as? ASPasskeyCredentialRequest,
                let identity = request.credentialIdentity as? ASPasskeyCredentialIdentity
            else { return nil }
            var excluded: [Data] = []
            if #available(iOS 18, macOS 15, *) {
                excluded = request.excludedCredentials?.map(\.credentialID) ?? []
            }
            self.init(
                relyingPartyIdentifier: identity.relyingPartyIdentifier, userName: identity.userName,
                userHandle: identity.userHandle, clientDataHash: request.clientDataHash,
                userVerificationPreference: request.userVerificationPreference.rawValue,
                supportedAlgorithms: request.supportedAlgorithms.map(\.rawValue),
                excludedCredentials: excluded)
        }
    }

    extension GetRequest {
        /// The sign-in that iOS asks for, with the one passkey that the person picked in autofill; `nil`
        /// if it is none with a passkey.
        ///
        /// For `provideCredentialWithoutUserInteraction(for:)` and
        /// `prepareInterfaceToProvideCredential(for:)`.
        public init?(_ request: any ASCredentialRequest) {
            guard let request = request as? ASPasskeyCredentialRequest,
                let identity = request.credentialIdentity as? ASPasskeyCredentialIdentity
            else { return nil }
            self.init(
                relyingPartyIdentifier: identity.relyingPartyIdentifier,
                clientDataHash: request.clientDataHash,
                userVerificationPreference: request.userVerificationPreference.rawValue,
                allowedCredentials: [identity.credentialID])
        }

        /// The sign-in for which the person picks a passkey in the extension.
        ///
        /// For `prepareCredentialList(for:requestParameters:)`.
        public init(_ parameters: ASPasskeyCredentialRequestParameters) {
            self.init(
                relyingPartyIdentifier: parameters.relyingPartyIdentifier,
                clientDataHash: parameters.clientDataHash,
                userVerificationPreference: parameters.userVerificationPreference.rawValue,
                allowedCredentials: parameters.allowedCredentials)
        }
    }

    extension ASPasskeyRegistrationCredential {
        /// The answer to a registration, for `completeRegistrationRequest(using:)`.
        public convenience init(_ created: Created) {
            self.init(
                relyingParty: created.passkey.rpID, clientDataHash: created.clientDataHash.bytes,
                credentialID: created.passkey.id.bytes, attestationObject: created.attestationObject)
        }
    }

    extension ASPasskeyAssertionCredential {
        /// The answer to a sign-in, for `completeAssertionRequest(using:)`.
        public convenience init(_ asserted: Asserted) {
            self.init(
                userHandle: asserted.passkey.user.handle.bytes, relyingParty: asserted.passkey.rpID,
                signature: asserted.signature, clientDataHash: asserted.clientDataHash.bytes,
                authenticatorData: asserted.authenticatorData, credentialID: asserted.passkey.id.bytes)
        }
    }

    extension ASPasskeyCredentialIdentity {
        /// The entry as iOS lists it.
        public convenience init(_ identity: Identity) {
            self.init(
                relyingPartyIdentifier: identity.rpID, userName: identity.userName,
                credentialID: identity.credentialID.bytes, userHandle: identity.userHandle.bytes,
                recordIdentifier: nil)
        }
    }

    extension Identity {
        /// An entry that iOS lists.
        public init(_ identity: ASPasskeyCredentialIdentity) {
            self.init(
                rpID: identity.relyingPartyIdentifier, credentialID: CredentialID(identity.credentialID),
                userHandle: UserHandle(identity.userHandle), userName: identity.userName)
        }
    }

    extension ASExtensionError {
        /// What iOS is told of an error, for `cancelRequest(withError:)`.
        public init(_ error: ProviderError) { self.init(Code(error.extensionErrorCode)) }
    }

    extension ASExtensionError.Code {
        /// The code of iOS. Before iOS 18 it has none for a passkey that is excluded.
        public init(_ code: ExtensionErrorCode) {
            switch code {
            case .failed: self = .failed
            case .userCanceled: self = .userCanceled
            case .userInteractionRequired: self = .userInteractionRequired
            case .credentialIdentityNotFound: self = .credentialIdentityNotFound
            case .matchedExcludedCredential:
                if #available(iOS 18, macOS 15, *) {
                    self = .matchedExcludedCredential
                } else {
                    self = .failed
                }
            }
        }
    }

    extension ASCredentialIdentityStore {
        /// Brings the list that autofill shows up to date: after each call that changes a passkey, and
        /// before a registration is completed. Where the person has not turned the provider on, it does
        /// nothing.
        ///
        /// A passkey that is not listed is as good as absent: iOS does not offer it.
        public func update(from provider: Provider) async throws {
            let state = await state()
            guard state.isEnabled else { return }
            guard state.supportsIncrementalUpdates else {
                let all = try await provider.identities()
                try await replaceCredentialIdentities(all.map(ASPasskeyCredentialIdentity.init))
                return
            }
            let listed = await credentialIdentities(forService: nil, credentialIdentityTypes: .passkey)
            let passkeys = listed.compactMap { $0 as? ASPasskeyCredentialIdentity }.map(Identity.init)
            let delta = try await provider.identityDelta(listed: passkeys)
            if !delta.remove.isEmpty {
                try await removeCredentialIdentities(delta.remove.map(ASPasskeyCredentialIdentity.init))
            }
            if !delta.add.isEmpty {
                try await saveCredentialIdentities(delta.add.map(ASPasskeyCredentialIdentity.init))
            }
        }
    }
#endif
