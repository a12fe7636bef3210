import Foundation
internal import PasskeyProviderGenerated

/// A request to make a passkey.
public struct CreateRequest: Redacted, Sendable {
    /// What the relying party asks for.
    public var options: CreationOptions
    /// Who asks.
    public var caller: Caller
    /// What the registration says of the authenticator.
    public var model: Model
    /// What the app can bring as an attestation; `nil`: what the library makes by itself.
    public var attestation: AttestationOffer?
    /// What the organisation's policy is judged by, before a key exists; `nil`: by no policy. What it refuses is
    /// ``ProviderError/Code/policyRefused``, and what it only warns of is ``CreateStart/policyWarning``.
    public var membership: Membership?
    /// Whether to read JSON as browsers do, and repair nothing.
    public var strict: Bool

    /// A request.
    public init(
        options: CreationOptions, caller: Caller, model: Model, attestation: AttestationOffer? = nil,
        membership: Membership? = nil, strict: Bool = false
    ) {
        self.options = options
        self.caller = caller
        self.model = model
        self.attestation = attestation
        self.membership = membership
        self.strict = strict
    }
}

/// A registration that was understood and checked, with all that there is to show.
public struct CreateStart: Redacted, Sendable {
    /// Goes on with it.
    public let plan: CreatePlan
    /// The verified RP ID. Show this, not the name that the relying party gives itself.
    public let rpID: String
    /// The calling page, where its host is not the RP ID: show it beside the RP ID.
    public let origin: String?
    /// The Android app that asks for itself: show it beside the RP ID.
    public let app: String?
    /// The account that the passkey is for.
    public let user: User
    /// Whether the relying party asks for user verification.
    public let userVerification: UserVerification
    /// The algorithms that the relying party accepts and the library knows, best first. Whoever will hold the key
    /// takes the first that it can make a key of.
    public let algorithms: [Algorithm]
    /// The format of the attestation that the answer has if the library keeps the private key: with certificates it
    /// needs ``Provider/beginAttestedCreate(_:consent:resolution:)``. `nil` where a policy allows no format: the
    /// registration is refused.
    public let sealedAttestation: AttestationFormat?
    /// The same if hardware keeps it: with certificates they go to
    /// ``Provider/finishHardwareCreate(_:signature:attestation:)``.
    public let hardwareAttestation: AttestationFormat?
    /// What the organisation's policy would refuse, if it were newer, whole and the organisation's own: show it to the
    /// person before a key is made that the server may not take. `nil` where there is nothing to warn of.
    public let policyWarning: PolicyWarning?
    /// What is on the device for this account already.
    public let decision: Decision
    /// What the person can answer to that.
    public let answers: [Answer]
    /// What earlier registrations left behind: passkeys of the same relying party and account name, with another
    /// user handle, that the server probably or certainly does not have. They stand in nobody's way: show them,
    /// and offer to delete them with ``Passkeys/delete(_:)``. The caller learns nothing of them.
    public let leftovers: [PasskeySummary]
    /// What had to be repaired in the options.
    public let repairs: [Repair]
}

/// A registration under way. Each step happens once: a step that it is not at fails with
/// ``ProviderError/Code/planSpent``, and whatever a step's outcome is, the step before is over. A plan
/// that nobody has any more is given up, and nothing of it stays on disk; but where a hardware key was
/// intended, that stays until the key is accounted for.
public final class CreatePlan: Sendable {
    let raw: PasskeyProviderGenerated.CreatePlan

    init(_ raw: PasskeyProviderGenerated.CreatePlan) { self.raw = raw }
}

/// What a registration finds of the same account, or excluded by the relying party.
public enum Decision: Hashable, Sendable {
    /// Nothing: register.
    case proceed
    /// The exclude list names these. With the person's gesture (``Answer/tellSite``) the ceremony ends with
    /// ``ProviderError/Code/alreadyRegistered``, which the page and iOS see.
    case alreadyRegistered([PasskeySummary])
    /// These are probably or certainly on this device only.
    case staleDuplicate([PasskeySummary])
    /// A registration of these is under way.
    case inFlight([PasskeySummary])
    /// The server knows these, and does not exclude them.
    case duplicate([PasskeySummary])
}

extension Answer {
    /// What this answer wants of the passkeys that are there.
    public var resolution: Resolution {
        switch self {
        case .deleteAndRetry: .deleteAndRetry
        case .registerAnother: .registerAnother
        case .register, .leave, .tellSite: .none
        }
    }
}

/// A registration that is durable: the response may leave.
public struct Created: Hashable, Redacted, Sendable {
    /// `RegistrationResponseJSON` (WebAuthn L3, section 5.1).
    public let responseJSON: String
    /// The attestation object, as iOS hands it on (WebAuthn L3, section 6.5).
    public let attestationObject: Data
    /// The client data hash, as iOS hands it on.
    public let clientDataHash: ClientDataHash
    /// The passkey as it was stored.
    public let passkey: Passkey
    /// Why the response says "user verified"; `nil` if it does not.
    public let verification: Verification?
    /// The format of the attestation in the response.
    public let attestation: AttestationFormat
    /// What `prf` answers, where it was asked for: in the response too, and here for iOS, which takes it by itself.
    public let prf: PRFOutput?
    /// What `largeBlob` answers, where it was asked for: likewise.
    public let largeBlob: LargeBlobOutput?
}

extension Provider {
    /// Begins a registration: checks the request against the caller and the store. Writes nothing.
    public func beginCreate(_ request: CreateRequest) throws(ProviderError) -> CreateStart {
        try call { CreateStart(try raw.beginCreate(request: request.raw)) }
    }

    /// Makes a passkey whose private key is sealed in the store, commits it, and answers.
    public func finishCreate(
        _ plan: CreatePlan, consent: Consent, resolution: Resolution = .none
    ) throws(ProviderError) -> Committed<Created> {
        try call {
            let answer = PasskeyProviderGenerated.CreateAnswer(
                resolution: resolution.raw, consent: try consent.raw)
            return Committed(try raw.finishCreate(plan: plan.raw, answer: answer), Created.init)
        }
    }

    /// Makes a passkey without the person's gesture, right after a sign-in (conditional mediation). What the policy
    /// of a membership refuses or warns of is refused, as everything is that the person would have to decide.
    public func createConditionally(_ request: CreateRequest) throws(ProviderError) -> Committed<Created> {
        try call { Committed(try raw.createConditionally(request: request.raw), Created.init) }
    }
}

extension CreateRequest {
    var raw: PasskeyProviderGenerated.CreateRequest {
        .init(
            options: options.raw, caller: caller.raw, model: model.raw, attestation: attestation?.raw,
            membership: membership?.raw, strict: strict)
    }
}

extension CreateStart {
    init(_ raw: PasskeyProviderGenerated.CreateStart) {
        self.init(
            plan: CreatePlan(raw.plan), rpID: raw.rpId, origin: raw.origin, app: raw.app,
            user: User(raw.user), userVerification: UserVerification(raw.userVerification),
            algorithms: raw.algorithms.map(Algorithm.init(rawValue:)),
            sealedAttestation: raw.sealedAttestation.map(AttestationFormat.init),
            hardwareAttestation: raw.hardwareAttestation.map(AttestationFormat.init),
            policyWarning: raw.policyWarning.map(PolicyWarning.init),
            decision: Decision(raw.decision), answers: raw.answers.map(Answer.init),
            leftovers: raw.leftovers.map(PasskeySummary.init), repairs: raw.repairs.map(Repair.init))
    }
}

extension Decision {
    init(_ raw: PasskeyProviderGenerated.Decision) {
        self =
            switch raw {
            case .proceed: .proceed
            case .alreadyRegistered(let existing): .alreadyRegistered(existing.map(PasskeySummary.init))
            case .staleDuplicate(let existing): .staleDuplicate(existing.map(PasskeySummary.init))
            case .inFlight(let existing): .inFlight(existing.map(PasskeySummary.init))
            case .duplicate(let existing): .duplicate(existing.map(PasskeySummary.init))
            }
    }
}

extension Created {
    init(_ raw: PasskeyProviderGenerated.Created) {
        self.init(
            responseJSON: raw.responseJson, attestationObject: raw.attestationObject,
            clientDataHash: ClientDataHash(raw.clientDataHash), passkey: Passkey(raw.passkey),
            verification: raw.verification.map(Verification.init),
            attestation: AttestationFormat(raw.attestation), prf: raw.prf.map(PRFOutput.init),
            largeBlob: raw.largeBlob.map(LargeBlobOutput.init))
    }
}
