import Foundation
internal import PasskeyProviderGenerated

/// What the app can bring as an attestation, beside what the library makes by itself: nothing, by default. An
/// attestation key is never in an app: it is an attestation service's, or in the device's hardware.
public struct AttestationOffer: Hashable, Redacted, Sendable {
    /// Whose key signs a `packed` statement with certificates; `nil` if no key does.
    public var attester: Attester?
    /// Whether the hardware attests the keys that it makes, as Android's key store does. For keys in hardware only.
    public var androidKey: Bool

    /// An offer.
    public init(attester: Attester? = nil, androidKey: Bool = false) {
        self.attester = attester
        self.androidKey = androidKey
    }
}

/// Whose attestation key it is.
public enum Attester: Hashable, Redacted, Sendable {
    /// One that 100,000 devices or more share, so that it names none of them (WebAuthn L3, section 14.4.1).
    case batch
    /// One that was certified for this passkey alone. At a second passkey it is refused: it would link two accounts.
    case onePasskey
    /// One that names this device: for enterprise attestation, and only with these RP IDs.
    case oneDevice(rpIDs: [String])
}

/// What an attestation key has to sign.
public struct AttestationRequest: Hashable, Redacted, Sendable {
    /// Authenticator data and client data hash: sign them as they are.
    public let toSign: Data
    /// The DER of the SubjectPublicKeyInfo of the passkey to be.
    public let publicKey: Data
}

/// What the app brings as the statement of a registration. The library checks it before anything is written.
public enum HostAttestation: Hashable, Redacted, Sendable {
    /// A signature of the attestation key over the bytes that the plan hands out, in the form that WebAuthn gives
    /// the leaf's algorithm (for P-256 a DER ECDSA-Sig-Value), and the DER of each certificate, the leaf first
    /// (WebAuthn L3, section 8.2).
    case packed(signature: Data, chain: [Data])
    /// The certificates of the passkey's own key, by the hardware that made it (WebAuthn L3, section 8.4).
    case androidKey(chain: [Data])
}

extension Provider {
    /// Makes a key pair that the store is to keep, for a registration whose ``CreateStart/sealedAttestation`` is
    /// `packed`, and says what the attestation key has to sign. Writes nothing.
    public func beginAttestedCreate(
        _ plan: CreatePlan, consent: Consent, resolution: Resolution = .none
    ) throws(ProviderError) -> AttestationRequest {
        try call {
            let answer = PasskeyProviderGenerated.CreateAnswer(
                resolution: resolution.raw, consent: try consent.raw)
            return AttestationRequest(try raw.beginAttestedCreate(plan: plan.raw, answer: answer))
        }
    }

    /// Verifies signature and certificates of the attestation key, commits the passkey, and answers. What a relying
    /// party would refuse is ``ProviderError/Code/attestationRefused``, and nothing is written.
    public func finishAttestedCreate(
        _ plan: CreatePlan, attestation: HostAttestation
    ) throws(ProviderError) -> Committed<Created> {
        try call {
            Committed(
                try raw.finishAttestedCreate(plan: plan.raw, attestation: attestation.raw), Created.init)
        }
    }
}

extension AttestationOffer {
    var raw: PasskeyProviderGenerated.AttestationOffer {
        .init(attester: attester?.raw, androidKey: androidKey)
    }
}

extension Attester {
    var raw: PasskeyProviderGenerated.Attester {
        switch self {
        case .batch: .batch
        case .onePasskey: .onePasskey
        case .oneDevice(let rpIDs): .oneDevice(rpIds: rpIDs)
        }
    }
}

extension AttestationRequest {
    init(_ raw: PasskeyProviderGenerated.AttestationRequest) {
        self.init(toSign: raw.toSign, publicKey: raw.publicKey)
    }
}

extension HostAttestation {
    var raw: PasskeyProviderGenerated.HostAttestation {
        switch self {
        case .packed(let signature, let chain): .packed(signature: signature, chain: chain)
        case .androidKey(let chain): .androidKey(chain: chain)
        }
    }
}
