import Foundation

/// A file of scenarios.
struct CaseFile {
    /// In a broken file: what a driver must say of it.
    let says: String?
    let values: [String: JSON]
    let scenarios: [Scenario]

    init(_ json: JSON) throws {
        let file = Arguments(of: "the file", json.object ?? [:])
        says = try file.textIfAny("says")
        values = try file.objectIfAny("values")?.members ?? [:]
        scenarios = try file.objects("scenarios").map(Scenario.init)
        try file.finish()
        if scenarios.isEmpty { throw Mistake("no scenarios") }
        if Set(scenarios.map(\.name)).count < scenarios.count {
            throw Mistake("two scenarios have one name")
        }
    }
}

/// A promise, and the steps that show it.
struct Scenario {
    let name: String
    let only: Only?
    let given: [String]
    let steps: [Step]

    init(_ members: Arguments) throws {
        name = try members.text("name")
        only = try members.objectIfAny("only").map(Only.init)
        given = try members.texts("given")
        steps = try members.objects("steps").map(Step.init)
        try members.finish()
    }
}

/// Where something is played, and why not elsewhere.
struct Only {
    let place: String
    let because: String

    init(_ members: Arguments) throws {
        place = try members.text("in")
        because = try members.text("because")
        try members.finish()
    }

    var isForSwift: Bool {
        place == "bindings" || place == "swift" || (place.hasPrefix("not ") && place != "not swift")
    }
}

/// A call of the provider, an act of the world around it, or steps for each entry of a list.
struct Step {
    let call: String?
    let act: String?
    let each: JSON?
    let steps: [Step]
    let on: String?
    let with: [String: JSON]
    let name: String?
    let gives: JSON?
    let fails: JSON?

    init(_ members: Arguments) throws {
        call = try members.textIfAny("call")
        act = try members.textIfAny("do")
        each = members.take("each")
        steps = try members.objects("steps").map(Step.init)
        on = try members.textIfAny("on")
        with = try members.objectIfAny("with")?.members ?? [:]
        name = try members.textIfAny("as")
        gives = members.take("gives")
        fails = members.take("fails")
        try members.finish()
    }
}

/// The folder with all of them.
struct Folder {
    let url: URL
    let values: [String: JSON]
    let given: [String: [Step]]
    let operations: [Operation]

    /// A function that the bindings export.
    struct Operation {
        let name: String
        let only: Only?
    }

    init(_ url: URL) throws {
        self.url = url
        let shared = Arguments(
            of: "shared.json", try Self.read(url.appending(path: "shared.json")).object ?? [:])
        values = try shared.object("values").members
        let given = try shared.object("given")
        self.given = try given.members.keys.reduce(into: [:]) { lists, name in
            lists[name] = try given.objects(name).map(Step.init)
        }
        try shared.finish()
        let list = Arguments(
            of: "operations.json", try Self.read(url.appending(path: "operations.json")).object ?? [:])
        operations = try list.objects("operations").map { operation in
            let read = Operation(
                name: try operation.text("name"), only: try operation.objectIfAny("only").map(Only.init))
            try operation.finish()
            return read
        }
    }

    /// The JSON of each file of a folder, by its name.
    func files(in folder: String) throws -> [(name: String, json: JSON)] {
        let files = try FileManager.default.contentsOfDirectory(
            at: url.appending(path: folder), includingPropertiesForKeys: nil)
        return try files.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
            .map { ($0.deletingPathExtension().lastPathComponent, try Self.read($0)) }
    }

    private static func read(_ file: URL) throws -> JSON { try JSON(parsing: Data(contentsOf: file)) }
}
