import Foundation

/// Bytes that mean something to whoever made them. They are equal where their content is, and a
/// description tells how many there are and no more, for some of them are PII.
public protocol OpaqueBytes: Hashable, Redacted, Sendable {
    /// The bytes themselves.
    var bytes: Data { get }

    /// Takes the bytes as they are. Whether they are what they should be shows at the first call.
    init(_ bytes: Data)
}

extension OpaqueBytes {
    /// The kind and the number of bytes.
    public var description: String { "\(Self.self)(\(bytes.count) bytes)" }
}

/// Names a passkey at its relying party (WebAuthn L3, section 4): 1 to 1,023 bytes. PII: links
/// sign-ins.
public struct CredentialID: OpaqueBytes {
    /// The bytes themselves.
    public let bytes: Data

    /// Takes the bytes as they are.
    public init(_ bytes: Data) { self.bytes = bytes }
}

/// Names an account at its relying party, `user.id` (WebAuthn L3, section 5.4.3): 1 to 64 bytes.
/// PII.
public struct UserHandle: OpaqueBytes {
    /// The bytes themselves.
    public let bytes: Data

    /// Takes the bytes as they are.
    public init(_ bytes: Data) { self.bytes = bytes }
}

/// The SHA-256 of the client data (WebAuthn L3, section 5.8.1), which the platform keeps to itself:
/// 32 bytes.
public struct ClientDataHash: OpaqueBytes {
    /// The bytes themselves.
    public let bytes: Data

    /// Takes the bytes as they are.
    public init(_ bytes: Data) { self.bytes = bytes }
}

/// The app's name for a key in hardware: 1 to 4,096 bytes. For a key of the Secure Enclave, its
/// `dataRepresentation`.
public struct KeyHandle: OpaqueBytes {
    /// The bytes themselves.
    public let bytes: Data

    /// Takes the bytes as they are.
    public init(_ bytes: Data) { self.bytes = bytes }
}
