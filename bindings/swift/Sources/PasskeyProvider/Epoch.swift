/// How many commits a store has seen. The app keeps the last one outside the store, in the Keychain,
/// and hands it in at the next opening: that is how a restored older copy is detected.
public struct Epoch: Comparable, Hashable, RawRepresentable, Sendable {
    /// The number.
    public let rawValue: UInt64

    /// The epoch of this number.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Whether `left` was before `right`.
    public static func < (left: Epoch, right: Epoch) -> Bool { left.rawValue < right.rawValue }
}
