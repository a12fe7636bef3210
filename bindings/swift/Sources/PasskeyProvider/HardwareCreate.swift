import Foundation
internal import PasskeyProviderGenerated

/// A hardware key that may be made now.
public struct HardwareIntent: Hashable, Sendable {
    /// The name to make it under: ASCII letters, digits, `-` and `_`.
    public let handle: KeyHandle
    /// The algorithm that it must have.
    public let algorithm: Algorithm
    /// What an attestation of the key by its hardware must hold as its challenge: the client data hash.
    public let challenge: ClientDataHash
}

/// A key pair that the app made in its hardware.
public struct HardwareKey: Hashable, Sendable {
    /// How the app finds it again: the intent's handle, or a wrapped key, as the `dataRepresentation` of
    /// a key of the Secure Enclave.
    public var handle: KeyHandle
    /// Its public half.
    public var publicKey: PublicKeyBytes
    /// What the hardware demands before it signs.
    public var access: KeyAccess

    /// A key pair.
    public init(handle: KeyHandle, publicKey: PublicKeyBytes, access: KeyAccess) {
        self.handle = handle
        self.publicKey = publicKey
        self.access = access
    }
}

/// A public key, in the forms that hardware gives.
public enum PublicKeyBytes: Hashable, Redacted, Sendable {
    /// The DER of a SubjectPublicKeyInfo (RFC 5280, section 4.1): `derRepresentation` of CryptoKit.
    case spki(Data)
    /// The bytes that the algorithm itself has for a key: for ES256 the uncompressed point, `04 || x || y`,
    /// 65 bytes, `x963Representation` of CryptoKit.
    case raw(Data, of: Algorithm)
}

extension Provider {
    /// Remembers durably that a hardware key may come to be. Only then the app makes it, with the first algorithm
    /// of the relying party's that the hardware offers: a Secure Enclave offers `.es256`.
    public func intendHardwareKey(
        _ plan: CreatePlan, offers: [Algorithm], consent: Consent, resolution: Resolution = .none
    ) throws(ProviderError) -> Committed<HardwareIntent> {
        try call {
            let answer = PasskeyProviderGenerated.CreateAnswer(
                resolution: resolution.raw, consent: try consent.raw)
            return Committed(
                try raw.intendHardwareKey(plan: plan.raw, answer: answer, offers: offers.map(\.rawValue)),
                HardwareIntent.init)
        }
    }

    /// Goes on with the key pair that the app made: gives the exact bytes that it has to sign.
    public func beginHardwareCreate(_ plan: CreatePlan, key: HardwareKey) throws(ProviderError) -> Data {
        try call { try raw.beginHardwareCreate(plan: plan.raw, key: key.raw) }
    }

    /// Verifies the hardware key's signature, a DER one, commits the passkey, and answers. An attestation is needed
    /// where ``CreateStart/hardwareAttestation`` has certificates.
    public func finishHardwareCreate(
        _ plan: CreatePlan, signature: Data, attestation: HostAttestation? = nil
    ) throws(ProviderError) -> Committed<Created> {
        try call {
            Committed(
                try raw.finishHardwareCreate(
                    plan: plan.raw, signature: signature, attestation: attestation?.raw),
                Created.init)
        }
    }
}

extension HardwareIntent {
    init(_ raw: PasskeyProviderGenerated.HardwareIntent) {
        self.init(
            handle: KeyHandle(raw.handle), algorithm: Algorithm(rawValue: raw.algorithm),
            challenge: ClientDataHash(raw.challenge))
    }
}

extension HardwareKey {
    var raw: PasskeyProviderGenerated.HardwareKey {
        .init(handle: handle.bytes, publicKey: publicKey.raw, access: access.raw)
    }
}

extension PublicKeyBytes {
    var raw: PasskeyProviderGenerated.KeyBytes {
        switch self {
        case .spki(let der): .spki(der: der)
        case .raw(let bytes, let algorithm): .raw(algorithm: algorithm.rawValue, bytes: bytes)
        }
    }
}
