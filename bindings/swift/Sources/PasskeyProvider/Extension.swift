import Foundation

// What a credential-provider extension is handed, in the library's words. Nothing of Apple's is needed
// here; `AuthenticationServices.swift` does the rest.

extension CreateRequest {
    /// A registration that iOS hands over: the parts of `ASPasskeyCredentialRequest` and of its
    /// `ASPasskeyCredentialIdentity`. A preference that is unknown is taken for the standard's default.
    ///
    /// The app adds its AAGUID. The model is ``Model/iOS(aaguid:)``: iOS takes no other backup flags.
    public init(
        relyingPartyIdentifier: String, userName: String, userHandle: Data, clientDataHash: Data,
        userVerificationPreference: String, supportedAlgorithms: [Int], excludedCredentials: [Data],
        aaguid: UUID, prf: CreationPRF? = nil, largeBlob: Bool = false
    ) {
        let parts = CreationParts(
            rpID: relyingPartyIdentifier, userHandle: UserHandle(userHandle), userName: userName,
            algorithms: supportedAlgorithms.map { Algorithm(rawValue: Int64($0)) },
            exclude: excludedCredentials.map(CredentialID.init),
            userVerification: UserVerification(rawValue: userVerificationPreference) ?? .preferred, prf: prf,
            largeBlob: largeBlob)
        let caller = Caller.checkedByIOS(
            rpID: relyingPartyIdentifier, clientDataHash: ClientDataHash(clientDataHash))
        self.init(options: .parts(parts), caller: caller, model: .iOS(aaguid: aaguid))
    }
}

extension GetRequest {
    /// A sign-in that iOS hands over with the one passkey that the person tapped in AutoFill: the parts of
    /// `ASPasskeyCredentialRequest` and of its `ASPasskeyCredentialIdentity`. That the passkey is listed
    /// there is this library's own word, so it is what the person ``picked``, and no list of the site. A
    /// preference that is unknown is taken for the standard's default.
    public init(
        relyingPartyIdentifier: String, clientDataHash: Data, userVerificationPreference: String,
        credentialID: Data, prf: RequestPRF? = nil, largeBlob: RequestLargeBlob? = nil
    ) {
        self.init(
            relyingPartyIdentifier: relyingPartyIdentifier, clientDataHash: clientDataHash,
            userVerificationPreference: userVerificationPreference, allowedCredentials: [], prf: prf,
            largeBlob: largeBlob)
        picked = CredentialID(credentialID)
    }

    /// A sign-in that iOS hands over for the person to pick a passkey: the parts of
    /// `ASPasskeyCredentialRequestParameters`, whose `allowedCredentials` is the site's list. A preference
    /// that is unknown is taken for the standard's default.
    public init(
        relyingPartyIdentifier: String, clientDataHash: Data, userVerificationPreference: String,
        allowedCredentials: [Data], prf: RequestPRF? = nil, largeBlob: RequestLargeBlob? = nil
    ) {
        let parts = RequestParts(
            rpID: relyingPartyIdentifier, allow: allowedCredentials.map(CredentialID.init),
            userVerification: UserVerification(rawValue: userVerificationPreference) ?? .preferred, prf: prf,
            largeBlob: largeBlob)
        let caller = Caller.checkedByIOS(
            rpID: relyingPartyIdentifier, clientDataHash: ClientDataHash(clientDataHash))
        self.init(options: .parts(parts), caller: caller)
    }
}

extension SignalRequest {
    /// What iOS hands to `reportUnknownPublicKeyCredential`.
    public static func unknownCredential(relyingParty: String, credentialID: Data) -> SignalRequest {
        signal(
            .unknownCredential, from: relyingParty,
            Members(rpId: relyingParty, credentialId: base64URL(credentialID)))
    }

    /// What iOS hands to `reportAllAcceptedPublicKeyCredentials`.
    public static func allAcceptedCredentials(
        relyingParty: String, userHandle: Data, acceptedCredentialIDs: [Data]
    ) -> SignalRequest {
        signal(
            .allAcceptedCredentials, from: relyingParty,
            Members(
                rpId: relyingParty, userId: base64URL(userHandle),
                allAcceptedCredentialIds: acceptedCredentialIDs.map(base64URL)))
    }

    /// What iOS hands to `reportPublicKeyCredentialUpdate`. It has one name only, which stands for the
    /// display name too.
    public static func currentUserDetails(
        relyingParty: String, userHandle: Data, newName: String
    ) -> SignalRequest {
        signal(
            .currentUserDetails, from: relyingParty,
            Members(rpId: relyingParty, userId: base64URL(userHandle), name: newName, displayName: newName))
    }

    /// The members of the three dictionaries of the standard (WebAuthn L3, section 5.1.10).
    private struct Members: Encodable {
        let rpId: String
        var credentialId: String?
        var userId: String?
        var allAcceptedCredentialIds: [String]?
        var name: String?
        var displayName: String?
    }

    private static func signal(
        _ kind: SignalKind, from relyingParty: String, _ members: Members
    ) -> SignalRequest {
        // Texts always encode. Were it otherwise, an empty text is a signal that the library refuses.
        let json = (try? JSONEncoder().encode(members)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return SignalRequest(kind: kind, json: json, caller: .senderCheckedByIOS(rpID: relyingParty))
    }
}

/// Base64url without padding (RFC 4648, section 5).
func base64URL(_ bytes: Data) -> String {
    bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
        .replacing("=", with: "")
}
