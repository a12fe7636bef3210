import Foundation
import Testing

@testable import PasskeyProvider

/// Logs, crash reports and the sheets of a debugger: what is printed there names nobody.
struct RedactionTests {
    @Test func nothingThatIsPrintedNamesAnybody() throws {
        let stage = try CanaryStage()
        for sample in try samples() + stage.samples() {
            #expect(canaries(in: sample) == [], "\(type(of: sample))")
        }
    }

    @Test func theCanariesAreSeenWhereTheyArePrinted() {
        struct Careless {
            let name = "canary"
            let bytes = canaryBytes
        }
        #expect(canaries(in: Careless()) == ["canary", "- 90\n"])
    }

    /// A type that is new has to be among them too. An enumeration of plain words holds nothing.
    @Test func everyPublicTypeIsAmongTheSamples() throws {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/PasskeyProvider")
        let files = try FileManager.default.contentsOfDirectory(at: sources, includingPropertiesForKeys: nil)
        var declared: Set<String> = []
        for file in files where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /public (?:final class|indirect enum|struct|enum) (\w+)([^\n]*)/)
            where !match.2.contains("CaseIterable") {
                declared.insert(String(match.1))
            }
        }
        #expect(declared.count > 60)
        let stage = try CanaryStage()
        // A generic type is there by its name alone.
        let shown = Set(
            try (samples() + stage.samples()).map {
                String(String(describing: type(of: $0)).prefix { $0 != "<" })
            })
        #expect(declared.subtracting(shown).sorted() == [])
    }

    @Test func whatNamesNobodyIsShown() throws {
        #expect("\(summary)" == "PasskeySummary(standing: \(Standing.confirmed(.listed)))")
        #expect("\(user)" == "User(not shown)")
        #expect("\(try #require(.some(event)))".hasPrefix("Event(at: 1970-01-01"))
        #expect("\(ProviderError.Detail.member(path: "$.rp"))" == "Detail(member: $.rp)")
    }

    /// What of the canaries shows, however a value is printed.
    private func canaries(in value: Any) -> [String] {
        var texts = ["\(value)", String(reflecting: value), "\([value])", String(reflecting: [1: value])]
        var text = ""
        dump(value, to: &text)
        print(value, to: &text)
        dump(Optional(value), to: &text)
        dump(["in": value], to: &text)
        texts.append(text)
        // A byte as dump has it, and several: a handle or an address may have the digits too.
        return ["canary", "- 90\n", "90, 90", "5a5a", "WlpaWlpa"].filter { canary in
            texts.contains { $0.contains(canary) }
        }
    }
}

private let canaryBytes = Data(repeating: 0x5a, count: 33)
private let id = CredentialID(canaryBytes)
private let handle = UserHandle(canaryBytes)
private let keyHandle = KeyHandle(canaryBytes)
private let hash = ClientDataHash(canaryBytes)
private let at = Date(timeIntervalSince1970: 0)
private let epoch = Epoch(rawValue: 1)
private let user = User(handle: handle, name: "canary@example.com", displayName: "canary")
private let standing = Standing.confirmed(.listed)
private let event = Event(at: at, kind: .created, verification: .gate, sentence: "canary", note: "canary")
private let app = AndroidApp(package: "com.canary", signers: [canaryBytes], history: [canaryBytes])
private let reference = PasskeyRef(rpID: "canary.example", credentialID: id)
private let summary = PasskeySummary(
    passkey: reference, title: "canary", user: user, label: "canary",
    custody: .hardware(handle: keyHandle, access: .unverified), backupFlags: .iOS, created: at, lastUsed: at,
    standing: standing, why: "canary", since: at)
private let passkey = Passkey(
    credentialID: id, rpID: "canary.example", user: user, label: "canary", publicKey: canaryBytes,
    algorithm: .es256, custody: .hardware(handle: keyHandle, access: .unverified), backupFlags: .iOS,
    protection: .required,
    created: at, createdEpoch: epoch, signCount: 0, lastUsed: at, lastVerification: .gate, standing: standing,
    why: "canary", since: at, visibility: .shown, isOffered: true, isKeyMissing: false,
    needsReregistration: false)
private let prf = PRFOutput(isEnabled: true, results: PRFResults(first: canaryBytes, second: canaryBytes))
private let largeBlob = LargeBlobOutput(isSupported: nil, blob: LargeBlob(canaryBytes), isWritten: nil)
private let asserted = Asserted(
    responseJSON: "canary", clientDataHash: hash, authenticatorData: canaryBytes, signature: canaryBytes,
    passkey: passkey, verification: .gate, prf: prf, largeBlob: largeBlob)
private let committed = Committed(value: asserted, epoch: epoch)

/// One of each that can be made of parts.
private func samples() throws -> [Any] {
    // Not a sum, which the compiler tries in every way.
    var all = try ofPasskeys()
    all += try ofRequests()
    all += ofCallers()
    all += ofTheStore()
    all += ofPolicies()
    all += try ofEnrolments()
    all += try ofReadiness()
    return all
}

private func ofEnrolments() throws -> [Any] {
    let setup = EnrolmentSetup(
        dialect: .own(json: "canary"), server: "https://canary.example", parameters: ["user": "canary"],
        account: "canary", friendlyName: "canary", page: "https://canary.example")
    let refusal = Refusal(family: .graph, status: 403, code: "canary", occasion: .register, aaguid: product)
    return [
        setup, setup.dialect, AccessToken("canary"), EnrolmentID(rawValue: "00"),
        try #require(try Dialect.allShipped().first), DialectVerified.documented(source: "its documentation"),
        ServerRequest(
            purpose: "register", method: "POST", url: "https://canary.example",
            headers: ["authorization": "canary"],
            body: canaryBytes, mostBytes: 1, timeout: .seconds(1)),
        ServerAnswer.response(
            status: 200, contentType: "canary", location: "canary", retryAfter: "canary",
            setCookie: ["canary"],
            body: canaryBytes),
        EnrolmentQuestion.wrongAccount(meant: "canary", found: "canary"),
        EnrolmentOutcome.enrolled(reference, registration: "canary"),
        ServerComparison(
            onServer: 1, confirmed: [reference], stale: [reference], untouched: [reference],
            coverage: .complete),
        EnrolmentFailed(
            id: EnrolmentID(rawValue: "00"), dialect: "canary", reason: .refused, sentence: "canary",
            next: "canary",
            refusal: refusal, isOpen: true, passkey: reference),
        OpenEnrolment(
            id: EnrolmentID(rawValue: "00"), begun: at, dialect: "canary", server: "canary", stage: .made,
            passkey: reference),
        refusal, try refusal.explain(),
    ]
}

private func ofReadiness() throws -> [Any] {
    var facts = ReadinessFacts(system: "17.4")
    facts.screenLock = false
    let readiness = try facts.judge()
    let step = try #require(readiness.steps.first)
    let code = FidoCode(
        asks: .register, made: at, age: .seconds(1), ahead: nil, isOld: false, isLinking: true,
        knownServers: 2,
        channels: [.tunnel], isNonDiscoverable: nil, continuation: .systemCamera, sentence: "canary",
        uri: "canary")
    return [
        facts, readiness, step, try #require(step.action), ScannedCode.fido(code), code,
        FidoCodeChannel.other(7),
        code.continuation,
    ]
}

private func ofPolicies() -> [Any] {
    let person = PolicyPerson(id: "canary", groups: ["canary"])
    let policy = OrganisationPolicy(
        configuration: "canary", strengths: ["canary"], source: .administrator, date: at)
    let ruling = PolicyRuling(
        rule: .attestation, path: "isAttestationEnforced", sentence: "it wants one", changers: [.developer])
    let doubt = PolicyDoubt(kind: .missing, days: nil, paths: ["state"], sentence: "it lacks state")
    return [
        person, policy, Membership(policy: policy, person: person),
        PolicyFacts(
            model: .iOS(aaguid: product), occasion: .signIn, person: person, strengths: ["canary"]),
        ruling, doubt, PolicyVerdict(isAllowed: false, rulings: [ruling], doubts: [doubt]),
        PolicyWarning(rulings: [ruling], doubts: [doubt]),
        PolicyInspection(strengths: ["canary"], doubts: [doubt]),
        ManagedConfiguration(
            allowedRPIDs: ["canary.example"], hardwareKeysOnly: true, gatedOnly: true,
            verificationAlways: true, verificationMethods: [.gate], noStatedVerification: true,
            attestationFormats: [.packed]),
        ManagedFacts(occasion: .signIn, rpID: "canary.example"),
        VerificationFact.verified(by: .gate), ProviderError.Detail.ruling(ruling),
        ProviderError.Detail.policy(problem: "empty", path: "allowed_rp_ids"),
    ]
}

private func ofPasskeys() throws -> [Any] {
    let identity = Identity(passkey: reference, userHandle: handle, userName: "canary")
    return [
        passkey, user, reference, summary, passkey.custody, passkey.algorithm, passkey.standing,
        passkey.visibility, Listing(passkeys: [passkey], damaged: [1]), Decision.duplicate([summary]),
        Created(
            responseJSON: "canary", attestationObject: canaryBytes, clientDataHash: hash, passkey: passkey,
            verification: .gate, attestation: .packed, prf: prf, largeBlob: largeBlob),
        AttestationRequest(toSign: canaryBytes, publicKey: canaryBytes),
        HostAttestation.packed(signature: canaryBytes, chain: [canaryBytes]),
        HostAttestation.androidKey(chain: [canaryBytes]), Attester.oneDevice(rpIDs: ["canary.example"]),
        AttestationOffer(attester: .oneDevice(rpIDs: ["canary.example"])),
        largeBlob, try #require(largeBlob.blob), RequestLargeBlob.write(canaryBytes),
        prf, try #require(prf.results), PRFSalts(first: canaryBytes),
        CreationPRF(salts: PRFSalts(first: canaryBytes)),
        RequestPRF(byCredential: [id: PRFSalts(first: canaryBytes, second: canaryBytes)]),
        asserted, committed, GetOutcome.done(committed), Committed(value: [reference], epoch: epoch),
        GetOutcome.toSign(canaryBytes, with: keyHandle),
        Verification.statement(.pin), identity, IdentityDelta(add: [identity], remove: [identity]),
        Removal(
            passkey: reference, serverMayHoldIt: true, manageURL: URL(string: "https://canary.example")),
        Purged(count: 1, leftInLog: true), epoch, event, event.kind, EventKind.created,
        History(events: [event], folded: 1, foldedUntil: at), id, handle, hash, keyHandle,
        Reconciliation(
            confirmed: [reference], stale: [reference], untouched: [reference], unreadable: 1,
            coverage: .incomplete),
        HardwareIntent(handle: keyHandle, algorithm: .es256, challenge: hash),
        HardwareKey(handle: keyHandle, publicKey: .spki(canaryBytes), access: .unverified),
        PublicKeyBytes.spki(canaryBytes), PublicKeyBytes.raw(canaryBytes, of: .es256),
        LooseKey(handle: keyHandle, reason: .purged, since: at),
        HardwareComparison(
            toDelete: [keyHandle], unknown: [keyHandle], missing: [reference], found: [reference]),
    ]
}

private func ofRequests() throws -> [Any] {
    let creation = CreationParts(
        rpID: "canary.example", userHandle: handle, userName: "canary", exclude: [id])
    let request = RequestParts(rpID: "canary.example", allow: [id])
    let caller = Caller.checkedByIOS(rpID: "canary.example", clientDataHash: hash)
    let json = """
        {"rp":{"id":"canary.example","name":"canary"},"challenge":"WlpaWlpaWlpaWlpaWlpaWg",
         "user":{"id":"Y2FuYXJ5","name":"canary","displayName":"canary"},
         "pubKeyCredParams":[{"type":"public-key","alg":"-7"}]}
        """
    let inspection = try Inspection(creationOptions: json)
    return [
        creation, CreationOptions.parts(creation), CreationOptions.json("canary"), request,
        RequestOptions.parts(request), RequestOptions.json("canary"),
        CreateRequest(options: .parts(creation), caller: caller, model: .iOS(aaguid: product)),
        Model.iOS(aaguid: product),
        GetRequest(options: .parts(request), caller: caller), inspection,
        try #require(inspection.repairs.first),
        SignalRequest(kind: .unknownCredential, json: "canary", caller: caller),
        ReconcileRequest(rpID: "canary.example", userHandle: handle, list: .json("canary"), asOf: .time(at)),
        AccountList.json("canary"), AccountList.ids([id]), AsOf.epoch(epoch), Consent.stated(.pin),
    ]
}

private func ofCallers() -> [Any] {
    let fetch = FetchRequest(
        purpose: .assetLinks, url: "https://canary.example", mostBytes: 1, timeout: .seconds(1),
        mostRedirects: 1)
    return [
        Caller.web(origin: "https://canary.example", frame: .sameOrigin),
        Caller.webOrRelated(origin: "https://canary.example", frame: .sameOrigin),
        Caller.android(app, origin: "https://canary.example", clientDataHash: hash),
        Caller.pageNamedByIOS(origin: "https://canary.example", clientDataHash: hash),
        Caller.senderCheckedByIOS(rpID: "canary.example"), app, TrustedApp(app: app, since: at),
        LinkedApp(
            rpID: "canary.example", package: "com.canary", certificate: canaryBytes,
            relation: .loginCredentials, fetched: at),
        LinkPolicy(), PrivilegedList(asOf: at, packages: ["com.android.chrome"]),
        Basis.assetLinks(fetched: at),
        fetch, Frame.crossOrigin(topOrigin: "https://canary.example"),
        FetchAnswer.response(
            status: 200, contentType: "canary", redirects: ["https://canary.example"], body: canaryBytes),
    ]
}

private func ofTheStore() -> [Any] {
    var key = canaryBytes.prefix(32), gate = canaryBytes.prefix(32)
    let deviceKey = DeviceKey(wiping: &key), gateSecret = GateSecret(wiping: &gate)
    let details: [ProviderError.Detail] = [
        .site(rpID: "canary.example"), .keptAs(file: URL(fileURLWithPath: "/home/canary/store")),
        .member(path: "$.rp"), .versions(found: 2, known: 1), .refused(.notLinked),
    ]
    let errors = details.map {
        ProviderError(kind: ProviderError.staleBindings.kind, message: "it failed", detail: $0, epoch: epoch)
    }
    return [
        OpenOptions(
            file: URL(fileURLWithPath: "/home/canary/store"), deviceKey: .given(deviceKey),
            gateSecret: gateSecret, manageURLs: ["canary.example": URL(fileURLWithPath: "/canary")]),
        KeySource.given(deviceKey), deviceKey, gateSecret, Consent.gate(gateSecret),
        Health(
            isGood: true, isIntact: true, passkeys: 1, damaged: [],
            damagedParts: [DamagedPart(part: .history, row: 1)], isAsWritten: true, isGated: true,
            schemaVersion: 1, epoch: epoch),
        DamagedPart(part: .history, row: 1), StorePart.history, Opening(made: true, isGated: true),
        Presence.store(passkeys: 1),
        SetAside(file: URL(fileURLWithPath: "/home/canary/store"), passkeys: 1),
        Freshness.rolledBack(missing: 1), ReportTags(rpTag: "canary", tag: "canary"),
        ProviderError.staleBindings.kind,
    ] + details.map { $0 as Any } + errors.map { $0 as Any }
}

/// What only a provider makes: on a store of a canary's, in a folder of its name.
private struct CanaryStage {
    let stage: Stage
    let provider: Provider

    init() throws {
        stage = try Stage()
        var options = stage.options()
        options.file = stage.folder.appending(path: "canary/passkeys.db")
        provider = try Provider.open(options)
    }

    func samples() throws -> [Any] {
        let create = try provider.beginCreate(creation(of: "canary"))
        _ = try provider.finishCreate(provider.beginCreate(creation(of: "canary")).plan, consent: .present)
        let get = try provider.beginGet(request())
        let page = try provider.callers.check(
            .web(origin: "https://canary.example", frame: .sameOrigin), rpID: "canary.example")
        let app = AndroidApp(package: "com.canary", signers: [Data(repeating: 0x5a, count: 32)])
        let toFetch = try provider.callers.check(.android(app), rpID: "canary.example")
        guard case .verified(let caller, _, _) = page, case .toFetch(_, let pending) = toFetch else {
            throw NotSigned()
        }
        let signal = try provider.server.verifySignal(
            .unknownCredential(relyingParty: "canary.example", credentialID: canaryBytes))
        let steps = try enrolmentSteps(provider, of: "canary", token: "canary")
        let others: [Any] = [
            provider.enrolments, provider, provider.passkeys, provider.server, provider.callers,
            provider.hardwareKeys, create,
            create.plan, get, get.plan, page, toFetch, caller, Caller.verified(caller),
            pending,
            signal, try #require(failure { try provider.passkeys.get(reference) }),
        ]
        return steps + others
    }

    private func failure<T>(_ call: () throws -> T) -> ProviderError? {
        do {
            _ = try call()
            return nil
        } catch {
            return error as? ProviderError
        }
    }
}
