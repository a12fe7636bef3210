import Foundation
internal import PasskeyProviderGenerated

/// How a server refused.
public struct Refusal: Hashable, Redacted, Sendable {
    /// Whose codes it gives.
    public var family: RefusalFamily
    /// The HTTP status of the answer, if that is known.
    public var status: UInt16?
    /// The code in the answer. A text after it is left out.
    public var code: String?
    /// What was asked, if that is known.
    public var occasion: RefusalOccasion?
    /// The AAGUID that the registration names, for the administrator, who may have to allow it.
    public var aaguid: UUID?

    /// A refusal.
    public init(
        family: RefusalFamily, status: UInt16? = nil, code: String? = nil, occasion: RefusalOccasion? = nil,
        aaguid: UUID? = nil
    ) {
        self.family = family
        self.status = status
        self.code = code
        self.occasion = occasion
        self.aaguid = aaguid
    }

    /// What it means, who must act and what to do next: by a table, and without a network. A code that is not in it
    /// claims nothing.
    public func explain() throws(ProviderError) -> RefusalExplanation {
        try call { RefusalExplanation(try explainRefusal(refusal: raw)) }
    }
}

/// What a refusal means. Nothing in it is the server's own text.
public struct RefusalExplanation: Hashable, Redacted, Sendable {
    /// Why it refused.
    public let cause: RefusalCause
    /// Who has to do something so that it goes on; `nil`: that is not known.
    public let actor: ActingParty?
    /// What happened and what to do next, for the person: English. Localise from the cause.
    public let person: String
    /// What to do, for the administrator or developer, where it is another thing.
    public let other: String?
    /// A page on which the person can do it.
    public let link: URL?
    /// The code, for support: letters, digits, `_`, `.` and `-` only.
    public let code: String?
    /// The HTTP status, for support.
    public let status: UInt16?
    /// What documents the meaning; `nil` where it is not known.
    public let source: String?

    /// The cause.
    public var customMirror: Mirror { showing(["cause": cause]) }
}

extension Refusal {
    init(_ raw: PasskeyProviderGenerated.Refusal) {
        self.init(
            family: RefusalFamily(raw.family), status: raw.status, code: raw.code,
            occasion: raw.occasion.map(RefusalOccasion.init),
            aaguid: raw.aaguid.flatMap(UUID.init(uuidString:)))
    }

    var raw: PasskeyProviderGenerated.Refusal {
        .init(
            family: family.raw, status: status, code: code, occasion: occasion?.raw,
            aaguid: aaguid?.uuidString.lowercased())
    }
}

extension RefusalExplanation {
    init(_ raw: PasskeyProviderGenerated.RefusalExplanation) {
        self.init(
            cause: RefusalCause(raw.cause), actor: raw.actor.map(ActingParty.init), person: raw.person,
            other: raw.other,
            link: raw.link.flatMap { URL(string: $0) }, code: raw.code, status: raw.status, source: raw.source
        )
    }
}
