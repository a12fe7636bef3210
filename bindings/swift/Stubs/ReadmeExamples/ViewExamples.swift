// The Swift in the documentation of the views of the provider, and of its calls off the actor, word for word, so that
// its types are checked with the package's. What is the app's is declared only.

import Foundation
import PasskeyProvider

struct ViewExamples {
    let provider: Provider

    func passkeys() throws {
        for passkey in try provider.passkeys.all().passkeys {
            show(passkey.rpID, passkey.why)
            if passkey.isKeyMissing {
                let removed = try provider.passkeys.delete(passkey.reference)
                keep(removed.epoch)
                if removed.value.serverMayHoldIt { offerLink(removed.value.manageURL) }
            }
        }
    }

    func server(_ passkey: PasskeyRef, _ accepted: Bool) throws {
        let said =
            if accepted {
                try provider.server.confirm(passkey)
            } else {
                try provider.server.reject(passkey, reason: "this organisation permits other providers only")
            }
        keep(said.epoch)
    }

    func callers(_ caller: Caller, _ rpID: String) throws -> CallerCheck {
        var check = try provider.callers.check(caller, rpID: rpID)
        while case .toFetch(let request, let pending) = check {
            let answered = try provider.callers.answerFetch(pending, with: fetch(request))
            keep(answered.epoch)
            check = answered.value
        }
        return check
    }

    func hardwareKeys() throws {
        let loose = try provider.hardwareKeys.toDelete()
        keep(loose.epoch)
        for key in loose.value {
            deleteFromKeychain(key.handle)
            keep(try provider.hardwareKeys.gone(key.handle).epoch)
        }
    }

    func open(_ options: OpenOptions) async throws -> Provider {
        let provider = try await Provider.offActor { try Provider.open(options) }
        return provider
    }

    func delete(_ passkey: PasskeyRef) async throws {
        let removed = try await provider.offActor { try $0.passkeys.delete(passkey) }
        keep(removed.epoch)
    }

    func keep(_ epoch: Epoch) { fatalError("declared only") }
    func show(_ texts: String...) { fatalError("declared only") }
    func offerLink(_ url: URL?) { fatalError("declared only") }
    func fetch(_ request: FetchRequest) -> FetchAnswer { fatalError("declared only") }
    func deleteFromKeychain(_ handle: KeyHandle) { fatalError("declared only") }
}
