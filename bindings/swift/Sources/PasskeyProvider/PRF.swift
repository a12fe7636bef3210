import Foundation
internal import PasskeyProviderGenerated

/// Where to evaluate the pseudo-random function of a passkey (WebAuthn L3, section 10.1.4): salts that iOS made of the
/// site's inputs already, 32 bytes each. They are not hashed again.
public struct PRFSalts: Redacted, Sendable {
    /// The first: `saltInput1`.
    public var first: Data
    /// The second, where there is one: `saltInput2`.
    public var second: Data?

    /// Salts.
    public init(first: Data, second: Data? = nil) {
        self.first = first
        self.second = second
    }
}

/// `prf` of a registration.
public struct CreationPRF: Redacted, Sendable {
    /// Where to evaluate the new passkey's function at once; `nil` asks only whether it has one.
    public var salts: PRFSalts?

    /// A question, or an evaluation.
    public init(salts: PRFSalts? = nil) { self.salts = salts }
}

/// `prf` of a sign-in.
public struct RequestPRF: Redacted, Sendable {
    /// For every passkey that has no entry of its own.
    public var salts: PRFSalts?
    /// For these passkeys.
    public var byCredential: [CredentialID: PRFSalts]

    /// Evaluations.
    public init(salts: PRFSalts? = nil, byCredential: [CredentialID: PRFSalts] = [:]) {
        self.salts = salts
        self.byCredential = byCredential
    }
}

/// What `prf` answers.
public struct PRFOutput: Hashable, Redacted, Sendable {
    /// Whether the passkey has a function: said in a registration, `nil` in a sign-in.
    public let isEnabled: Bool?
    /// The values, where the person was verified and there was something to evaluate.
    public let results: PRFResults?
}

/// The values of one evaluation, 32 bytes each: secrets, wiped when the last reference goes. They never print, and
/// two of them are equal only where they are one.
public final class PRFResults: Hashable, Redacted, Sendable {
    private let first: WipedBytes
    private let second: WipedBytes?

    /// Lends the value at the first salt, as in `withFirst { SymmetricKey(data: $0) }`. It must not be kept.
    public func withFirst<T>(_ body: (Data) throws -> T) rethrows -> T { try first.lend(body) }

    /// The same for the value at the second salt; `nil`, and nothing is called, where there was none.
    public func withSecond<T>(_ body: (Data) throws -> T) rethrows -> T? { try second?.lend(body) }

    /// Whether they are one.
    public static func == (left: PRFResults, right: PRFResults) -> Bool { left === right }

    /// Of which they are, and nothing of the values.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }

    init(first: Data, second: Data?) {
        var first = first
        self.first = WipedBytes(wiping: &first)
        if var second {
            self.second = WipedBytes(wiping: &second)
        } else {
            self.second = nil
        }
    }
}

extension PRFOutput {
    init(_ raw: PasskeyProviderGenerated.PrfOutput) {
        self.init(isEnabled: raw.enabled, results: raw.results.flatMap(PRFResults.init))
    }
}

extension PRFResults {
    /// `nil` where the library fails, which it does not.
    convenience init?(_ raw: PasskeyProviderGenerated.PrfResults) {
        do {
            self.init(first: try raw.first(), second: try raw.second())
        } catch {
            return nil
        }
    }
}

extension PRFSalts {
    var raw: PasskeyProviderGenerated.PrfSalts { .init(first: first, second: second) }
}

extension CreationPRF {
    var raw: PasskeyProviderGenerated.CreationPrf { .init(salts: salts?.raw) }
}

extension RequestPRF {
    var raw: PasskeyProviderGenerated.RequestPrf {
        .init(
            salts: salts?.raw,
            byCredential: byCredential.map { .init(credentialId: $0.key.bytes, salts: $0.value.raw) })
    }
}
