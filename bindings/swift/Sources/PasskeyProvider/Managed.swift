internal import PasskeyProviderGenerated

/// What a device's management narrows, member by member. It only narrows: nothing in it allows what the library
/// refuses. Where none was delivered it narrows nothing.
public struct ManagedConfiguration: Hashable, Redacted, Sendable {
    /// The relying parties that passkeys are made for and used at, each exactly; `nil`: all.
    public let allowedRPIDs: [String]?
    /// Whether new private keys are held by the device's hardware only.
    public let hardwareKeysOnly: Bool
    /// Whether nothing but a verification opens new private keys.
    public let gatedOnly: Bool
    /// Whether every ceremony needs a verification, whatever the relying party asks for.
    public let verificationAlways: Bool
    /// The ways of verifying a person that count, strongest first; `nil`: each.
    public let verificationMethods: [Verification]?
    /// Whether only what a key proves counts as a verification, not what the app states.
    public let noStatedVerification: Bool
    /// The attestation formats that a registration may have; `nil`: each.
    public let attestationFormats: [AttestationFormat]?
}

/// What a managed configuration is asked about. What is not known refuses nothing.
public struct ManagedFacts: Hashable, Redacted, Sendable {
    /// Whether a passkey is made or used.
    public var occasion: PolicyOccasion
    /// At which relying party; `nil` where it is not known.
    public var rpID: String?
    /// Whether the private key is in the device's hardware; `nil` where it is not known.
    public var isHardware: Bool?
    /// Whether nothing but a verification opens the private key: the store is gated, or the hardware gates each use.
    /// `nil` where it is not known.
    public var isGated: Bool?
    /// How the person is verified.
    public var verification: VerificationFact
    /// The format of the attestation that the registration has; `nil` where it is not known.
    public var attestation: AttestationFormat?

    /// Facts.
    public init(
        occasion: PolicyOccasion, rpID: String? = nil, isHardware: Bool? = nil, isGated: Bool? = nil,
        verification: VerificationFact = .notKnown, attestation: AttestationFormat? = nil
    ) {
        self.occasion = occasion
        self.rpID = rpID
        self.isHardware = isHardware
        self.isGated = isGated
        self.verification = verification
        self.attestation = attestation
    }
}

/// How a person is verified, as far as it is known.
public enum VerificationFact: Hashable, Sendable {
    /// It is not known yet.
    case notKnown
    /// Not.
    case notVerified
    /// In this way.
    case verified(by: Verification)
}

extension Provider {
    /// Takes the managed configuration that the device's management delivered, as JSON; `nil`: it delivers none any
    /// more. Kept sealed in the store, so that every process which opens it obeys. To be called at each start and
    /// whenever the system says that it changed: nothing is written where it is the one that is kept.
    ///
    /// One that does not read is ``ProviderError/Code/invalidPolicy``, with the epoch and with what is wrong. That is
    /// remembered: until one comes that reads, registrations are ``ProviderError/Code/configurationUnreadable``, and
    /// sign-ins go on under the last one that did.
    public func configure(_ json: String?) throws(ProviderError) -> Committed<Void> {
        try call { Committed(epoch: try raw.configure(json: json)) }
    }

    /// The managed configuration that counts; one that narrows nothing where none was given.
    /// ``ProviderError/Code/configurationUnreadable`` where the newest does not read.
    public func configuration() throws(ProviderError) -> ManagedConfiguration {
        try call { ManagedConfiguration(try raw.configuration()) }
    }

    /// What a ceremony with these facts would meet now, by the managed configuration: for the app's screens. At
    /// registration ``ProviderError/Code/configurationUnreadable`` where the newest does not read; a sign-in is judged
    /// by the last one that did.
    public func judgeByConfiguration(_ facts: ManagedFacts) throws(ProviderError) -> PolicyVerdict {
        try call { PolicyVerdict(try raw.judgeByConfiguration(facts: facts.raw)) }
    }
}

extension ManagedConfiguration {
    init(_ raw: PasskeyProviderGenerated.ManagedConfiguration) {
        self.init(
            allowedRPIDs: raw.allowedRpIds, hardwareKeysOnly: raw.hardwareKeysOnly, gatedOnly: raw.gatedOnly,
            verificationAlways: raw.verificationAlways,
            verificationMethods: raw.verificationMethods?.map(Verification.init),
            noStatedVerification: raw.noStatedVerification,
            attestationFormats: raw.attestationFormats?.map(AttestationFormat.init))
    }
}

extension ManagedFacts {
    var raw: PasskeyProviderGenerated.ManagedFacts {
        .init(
            occasion: occasion.raw, rpId: rpID, isHardware: isHardware, isGated: isGated,
            verification: verification.raw, attestation: attestation?.raw)
    }
}

extension VerificationFact {
    var raw: PasskeyProviderGenerated.VerificationFact {
        switch self {
        case .notKnown: .notKnown
        case .notVerified: .notVerified
        case .verified(let verification): .verified(by: verification.raw)
        }
    }
}

extension Verification {
    var raw: PasskeyProviderGenerated.Verification {
        switch self {
        case .keySignature: .keySignature
        case .gate: .gate
        case .statement(let method): .statement(method: method.raw)
        case .unknown: .unknown
        }
    }
}
