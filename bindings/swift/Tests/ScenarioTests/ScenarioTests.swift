import Foundation
import PasskeyProvider
import Testing

/// Scenarios that drivers in several languages play; `tests/scenarios/README.md` tells of them.
struct ScenarioTests {
    let folder: Folder
    let props: Props

    init() throws {
        let environment = ProcessInfo.processInfo.environment
        let scenarios = try #require(
            environment["SCENARIOS"], "missing: SCENARIOS, the folder of the scenarios")
        let command = try #require(
            environment["SCENARIO_PROPS"], "missing: SCENARIO_PROPS, the command scenario-props")
        folder = try Folder(URL(fileURLWithPath: scenarios))
        props = Props(command: URL(fileURLWithPath: command))
    }

    @Test func theDriverFailsEachBrokenFileAndSaysWhatIsWrongWithIt() throws {
        let files = try folder.files(in: "must_fail")
        #expect(!files.isEmpty)
        for (name, json) in files {
            let says = try #require(json["says"]?.text, "\(name) says nothing")
            let said: [String]
            do {
                let file = try CaseFile(json)
                let player = Player(folder, props)
                said = file.scenarios.compactMap {
                    if case .failed(let why) = player.play($0, of: file) { why } else { nil }
                }
            } catch {
                said = ["\(error)"]
            }
            #expect(said.contains { $0.contains(says) }, "\(name) must fail with \"\(says)\", and: \(said)")
        }
    }

    @Test func everyScenarioKeepsItsPromiseAndEveryFunctionIsReached() throws {
        let player = Player(folder, props)
        var (passed, failed, leftOut) = (0, 0, 0)
        for (name, json) in try folder.files(in: "cases") {
            let file = try CaseFile(json)
            for scenario in file.scenarios {
                switch player.play(scenario, of: file) {
                case .passed: passed += 1
                case .notForSwift(let because):
                    leftOut += 1
                    print("left out: \(name): \(scenario.name): \(because)")
                case .failed(let why):
                    failed += 1
                    Issue.record("\(name): \(scenario.name): \(why)")
                }
            }
        }
        let wanted = Set(folder.operations.filter { $0.only?.isForSwift ?? true }.map(\.name))
        for operation in wanted.subtracting(player.called).sorted() {
            Issue.record("no scenario calls \(operation)")
        }
        for operation in player.called.subtracting(wanted).sorted() {
            Issue.record("\(operation) is called and is not in operations.json")
        }
        print("\(passed) passed, \(failed) failed, \(leftOut) left out")
        #expect(passed > 0)
    }
}
