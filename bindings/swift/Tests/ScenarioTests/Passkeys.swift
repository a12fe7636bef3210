import Foundation
import PasskeyProvider

extension Driver {
    func candidates(_ call: Call) throws -> JSON {
        let rpID = try call.with.text("rp_id")
        let provider = try provider(call)
        try call.with.finish()
        return ["candidates": .list(try provider.candidates(rpID: rpID).map(render))]
    }

    func rename(_ call: Call) throws -> JSON {
        let passkey = try passkey(call.with)
        let label = try call.with.text("label")
        let provider = try provider(call)
        try call.with.finish()
        return render(try provider.passkeys.rename(passkey, to: label))
    }

    func purgeExpired(_ call: Call) throws -> JSON {
        let provider = try provider(call)
        try call.with.finish()
        return render(try provider.passkeys.purgeExpired(), render)
    }

    func identities(_ call: Call) throws -> JSON {
        let provider = try provider(call)
        try call.with.finish()
        return ["identities": .list(try provider.passkeys.identities().map(render))]
    }

    func identityDelta(_ call: Call) throws -> JSON {
        let listed = try call.with.objects("listed").map { with in
            let identity = Identity(
                passkey: try passkey(with), userHandle: UserHandle(try with.bytes("user_handle")),
                userName: try with.text("user_name"))
            try with.finish()
            return identity
        }
        let provider = try provider(call)
        try call.with.finish()
        let delta = try provider.passkeys.identityDelta(listed: listed)
        return ["add": .list(delta.add.map(render)), "remove": .list(delta.remove.map(render))]
    }

    func verifySignal(_ call: Call) throws -> JSON {
        let name = try call.needName()
        let kind: SignalKind = try call.with.word("kind")
        let json = try call.with.document("signal")
        let request = SignalRequest(kind: kind, json: json, caller: try caller(call.with))
        let provider = try provider(call)
        try call.with.finish()
        signals[name] = try provider.server.verifySignal(request)
        return [:]
    }

    func applySignal(_ call: Call) throws -> JSON {
        let signal = try named(call.with.text("signal"), "signal", in: signals)
        let provider = try provider(call)
        try call.with.finish()
        return render(try provider.server.applySignal(signal))
    }

    func reconcile(_ call: Call) throws -> JSON {
        let with = call.with
        let (rpID, userHandle) = (try with.text("rp_id"), UserHandle(try with.bytes("user_handle")))
        let members = try with.object("list")
        let list: AccountList =
            members.has("ids")
            ? .ids(try members.listOfBytes("ids").map(CredentialID.init)) : .json(try members.documentHere())
        try members.finish()
        let asOf: AsOf =
            if let epoch = try with.numberIfAny("as_of_epoch") {
                .epoch(Epoch(rawValue: epoch))
            } else {
                .time(try with.time("as_of_time"))
            }
        let provider = try provider(call)
        try with.finish()
        let committed = try provider.server.reconcile(
            ReconcileRequest(rpID: rpID, userHandle: userHandle, list: list, asOf: asOf))
        return render(committed) { outcome in
            [
                "confirmed": .list(outcome.confirmed.map(render)), "stale": .list(outcome.stale.map(render)),
                "untouched": .list(outcome.untouched.map(render)), "unreadable": render(outcome.unreadable),
                "coverage": .text(outcome.coverage.rawValue),
            ]
        }
    }

    func stale(_ call: Call) throws -> JSON {
        let provider = try provider(call)
        try call.with.finish()
        return render(try provider.server.doubtful()) { ["passkeys": .list($0.map(render))] }
    }

    func keysToDelete(_ call: Call) throws -> JSON {
        let provider = try provider(call)
        try call.with.finish()
        return render(try provider.hardwareKeys.toDelete()) { keys in
            let keys = keys.map { key -> JSON in
                [
                    "handle": render(key.handle), "reason": .text(key.reason.rawValue),
                    "since": render(key.since),
                ]
            }
            return ["keys": .list(keys)]
        }
    }

    func compareHardwareKeys(_ call: Call) throws -> JSON {
        let existing = try call.with.listOfBytes("existing").map(KeyHandle.init)
        let provider = try provider(call)
        try call.with.finish()
        return render(try provider.hardwareKeys.compare(with: existing)) { comparison in
            [
                "to_delete": .list(comparison.toDelete.map(render)),
                "unknown": .list(comparison.unknown.map(render)),
                "missing": .list(comparison.missing.map(render)),
                "found": .list(comparison.found.map(render)),
            ]
        }
    }
}
