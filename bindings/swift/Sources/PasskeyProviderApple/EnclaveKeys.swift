import CryptoKit
import Foundation
import LocalAuthentication
import PasskeyProvider
import Security

/// Private keys in the Secure Enclave. A key's handle is its blob, which this device's Enclave alone opens: the store has
/// it, and nothing else does, so that there is nothing to delete where a passkey goes.
public struct EnclaveKeys: Hashable, Sendable {
    /// Whether the Enclave verifies the person for each use: a signature is then evidence of it.
    public let verifiesPerson: Bool

    /// Keys. With `verifiesPerson` they sign for a face, a finger or the passcode, also of a finger that is added later;
    /// without, while the device is unlocked.
    public init(verifiesPerson: Bool = true) { self.verifiesPerson = verifiesPerson }

    /// Whether the device has one.
    public static var areAvailable: Bool { SecureEnclave.isAvailable }

    /// What makes keys and signs with them in the ceremony of this person.
    public func custody(for person: Person) -> HardwareCustody {
        HardwareCustody(
            make: { _ throws(ProviderError) in try make(person) },
            sign: { bytes, handle throws(ProviderError) in try Self.sign(bytes, handle, person) })
    }

    private func make(_ person: Person) throws(ProviderError) -> HardwareKey {
        let flags: SecAccessControlCreateFlags =
            verifiesPerson ? [.privateKeyUsage, .userPresence] : .privateKeyUsage
        guard
            let control = SecAccessControlCreateWithFlags(
                nil, kSecAttrAccessibleWhenUnlockedThisDeviceOnly as CFTypeRef, flags, nil)
        else { throw ProviderError(.keyStoreFailed, "the Keychain made no access control") }
        do {
            let key = try SecureEnclave.P256.Signing.PrivateKey(
                accessControl: control, authenticationContext: person.context)
            return HardwareKey(
                handle: KeyHandle(key.dataRepresentation), publicKey: .spki(key.publicKey.derRepresentation),
                access: verifiesPerson ? .verifiedUse : .unverified)
        } catch {
            throw Self.failure(error, "the Secure Enclave made no key")
        }
    }

    private static func sign(
        _ bytes: Data, _ handle: KeyHandle, _ person: Person
    ) throws(ProviderError) -> Data {
        let key: SecureEnclave.P256.Signing.PrivateKey
        do {
            key = try SecureEnclave.P256.Signing.PrivateKey(
                dataRepresentation: handle.bytes, authenticationContext: person.context)
        } catch {
            throw ProviderError(.hardwareKeyGone, "the Secure Enclave does not open the passkey's key")
        }
        do {
            return try key.signature(for: bytes).derRepresentation
        } catch {
            throw failure(error, "the Secure Enclave did not sign")
        }
    }

    private static func failure(_ error: any Error, _ message: String) -> ProviderError {
        if error is LAError { return PersonRefusal(error).error }
        let number = (error as NSError).code
        return ProviderError(
            .keyStoreFailed, "\(message): \(number)", detail: .cause(why: "CryptoKit error \(number)"))
    }
}
