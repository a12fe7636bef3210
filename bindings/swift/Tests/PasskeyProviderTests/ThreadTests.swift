import Foundation
import PasskeyProvider
import Testing

struct ThreadTests {
    /// Two providers have one store open, as an app and its extension; each of eight threads goes back and
    /// forth between them.
    @Test func eightThreadsOnTwoProvidersOfOneStoreLoseNoSignIn() throws {
        let stage = try Stage()
        let providers = [try stage.open(), try stage.open()]
        let passkeys = try (0..<8).map { try providers[$0 % 2].register("person-\($0)").passkey.reference }
        let outcomes = Outcomes()
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for operation in 0..<125 {
                let provider = providers[(thread + operation) % 2]
                outcomes.note { try provider.signIn(with: passkeys[thread]) }
            }
        }
        #expect(outcomes.count == 1000)
        // A plan may be outdated, or the store be held, where another thread was faster; no other error.
        #expect(outcomes.codes.subtracting([.planOutdated, .storeBusy]).isEmpty)
        let counts = try passkeys.map { try providers[0].passkeys.get($0).signCount }
        #expect(counts.reduce(0, +) == UInt32(outcomes.successes))
        #expect(outcomes.successes == 1000, "each thread has a passkey of its own: none stands in its way")
        #expect(try providers[1].health().isGood)
    }

    @Test func ofTwoThreadsWithOnePlanOneSigns() throws {
        let stage = try Stage()
        let provider = try stage.open()
        let id = try provider.register().passkey.credentialID
        for _ in 0..<50 {
            let plan = try provider.beginGet(request()).plan
            let outcomes = Outcomes()
            DispatchQueue.concurrentPerform(iterations: 2) { _ in
                outcomes.note { try provider.finishGet(plan, with: id, consent: .present) }
            }
            #expect(outcomes.successes == 1)
            #expect(outcomes.codes == [.planSpent])
        }
    }
}
