import Foundation
internal import PasskeyProviderGenerated

/// `largeBlob` of a sign-in (WebAuthn L3, section 10.1.5).
public enum RequestLargeBlob: Redacted, Sendable {
    /// What the passkey keeps for the site.
    case read
    /// To keep this in place of what is kept: 4,096 bytes at most, or nothing is changed; none, to keep nothing.
    case write(Data)
}

/// What `largeBlob` answers: one of three.
public struct LargeBlobOutput: Hashable, Redacted, Sendable {
    /// Whether the new passkey can keep something: said in a registration, `nil` in a sign-in.
    public let isSupported: Bool?
    /// What the passkey keeps, where it was to be read and there is something.
    public let blob: LargeBlob?
    /// Whether it is kept now, where something was to be written. If not, what was kept before still is.
    public let isWritten: Bool?
}

/// What a site keeps with a passkey: a secret, wiped when the last reference goes. It never prints, and two of them
/// are equal only where they are one.
public final class LargeBlob: Hashable, Redacted, Sendable {
    private let content: WipedBytes

    /// Lends the bytes. They must not be kept.
    public func withBytes<T>(_ body: (Data) throws -> T) rethrows -> T { try content.lend(body) }

    /// Whether they are one.
    public static func == (left: LargeBlob, right: LargeBlob) -> Bool { left === right }

    /// Of which it is, and nothing of the bytes.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }

    init(_ bytes: Data) {
        var bytes = bytes
        content = WipedBytes(wiping: &bytes)
    }
}

extension LargeBlobOutput {
    init(_ raw: PasskeyProviderGenerated.LargeBlobOutput) {
        self.init(
            isSupported: raw.supported, blob: raw.blob.flatMap(LargeBlob.init), isWritten: raw.written)
    }
}

extension LargeBlob {
    /// `nil` where the library fails, which it does not.
    convenience init?(_ raw: PasskeyProviderGenerated.LargeBlob) {
        do {
            self.init(try raw.bytes())
        } catch {
            return nil
        }
    }
}

extension RequestLargeBlob {
    var raw: PasskeyProviderGenerated.RequestLargeBlob {
        switch self {
        case .read: .read
        case .write(let blob): .write(blob: blob)
        }
    }
}
