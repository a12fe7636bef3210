import Foundation
import PasskeyProvider
import Testing

struct OffActorTests {
    @Test func aCallOffTheActorAnswersAndFailsAsTheOthers() async throws {
        let stage = try Stage()
        let options = stage.options()
        let provider = try await Provider.offActor { try Provider.open(options) }
        let start = try await provider.offActor { try $0.beginCreate(creation()) }
        let created = try await provider.offActor { try $0.finishCreate(start.plan, consent: .present) }
        let passkey = created.value.passkey.reference
        #expect(try created.epoch == provider.epoch())
        let signIn = try await provider.offActor { try $0.beginGet(request()) }
        let outcome = try await provider.offActor {
            try $0.finishGet(signIn.plan, with: passkey.credentialID, consent: .present)
        }
        guard case .done(let asserted) = outcome else { throw NotSigned() }
        #expect(asserted.value.passkey.reference == passkey)
        let nobody = PasskeyRef(rpID: "example.com", credentialID: CredentialID(Data("nobody".utf8)))
        do {
            _ = try await provider.offActor { provider throws(ProviderError) in
                try provider.passkeys.get(nobody)
            }
            Issue.record("did not fail")
        } catch {
            // Of this type, as the body says.
            #expect(error.code == .unknownPasskey)
        }
    }

    @Test func theCallsOfOneBodyFollowOneAnother() async throws {
        let stage = try Stage()
        let provider = try stage.open()
        let passkey = try provider.register().passkey.reference
        let epochs = try await provider.offActor { provider in
            let renamed = try provider.passkeys.rename(passkey, to: "mine")
            let deleted = try provider.passkeys.delete(passkey)
            let restored = try provider.passkeys.restore(passkey)
            return [renamed.epoch, deleted.epoch, restored.epoch]
        }
        let first = try #require(epochs.first).rawValue
        #expect(epochs.map(\.rawValue) == [first, first + 1, first + 2])
        #expect(try provider.passkeys.get(passkey).label == "mine")
    }

    @Test func whatWasBegunGoesToItsEndWhereTheTaskIsCancelled() async throws {
        let stage = try Stage()
        let provider = try stage.open()
        let passkey = try provider.register().passkey.reference
        let (begun, mayGoOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let task = Task {
            try await provider.offActor { provider in
                begun.signal()
                mayGoOn.wait()
                return try provider.passkeys.delete(passkey)
            }
        }
        await Provider.offActor { begun.wait() }
        task.cancel()
        mayGoOn.signal()
        let removed = try await task.value
        #expect(removed.value.passkey == passkey)
        #expect(try provider.passkeys.deleted().passkeys.map(\.reference) == [passkey])
    }

    @MainActor @Test func theMainActorStaysFree() async throws {
        let stage = try Stage()
        let options = stage.options()
        let provider = try await Provider.offActor { try Provider.open(options) }
        let id = try provider.register().passkey.credentialID
        var ticks = 0
        let ticking = Task { @MainActor in
            while !Task.isCancelled {
                ticks += 1
                await Task.yield()
            }
        }
        // Were the main actor blocked by these calls, it would tick between them only.
        let calls = 100
        for _ in 0..<(calls / 2) {
            let plan = try await provider.offActor { try $0.beginGet(request()) }.plan
            _ = try await provider.offActor { try $0.finishGet(plan, with: id, consent: .present) }
        }
        ticking.cancel()
        await ticking.value
        #expect(ticks > 10 * calls)
    }
}
