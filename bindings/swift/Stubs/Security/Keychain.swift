// Written from Apple's headers SecItem.h, SecBase.h and SecRandom.h of the SDK of iOS 26, and the documentation of
// kSecUseAuthenticationContext and of kSecAttrAccessGroup. Items are generic passwords only.

public let errSecSuccess: OSStatus = 0
public let errSecParam: OSStatus = -50
public let errSecUserCanceled: OSStatus = -128
public let errSecNotAvailable: OSStatus = -25291
public let errSecAuthFailed: OSStatus = -25293
public let errSecDuplicateItem: OSStatus = -25299
public let errSecItemNotFound: OSStatus = -25300
public let errSecInteractionNotAllowed: OSStatus = -25308
public let errSecMissingEntitlement: OSStatus = -34018

public let kSecClass: CFString = "class"
public let kSecClassGenericPassword: CFString = "genp"
public let kSecAttrService: CFString = "svce"
public let kSecAttrAccount: CFString = "acct"
public let kSecAttrAccessGroup: CFString = "agrp"
public let kSecAttrAccessible: CFString = "pdmn"
public let kSecAttrAccessControl: CFString = "accc"
public let kSecAttrSynchronizable: CFString = "sync"
public let kSecAttrSynchronizableAny: CFString = "syna"
public let kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly: CFString = "cku"
public let kSecAttrAccessibleWhenUnlockedThisDeviceOnly: CFString = "aku"
public let kSecUseDataProtectionKeychain: CFString = "nleg"
public let kSecUseAuthenticationContext: CFString = "u_AuthCtx"
public let kSecValueData: CFString = "v_Data"
public let kSecReturnData: CFString = "r_Data"
public let kSecMatchLimit: CFString = "m_Limit"
public let kSecMatchLimitOne: CFString = "m_LimitOne"

/// The part of the device that the Keychain is, for the tests.
package enum Keychain {
    package enum Lock: Sendable { case neverUnlocked, locked, unlocked }
    package struct Item {
        package var attributes: [String: Any]
        package var accessible: String {
            (attributes[kSecAttrAccessControl] as? SecAccessControl)?.protection
                ?? attributes[kSecAttrAccessible] as? String ?? "ak"
        }
    }
    /// The access groups of this process; the first is where an item goes that names none.
    nonisolated(unsafe) package static var groups = ["TEAM.example.app"]
    nonisolated(unsafe) package static var lock = Lock.unlocked
    /// What the next calls answer in place of what they would.
    nonisolated(unsafe) package static var failures: [OSStatus] = []
    nonisolated(unsafe) package static var items: [Item] = []
    /// What happens before the next item is read.
    nonisolated(unsafe) package static var beforeReading: (() -> Void)?
    fileprivate static let guarded = NSLock()

    package static func reset() {
        (groups, lock, failures, items) = (["TEAM.example.app"], .unlocked, [], [])
        beforeReading = nil
    }

    fileprivate static func isReachable(_ accessible: String) -> Bool {
        switch accessible {
        case kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly: lock != .neverUnlocked
        default: lock == .unlocked
        }
    }

    fileprivate static func isSynchronizable(_ attributes: [String: Any]) -> Bool {
        attributes[kSecAttrSynchronizable] as? Bool ?? false
    }

    /// The places of the items that a query names, of the groups of this process.
    fileprivate static func found(_ query: [String: Any]) -> [Int] {
        items.indices.filter { place in
            let item = items[place].attributes
            return [kSecClass, kSecAttrService, kSecAttrAccount, kSecAttrAccessGroup].allSatisfy {
                query[$0] == nil || query[$0] as? String == item[$0] as? String
            } && groups.contains(item[kSecAttrAccessGroup] as? String ?? "")
                && (query[kSecAttrSynchronizable] as? String == kSecAttrSynchronizableAny
                    || isSynchronizable(query) == isSynchronizable(item))
        }
    }

    fileprivate static func answer(_ query: [String: Any], _ body: () -> OSStatus) -> OSStatus {
        guarded.withLock {
            if !failures.isEmpty { return failures.removeFirst() }
            guard query[kSecClass] as? String == kSecClassGenericPassword else { return errSecParam }
            if let group = query[kSecAttrAccessGroup] as? String, !groups.contains(group) {
                return errSecMissingEntitlement
            }
            return body()
        }
    }
}

@discardableResult
public func SecItemAdd(
    _ attributes: CFDictionary, _ result: UnsafeMutablePointer<CFTypeRef?>?
) -> OSStatus {
    Keychain.answer(attributes) {
        if attributes[kSecAttrAccessible] != nil && attributes[kSecAttrAccessControl] != nil {
            return errSecParam
        }
        var item = Keychain.Item(attributes: attributes)
        item.attributes[kSecAttrAccessGroup] = attributes[kSecAttrAccessGroup] ?? Keychain.groups[0]
        guard Keychain.found(item.attributes).isEmpty else { return errSecDuplicateItem }
        guard Keychain.isReachable(item.accessible) else { return errSecInteractionNotAllowed }
        Keychain.items.append(item)
        return errSecSuccess
    }
}

@discardableResult
public func SecItemCopyMatching(
    _ query: CFDictionary, _ result: UnsafeMutablePointer<CFTypeRef?>?
) -> OSStatus {
    let before = Keychain.beforeReading
    Keychain.beforeReading = nil
    before?()
    return Keychain.answer(query) {
        guard let place = Keychain.found(query).first else { return errSecItemNotFound }
        let item = Keychain.items[place]
        guard query[kSecReturnData] as? Bool == true else { return errSecSuccess }
        guard Keychain.isReachable(item.accessible) else { return errSecInteractionNotAllowed }
        if let control = item.attributes[kSecAttrAccessControl] as? SecAccessControl, !control.flags.isEmpty {
            // Without a context the system makes one of its own, which nobody here answers.
            guard let context = query[kSecUseAuthenticationContext] as? any Authenticating else {
                return errSecInteractionNotAllowed
            }
            let status = context.isAuthenticated ? errSecSuccess : context.authenticate(control.flags)
            guard status == errSecSuccess else { return status }
        }
        result?.pointee = (item.attributes[kSecValueData] as? Data).map { NSData(data: $0) }
        return errSecSuccess
    }
}

@discardableResult
public func SecItemUpdate(_ query: CFDictionary, _ attributesToUpdate: CFDictionary) -> OSStatus {
    Keychain.answer(query) {
        let places = Keychain.found(query)
        guard !places.isEmpty else { return errSecItemNotFound }
        for place in places {
            guard Keychain.isReachable(Keychain.items[place].accessible) else {
                return errSecInteractionNotAllowed
            }
            Keychain.items[place].attributes.merge(attributesToUpdate) { _, new in new }
        }
        return errSecSuccess
    }
}

/// Items are deleted in every state of the device.
@discardableResult
public func SecItemDelete(_ query: CFDictionary) -> OSStatus {
    Keychain.answer(query) {
        let places = Keychain.found(query)
        guard !places.isEmpty else { return errSecItemNotFound }
        for place in places.reversed() { Keychain.items.remove(at: place) }
        return errSecSuccess
    }
}

public struct SecRandomRef: Sendable {}
public let kSecRandomDefault: SecRandomRef? = nil

@discardableResult
public func SecRandomCopyBytes(
    _ rnd: SecRandomRef?, _ count: Int, _ bytes: UnsafeMutableRawPointer
) -> Int32 {
    for place in 0..<count {
        bytes.storeBytes(of: UInt8.random(in: 0...255), toByteOffset: place, as: UInt8.self)
    }
    return errSecSuccess
}
