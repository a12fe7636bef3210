import Foundation

/// Where what came at `path` differs from what was expected there; `nil` if nowhere. What it throws is a
/// mistake of the scenario.
func difference(at path: String, _ actual: JSON, _ expected: JSON) throws -> String? {
    let differ = "\(path) is \(actual), not \(expected)"
    switch expected {
    case .object(let members):
        if members.count == 1, let (name, operand) = members.first, name.hasPrefix("$") {
            let isMet = try meets(path, actual, name, operand)
            return isMet ? nil : "\(path) is \(actual), which is not \(name) \(operand)"
        }
        guard let came = actual.object else { return differ }
        // Members that are not expected may be anything; a missing one is `null`.
        for (name, expected) in members.sorted(by: { $0.key < $1.key }) {
            if let found = try difference(at: "\(path).\(name)", came[name] ?? .null, expected) {
                return found
            }
        }
        return nil
    case .list(let wanted):
        guard let list = actual.list, list.count == wanted.count else { return differ }
        for (index, (actual, expected)) in zip(list, wanted).enumerated() {
            if let found = try difference(at: "\(path).\(index)", actual, expected) { return found }
        }
        return nil
    default: return actual == expected ? nil : differ
    }
}

private func meets(_ path: String, _ actual: JSON, _ matcher: String, _ operand: JSON) throws -> Bool {
    switch (matcher, operand) {
    case ("$not", _): return try difference(at: path, actual, operand) != nil
    case ("$above", .number(let least)): return actual.number.map { $0 > least } ?? false
    case ("$length", .number(let length)):
        return (actual.list?.count ?? actual.text?.unicodeScalars.count).map { Decimal($0) == length }
            ?? false
    case ("$holds", .list(let wanted)):
        guard let list = actual.list else { return false }
        return try wanted.allSatisfy { expected in
            try list.contains { try difference(at: path, $0, expected) == nil }
        }
    case ("$lacks", .list(let needles)):
        let text = actual.description
        return needles.allSatisfy { $0.text.map { !text.contains($0) } ?? false }
    default: throw Mistake("no matcher is \(matcher) with \(operand)")
    }
}
