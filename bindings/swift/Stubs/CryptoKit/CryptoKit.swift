// Written from Apple's documentation of CryptoKit: the one type of it that AuthenticationServices names.

public struct SymmetricKey: Sendable {
    public var bitCount: Int { fatalError("declared only") }
}
