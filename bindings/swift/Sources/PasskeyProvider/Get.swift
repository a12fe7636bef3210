import Foundation
internal import PasskeyProviderGenerated

/// A request to sign in.
public struct GetRequest: Redacted, Sendable {
    /// What the relying party asks for.
    public var options: RequestOptions
    /// Who asks.
    public var caller: Caller
    /// Whether to read JSON as browsers do, and repair nothing.
    public var strict: Bool
    /// The passkey that the person picked before, in AutoFill: the one candidate. It is the person's
    /// choice and nothing that the site said, and is checked like every other passkey; where it may not
    /// answer, the sign-in fails with ``ProviderError/Code/noPasskey``.
    public var picked: CredentialID?

    /// A request.
    public init(
        options: RequestOptions, caller: Caller, strict: Bool = false, picked: CredentialID? = nil
    ) {
        self.options = options
        self.caller = caller
        self.strict = strict
        self.picked = picked
    }
}

/// A request to sign in that was understood and checked, with all that there is to show.
public struct GetStart: Redacted, Sendable {
    /// Goes on with it.
    public let plan: GetPlan
    /// The verified RP ID.
    public let rpID: String
    /// The calling page, where its host is not the RP ID: show it beside the RP ID.
    public let origin: String?
    /// The Android app that asks for itself: show it beside the RP ID.
    public let app: String?
    /// Whether the relying party asks for user verification.
    public let userVerification: UserVerification
    /// The passkeys that may answer, most recently used first. At least one.
    public let candidates: [PasskeySummary]
    /// What had to be repaired in the options.
    public let repairs: [Repair]
}

/// A sign-in under way. Each step happens once: a step that it is not at fails with
/// ``ProviderError/Code/planSpent``, and whatever a step's outcome is, the step before is over. A plan
/// that nobody has any more is given up, and nothing of it stays on disk.
public final class GetPlan: Sendable {
    let raw: PasskeyProviderGenerated.GetPlan

    init(_ raw: PasskeyProviderGenerated.GetPlan) { self.raw = raw }
}

/// Where a sign-in is after the person's answer.
public enum GetOutcome: Hashable, Redacted, Sendable {
    /// At its end.
    case done(Committed<Asserted>)
    /// A hardware key has to sign exactly these bytes: ``Provider/finishHardwareGet(_:signature:)``.
    case toSign(Data, with: KeyHandle)
}

/// A sign-in that is durable: the response may leave.
public struct Asserted: Hashable, Redacted, Sendable {
    /// `AuthenticationResponseJSON` (WebAuthn L3, section 5.1).
    public let responseJSON: String
    /// The client data hash, as iOS hands it on.
    public let clientDataHash: ClientDataHash
    /// The authenticator data, as iOS hands it on (WebAuthn L3, section 6.1).
    public let authenticatorData: Data
    /// The signature, as iOS hands it on: DER.
    public let signature: Data
    /// The passkey after this use.
    public let passkey: Passkey
    /// Why the response says "user verified"; `nil` if it does not.
    public let verification: Verification?
    /// What `prf` answers, where it was asked for: in the response too, and here for iOS, which takes it by itself.
    public let prf: PRFOutput?
    /// What `largeBlob` answers, where it was asked for: likewise.
    public let largeBlob: LargeBlobOutput?
}

extension Provider {
    /// What a system's selector may list for a request before anybody chose, most recently used first: the
    /// passkeys of the RP ID that the options name, as far as their allow list names them. No caller is
    /// asked for, nothing is written, no private key is opened. Empty where nothing fits.
    ///
    /// It proves nothing of the caller: the ceremony begins with ``beginGet(_:)``, which checks everything anew.
    /// Options that name no RP ID are ``ProviderError/Code/invalidOptions``.
    public func offers(
        _ options: RequestOptions, strict: Bool = false
    ) throws(ProviderError) -> [PasskeySummary] {
        try call { try raw.offers(options: options.raw, strict: strict).map(PasskeySummary.init) }
    }

    /// Every passkey that is offered for an RP ID where no allow list narrows the choice, most recently
    /// used first. Opens no private key. For a request, take ``offers(_:strict:)``.
    public func candidates(rpID: String) throws(ProviderError) -> [PasskeySummary] {
        try call { try raw.candidates(rpId: rpID).map(PasskeySummary.init) }
    }

    /// Begins a sign-in: finds the passkeys that may answer. Writes nothing, opens no private key.
    public func beginGet(_ request: GetRequest) throws(ProviderError) -> GetStart {
        try call { GetStart(try raw.beginGet(request: request.raw)) }
    }

    /// Signs in with the passkey that the person chose, also where there is only one. With a sealed key:
    /// counts, signs, commits, answers. For a hardware key, gives what it has to sign, and writes nothing.
    public func finishGet(
        _ plan: GetPlan, with chosen: CredentialID, consent: Consent
    ) throws(ProviderError) -> GetOutcome {
        try call {
            let answer = PasskeyProviderGenerated.GetAnswer(
                credentialId: chosen.bytes, consent: try consent.raw)
            return GetOutcome(try raw.finishGet(plan: plan.raw, answer: answer))
        }
    }

    /// Signs in with a hardware key: verifies its signature, a DER one, commits the count, answers.
    public func finishHardwareGet(
        _ plan: GetPlan, signature: Data
    ) throws(ProviderError) -> Committed<Asserted> {
        try call { Committed(try raw.finishHardwareGet(plan: plan.raw, signature: signature), Asserted.init) }
    }
}

extension GetRequest {
    var raw: PasskeyProviderGenerated.GetRequest {
        .init(options: options.raw, caller: caller.raw, strict: strict, picked: picked?.bytes)
    }
}

extension GetStart {
    init(_ raw: PasskeyProviderGenerated.GetStart) {
        self.init(
            plan: GetPlan(raw.plan), rpID: raw.rpId, origin: raw.origin, app: raw.app,
            userVerification: UserVerification(raw.userVerification),
            candidates: raw.candidates.map(PasskeySummary.init), repairs: raw.repairs.map(Repair.init))
    }
}

extension GetOutcome {
    init(_ raw: PasskeyProviderGenerated.GetOutcome) {
        self =
            switch raw {
            case .done(let asserted): .done(Committed(asserted, Asserted.init))
            case .toSign(let bytes, let handle): .toSign(bytes, with: KeyHandle(handle))
            }
    }
}

extension Asserted {
    init(_ raw: PasskeyProviderGenerated.Asserted) {
        self.init(
            responseJSON: raw.responseJson, clientDataHash: ClientDataHash(raw.clientDataHash),
            authenticatorData: raw.authenticatorData, signature: raw.signature, passkey: Passkey(raw.passkey),
            verification: raw.verification.map(Verification.init), prf: raw.prf.map(PRFOutput.init),
            largeBlob: raw.largeBlob.map(LargeBlobOutput.init))
    }
}
