import Foundation
import PasskeyProvider

extension Driver {
    func explainRefusal(_ call: Call) throws -> JSON {
        let with = call.with
        let refusal = Refusal(
            family: try with.word("family"),
            status: try with.numberIfAny("status").map { UInt16(clamping: $0) },
            code: try with.textIfAny("code"), occasion: try with.wordIfAny("occasion"),
            aaguid: try with.textIfAny("aaguid").flatMap { UUID(uuidString: $0) })
        try with.finish()
        let explained = try refusal.explain()
        return [
            "cause": .text(explained.cause.rawValue), "actor": render(explained.actor?.rawValue),
            "person": .text(explained.person), "other": render(explained.other),
            "link": render(explained.link?.absoluteString), "code": render(explained.code),
            "status": explained.status.map { render($0) } ?? .null, "source": render(explained.source),
        ]
    }

    func judgeReadiness(_ call: Call) throws -> JSON {
        let with = try call.with.object("facts")
        func flag(_ name: String) throws -> Bool? { with.has(name) ? try with.flag(name) : nil }
        var facts = ReadinessFacts(system: try with.text("system"), platform: try with.word("platform"))
        facts.credentialManager = try flag("credential_manager")
        facts.providerEnabled = try flag("provider_enabled")
        facts.providerPreferred = try flag("provider_preferred")
        facts.screenLock = try flag("screen_lock")
        facts.biometrics = try with.wordIfAny("biometrics")
        facts.biometricsRequired = try flag("biometrics_required")
        facts.network = try flag("network")
        facts.crossDevice = try flag("cross_device")
        facts.bluetooth = try with.wordIfAny("bluetooth")
        facts.workProfile = try with.wordIfAny("work_profile")
        facts.managedConfiguration = try with.wordIfAny("managed_configuration")
        facts.signIn = try with.wordIfAny("sign_in")
        try with.finish()
        try call.with.finish()
        let readiness = try facts.judge()
        return [
            "is_ready": .bool(readiness.isReady), "steps": .list(readiness.steps.map(render)),
            "unknown": .list(readiness.unknown.map { .text($0.rawValue) }),
        ]
    }

    func readScannedCode(_ call: Call) throws -> JSON {
        let (text, now) = (try call.with.text("text"), try call.with.time("now"))
        let platform: DevicePlatform = try call.with.word("platform")
        try call.with.finish()
        switch try ScannedCode(reading: text, at: now, platform: platform) {
        case .refused(let word, let message): return ["refused": .text(word), "message": .text(message)]
        case .fido(let code): return render(code)
        }
    }
}

private func render(_ missing: MissingStep) -> JSON {
    let action = missing.action.map { action -> JSON in
        [
            "kind": .text(action.kind.rawValue), "name": .text(action.name), "data": render(action.data),
            "extra": render(action.extra),
            "extra_value": action.extra.map { _ in render(action.extraValue) } ?? .null,
            "source": .text(action.source),
        ]
    }
    return [
        "step": .text(missing.step.rawValue), "blocks": .bool(missing.blocks),
        "actor": .text(missing.actor.rawValue), "text": .text(missing.text), "action": action ?? .null,
    ]
}

private func render(_ code: FidoCode) -> JSON {
    let (continuation, className): (String, String?) =
        switch code.continuation {
        case .systemCamera: ("system_camera", nil)
        case .component(_, _, let className, _): ("component", className)
        }
    let channels = code.channels.map { channel -> JSON in
        switch channel {
        case .tunnel: "tunnel"
        case .bluetooth: "bluetooth"
        case .other(let number): render(number)
        }
    }
    return [
        "refused": .null, "asks": .text(code.asks.rawValue), "made": code.made.map { render($0) } ?? .null,
        "age_seconds": code.age.map { render($0.components.seconds) } ?? .null,
        "ahead_seconds": code.ahead.map { render($0.components.seconds) } ?? .null,
        "is_old": .bool(code.isOld), "is_linking": code.isLinking.map { .bool($0) } ?? .null,
        "known_servers": render(code.knownServers), "channels": .list(channels),
        "is_non_discoverable": code.isNonDiscoverable.map { .bool($0) } ?? .null,
        "continuation": .text(continuation), "class_name": render(className),
        "sentence": .text(code.sentence),
        "uri": .text(code.uri),
    ]
}
