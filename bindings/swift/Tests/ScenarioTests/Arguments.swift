import Foundation

/// The arguments of a call. Each is taken by its name, and what nobody took is a mistake of the scenario:
/// a misspelt argument must not pass for one that was left out.
final class Arguments {
    private let of: String
    private(set) var members: [String: JSON]

    init(of: String, _ members: [String: JSON]) {
        self.of = of
        self.members = members
    }

    /// An argument, if it is there; `null` stands for one that is not.
    func take(_ name: String) -> JSON? {
        let value = members.removeValue(forKey: name)
        return value == .null ? nil : value
    }

    func has(_ name: String) -> Bool { members[name].map { $0 != .null } ?? false }

    func need(_ name: String) throws -> JSON {
        guard let value = take(name) else { throw Mistake("\(of) needs `\(name)`") }
        return value
    }

    func text(_ name: String) throws -> String {
        try read(name, "a text", need(name).text)
    }

    func textIfAny(_ name: String) throws -> String? { has(name) ? try text(name) : nil }

    func texts(_ name: String) throws -> [String] {
        guard let value = take(name) else { return [] }
        return try value.list.map { list in try list.map { try read(name, "a list of texts", $0.text) } }
            ?? { throw wrong(name, "a list of texts") }()
    }

    /// Bytes, which stand as unpadded base64url.
    func bytes(_ name: String) throws -> Data {
        try read(name, "unpadded base64url", Data(base64URL: text(name)))
    }

    func bytesIfAny(_ name: String) throws -> Data? { has(name) ? try bytes(name) : nil }

    func listOfBytes(_ name: String) throws -> [Data] {
        try texts(name).map { try read(name, "a list of unpadded base64url", Data(base64URL: $0)) }
    }

    /// A whole number that is not negative.
    func number(_ name: String) throws -> UInt64 {
        try read(name, "a whole number", need(name).number.flatMap { UInt64("\($0)") })
    }

    func numberIfAny(_ name: String) throws -> UInt64? { has(name) ? try number(name) : nil }

    func integers(_ name: String) throws -> [Int64] {
        guard let value = take(name) else { return [] }
        let list = try read(name, "a list of numbers", value.list)
        return try list.map { try read(name, "a list of numbers", $0.number.flatMap { Int64("\($0)") }) }
    }

    /// Yes or no; no if the argument is not there.
    func flag(_ name: String) throws -> Bool {
        guard let value = take(name) else { return false }
        if case .bool(let flag) = value { return flag }
        throw wrong(name, "true or false")
    }

    func time(_ name: String) throws -> Date {
        Date(timeIntervalSince1970: Double(try number(name)) / 1000)
    }

    /// An object of arguments.
    func object(_ name: String) throws -> Arguments {
        Arguments(of: "`\(name)` of \(of)", try read(name, "an object", need(name).object))
    }

    func objectIfAny(_ name: String) throws -> Arguments? { has(name) ? try object(name) : nil }

    func objects(_ name: String) throws -> [Arguments] {
        guard let value = take(name) else { return [] }
        let list = try read(name, "a list of objects", value.list)
        return try list.map {
            Arguments(of: "`\(name)` of \(of)", try read(name, "a list of objects", $0.object))
        }
    }

    /// The one member of an object, which is an object itself: a kind, and what belongs to it.
    func onlyObject() throws -> (String, Arguments) {
        guard members.count == 1, let (kind, value) = members.first, let inner = value.object else {
            throw Mistake("\(of) is no object with one object in it")
        }
        members = [:]
        return (kind, Arguments(of: kind, inner))
    }

    /// A text that the provider parses: `{"json": ..}`, which is written as text, or `{"text": ..}` as it
    /// stands.
    func document(_ name: String) throws -> String {
        let document = try object(name)
        let text = try document.documentHere()
        try document.finish()
        return text
    }

    /// The same, where the members of the document are these.
    func documentHere() throws -> String { try take("json").map(\.description) ?? text("text") }

    /// One of the words of an enumeration.
    func word<T: RawRepresentable<String>>(_ name: String, as _: T.Type = T.self) throws -> T {
        let word = try text(name)
        return try read(name, "one of its words: \(word)", T(rawValue: word))
    }

    func wordIfAny<T: RawRepresentable<String>>(_ name: String, as type: T.Type = T.self) throws -> T? {
        has(name) ? try word(name, as: type) : nil
    }

    func wrong(_ name: String, _ wanted: String) -> Mistake { Mistake("`\(name)` of \(of) is not \(wanted)") }

    /// Every argument must have been taken.
    func finish() throws {
        if let name = members.filter({ $0.value != .null }).keys.min() {
            throw Mistake("\(of) knows no `\(name)`")
        }
    }

    private func read<T>(_ name: String, _ wanted: String, _ value: T?) throws -> T {
        guard let value else { throw wrong(name, wanted) }
        return value
    }
}

extension Data {
    /// Reads unpadded base64url (RFC 4648, section 5).
    init?(base64URL text: String) {
        if text.contains(where: { "+/=".contains($0) }) { return nil }
        let padding = String(repeating: "=", count: (4 - text.count % 4) % 4)
        self.init(base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/") + padding)
    }

    var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
