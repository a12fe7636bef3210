/// Names and what they stand for: written values, and what steps gave.
struct Values {
    /// May hold references themselves. The first that has a name counts.
    let written: [[String: JSON]]
    private var bound: [String: JSON] = [:]

    init(written: [[String: JSON]]) { self.written = written }

    mutating func bind(_ name: String, to value: JSON) { bound[name] = value }

    /// The value with every reference replaced.
    func resolve(_ value: JSON) throws -> JSON {
        switch value {
        case .text(let text):
            let path = text.dropFirst()
            // `$.member` is a JSONPath, and stands for itself.
            guard text.hasPrefix("$"), path.first.map({ $0.isASCII && $0.isLetter }) == true else {
                return value
            }
            return try lookUp(String(path))
        case .list(let list): return .list(try list.map(resolve))
        case .object(let members): return .object(try resolve(members))
        case .null, .bool, .number: return value
        }
    }

    func resolve(_ members: [String: JSON]) throws -> [String: JSON] {
        var resolved: [String: JSON] = [:]
        if let from = members["$from"] {
            guard let copied = try resolve(from).object else { throw Mistake("`$from` names no object") }
            resolved = copied
        }
        for (name, value) in members where name != "$from" {
            resolved[name] = value["$absent"] == .bool(true) ? nil : try resolve(value)
        }
        return resolved
    }

    private func lookUp(_ path: String) throws -> JSON {
        let parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let unbound = Mistake("nothing is bound to $\(path)")
        guard let name = parts.first else { throw unbound }
        let root: JSON? =
            if let value = bound[name] {
                value
            } else {
                try written.compactMap { $0[name] }.first.map(resolve)
            }
        guard var at = root else { throw unbound }
        for part in parts.dropFirst() {
            let inner: JSON? =
                switch at {
                case .object(let members): members[part]
                case .list(let list): Int(part).flatMap { list.indices.contains($0) ? list[$0] : nil }
                default: nil
                }
            guard let inner else { throw unbound }
            at = inner
        }
        return at
    }
}
