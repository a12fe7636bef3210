import Foundation

/// What came of a scenario.
enum Verdict: Equatable {
    case passed
    /// It is for other drivers.
    case notForSwift(because: String)
    case failed(String)
}

/// Plays scenarios, one after the other.
final class Player {
    private let folder: Folder
    private let props: Props
    /// The operations that were called.
    private(set) var called: Set<String> = []

    init(_ folder: Folder, _ props: Props) {
        self.folder = folder
        self.props = props
    }

    /// Plays one scenario of a file in a folder of its own.
    func play(_ scenario: Scenario, of file: CaseFile) -> Verdict {
        if let only = scenario.only, !only.isForSwift { return .notForSwift(because: only.because) }
        do {
            try playSteps(scenario, of: file)
            return .passed
        } catch {
            return .failed("\(error)")
        }
    }

    private func playSteps(_ scenario: Scenario, of file: CaseFile) throws {
        let place = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        let stage = Stage(place, Values(written: [file.values, folder.values]))
        for name in scenario.given {
            guard let steps = folder.given[name] else { throw Mistake("nothing is given as \(name)") }
            try play(steps, on: stage, as: "\(name), ")
        }
        try play(scenario.steps, on: stage, as: "step ")
    }

    private func play(_ steps: [Step], on stage: Stage, as list: String) throws {
        for (number, step) in steps.enumerated() {
            do {
                if let list = step.each {
                    try play(step, forEach: list, on: stage)
                } else {
                    try play(step, on: stage)
                }
            } catch {
                throw Mistake("\(list)\(number + 1): \(error)")
            }
        }
    }

    /// Plays the step's own steps for each entry of a list, under the name that the step gives it.
    private func play(_ step: Step, forEach list: JSON, on stage: Stage) throws {
        let isAlone =
            step.call == nil && step.act == nil && step.on == nil && step.with.isEmpty && step.gives == nil
            && step.fails == nil
        guard isAlone, let name = step.name else {
            throw Mistake("a step with `each` has `as` and `steps`, and nothing else")
        }
        guard let entries = try stage.values.resolve(list).list else { throw Mistake("`each` is no list") }
        if entries.isEmpty || step.steps.isEmpty { throw Mistake("`each` has no entries, or no steps") }
        for (number, entry) in entries.enumerated() {
            stage.values.bind(name, to: entry)
            try play(step.steps, on: stage, as: "entry \(number + 1), ")
        }
    }

    private func play(_ step: Step, on stage: Stage) throws {
        if !step.steps.isEmpty { throw Mistake("a step without `each` knows no `steps`") }
        let with = try stage.values.resolve(step.with)
        switch (step.call, step.act) {
        case (let operation?, nil):
            let call = Call(
                operation: operation, on: step.on ?? "phone", name: step.name,
                with: Arguments(of: operation, with))
            let outcome = try stage.driver.perform(call)
            called.insert(operation)
            try stage.judge(operation, step, outcome)
        case (nil, let act?):
            if step.on != nil { throw Mistake("\(act) is made on nothing: it knows no `on`") }
            try stage.judge(act, step, .gave(props.act(act, in: stage.folder, with)))
        default: throw Mistake("a step has either `call` or `do`")
        }
    }
}

/// What a scenario has so far.
private final class Stage {
    let folder: URL
    let driver: Driver
    var values: Values

    init(_ folder: URL, _ values: Values) {
        self.folder = folder
        self.values = values
        driver = Driver(folder)
    }

    func judge(_ name: String, _ step: Step, _ outcome: Outcome) throws {
        if step.gives != nil, step.fails != nil { throw Mistake("a step has either `gives` or `fails`") }
        let came: JSON
        switch (outcome, step.fails) {
        case (.gave, .some): throw Mistake("\(name) did not fail")
        case (.failed(let error), nil): throw Mistake("\(name) failed: \(error)")
        case (.gave(let value), nil): came = value
        case (.failed(let error), .some): came = error
        }
        if let expected = step.gives ?? step.fails {
            let path = step.gives == nil ? "fails" : "gives"
            if let difference = try difference(at: path, came, values.resolve(expected)) {
                throw Mistake("\(name): \(difference)")
            }
        }
        if let name = step.name { values.bind(name, to: came) }
    }
}
