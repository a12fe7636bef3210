internal import PasskeyProviderGenerated

/// A signal, as it came in (WebAuthn L3, section 5.1.10).
public struct SignalRequest: Redacted, Sendable {
    /// Which method the page called.
    public var kind: SignalKind
    /// Its argument, as JSON.
    public var json: String
    /// Who sent it.
    public var caller: Caller

    /// A signal.
    public init(kind: SignalKind, json: String, caller: Caller) {
        self.kind = kind
        self.json = json
        self.caller = caller
    }
}

/// A signal whose sender may speak for its RP ID. Answer the sender as soon as there is one.
public final class VerifiedSignal: Sendable {
    let raw: PasskeyProviderGenerated.VerifiedSignal

    init(_ raw: PasskeyProviderGenerated.VerifiedSignal) { self.raw = raw }
}

extension SignalRequest {
    var raw: PasskeyProviderGenerated.SignalRequest {
        .init(kind: kind.raw, json: json, caller: caller.raw)
    }
}
