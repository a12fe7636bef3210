import Foundation
import PasskeyProvider
import Testing

/// Registration inside the app. Fake here: the servers, whose answers are texts of the tests' own, in the shape that
/// their documentation gives.
struct EnrolmentTests {
    @Test func aPasskeyIsRegisteredAndConfirmedByTheServersWord() throws {
        let provider = try Provider.open(Stage().options())
        let creating = try #require(try steps(provider).creating)
        let start = try provider.enrolments.plan(creating, model: .deviceBound(aaguid: product))
        #expect(start.rpID == "example.com" && start.user.name == "ada")
        expectFailure(.planSpent) { try provider.enrolments.created(creating, by: start.plan) }
        let created = try provider.finishCreate(start.plan, consent: .stated(.biometric))
        guard case .send(let sending) = try provider.enrolments.created(creating, by: start.plan).value else {
            throw NotSigned()
        }
        #expect(sending.request.purpose == "register" && sending.request.headers["x-xsrf-token"] == "fresh")
        let accepted = answer(200, #"{"success":true}"#)
        let step = try provider.enrolments.answered(sending, with: accepted).value
        guard case .done(.enrolled(let passkey, _)) = step else { throw NotSigned() }
        #expect(passkey == created.value.passkey.reference)
        guard case .confirmed = try provider.passkeys.get(passkey).standing else { throw NotSigned() }
        #expect(try provider.enrolments.open() == [])
        expectFailure(.planSpent) { try provider.enrolments.answered(sending, with: accepted) }
    }

    @Test func aLostAnswerIsResumedAndTheEnrolmentAbandoned() throws {
        let provider = try Provider.open(Stage().options())
        let creating = try #require(try steps(provider).creating)
        let start = try provider.enrolments.plan(creating, model: .deviceBound(aaguid: product))
        _ = try provider.finishCreate(start.plan, consent: .stated(.biometric))
        let open = try #require(try provider.enrolments.open().first)
        #expect(open.stage == .made && open.dialect == "spring-security")
        // That server has no list: the person is asked.
        guard case .ask(let question)? = try provider.enrolments.resume(open.id).value else {
            throw NotSigned()
        }
        #expect(question.kind == .notKnown)
        #expect(try provider.enrolments.abandon(open.id).value)
        #expect(try !provider.enrolments.abandon(open.id).value)
        guard try provider.enrolments.resume(open.id).value == nil else { throw NotSigned() }
    }

    @Test func aDeclinedCeremonyEndsIt() throws {
        let provider = try Provider.open(Stage().options())
        let creating = try #require(try steps(provider).creating)
        guard case .failed(let failed) = try provider.enrolments.notCreated(creating).value else {
            throw NotSigned()
        }
        #expect(failed.reason == .notCreated && !failed.isOpen && failed.refusal == nil)
    }

    /// RFC 6265, section 4.1.1: a comma is in the date of `Expires`, and between two cookies of a joined header.
    @Test func joinedCookiesAreToldApart() {
        let joined = "a=1; Expires=Fri, 27 Nov 2026 10:00:00 GMT; Path=/, b=2; HttpOnly,c=x,y"
        let headers = ["Set-Cookie": joined, "CONTENT-TYPE": "application/json", "retry-after": "7"]
        #expect(
            ServerAnswer(status: 201, headers: headers, body: Data())
                == .response(
                    status: 201, contentType: "application/json", location: nil, retryAfter: "7",
                    setCookie: [
                        "a=1; Expires=Fri, 27 Nov 2026 10:00:00 GMT; Path=/", "b=2; HttpOnly", "c=x,y",
                    ],
                    body: Data()))
    }

    @Test func aRefusalNamesWhoMustActAndTheAAGUIDWhereItHelps() throws {
        let explained = try Refusal(family: .named, code: "aaguid_not_allowed", aaguid: product).explain()
        #expect(explained.cause == .aaguidNotAllowed && explained.actor == .administrator)
        #expect(try #require(explained.other).contains(product.uuidString.lowercased()))
        let unknown = try Refusal(family: .entra, code: "AADSTS999999").explain()
        #expect(unknown.cause == .unknown && unknown.actor == nil)
    }

    @Test func whatIsMissingIsNamedInOrderWithTheWayThere() throws {
        var facts = ReadinessFacts(system: "18.1")
        facts.screenLock = false
        facts.providerEnabled = false
        let readiness = try facts.judge()
        #expect(readiness.steps.map(\.step) == [.setScreenLock, .turnOnProvider])
        #expect(readiness.steps.last?.action?.kind == .call && !readiness.isReady)
        facts.system = "new"
        expectFailure(.badArgument) { try facts.judge() }
    }

    @Test func anotherCodeIsToldFromAMalformedOne() throws {
        guard case .refused("another_code", let message) = try ScannedCode(reading: "https://canary.example")
        else {
            throw NotSigned()
        }
        #expect(!message.contains("canary"))
        guard case .refused("not_digits", _) = try ScannedCode(reading: "FIDO:/x") else { throw NotSigned() }
    }
}

/// The steps of an enrolment as far as the ceremony, for an account of this name.
func enrolmentSteps(_ provider: Provider, of name: String, token: String) throws -> [Any] {
    let found = try steps(provider, of: name, token: "JSESSIONID=\(token)")
    let page = EnrolmentSetup(
        dialect: .shipped("keycloak"), server: "https://example.com", parameters: ["realm": name],
        friendlyName: name)
    let ofPage = try provider.enrolments.begin(page).value
    let all = try found.all + askedAndThrottled(provider.enrolments, name) + [ofPage]
    var shown: [Any] = all
    for step in all {
        switch step {
        case .token(let needed): shown.append(needed)
        case .name(let needed): shown.append(needed)
        case .options(let needed): shown.append(needed)
        case .send(let sending): shown.append(sending)
        case .create(let creating): shown.append(creating)
        case .ask(let question): shown.append(question)
        case .wait(let waiting): shown.append(waiting)
        case .done, .failed: break
        }
    }
    return shown
}

private func steps(
    _ provider: Provider, of name: String = "ada", token: String = "JSESSIONID=1; XSRF-TOKEN=x"
) throws -> (all: [EnrolmentStep], creating: EnrolmentStep.Creating?) {
    let enrolments = provider.enrolments
    let setup = EnrolmentSetup(dialect: .shipped("spring-security"), server: "https://example.com")
    var all = [try enrolments.begin(setup).value]
    guard case .name(let named) = all[0] else { throw NotSigned() }
    all.append(try enrolments.named(named, name).value)
    guard case .token(let needed) = all[1] else { throw NotSigned() }
    all.append(try enrolments.signedIn(needed, with: AccessToken(token)).value)
    guard case .send(let sending) = all[2] else { throw NotSigned() }
    all.append(try enrolments.answered(sending, with: answer(200, options(of: name))).value)
    guard case .create(let creating) = all[3] else { throw NotSigned() }
    return (all, creating)
}

/// A question of another account, and a server that wants to be left alone.
private func askedAndThrottled(_ enrolments: Enrolments, _ name: String) throws -> [EnrolmentStep] {
    let setup = EnrolmentSetup(
        dialect: .shipped("spring-security"), server: "https://example.com", account: "somebody",
        friendlyName: name)
    return try [answer(200, options(of: name)), answer(429, "{}")].map { answer in
        guard case .token(let needed) = try enrolments.begin(setup).value,
            case .send(let sending) = try enrolments.signedIn(needed, with: AccessToken("a=b")).value
        else { throw NotSigned() }
        return try enrolments.answered(sending, with: answer).value
    }
}

private func options(of name: String) -> String {
    """
    {"rp":{"id":"example.com","name":"Example"},"user":{"id":"YWRh","name":"\(name)","displayName":"Ada"},
     "challenge":"q83vASNFZ4mrze8BI0VniQ","pubKeyCredParams":[{"type":"public-key","alg":-7}]}
    """
}

private func answer(_ status: UInt16, _ json: String) -> ServerAnswer {
    .response(
        status: status, contentType: "application/json", setCookie: ["XSRF-TOKEN=fresh; Path=/"],
        body: Data(json.utf8))
}
