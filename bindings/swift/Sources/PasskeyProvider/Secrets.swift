import Foundation
internal import PasskeyProviderGenerated

#if canImport(Darwin)
    import Darwin
#endif

/// The 32 bytes under which a store is sealed. The Keychain holds them, not reachable while the device
/// was not unlocked once since it started.
///
/// This copy is wiped when the last reference goes. It has no equality, and never prints.
public final class DeviceKey: Redacted, Sendable {
    package let secret: WipedBytes

    /// Takes the bytes over: `bytes` is wiped. Bytes that something else shares, as those of an
    /// `NSData` of the Keychain, stay where that has them.
    public init(wiping bytes: inout Data) { secret = WipedBytes(wiping: &bytes) }
}

/// The 32 bytes without which a gated store opens no private key. The Keychain releases them after a
/// verification of the person only, for one ceremony at a time.
///
/// This copy is wiped when the last reference goes. It has no equality, and never prints.
public final class GateSecret: Redacted, Sendable {
    package let secret: WipedBytes

    /// Takes the bytes over: `bytes` is wiped. Bytes that something else shares, as those of an
    /// `NSData` of the Keychain, stay where that has them.
    public init(wiping bytes: inout Data) { secret = WipedBytes(wiping: &bytes) }
}

/// What a sign-in at a server gave: a token, or cookies as the header `Cookie` has them. For
/// ``Enrolments/signedIn(_:with:)``.
///
/// This copy is wiped when the last reference goes. It has no equality, and never prints.
public final class AccessToken: Redacted, Sendable {
    package let secret: WipedBytes

    /// Takes the bytes over: `bytes` is wiped.
    public init(wiping bytes: inout Data) { secret = WipedBytes(wiping: &bytes) }

    /// One that a sign-in library gave as text, which stays in memory as long as that library likes.
    public convenience init(_ text: String) {
        var bytes = Data(text.utf8)
        self.init(wiping: &bytes)
    }
}

/// Memory that is wiped before it is freed.
package final class WipedBytes: Sendable {
    // Written while it is made and while it is destroyed, when nobody else has it.
    nonisolated(unsafe) private let memory: UnsafeMutableRawBufferPointer

    init(wiping bytes: inout Data) {
        memory = .allocate(byteCount: bytes.count, alignment: 1)
        bytes.copyBytes(to: memory)
        bytes.withUnsafeMutableBytes(wipe)
        bytes = Data()
    }

    deinit {
        wipe(memory)
        memory.deallocate()
    }

    /// Lends the bytes without a copy. They must not be kept.
    package func lend<T>(_ body: (Data) throws -> T) rethrows -> T {
        guard let start = memory.baseAddress else { return try body(Data()) }
        return try withExtendedLifetime(self) {
            try body(Data(bytesNoCopy: start, count: memory.count, deallocator: .none))
        }
    }

    /// The library's own copy, which it wipes when the last reference goes.
    var raw: SecretBytes {
        get throws { try lend { try SecretBytes(bytes: $0) } }
    }
}

/// Zeros that no optimiser takes for a dead store.
package func wipe(_ memory: UnsafeMutableRawBufferPointer) {
    guard let start = memory.baseAddress else { return }
    #if canImport(Darwin)
        memset_s(start, memory.count, 0, memory.count)
    #else
        explicit_bzero(start, memory.count)
    #endif
}
