import Foundation
internal import PasskeyProviderGenerated

/// An organisation's passkey policy, in the form in which Microsoft Entra has it, and where it comes from.
public struct OrganisationPolicy: Hashable, Redacted, Sendable {
    /// The passkey (FIDO2) method's configuration as Microsoft Graph answers it, or the whole authentication methods
    /// policy: JSON of at most 256 KiB. `nil` where nothing is known of it: then it forbids nothing.
    public var configuration: String?
    /// Authentication strengths, each JSON of one `authenticationStrengthPolicy` or of a list of them in `value`.
    public var strengths: [String]
    /// Who handed it over.
    public var source: PolicySource
    /// When it was read from the organisation's server. One that is more than 30 days old warns and does not refuse.
    public var date: Date

    /// A policy.
    public init(configuration: String?, strengths: [String] = [], source: PolicySource, date: Date) {
        self.configuration = configuration
        self.strengths = strengths
        self.source = source
        self.date = date
    }
}

/// Whose passkey it is.
public struct PolicyPerson: Hashable, Redacted, Sendable {
    /// The person's object id in the organisation's directory; `nil` where it is not known.
    public var id: String?
    /// The ids of every group that the person is in, through other groups too; `nil` where that is not known. Then
    /// the person may be in any of them: what somebody may do is allowed, and no exclusion is assumed.
    public var groups: [String]?
    /// How the person belongs to the organisation.
    public var kind: PersonKind

    /// A person.
    public init(id: String? = nil, groups: [String]? = nil, kind: PersonKind = .member) {
        self.id = id
        self.groups = groups
        self.kind = kind
    }
}

/// What a registration is judged by: for relying parties of the person's own organisation.
public struct Membership: Hashable, Redacted, Sendable {
    /// The organisation's policy.
    public var policy: OrganisationPolicy
    /// The person with the device, as far as the app knows them.
    public var person: PolicyPerson
    /// Whether the device's hardware is to keep the private key: what can be attested depends on it.
    public var inHardware: Bool

    /// A membership.
    public init(policy: OrganisationPolicy, person: PolicyPerson = PolicyPerson(), inHardware: Bool = false) {
        self.policy = policy
        self.person = person
        self.inHardware = inHardware
    }
}

/// What an organisation's policy is asked about: one passkey of one person on one occasion.
public struct PolicyFacts: Hashable, Redacted, Sendable {
    /// What its registration says of the authenticator.
    public var model: Model
    /// Whether it is made or used.
    public var occasion: PolicyOccasion
    /// The format of the attestation that its registration has, or had.
    public var attestation: AttestationFormat
    /// Whose passkey it is.
    public var person: PolicyPerson
    /// The authentication strengths that a sign-in has to meet, each by its id or its display name.
    public var strengths: [String]

    /// Facts.
    public init(
        model: Model, occasion: PolicyOccasion, attestation: AttestationFormat = .none,
        person: PolicyPerson = PolicyPerson(), strengths: [String] = []
    ) {
        self.model = model
        self.occasion = occasion
        self.attestation = attestation
        self.person = person
        self.strengths = strengths
    }
}

/// What a policy says to facts.
public struct PolicyVerdict: Hashable, Sendable {
    /// Whether it allows them.
    public let isAllowed: Bool
    /// By which rules. Refused: each that refuses. Allowed by an organisation: each profile that allows it; by a
    /// managed configuration: none.
    public let rulings: [PolicyRuling]
    /// Why it only warns and does not refuse: empty where it refuses. A managed configuration always does.
    public let doubts: [PolicyDoubt]
}

/// A rule of a policy, and where it stands there.
public struct PolicyRuling: Hashable, Sendable {
    /// The rule.
    public let rule: PolicyRule
    /// Where it stands, such as `passkeyProfiles[0].keyRestrictions` or `verification.methods`. What a service does
    /// by itself begins with `service.`.
    public let path: String
    /// What it says: English, without a full stop. Localise from the rule.
    public let sentence: String
    /// Who can change it or meet it: the nearest first.
    public let changers: [PolicyChanger]
}

/// What an organisation's policy would refuse, if it weighed enough.
public struct PolicyWarning: Hashable, Sendable {
    /// The rules that refuse.
    public let rulings: [PolicyRuling]
    /// Why the policy only warns.
    public let doubts: [PolicyDoubt]
}

/// Why a policy does not refuse.
public struct PolicyDoubt: Hashable, Sendable {
    /// Which doubt it is.
    public let kind: PolicyDoubtKind
    /// Of an old one: how many whole days.
    public let days: UInt64?
    /// Where what is missing or unknown stands.
    public let paths: [String]
    /// The doubt in words: English, without a full stop. Localise from the kind.
    public let sentence: String
}

/// What was read of an organisation's policy.
public struct PolicyInspection: Hashable, Redacted, Sendable {
    /// The display names of its authentication strengths, or their ids.
    public let strengths: [String]
    /// Why it only warns and does not refuse: empty where it refuses.
    public let doubts: [PolicyDoubt]
}

extension Provider {
    /// Whether an organisation's policy allows a passkey: for the app's screens. A ceremony is judged by
    /// ``CreateRequest/membership``.
    public static func judge(
        _ facts: PolicyFacts, by policy: OrganisationPolicy
    ) throws(ProviderError) -> PolicyVerdict {
        try call { PolicyVerdict(try judgeByPolicy(policy: policy.raw, facts: facts.raw)) }
    }

    /// Reads an organisation's policy: what its strengths are called, and whether it refuses or only warns.
    public static func inspect(_ policy: OrganisationPolicy) throws(ProviderError) -> PolicyInspection {
        try call { PolicyInspection(try inspectPolicy(policy: policy.raw)) }
    }
}

extension OrganisationPolicy {
    var raw: PasskeyProviderGenerated.OrganisationPolicy {
        .init(configuration: configuration, strengths: strengths, source: source.raw, date: date)
    }
}

extension PolicyPerson {
    var raw: PasskeyProviderGenerated.PolicyPerson { .init(id: id, groups: groups, kind: kind.raw) }
}

extension Membership {
    var raw: PasskeyProviderGenerated.Membership {
        .init(policy: policy.raw, person: person.raw, inHardware: inHardware)
    }
}

extension PolicyFacts {
    var raw: PasskeyProviderGenerated.PolicyFacts {
        .init(
            model: model.raw, attestation: attestation.raw, person: person.raw, occasion: occasion.raw,
            strengths: strengths)
    }
}

extension PolicyVerdict {
    init(_ raw: PasskeyProviderGenerated.PolicyVerdict) {
        self.init(
            isAllowed: raw.isAllowed, rulings: raw.rulings.map(PolicyRuling.init),
            doubts: raw.doubts.map(PolicyDoubt.init))
    }
}

extension PolicyRuling {
    init(_ raw: PasskeyProviderGenerated.PolicyRuling) {
        self.init(
            rule: PolicyRule(raw.rule), path: raw.path, sentence: raw.sentence,
            changers: raw.changers.map(PolicyChanger.init))
    }
}

extension PolicyWarning {
    init(_ raw: PasskeyProviderGenerated.PolicyWarning) {
        self.init(rulings: raw.rulings.map(PolicyRuling.init), doubts: raw.doubts.map(PolicyDoubt.init))
    }
}

extension PolicyDoubt {
    init(_ raw: PasskeyProviderGenerated.PolicyDoubt) {
        self.init(
            kind: PolicyDoubtKind(raw.kind), days: raw.days, paths: raw.paths, sentence: raw.sentence)
    }
}

extension PolicyInspection {
    init(_ raw: PasskeyProviderGenerated.PolicyInspection) {
        self.init(strengths: raw.strengths, doubts: raw.doubts.map(PolicyDoubt.init))
    }
}
