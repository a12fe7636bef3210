/// The algorithm of a key, as a COSE identifier (the IANA registry "COSE Algorithms").
public struct Algorithm: Hashable, RawRepresentable, Sendable {
    /// The number in the registry.
    public let rawValue: Int64

    /// The algorithm of this number.
    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// ECDSA on P-256 with SHA-256.
    public static let es256 = Algorithm(rawValue: -7)
}
