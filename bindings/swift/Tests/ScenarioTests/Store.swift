import Foundation
import PasskeyProvider

extension Driver {
    func open(_ call: Call) throws -> JSON {
        let name = try call.needName()
        let with = call.with
        var options = OpenOptions(
            file: folder.appending(path: try with.text("store")), deviceKey: try keySource(with))
        options.gateSecret = try with.bytesIfAny("gate_secret").map(gateSecret)
        options.ifMissing = try with.wordIfAny("if_missing", as: IfMissing.self) ?? .make
        options.lastEpoch = try with.numberIfAny("last_epoch").map(Epoch.init(rawValue:))
        options.retention = try with.numberIfAny("retention_seconds").map { .seconds($0) }
        if let urls = try with.objectIfAny("manage_urls") {
            for rpID in urls.members.keys {
                guard let url = URL(string: try urls.text(rpID)) else { throw urls.wrong(rpID, "a URL") }
                options.manageURLs[rpID] = url
            }
        }
        options.linkPolicy = try with.objectIfAny("link_policy").map(linkPolicy)
        options.isDeveloperBuild = try with.flag("is_developer_build")
        try with.finish()
        providers[name] = try Provider.open(options)
        return [:]
    }

    func storeFile(_ call: Call) throws -> URL {
        let file = folder.appending(path: try call.with.text("store"))
        try call.with.finish()
        return file
    }

    func closeStore(_ call: Call) throws -> JSON {
        let provider = try provider(call)
        try call.with.finish()
        provider.close()
        return [:]
    }

    func makeDeviceKey(_ call: Call) throws -> JSON {
        let (service, account) = (try call.with.text("service"), try call.with.text("account"))
        try call.with.finish()
        return ["made": .bool(try KeySource.makeDeviceKey(service: service, account: account))]
    }

    func inspect(_ call: Call, _ read: (String, Bool) throws -> Inspection) throws -> JSON {
        let (text, strict) = (try call.with.document("options"), try call.with.flag("strict"))
        try call.with.finish()
        let inspection = try read(text, strict)
        return [
            "options": try JSON(parsing: inspection.json), "rp_id": render(inspection.rpID),
            "repairs": .list(inspection.repairs.map(render)),
        ]
    }

    func reportTags(_ call: Call) throws -> JSON {
        let passkey = try passkey(call.with)
        let provider = try provider(call)
        try call.with.finish()
        let tags = try provider.passkeys.reportTags(of: passkey)
        return ["rp_tag": .text(tags.rpTag), "tag": .text(tags.tag)]
    }

    func errorTable(_ call: Call) throws -> JSON {
        try call.with.finish()
        return ["rows": .list(try ProviderError.table().map(render))]
    }

    func buildID(_ call: Call) throws -> JSON {
        try call.with.finish()
        return ["id": .text(Provider.buildID)]
    }

    private func keySource(_ with: Arguments) throws -> KeySource {
        if var bytes = try with.bytesIfAny("device_key") { return .given(DeviceKey(wiping: &bytes)) }
        let place = try with.object("key_store")
        let source = KeySource.platformKeyStore(
            service: try place.text("service"), account: try place.text("account"))
        try place.finish()
        return source
    }

    private func linkPolicy(_ with: Arguments) throws -> LinkPolicy {
        var policy = LinkPolicy()
        if let relation = try with.wordIfAny("relation", as: LinkRelation.self) { policy.relation = relation }
        if let seconds = try with.numberIfAny("fresh_for_seconds") { policy.freshFor = .seconds(seconds) }
        policy.acceptOffline = try with.numberIfAny("accept_offline_seconds").map { .seconds($0) }
        try with.finish()
        return policy
    }
}

func gateSecret(_ bytes: Data) -> GateSecret {
    var bytes = bytes
    return GateSecret(wiping: &bytes)
}
