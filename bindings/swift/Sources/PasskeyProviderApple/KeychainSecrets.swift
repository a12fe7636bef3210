import Foundation
import LocalAuthentication
import PasskeyProvider
import Security

/// What guards a store, in the Keychain: the device key, the gate secret and the last epoch.
///
/// Nothing of it leaves the device: no item is synchronised, and each is "this device only", so that a backup that is
/// restored elsewhere has none of them. The app and its extension see the same items by their access group.
public struct KeychainSecrets: Hashable, Sendable {
    /// The name that the items have together.
    public let service: String
    /// The access group that the app and its extension share, with its prefix, as in the entitlement
    /// `keychain-access-groups`; `nil`: the first of that entitlement.
    public let accessGroup: String?

    /// The secrets of one store.
    public init(service: String, accessGroup: String? = nil) {
        self.service = service
        self.accessGroup = accessGroup
    }

    /// The device key; `nil` where there is none. It is there from the first unlocking after a start on:
    /// ``PasskeyProvider/ProviderError/Code/keyStoreLocked`` before.
    public func deviceKey() throws(ProviderError) -> DeviceKey? {
        guard var bytes = try KeychainItem(.deviceKey, of: self).read() else { return nil }
        guard bytes.count == 32 else {
            erase(&bytes)
            throw ProviderError(
                .deviceKeyDamaged, "the Keychain's device key is not 32 bytes",
                detail: .cause(why: "another length"))
        }
        return DeviceKey(wiping: &bytes)
    }

    /// Makes a device key and keeps it. Where another process did that first, its key is given: there is one.
    public func makeDeviceKey() throws(ProviderError) -> DeviceKey {
        var bytes = try randomBytes()
        defer { erase(&bytes) }
        if try KeychainItem(.deviceKey, of: self).add(bytes) { return DeviceKey(wiping: &bytes) }
        guard let key = try deviceKey() else {
            throw ProviderError(.deviceKeyMissing, "the Keychain lost the device key while it was made")
        }
        return key
    }

    /// Makes a gate secret and keeps it behind the person's face, finger or passcode. It stays readable where a finger
    /// or a face is added or removed. It needs a passcode on the device. Another one that was there is replaced, for it
    /// is made with a new store only.
    public func makeGateSecret() throws(ProviderError) -> GateSecret {
        var bytes = try randomBytes()
        defer { erase(&bytes) }
        let item = KeychainItem(.gateSecret, of: self)
        try item.delete()
        guard try item.add(bytes) else {
            throw ProviderError(
                .storeBusy, "another process made a gate secret at the same time")
        }
        return GateSecret(wiping: &bytes)
    }

    /// The gate secret, by a context in which the person was verified: the Keychain asks nobody a second time. Where
    /// they were not, it asks them now, and blocks.
    public func gateSecret(with context: LAContext) throws(ProviderError) -> GateSecret {
        guard var bytes = try KeychainItem(.gateSecret, of: self).read(with: context) else {
            throw ProviderError(.gateRequired, "the Keychain has no gate secret")
        }
        return GateSecret(wiping: &bytes)
    }

    /// The last epoch that was kept; `nil` where none was.
    public func epoch() throws(ProviderError) -> Epoch? {
        guard let bytes = try KeychainItem(.epoch, of: self).read(), bytes.count == 8 else { return nil }
        return Epoch(rawValue: bytes.reduce(0) { $0 << 8 | UInt64($1) })
    }

    /// Keeps an epoch, unless a later one is kept.
    public func keep(_ epoch: Epoch) throws(ProviderError) {
        if let kept = try self.epoch(), kept >= epoch { return }
        try put(epoch)
    }

    /// Keeps an epoch, also an earlier one: the person accepted an older copy of the store.
    func put(_ epoch: Epoch) throws(ProviderError) {
        let bytes = Data((0..<8).reversed().map { UInt8(truncatingIfNeeded: epoch.rawValue >> ($0 * 8)) })
        let item = KeychainItem(.epoch, of: self)
        if try !item.update(bytes) { _ = try item.add(bytes) }
    }

    /// Deletes all of them: what is sealed under the device key is permanently lost. For an app that was deleted and
    /// installed again, whose Keychain outlived its store; ``Vault`` does it then.
    public func wipe() throws(ProviderError) {
        for part in KeychainItem.Part.allCases { try KeychainItem(part, of: self).delete() }
    }

    /// Whether there is any of them. Asks nobody.
    public func areThere() throws(ProviderError) -> Bool {
        for part in KeychainItem.Part.allCases where try KeychainItem(part, of: self).exists() { return true }
        return false
    }

    private func randomBytes() throws(ProviderError) -> Data {
        var bytes = Data(count: 32)
        let status = bytes.withUnsafeMutableBytes { buffer in
            buffer.baseAddress.map { SecRandomCopyBytes(kSecRandomDefault, buffer.count, $0) } ?? errSecParam
        }
        guard status == errSecSuccess else {
            throw ProviderError(.entropyFailed, "the device gave no random bytes")
        }
        return bytes
    }
}

extension DeviceKey {
    /// Makes a device key and keeps it in the Keychain: once, before the first store.
    public static func make(in secrets: KeychainSecrets) throws(ProviderError) -> DeviceKey {
        try secrets.makeDeviceKey()
    }
}

/// Zeros in the place of bytes, also where the copy that a secret took over was not made.
func erase(_ bytes: inout Data) {
    bytes.withUnsafeMutableBytes { wipe($0) }
    bytes = Data()
}
