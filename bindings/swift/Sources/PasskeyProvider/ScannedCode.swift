import Foundation
internal import PasskeyProviderGenerated

/// What a text that was scanned turned out to be.
public enum ScannedCode: Hashable, Redacted, Sendable {
    /// A `FIDO:/` code.
    case fido(FidoCode)
    /// Another code, or a malformed one: why, as a word for programs such as `another_code`, and as half a sentence,
    /// which has nothing of what the text holds.
    case refused(word: String, message: String)

    /// Reads the text of a scanned code, at this time of the device's clock. No ceremony starts from it.
    public init(
        reading text: String, at now: Date = Date(), platform: DevicePlatform = .iOS
    ) throws(ProviderError) {
        self = try call {
            ScannedCode(try readScannedCode(text: text, platform: platform.raw, now: now))
        }
    }
}

/// A `FIDO:/` code (CTAP 2.3, section 11.5), which a computer shows. What it says is a hint for the person, and nothing
/// to decide by.
public struct FidoCode: Hashable, Redacted, Sendable {
    /// What the computer asks for.
    public let asks: FidoCodeAsks
    /// When it was made, by the computer's clock, to the second.
    public let made: Date?
    /// How old it is; `nil` where it does not say, or is of a time ahead.
    public let age: Duration?
    /// How far ahead its time is: one of the clocks is wrong. `nil` where it is not.
    public let ahead: Duration?
    /// Whether the page that shows it has given up: after ten minutes.
    public let isOld: Bool
    /// Whether the computer offers to remember this phone; `nil`: it does not say, which is no.
    public let isLinking: Bool?
    /// How many tunnel servers the computer knows by number.
    public let knownServers: UInt64
    /// The channels that the computer offers; empty: it does not say, and a tunnel server is the one.
    public let channels: [FidoCodeChannel]
    /// Whether the computer registers passkeys that are not discoverable; `nil`: it does not say. Older ones only.
    public let isNonDiscoverable: Bool?
    /// How it goes on, on this platform.
    public let continuation: FidoCodeContinuation
    /// What the person does, or sees: English.
    public let sentence: String
    /// The code as a URI, to hand on as the continuation says and nowhere else: whoever has it can take the phone's
    /// part. Not for logs.
    public let uri: String

    /// What it asks for.
    public var customMirror: Mirror { showing(["asks": asks]) }
}

/// A way for the two devices to exchange data.
public enum FidoCodeChannel: Hashable, Sendable {
    /// Through a tunnel server on the internet.
    case tunnel
    /// Over Bluetooth alone.
    case bluetooth
    /// One that is not known to this version, by its number.
    case other(UInt64)
}

/// How a code goes on to the part of the operating system that runs the protocol.
public enum FidoCodeContinuation: Hashable, Sendable {
    /// The person scans it with the system's own camera app. Nothing may be handed on.
    case systemCamera
    /// Android: the URI goes, as the data of an explicit intent, to this component of the system, and to no other app;
    /// and where that is known from.
    case component(action: String, package: String, className: String, source: String)
}

extension ScannedCode {
    init(_ raw: PasskeyProviderGenerated.ScannedCode) {
        self =
            switch raw {
            case .fido(let code): .fido(FidoCode(code))
            case .refused(let reason, let message): .refused(word: reason, message: message)
            }
    }
}

extension FidoCode {
    init(_ raw: PasskeyProviderGenerated.FidoCode) {
        self.init(
            asks: FidoCodeAsks(raw.asks), made: raw.made, age: raw.age.map { .seconds($0) },
            ahead: raw.ahead.map { .seconds($0) }, isOld: raw.isOld, isLinking: raw.isLinking,
            knownServers: raw.knownServers, channels: raw.channels.map(FidoCodeChannel.init),
            isNonDiscoverable: raw.isNonDiscoverable, continuation: FidoCodeContinuation(raw.continuation),
            sentence: raw.sentence, uri: raw.uri)
    }
}

extension FidoCodeChannel {
    init(_ raw: PasskeyProviderGenerated.FidoCodeChannel) {
        self =
            switch raw {
            case .tunnel: .tunnel
            case .bluetooth: .bluetooth
            case .other(let number): .other(number)
            }
    }
}

extension FidoCodeContinuation {
    init(_ raw: PasskeyProviderGenerated.FidoCodeContinuation) {
        self =
            switch raw {
            case .systemCamera: .systemCamera
            case .component(let action, let package, let className, let source):
                .component(action: action, package: package, className: className, source: source)
            }
    }
}
