import Foundation
import PasskeyProvider
import Testing

struct MisuseTests {
    @Test func aPlanIsUsedOnce() throws {
        let stage = try Stage()
        let provider = try stage.open()
        let plan = try provider.beginCreate(creation()).plan
        let id = try provider.finishCreate(plan, consent: .present).value.passkey.credentialID
        expectFailure(.planSpent) { try provider.finishCreate(plan, consent: .present) }
        let signIn = try provider.beginGet(request()).plan
        _ = try provider.finishGet(signIn, with: id, consent: .present)
        expectFailure(.planSpent) { try provider.finishGet(signIn, with: id, consent: .present) }
    }

    @Test func aPlanThatThePersonDeclinedIsSpent() throws {
        let stage = try Stage()
        let provider = try stage.open()
        let plan = try provider.beginCreate(creation()).plan
        let error = expectFailure(.declined) { try provider.finishCreate(plan, consent: .declined) }
        #expect(error?.extensionErrorCode(at: .withView) == .userCanceled)
        expectFailure(.planSpent) { try provider.finishCreate(plan, consent: .present) }
        #expect(try provider.passkeys.all().passkeys.isEmpty)
    }

    @Test func aStepThatAPlanIsNotAtLeavesItAsItIs() throws {
        let stage = try Stage()
        let provider = try stage.open()
        let plan = try provider.beginCreate(creation()).plan
        expectFailure(.planSpent) { try provider.finishHardwareCreate(plan, signature: Data([1])) }
        #expect(try provider.finishCreate(plan, consent: .present).value.passkey.rpID == "example.com")
    }

    @Test func aPlanOfAnotherProviderIsRefused() throws {
        let (stage, elsewhere) = (try Stage(), try Stage())
        let (provider, other) = (try stage.open(), try elsewhere.open())
        let plan = try provider.beginCreate(creation()).plan
        expectFailure(.wrongProvider) { try other.finishCreate(plan, consent: .present) }
        #expect(try other.passkeys.all().passkeys.isEmpty)
    }

    @Test func aClosedProviderAnswersNothing() throws {
        let stage = try Stage()
        let provider = try stage.open()
        let plan = try provider.beginCreate(creation()).plan
        provider.close()
        provider.close()
        expectFailure(.providerClosed) { try provider.finishCreate(plan, consent: .present) }
        expectFailure(.providerClosed) { try provider.passkeys.all() }
        #expect(try stage.open().passkeys.all().passkeys.isEmpty)
    }

    @Test func closingWhileOtherThreadsAreInsideIsSafe() throws {
        for _ in 0..<20 {
            let stage = try Stage()
            let provider = try stage.open()
            let passkey = try provider.register().passkey.reference
            let outcomes = Outcomes()
            DispatchQueue.concurrentPerform(iterations: 5) { number in
                if number == 4 {
                    provider.close()
                } else {
                    for _ in 0..<20 { outcomes.note { try provider.signIn(with: passkey) } }
                }
            }
            #expect(outcomes.codes.subtracting([.providerClosed]).isEmpty)
            #expect(outcomes.count == 80)
            #expect(try stage.open().passkeys.get(passkey).signCount == UInt32(outcomes.successes))
        }
    }
}

/// What came of calls on several threads.
final class Outcomes: @unchecked Sendable {
    // All behind the lock.
    private let lock = NSLock()
    private(set) var successes = 0
    private(set) var count = 0
    private(set) var codes: Set<ProviderError.Code> = []

    func note<T>(_ call: () throws -> T) {
        let code: ProviderError.Code?
        do {
            _ = try call()
            code = nil
        } catch {
            code = (error as? ProviderError)?.code ?? .internal
        }
        lock.withLock {
            count += 1
            if let code { codes.insert(code) } else { successes += 1 }
        }
    }
}
