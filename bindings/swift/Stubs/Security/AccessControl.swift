// Written from Apple's headers SecAccessControl.h, SecBase.h and CFBase.h of the SDK of iOS 26.

@_exported import FoundationOfApple

// CoreFoundation's bridging is Apple's alone: by these names a dictionary of Swift's passes for one of its own.
public typealias CFString = String
public typealias CFDictionary = [String: Any]
public typealias CFTypeRef = AnyObject
public typealias CFBoolean = Bool
public typealias OSStatus = Int32
public let kCFBooleanTrue: CFBoolean = true
public let kCFBooleanFalse: CFBoolean = false
public final class CFAllocator: Sendable {}
public final class CFError: Error, Sendable {}

public struct SecAccessControlCreateFlags: OptionSet, Sendable {
    public let rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }
    public static let userPresence = Self(rawValue: 1 << 0)
    public static let biometryAny = Self(rawValue: 1 << 1)
    public static let biometryCurrentSet = Self(rawValue: 1 << 3)
    public static let devicePasscode = Self(rawValue: 1 << 4)
    public static let privateKeyUsage = Self(rawValue: 1 << 30)
}

public final class SecAccessControl: Sendable {
    package let protection: String
    package let flags: SecAccessControlCreateFlags
    init(protection: String, flags: SecAccessControlCreateFlags) {
        self.protection = protection
        self.flags = flags
    }
}

public func SecAccessControlCreateWithFlags(
    _ allocator: CFAllocator?, _ protection: CFTypeRef, _ flags: SecAccessControlCreateFlags,
    _ error: UnsafeMutablePointer<Unmanaged<CFError>?>?
) -> SecAccessControl? {
    (protection as? NSString).map { SecAccessControl(protection: "\($0)", flags: flags) }
}

/// What `LAContext` is to the Keychain and to the Secure Enclave.
package protocol Authenticating: AnyObject {
    /// Whether the person was verified with it, so that nothing more is asked.
    var isAuthenticated: Bool { get }
    /// Verifies the person now; what fails is a status of the Keychain.
    func authenticate(_ flags: SecAccessControlCreateFlags) -> OSStatus
}
