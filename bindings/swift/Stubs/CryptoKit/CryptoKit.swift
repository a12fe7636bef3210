// Written from Apple's documentation of CryptoKit: the one type of it that AuthenticationServices names.

import Foundation

/// Where something has a body, that is for the tests of the package.
public struct SymmetricKey: Sendable {
    private let bytes: [UInt8]
    public init(data: some ContiguousBytes) { bytes = data.withUnsafeBytes(Array.init) }
    public var bitCount: Int { bytes.count * 8 }
    public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try bytes.withUnsafeBytes(body)
    }
}
