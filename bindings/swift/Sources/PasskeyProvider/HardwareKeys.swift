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

/// A key in hardware that no passkey has.
public struct LooseKey: Hashable, Sendable {
    /// The app's name for it.
    public let handle: KeyHandle
    /// Why no passkey has it.
    public let reason: LooseReason
    /// Since when.
    public let since: Date
}

/// What the hardware has, beside what the store knows.
public struct HardwareComparison: Hashable, Sendable {
    /// Keys to delete, and to report by `Provider.keyGone`.
    public let toDelete: [KeyHandle]
    /// Keys whose name the library gave (it begins with `passkey-provider-`), and which the store does not
    /// know. The app's other keys are not among them.
    public let unknown: [KeyHandle]
    /// Passkeys that were found to have no key: they are not offered any more.
    public let missing: [CredentialID]
    /// Passkeys whose key is there again.
    public let found: [CredentialID]
    /// The store's epoch after the commit.
    public let epoch: Epoch
}

extension Provider {
    /// Remembers durably that a hardware key may come to be. Only then the app makes it, with the first algorithm
    /// of the relying party's that the hardware offers: a Secure Enclave offers `.es256`.
    public func intendHardwareKey(
        _ plan: CreatePlan, offers: [Algorithm], consent: Consent, resolution: Resolution = .none
    ) throws(ProviderError) -> HardwareIntent {
        try call {
            let answer = PasskeyProviderGenerated.CreateAnswer(
                resolution: resolution.raw, consent: try consent.raw)
            return HardwareIntent(
                try raw.intendHardwareKey(plan: plan.raw, answer: answer, offers: offers.map(\.rawValue)))
        }
    }

    /// Goes on with the key pair that the app made: gives the exact bytes that it has to sign.
    public func beginHardwareCreate(_ plan: CreatePlan, key: HardwareKey) throws(ProviderError) -> Data {
        try call { try raw.beginHardwareCreate(plan: plan.raw, key: key.raw) }
    }

    /// Verifies the hardware key's signature, a DER one, commits the passkey, and answers.
    public func finishHardwareCreate(_ plan: CreatePlan, signature: Data) throws(ProviderError) -> Created {
        try call { Created(try raw.finishHardwareCreate(plan: plan.raw, signature: signature)) }
    }

    /// The keys in hardware that are to be deleted. Delete them, and say so with `keyGone`.
    public func keysToDelete() throws(ProviderError) -> [LooseKey] {
        try call { try raw.keysToDelete().map(LooseKey.init) }
    }

    /// Gives up a registration with a hardware key now: its key is to be deleted.
    @discardableResult
    public func abandonHardwareKey(_ handle: KeyHandle) throws(ProviderError) -> Epoch {
        try call { Epoch(rawValue: try raw.abandonHardwareKey(handle: handle.bytes)) }
    }

    /// The hardware has no such key any more.
    @discardableResult
    public func keyGone(_ handle: KeyHandle) throws(ProviderError) -> Epoch {
        try call { Epoch(rawValue: try raw.keyGone(handle: handle.bytes)) }
    }

    /// Compares with all keys that the hardware has of this provider.
    public func compareHardwareKeys(existing: [KeyHandle]) throws(ProviderError) -> HardwareComparison {
        try call { HardwareComparison(try raw.compareHardwareKeys(existing: existing.map(\.bytes))) }
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

extension LooseKey {
    init(_ raw: PasskeyProviderGenerated.LooseKey) {
        self.init(handle: KeyHandle(raw.handle), reason: LooseReason(raw.reason), since: raw.since)
    }
}

extension HardwareComparison {
    init(_ raw: PasskeyProviderGenerated.HardwareComparison) {
        self.init(
            toDelete: raw.toDelete.map(KeyHandle.init), unknown: raw.unknown.map(KeyHandle.init),
            missing: raw.missing.map(CredentialID.init), found: raw.found.map(CredentialID.init),
            epoch: Epoch(rawValue: raw.epoch))
    }
}
