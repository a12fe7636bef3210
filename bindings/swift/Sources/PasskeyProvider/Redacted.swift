/// A value that holds what nobody may find in a log: names, ids, handles, sites, texts of a site or of the
/// person, or bytes that tell one passkey from another.
///
/// However it is printed, by `print`, `dump`, in a text or by `String(reflecting:)`, it shows its kind, and
/// parts that name nobody at most. What it holds is had from its properties.
public protocol Redacted: CustomDebugStringConvertible, CustomReflectable, CustomStringConvertible {}

extension Redacted {
    /// The kind, and the parts that name nobody.
    public var description: String {
        let parts = customMirror.children.map { "\($0.label ?? "_"): \($0.value)" }
        return "\(Self.self)(\(parts.isEmpty ? "not shown" : parts.joined(separator: ", ")))"
    }

    /// The same as the description.
    public var debugDescription: String { description }

    /// No part.
    public var customMirror: Mirror { showing([:]) }

    /// A mirror of these parts only.
    func showing(_ parts: KeyValuePairs<String, Any>) -> Mirror { Mirror(self, children: parts) }
}
