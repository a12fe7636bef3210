import Foundation
import LocalAuthentication
import PasskeyProvider
import Security

/// One item of the Keychain: a generic password of this device, which nothing synchronises.
struct KeychainItem {
    /// What the items of a store are.
    enum Part: String, CaseIterable {
        case deviceKey = "device-key"
        case gateSecret = "gate-secret"
        case epoch
    }

    private let part: Part
    private let secrets: KeychainSecrets

    init(_ part: Part, of secrets: KeychainSecrets) {
        self.part = part
        self.secrets = secrets
    }

    /// `nil` where there is none.
    func read(with context: LAContext? = nil) throws(ProviderError) -> Data? {
        var query = name
        query[kSecReturnData as String] = true
        query[kSecMatchLimit as String] = kSecMatchLimitOne
        if let context { query[kSecUseAuthenticationContext as String] = context }
        var found: CFTypeRef?
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        if status == errSecItemNotFound { return nil }
        try check(status)
        guard let bytes = found as? NSData else { return nil }
        // A copy of our own, which can be wiped. The Keychain's is its to free.
        var copy = Data(count: bytes.length)
        copy.withUnsafeMutableBytes { memory in
            if let start = memory.baseAddress { bytes.getBytes(start, length: memory.count) }
        }
        return copy
    }

    /// Whether there is one. Asks nobody, for nothing of it is read.
    func exists() throws(ProviderError) -> Bool {
        let status = SecItemCopyMatching(name as CFDictionary, nil)
        // Of an item that only the person opens, a system may say so in place of that it is there.
        if status == errSecItemNotFound { return false }
        if status == errSecInteractionNotAllowed && part == .gateSecret { return true }
        try check(status)
        return true
    }

    /// Whether it was added: there was none.
    func add(_ bytes: Data) throws(ProviderError) -> Bool {
        var item = name
        item[kSecValueData as String] = bytes
        switch part {
        case .gateSecret: item[kSecAttrAccessControl as String] = try Self.personOnly()
        case .deviceKey, .epoch:
            item[kSecAttrAccessible as String] = kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly
        }
        let status = SecItemAdd(item as CFDictionary, nil)
        if status == errSecDuplicateItem { return false }
        try check(status)
        return true
    }

    /// Whether it was updated: there was one.
    func update(_ bytes: Data) throws(ProviderError) -> Bool {
        let status = SecItemUpdate(name as CFDictionary, [kSecValueData as String: bytes] as CFDictionary)
        if status == errSecItemNotFound { return false }
        try check(status)
        return true
    }

    func delete() throws(ProviderError) {
        let status = SecItemDelete(name as CFDictionary)
        if status != errSecItemNotFound { try check(status) }
    }

    /// Face, finger or passcode. Not "the fingers of today": a new finger would take every passkey away. Nor "while a
    /// passcode is set": taking it off for a moment would, too. Without a passcode nobody is verified all the same.
    private static func personOnly() throws(ProviderError) -> SecAccessControl {
        guard
            let control = SecAccessControlCreateWithFlags(
                nil, kSecAttrAccessibleWhenUnlockedThisDeviceOnly as CFTypeRef, .userPresence, nil)
        else { throw ProviderError(.keyStoreFailed, "the Keychain made no access control") }
        return control
    }

    private var name: [String: Any] {
        var name: [String: Any] = [
            kSecClass as String: kSecClassGenericPassword,
            kSecAttrService as String: secrets.service,
            kSecAttrAccount as String: part.rawValue,
            kSecAttrSynchronizable as String: false,
            // On macOS too, the Keychain that knows access groups.
            kSecUseDataProtectionKeychain as String: true,
        ]
        if let group = secrets.accessGroup { name[kSecAttrAccessGroup as String] = group }
        return name
    }

    private func check(_ status: OSStatus) throws(ProviderError) {
        guard status != errSecSuccess else { return }
        let cause = ProviderError.Detail.cause(why: "Keychain status \(status)")
        switch status {
        case errSecUserCanceled: throw ProviderError(.declined, "the person declined")
        case errSecInteractionNotAllowed:
            throw ProviderError(.keyStoreLocked, "the device is locked, or nobody may be asked now")
        case errSecAuthFailed where part == .gateSecret:
            throw ProviderError(.verificationRequired, "the person was not verified")
        case errSecMissingEntitlement, errSecNotAvailable:
            throw ProviderError(
                .keyStoreUnavailable, "the Keychain is not there for this access group (\(status))")
        default: throw ProviderError(.keyStoreFailed, "the Keychain failed: \(status)", detail: cause)
        }
    }
}
