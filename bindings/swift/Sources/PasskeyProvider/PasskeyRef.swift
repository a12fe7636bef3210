internal import PasskeyProviderGenerated

/// Names one passkey: the relying party, and the id at it. PII with the id.
public struct PasskeyRef: Hashable, Redacted, Sendable {
    /// The relying party that it signs for.
    public let rpID: String
    /// Its id there.
    public let credentialID: CredentialID

    /// The passkey of this id at this relying party.
    public init(rpID: String, credentialID: CredentialID) {
        self.rpID = rpID
        self.credentialID = credentialID
    }
}

extension PasskeyRef {
    init(_ raw: PasskeyProviderGenerated.PasskeyRef) {
        self.init(rpID: raw.rpId, credentialID: CredentialID(raw.credentialId))
    }

    var raw: PasskeyProviderGenerated.PasskeyRef { .init(rpId: rpID, credentialId: credentialID.bytes) }
}
