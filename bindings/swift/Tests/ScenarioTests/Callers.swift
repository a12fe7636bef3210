import Foundation
import PasskeyProvider

extension Driver {
    /// The name of a check that verified a caller, or an object with one member that says what kind it is.
    func caller(_ with: Arguments) throws -> Caller {
        if let name = with.members["caller"]?.text {
            _ = with.take("caller")
            return .verified(try named(name, "verified caller", in: callers))
        }
        let (kind, caller) = try with.object("caller").onlyObject()
        let read: Caller =
            switch kind {
            case "web": .web(origin: try caller.text("origin"), frame: try frame(caller))
            case "web_or_related":
                .webOrRelated(origin: try caller.text("origin"), frame: try frame(caller))
            case "android":
                .android(
                    try androidApp(caller), origin: try caller.textIfAny("origin"),
                    clientDataHash: try caller.bytesIfAny("client_data_hash").map(ClientDataHash.init))
            case "platform": .checkedByIOS(rpID: try caller.text("rp_id"), clientDataHash: try hash(caller))
            case "platform_page":
                .pageNamedByIOS(origin: try caller.text("origin"), clientDataHash: try hash(caller))
            case "platform_sender": .senderCheckedByIOS(rpID: try caller.text("rp_id"))
            default: throw with.wrong("caller", "a caller")
            }
        try caller.finish()
        return read
    }

    func checkCaller(_ call: Call) throws -> JSON {
        let name = try call.needName()
        let (caller, rpID) = (try caller(call.with), try call.with.textIfAny("rp_id"))
        let provider = try provider(call)
        try call.with.finish()
        return keep(try provider.callers.check(caller, rpID: rpID), as: name)
    }

    func answerFetch(_ call: Call) throws -> JSON {
        let name = try call.needName()
        let pending = try named(call.with.text("pending"), "pending check", in: pending)
        let answer = try call.with.objectIfAny("response").map(response) ?? .unreachable
        let provider = try provider(call)
        try call.with.finish()
        return render(try provider.callers.answerFetch(pending, with: answer)) { keep($0, as: name) }
    }

    func linkedApps(_ call: Call) throws -> JSON {
        let provider = try provider(call)
        try call.with.finish()
        let apps = try provider.callers.linkedApps().map { app -> JSON in
            [
                "rp_id": .text(app.rpID), "package": .text(app.package),
                "certificate": render(app.certificate),
                "relation": .text(app.relation.rawValue), "fetched": render(app.fetched),
            ]
        }
        return ["apps": .list(apps)]
    }

    func noteRefused(_ call: Call) throws -> JSON {
        let (reason, who): (CallerRefused, String) = (try call.with.word("reason"), try call.with.text("who"))
        let provider = try provider(call)
        try call.with.finish()
        return render(try provider.callers.noteRefused(reason, who: who))
    }

    func updatePrivilegedList(_ call: Call) throws -> JSON {
        let (document, asOf) = (try call.with.document("document"), try call.with.time("as_of"))
        let provider = try provider(call)
        try call.with.finish()
        return render(try provider.callers.updatePrivilegedList(Data(document.utf8), asOf: asOf))
    }

    func privilegedList(_ call: Call) throws -> JSON {
        let provider = try provider(call)
        try call.with.finish()
        guard let list = try provider.callers.privilegedList() else {
            return ["packages": .null, "as_of": .null]
        }
        return ["packages": .list(list.packages.map { .text($0) }), "as_of": render(list.asOf)]
    }

    func trustApp(_ call: Call) throws -> JSON {
        let app = try androidApp(call.with)
        let provider = try provider(call)
        try call.with.finish()
        return render(try provider.callers.trustApp(app))
    }

    func trustedApps(_ call: Call) throws -> JSON {
        let provider = try provider(call)
        try call.with.finish()
        let apps = try provider.callers.trustedApps().map { trusted -> JSON in
            [
                "package": .text(trusted.app.package), "signers": .list(trusted.app.signers.map(render)),
                "history": .list(trusted.app.history.map(render)), "since": render(trusted.since),
            ]
        }
        return ["apps": .list(apps)]
    }

    func revokeApp(_ call: Call) throws -> JSON {
        let package = try call.with.text("package")
        let provider = try provider(call)
        try call.with.finish()
        return render(try provider.callers.revokeApp(package: package))
    }

    private func androidApp(_ with: Arguments) throws -> AndroidApp {
        AndroidApp(
            package: try with.text("package"), signers: try with.listOfBytes("signers"),
            history: try with.listOfBytes("history"))
    }

    /// Whether a page is in a page of another origin: not, where nothing is said.
    private func frame(_ with: Arguments) throws -> Frame {
        let top = try with.textIfAny("top_origin")
        return try with.flag("cross_origin") ? .crossOrigin(topOrigin: top) : .sameOrigin
    }

    private func hash(_ with: Arguments) throws -> ClientDataHash {
        ClientDataHash(try with.bytes("client_data_hash"))
    }

    private func response(_ with: Arguments) throws -> FetchAnswer {
        guard let status = UInt16(exactly: try with.number("status")) else {
            throw with.wrong("status", "a status")
        }
        let answer = FetchAnswer.response(
            status: status, contentType: try with.textIfAny("content_type"),
            redirects: try with.texts("redirects"),
            body: with.has("body") ? Data(try with.document("body").utf8) : Data())
        try with.finish()
        return answer
    }

    private func keep(_ check: CallerCheck, as name: String) -> JSON {
        switch check {
        case .verified(let caller, let rpID, let basis):
            callers[name] = caller
            let (word, time) = render(basis)
            return [
                "state": "verified", "rp_id": .text(rpID), "basis": .text(word),
                "basis_time": time.map(render) ?? .null,
            ]
        case .toFetch(let request, let pending):
            self.pending[name] = pending
            return [
                "state": "pending", "purpose": .text(request.purpose.rawValue), "url": .text(request.url),
                "most_bytes": render(request.mostBytes),
                "timeout_seconds": render(request.timeout.components.seconds),
                "most_redirects": render(request.mostRedirects),
            ]
        }
    }
}
