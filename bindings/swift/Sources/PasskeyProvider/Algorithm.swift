/// The algorithm of a key, as a COSE identifier (the IANA registry "COSE Algorithms").
public struct Algorithm: Hashable, RawRepresentable, Sendable {
    /// The number in the registry.
    public let rawValue: Int64

    /// The algorithm of this number.
    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// ECDSA on P-256 with SHA-256.
    public static let es256 = Algorithm(rawValue: -7)
    /// The same by its fully specified name.
    public static let esp256 = Algorithm(rawValue: -9)
    /// EdDSA, which in WebAuthn is Ed25519.
    public static let edDSA = Algorithm(rawValue: -8)
    /// The same by its fully specified name.
    public static let ed25519 = Algorithm(rawValue: -19)
    /// ML-DSA with the parameters of category 2.
    public static let mlDSA44 = Algorithm(rawValue: -48)
    /// ML-DSA with the parameters of category 3.
    public static let mlDSA65 = Algorithm(rawValue: -49)
    /// ML-DSA with the parameters of category 5.
    public static let mlDSA87 = Algorithm(rawValue: -50)
}
