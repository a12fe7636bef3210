import Foundation
import PasskeyProvider

extension Driver {
    func configure(_ call: Call) throws -> JSON {
        let configuration = call.with.has("configuration") ? try call.with.document("configuration") : nil
        let provider = try provider(call)
        try call.with.finish()
        return render(try provider.configure(configuration))
    }

    func judgeByConfiguration(_ call: Call) throws -> JSON {
        let with = try call.with.object("facts")
        let facts = ManagedFacts(
            occasion: try with.word("occasion"), rpID: try with.textIfAny("rp_id"),
            isHardware: with.has("is_hardware") ? try with.flag("is_hardware") : nil,
            isGated: with.has("is_gated") ? try with.flag("is_gated") : nil,
            verification: try verificationFact(with), attestation: try attestation(with))
        try with.finish()
        let provider = try provider(call)
        try call.with.finish()
        return render(try provider.judgeByConfiguration(facts))
    }

    func judgeByPolicy(_ call: Call) throws -> JSON {
        let policy = try policy(call.with)
        let with = try call.with.object("facts")
        let facts = PolicyFacts(
            model: try model(with), occasion: try with.word("occasion"),
            attestation: try attestation(with) ?? AttestationFormat.none,
            person: try person(with), strengths: try with.texts("strengths"))
        try with.finish()
        try call.with.finish()
        return render(try Provider.judge(facts, by: policy))
    }

    func inspectPolicy(_ call: Call) throws -> JSON {
        let policy = try policy(call.with)
        try call.with.finish()
        let inspection = try Provider.inspect(policy)
        return [
            "strengths": .list(inspection.strengths.map { .text($0) }),
            "doubts": .list(inspection.doubts.map(render)),
        ]
    }

    func membership(_ with: Arguments) throws -> Membership? {
        guard let with = try with.objectIfAny("membership") else { return nil }
        let membership = Membership(
            policy: try policy(with), person: try person(with), inHardware: try with.flag("in_hardware"))
        try with.finish()
        return membership
    }

    /// The policy, and where it comes from: from a server and of today, if nothing is said.
    private func policy(_ with: Arguments) throws -> OrganisationPolicy {
        let with = try with.object("policy")
        let configuration = with.has("configuration") ? try with.document("configuration") : nil
        let strengths = try with.objects("strengths").map { strength in
            let document = try strength.documentHere()
            try strength.finish()
            return document
        }
        let policy = OrganisationPolicy(
            configuration: configuration, strengths: strengths,
            source: try with.wordIfAny("source", as: PolicySource.self) ?? .server,
            date: with.has("date") ? try with.time("date") : Date())
        try with.finish()
        return policy
    }

    private func person(_ with: Arguments) throws -> PolicyPerson {
        guard let with = try with.objectIfAny("person") else { return PolicyPerson() }
        let person = PolicyPerson(
            id: try with.textIfAny("id"), groups: with.has("groups") ? try with.texts("groups") : nil,
            kind: try with.wordIfAny("kind", as: PersonKind.self) ?? .member)
        try with.finish()
        return person
    }

    private func attestation(_ with: Arguments) throws -> AttestationFormat? {
        try with.wordIfAny("attestation", as: AttestationFormat.self)
    }

    private func verificationFact(_ with: Arguments) throws -> VerificationFact {
        switch try with.textIfAny("verification") {
        case nil: .notKnown
        case "none": .notVerified
        case "key_signature": .verified(by: .keySignature)
        case "gate": .verified(by: .gate)
        case let word?:
            if let method = VerificationMethod(rawValue: word) {
                .verified(by: .statement(method))
            } else {
                throw with.wrong("verification", "a verification")
            }
        }
    }
}

func render(_ configuration: ManagedConfiguration) -> JSON {
    let methods = configuration.verificationMethods.map { $0.map { render($0) } }
    let formats = configuration.attestationFormats.map { $0.map { JSON.text($0.rawValue) } }
    return [
        "allowed_rp_ids": configuration.allowedRPIDs.map { .list($0.map { .text($0) }) } ?? .null,
        "hardware_keys_only": .bool(configuration.hardwareKeysOnly),
        "gated_only": .bool(configuration.gatedOnly),
        "verification_always": .bool(configuration.verificationAlways),
        "verification_methods": methods.map(JSON.list) ?? .null,
        "no_stated_verification": .bool(configuration.noStatedVerification),
        "attestation_formats": formats.map(JSON.list) ?? .null,
    ]
}

func render(_ verdict: PolicyVerdict) -> JSON {
    [
        "is_allowed": .bool(verdict.isAllowed), "rulings": .list(verdict.rulings.map(render)),
        "doubts": .list(verdict.doubts.map(render)),
    ]
}

func render(_ warning: PolicyWarning) -> JSON {
    ["rulings": .list(warning.rulings.map(render)), "doubts": .list(warning.doubts.map(render))]
}

/// A ruling, also as what an error has of it.
func render(_ ruling: PolicyRuling) -> JSON {
    [
        "rule": .text(ruling.rule.rawValue), "path": .text(ruling.path), "sentence": .text(ruling.sentence),
        "changers": .list(ruling.changers.map { .text($0.rawValue) }),
    ]
}

func render(_ doubt: PolicyDoubt) -> JSON {
    [
        "kind": .text(doubt.kind.rawValue), "days": doubt.days.map { render($0) } ?? .null,
        "paths": .list(doubt.paths.map { .text($0) }), "sentence": .text(doubt.sentence),
    ]
}
