import Foundation
import PasskeyProvider

extension Driver {
    func shippedDialects(_ call: Call) throws -> JSON {
        try call.with.finish()
        let dialects = try Dialect.allShipped().map { dialect -> JSON in
            let verified =
                switch dialect.verified {
                case .ran: "ran"
                case .documented: "documented"
                }
            return [
                "name": .text(dialect.name), "title": .text(dialect.title), "verified": .text(verified),
                "parameters": .list(dialect.parameters.map { .text($0) }),
                "needs_options": .bool(dialect.needsOptions), "lists": .bool(dialect.lists),
                "deletes": .bool(dialect.deletes),
            ]
        }
        return ["dialects": .list(dialects)]
    }

    func beginEnrolment(_ call: Call) throws -> JSON {
        let (setup, provider) = (try setup(call.with.object("setup")), try provider(call))
        try call.with.finish()
        return at(call, try provider.enrolments.begin(setup))
    }

    func openEnrolments(_ call: Call) throws -> JSON {
        let provider = try provider(call)
        try call.with.finish()
        let all = try provider.enrolments.open().map { open -> JSON in
            [
                "id": .text(open.id.rawValue), "begun": render(open.begun), "dialect": .text(open.dialect),
                "server": .text(open.server), "stage": .text(open.stage.rawValue),
                "passkey": open.passkey.map(render) ?? .null,
            ]
        }
        return ["enrolments": .list(all)]
    }

    func resumeEnrolment(_ call: Call) throws -> JSON {
        let (id, provider) = (EnrolmentID(rawValue: try call.with.text("id")), try provider(call))
        try call.with.finish()
        let resumed = try provider.enrolments.resume(id)
        guard let step = resumed.value else { return render(resumed) { _ in ["step": .null] } }
        return keep(call, step, render(resumed) { _ in render(step) })
    }

    func continueEnrolment(_ call: Call) throws -> JSON {
        let (step, with) = (try named(call.with.text("step"), "step", in: enrolments), call.with)
        let enrolments = try provider(call).enrolments
        let next: () throws -> Committed<EnrolmentStep>
        switch step {
        case .token(let needed):
            let token = AccessToken(try with.text("token"))
            next = { try enrolments.signedIn(needed, with: token) }
        case .name(let needed):
            let name = try with.text("name")
            next = { try enrolments.named(needed, name) }
        case .options(let needed):
            let json = try with.document("options")
            next = { try enrolments.optionsFound(needed, json: json) }
        case .send(let sending):
            let answer = try with.flag("unreachable") ? .unreachable : answer(with.object("answer"))
            next = { try enrolments.answered(sending, with: answer) }
        case .create(let creating):
            if let plan = try with.textIfAny("created") {
                let plan = try named(plan, "plan", in: registrations)
                next = { try enrolments.created(creating, by: plan) }
            } else {
                let error = try with.text("not_created") == "declined" ? nil : lastError
                next = { try enrolments.notCreated(creating, because: error) }
            }
        case .ask(let question):
            let reply: EnrolmentReply = try with.word("reply")
            next = { try enrolments.replied(question, reply) }
        case .wait(let waiting):
            _ = try with.flag("waited")
            next = { try enrolments.waited(waiting) }
        case .done, .failed: throw Mistake("the step is the last one")
        }
        try with.finish()
        return at(call, try next())
    }

    func planEnrolment(_ call: Call) throws -> JSON {
        let (name, with) = (try call.needName(), call.with)
        guard case .create(let creating) = try named(with.text("step"), "step", in: enrolments) else {
            throw Mistake("the step is no `create`")
        }
        let (model, attestation) = (try model(with), try attestationOffer(with))
        let (membership, provider) = (try membership(with), try provider(call))
        try with.finish()
        let start = try provider.enrolments.plan(
            creating, model: model, attestation: attestation, membership: membership)
        registrations[name] = start.plan
        return render(start)
    }

    func abandonEnrolment(_ call: Call) throws -> JSON {
        let (id, provider) = (EnrolmentID(rawValue: try call.with.text("id")), try provider(call))
        try call.with.finish()
        return render(try provider.enrolments.abandon(id)) { ["was_there": .bool($0)] }
    }

    func beginRemovalOnBothSides(_ call: Call) throws -> JSON {
        let (passkey, setup) = (try passkey(call.with), try call.with.objectIfAny("setup").map(setup))
        let provider = try provider(call)
        try call.with.finish()
        return at(call, try provider.enrolments.beginRemoval(of: passkey, setup: setup))
    }

    func beginListingAtServer(_ call: Call) throws -> JSON {
        let (setup, rpID) = (try setup(call.with.object("setup")), try call.with.text("rp_id"))
        let (handle, provider) = (UserHandle(try call.with.bytes("user_handle")), try provider(call))
        try call.with.finish()
        return at(call, try provider.enrolments.look(setup, rpID: rpID, userHandle: handle))
    }

    /// What there is to show of a step, which goes on under its name.
    private func at(_ call: Call, _ committed: Committed<EnrolmentStep>) -> JSON {
        keep(call, committed.value, render(committed, render))
    }

    private func keep(_ call: Call, _ step: EnrolmentStep, _ shown: JSON) -> JSON {
        if let name = call.name { enrolments[name] = step }
        return shown
    }

    private func setup(_ with: Arguments) throws -> EnrolmentSetup {
        let dialect: Dialect =
            if case .text = with.members["dialect"] {
                .shipped(try with.text("dialect"))
            } else {
                .own(json: try with.document("dialect"))
            }
        var setup = EnrolmentSetup(dialect: dialect, server: try with.text("server"))
        for parameter in try with.objects("parameters") {
            setup.parameters[try parameter.text("name")] = try parameter.text("value")
            try parameter.finish()
        }
        setup.account = try with.textIfAny("account")
        setup.friendlyName = try with.textIfAny("friendly_name")
        setup.page = try with.textIfAny("page")
        try with.finish()
        return setup
    }

    private func answer(_ with: Arguments) throws -> ServerAnswer {
        let answer = ServerAnswer.response(
            status: UInt16(clamping: try with.number("status")),
            contentType: try with.textIfAny("content_type") ?? "application/json",
            location: try with.textIfAny("location"), retryAfter: try with.textIfAny("retry_after"),
            setCookie: try with.texts("set_cookie"),
            body: with.has("body") ? Data(try with.document("body").utf8) : Data())
        try with.finish()
        return answer
    }
}

private func render(_ step: EnrolmentStep) -> JSON {
    switch step {
    case .token(let needed):
        [
            "step": "token", "id": .text(needed.id.rawValue), "server": .text(needed.server),
            "reason": .text(needed.reason.rawValue), "kind": .text(needed.kind.rawValue),
            "scope": render(needed.scope),
            "fresh_seconds": needed.freshWithin.map { render($0.components.seconds) } ?? .null,
            "refusal": needed.refusal.map(render) ?? .null,
        ]
    case .name(let needed):
        ["step": "name", "id": .text(needed.id.rawValue), "longest": render(needed.longest)]
    case .options(let needed): ["step": "options", "id": .text(needed.id.rawValue)]
    case .send(let sending): render(sending)
    case .create(let creating): ["step": "create", "id": .text(creating.id.rawValue)]
    case .ask(let question): render(question)
    case .wait(let waiting):
        [
            "step": "wait", "id": .text(waiting.id.rawValue),
            "after_seconds": render(waiting.after.components.seconds),
        ]
    case .done(let outcome): render(outcome)
    case .failed(let failed):
        [
            "step": "failed", "id": .text(failed.id.rawValue), "dialect": .text(failed.dialect),
            "failure": .text(failed.reason.rawValue), "sentence": .text(failed.sentence),
            "next": .text(failed.next), "refusal": failed.refusal.map(render) ?? .null,
            "is_open": .bool(failed.isOpen), "passkey": failed.passkey.map(render) ?? .null,
        ]
    }
}

private func render(_ sending: EnrolmentStep.Sending) -> JSON {
    let request = sending.request
    // A form is text.
    let body = request.body.map { (try? JSON(parsing: $0)) ?? .text(String(decoding: $0, as: UTF8.self)) }
    return [
        "step": "send", "id": .text(sending.id.rawValue), "purpose": .text(request.purpose),
        "method": .text(request.method), "url": .text(request.url),
        "headers": .object(request.headers.mapValues { .text($0) }), "body": body ?? .null,
        "most_bytes": render(request.mostBytes),
        "timeout_seconds": render(request.timeout.components.seconds),
    ]
}

private func render(_ question: EnrolmentStep.Question) -> JSON {
    let (kind, meant, found): (String, String?, String?) =
        switch question.kind {
        case .wrongAccount(let meant, let found): ("wrong_account", meant, found)
        case .notRegistered: ("not_registered", nil, nil)
        case .notKnown: ("not_known", nil, nil)
        }
    return [
        "step": "ask", "id": .text(question.id.rawValue), "question": .text(kind), "meant": render(meant),
        "found": render(found), "passkey": question.passkey.map(render) ?? .null,
    ]
}

private func render(_ outcome: EnrolmentOutcome) -> JSON {
    switch outcome {
    case .enrolled(let passkey, let registration):
        [
            "step": "done", "outcome": "enrolled", "passkey": render(passkey),
            "registration": render(registration),
        ]
    case .removed(let passkey): ["step": "done", "outcome": "removed", "passkey": render(passkey)]
    case .listed(let listed):
        [
            "step": "done", "outcome": "listed", "on_server": render(listed.onServer),
            "confirmed": .list(listed.confirmed.map(render)), "stale": .list(listed.stale.map(render)),
            "untouched": .list(listed.untouched.map(render)), "coverage": .text(listed.coverage.rawValue),
        ]
    }
}

private func render(_ refusal: Refusal) -> JSON {
    [
        "family": .text(refusal.family.rawValue), "status": refusal.status.map { render($0) } ?? .null,
        "code": render(refusal.code),
    ]
}
