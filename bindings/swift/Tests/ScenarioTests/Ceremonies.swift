import Foundation
import PasskeyProvider

extension Driver {
    func beginCreate(_ call: Call) throws -> JSON {
        let name = try call.needName()
        let request = try createRequest(call.with)
        let provider = try provider(call)
        try call.with.finish()
        let start = try provider.beginCreate(request)
        registrations[name] = start.plan
        return render(start)
    }

    func finishCreate(_ call: Call) throws -> JSON {
        let (_, plan) = try registration(call)
        let (resolution, consent) = (try resolution(call.with), try consent(call.with))
        let provider = try provider(call)
        try call.with.finish()
        return try render(provider.finishCreate(plan, consent: consent, resolution: resolution), render)
    }

    func beginAttestedCreate(_ call: Call) throws -> JSON {
        let (_, plan) = try registration(call)
        let (resolution, consent) = (try resolution(call.with), try consent(call.with))
        let provider = try provider(call)
        try call.with.finish()
        let asked = try provider.beginAttestedCreate(plan, consent: consent, resolution: resolution)
        return ["to_sign": render(asked.toSign), "public_key": render(asked.publicKey)]
    }

    func finishAttestedCreate(_ call: Call) throws -> JSON {
        let (_, plan) = try registration(call)
        let attestation = try hostAttestation(call.with.object("attestation"))
        let provider = try provider(call)
        try call.with.finish()
        return try render(provider.finishAttestedCreate(plan, attestation: attestation), render)
    }

    /// With a signature `packed`, else of Android's key store.
    private func hostAttestation(_ with: Arguments) throws -> HostAttestation {
        let (signature, chain) = (try with.bytesIfAny("signature"), try with.listOfBytes("chain"))
        try with.finish()
        return signature.map { .packed(signature: $0, chain: chain) } ?? .androidKey(chain: chain)
    }

    func attestationOffer(_ with: Arguments) throws -> AttestationOffer? {
        guard let with = try with.objectIfAny("attestation") else { return nil }
        let attester: Attester? =
            switch try with.textIfAny("attester") {
            case nil: nil
            case "batch": .batch
            case "one_passkey": .onePasskey
            case "one_device": .oneDevice(rpIDs: try with.texts("rp_ids"))
            default: throw with.wrong("attester", "batch, one_passkey or one_device")
            }
        let androidKey = try with.flag("android_key")
        try with.finish()
        return AttestationOffer(attester: attester, androidKey: androidKey)
    }

    func createConditionally(_ call: Call) throws -> JSON {
        let request = try createRequest(call.with)
        let provider = try provider(call)
        try call.with.finish()
        return try render(provider.createConditionally(request), render)
    }

    func intendHardwareKey(_ call: Call) throws -> JSON {
        let (_, plan) = try registration(call)
        let (resolution, consent) = (try resolution(call.with), try consent(call.with))
        let offers = try call.with.integers("offers").map(Algorithm.init(rawValue:))
        let provider = try provider(call)
        try call.with.finish()
        let intent = try provider.intendHardwareKey(
            plan, offers: offers, consent: consent, resolution: resolution)
        return render(intent) { intent in
            [
                "handle": render(intent.handle), "algorithm": render(intent.algorithm.rawValue),
                "challenge": render(intent.challenge),
            ]
        }
    }

    func beginHardwareCreate(_ call: Call) throws -> JSON {
        let (_, plan) = try registration(call)
        let with = try call.with.object("key")
        let handle = KeyHandle(try with.bytes("handle"))
        let publicKey: PublicKeyBytes =
            if let spki = try with.bytesIfAny("spki") {
                .spki(spki)
            } else {
                .raw(try with.bytes("point"), of: .es256)
            }
        let key = HardwareKey(handle: handle, publicKey: publicKey, access: try with.word("access"))
        try with.finish()
        let provider = try provider(call)
        try call.with.finish()
        return ["to_sign": render(try provider.beginHardwareCreate(plan, key: key))]
    }

    func finishHardwareCreate(_ call: Call) throws -> JSON {
        let (_, plan) = try registration(call)
        let signature = try call.with.bytes("signature")
        let attestation = try call.with.objectIfAny("attestation").map(hostAttestation)
        let provider = try provider(call)
        try call.with.finish()
        return try render(
            provider.finishHardwareCreate(plan, signature: signature, attestation: attestation), render)
    }

    func offers(_ call: Call) throws -> JSON {
        let strict = try call.with.flag("strict")
        let options = try requestOptions(call.with)
        let provider = try provider(call)
        try call.with.finish()
        return ["candidates": .list(try provider.offers(options, strict: strict).map(render))]
    }

    func beginGet(_ call: Call) throws -> JSON {
        let name = try call.needName()
        let with = call.with
        let caller = try caller(with)
        let strict = try with.flag("strict")
        let picked = try with.bytesIfAny("picked").map(CredentialID.init)
        let request = GetRequest(
            options: try requestOptions(with), caller: caller, strict: strict, picked: picked)
        let provider = try provider(call)
        try with.finish()
        let start = try provider.beginGet(request)
        signIns[name] = start.plan
        return [
            "rp_id": .text(start.rpID), "origin": render(start.origin), "app": render(start.app),
            "user_verification": .text(start.userVerification.rawValue),
            "candidates": .list(start.candidates.map(render)), "repairs": .list(start.repairs.map(render)),
        ]
    }

    func finishGet(_ call: Call) throws -> JSON {
        let plan = try named(call.with.text("plan"), "plan", in: signIns)
        let chosen = CredentialID(try call.with.bytes("credential_id"))
        let consent = try consent(call.with)
        let provider = try provider(call)
        try call.with.finish()
        switch try provider.finishGet(plan, with: chosen, consent: consent) {
        case .done(let asserted): return try render(asserted, render)
        case .toSign(let bytes, let handle): return ["to_sign": render(bytes), "key_handle": render(handle)]
        }
    }

    func finishHardwareGet(_ call: Call) throws -> JSON {
        let plan = try named(call.with.text("plan"), "plan", in: signIns)
        let signature = try call.with.bytes("signature")
        let provider = try provider(call)
        try call.with.finish()
        return try render(provider.finishHardwareGet(plan, signature: signature), render)
    }

    private func registration(_ call: Call) throws -> (String, CreatePlan) {
        let name = try call.with.text("plan")
        return (name, try named(name, "plan", in: registrations))
    }

    private func createRequest(_ with: Arguments) throws -> CreateRequest {
        let caller = try caller(with)
        let strict = try with.flag("strict")
        let model = try model(with)
        let (attestation, membership) = (try attestationOffer(with), try membership(with))
        return CreateRequest(
            options: try creationOptions(with), caller: caller, model: model, attestation: attestation,
            membership: membership, strict: strict)
    }

    /// What the registration says of its authenticator; where nothing is said, what a key that never leaves the
    /// device would say.
    func model(_ with: Arguments) throws -> Model {
        let model =
            try with.objectIfAny("model")
            ?? Arguments(
                of: "model",
                ["aaguid": "5f3e3b6e-0b0f-4f0e-9d43-5d0f3a1f2c77", "backup_flags": "device_bound"])
        let aaguid = UUID(uuidString: try model.text("aaguid"))
        guard let aaguid else { throw model.wrong("aaguid", "a UUID") }
        let backupFlags = try model.word("backup_flags", as: BackupFlags.self)
        try model.finish()
        return Model(aaguid: aaguid, backupFlags: backupFlags)
    }

    private func creationOptions(_ with: Arguments) throws -> CreationOptions {
        let options = try with.object("options")
        guard let parts = try options.objectIfAny("parts") else {
            let text = try options.documentHere()
            try options.finish()
            return .json(text)
        }
        try options.finish()
        var read = CreationParts(
            rpID: try parts.text("rp_id"), userHandle: UserHandle(try parts.bytes("user_handle")),
            userName: try parts.text("user_name"), userDisplayName: try parts.text("user_display_name"),
            algorithms: try parts.integers("algorithms").map(Algorithm.init(rawValue:)),
            exclude: try parts.listOfBytes("exclude").map(CredentialID.init))
        read.userVerification = try parts.wordIfAny("user_verification") ?? read.userVerification
        if let prf = try parts.objectIfAny("prf") {
            read.prf = CreationPRF(salts: try salts(prf))
            try prf.finish()
        }
        read.largeBlob = try parts.flag("large_blob")
        try parts.finish()
        return .parts(read)
    }

    /// `first` and `second`, hashed already; none without a first.
    private func salts(_ with: Arguments) throws -> PRFSalts? {
        let second = try with.bytesIfAny("second")
        return try with.bytesIfAny("first").map { PRFSalts(first: $0, second: second) }
    }

    private func requestPRF(_ with: Arguments) throws -> RequestPRF {
        var prf = RequestPRF(salts: try salts(with))
        for entry in try with.objects("by_credential") {
            guard let salts = try salts(entry) else { throw entry.wrong("first", "a salt") }
            prf.byCredential[CredentialID(try entry.bytes("credential_id"))] = salts
            try entry.finish()
        }
        try with.finish()
        return prf
    }

    /// `read` or `write`.
    private func requestLargeBlob(_ with: Arguments) throws -> RequestLargeBlob {
        let (reads, blob) = (try with.flag("read"), try with.bytesIfAny("write"))
        guard reads == (blob == nil) else { throw with.wrong("read", "one of the two") }
        try with.finish()
        return blob.map(RequestLargeBlob.write) ?? .read
    }

    private func requestOptions(_ with: Arguments) throws -> RequestOptions {
        let options = try with.object("options")
        guard let parts = try options.objectIfAny("parts") else {
            let text = try options.documentHere()
            try options.finish()
            return .json(text)
        }
        try options.finish()
        var read = RequestParts(
            rpID: try parts.text("rp_id"), allow: try parts.listOfBytes("allow").map(CredentialID.init))
        read.userVerification = try parts.wordIfAny("user_verification") ?? read.userVerification
        read.prf = try parts.objectIfAny("prf").map(requestPRF)
        read.largeBlob = try parts.objectIfAny("large_blob").map(requestLargeBlob)
        try parts.finish()
        return .parts(read)
    }

    private func resolution(_ with: Arguments) throws -> Resolution {
        try with.wordIfAny("resolution") ?? .none
    }

    /// `declined`, `present`, the word of a verification, or `{"gate": BYTES}`.
    private func consent(_ with: Arguments) throws -> Consent {
        if with.members["consent"]?.object != nil {
            let consent = try with.object("consent")
            let secret = try consent.bytes("gate")
            try consent.finish()
            return .gate(gateSecret(secret))
        }
        switch try with.text("consent") {
        case "declined": return .declined
        case "present": return .present
        case let word:
            guard let method = VerificationMethod(rawValue: word) else {
                throw with.wrong("consent", "an answer")
            }
            return .stated(method)
        }
    }
}

/// What there is to show of a registration.
func render(_ start: CreateStart) -> JSON {
    let (decision, existing) = render(start.decision)
    return [
        "rp_id": .text(start.rpID), "origin": render(start.origin), "app": render(start.app),
        "user": render(start.user), "user_verification": .text(start.userVerification.rawValue),
        "algorithms": .list(start.algorithms.map { render($0.rawValue) }),
        "sealed_attestation": render(start.sealedAttestation?.rawValue),
        "hardware_attestation": render(start.hardwareAttestation?.rawValue),
        "policy_warning": start.policyWarning.map(render) ?? .null, "decision": .text(decision),
        "existing": .list(existing.map(render)), "leftovers": .list(start.leftovers.map(render)),
        "answers": .list(start.answers.map { .text($0.rawValue) }),
        "repairs": .list(start.repairs.map(render)),
    ]
}
