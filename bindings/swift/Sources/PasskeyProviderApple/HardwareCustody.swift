import Foundation
import PasskeyProvider

/// Hardware that holds private keys, as two closures. ``EnclaveKeys`` has those of the Secure Enclave. Both are called on
/// a thread that may block.
public struct HardwareCustody: Sendable {
    /// Makes the key pair of an intent.
    public var make: @Sendable (HardwareIntent) throws(ProviderError) -> HardwareKey
    /// Signs these bytes, unchanged and unhashed, with the key of this name: ECDSA with SHA-256, as DER.
    public var sign: @Sendable (Data, KeyHandle) throws(ProviderError) -> Data

    /// Hardware.
    public init(
        make: @escaping @Sendable (HardwareIntent) throws(ProviderError) -> HardwareKey,
        sign: @escaping @Sendable (Data, KeyHandle) throws(ProviderError) -> Data
    ) {
        self.make = make
        self.sign = sign
    }
}

extension Vault {
    /// Makes a passkey, and keeps the epoch. Its private key is sealed in the store, or in hardware where that is given.
    /// What a registration that failed left of a key in hardware is cleaned up.
    public func create(
        _ start: CreateStart, consent: Consent, resolution: Resolution = .none, in hardware: HardwareCustody?
    ) async throws(ProviderError) -> Created {
        let plan = start.plan
        guard let hardware else {
            return try await commit { provider throws(ProviderError) in
                try provider.finishCreate(plan, consent: consent, resolution: resolution)
            }
        }
        let intent = try await commit { provider throws(ProviderError) in
            try provider.intendHardwareKey(plan, offers: [.es256], consent: consent, resolution: resolution)
        }
        do throws(ProviderError) {
            let signature = try await read { provider throws(ProviderError) in
                let key = try hardware.make(intent)
                return try hardware.sign(provider.beginHardwareCreate(plan, key: key), key.handle)
            }
            return try await commit { provider throws(ProviderError) in
                try provider.finishHardwareCreate(plan, signature: signature)
            }
        } catch {
            // What happened first is what is said.
            try? await commit { provider throws(ProviderError) in
                try provider.hardwareKeys.abandon(intent.handle)
            }
            _ = try? await forgetLooseKeys()
            throw error
        }
    }

    /// Signs in with a passkey, and keeps the epoch. A passkey whose key is in hardware needs that.
    public func signIn(
        _ start: GetStart, with chosen: CredentialID, consent: Consent, in hardware: HardwareCustody?
    ) async throws(ProviderError) -> Asserted {
        let plan = start.plan
        let outcome = try await read { provider throws(ProviderError) in
            try provider.finishGet(plan, with: chosen, consent: consent)
        }
        switch outcome {
        case .done(let asserted):
            keep(asserted.epoch)
            return asserted.value
        case .toSign(let bytes, let handle):
            guard let hardware else {
                throw ProviderError(.hardwareKeyGone, "the passkey's key is in hardware, and none was given")
            }
            return try await commit { provider throws(ProviderError) in
                try provider.finishHardwareGet(plan, signature: hardware.sign(bytes, handle))
            }
        }
    }

    /// Forgets the keys in hardware that no passkey has any more: of registrations that did not end well, and of purged
    /// passkeys. A key of the Secure Enclave is nowhere but in its blob, so that nothing else is to be deleted. For an
    /// app at each start; how many they were.
    @discardableResult
    public func forgetLooseKeys() async throws(ProviderError) -> Int {
        let loose = try await commit { provider throws(ProviderError) in
            try provider.hardwareKeys.toDelete()
        }
        for key in loose {
            try await commit { provider throws(ProviderError) in try provider.hardwareKeys.gone(key.handle) }
        }
        return loose.count
    }
}
