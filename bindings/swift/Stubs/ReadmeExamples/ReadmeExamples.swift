// The Swift of bindings/README.md, word for word, so that its types are checked with the package's. What is
// the app's is declared only.

import AuthenticationServices
import PasskeyProvider

@MainActor
struct ReadmeExamples {
    let container: URL
    let deviceKey: DeviceKey
    let aaguid: UUID
    let keptEpoch: Epoch?
    let provider: Provider
    let extensionContext: ASCredentialProviderExtensionContext

    func open() throws -> Provider {
        let provider = try Provider.open(
            OpenOptions(
                file: container.appending(path: "passkeys/passkeys.db"),
                deviceKey: .given(deviceKey),
                lastEpoch: keptEpoch))
        return provider
    }

    func create(_ request: any ASCredentialRequest) async throws {
        guard let asked = CreateRequest(request, aaguid: aaguid) else { throw ASExtensionError(.failed) }
        let start = try await provider.offActor { try $0.beginCreate(asked) }
        let answer = try await askPerson(start.answers, start.decision)
        let consent: Consent =
            switch answer {
            case .leave: .declined
            case .tellSite: .present
            default: .stated(try await verifyPerson(start.rpID, start.user.name))
            }
        let created = try await provider.offActor {
            try $0.finishCreate(start.plan, consent: consent, resolution: answer.resolution)
        }
        keep(created.epoch)
        extensionContext.completeRegistrationRequest(
            using: ASPasskeyRegistrationCredential(created.value), completionHandler: nil)
    }

    func get(_ parameters: ASPasskeyCredentialRequestParameters) async throws {
        let request = GetRequest(parameters)
        let start = try await provider.offActor { try $0.beginGet(request) }
        let chosen = try await askPersonIfSeveral(start.candidates)
        let method = try await verifyPerson(start.rpID, chosen.title)
        let id = chosen.passkey.credentialID
        let outcome = try await provider.offActor {
            try $0.finishGet(start.plan, with: id, consent: .stated(method))
        }
        let asserted: Committed<Asserted>
        switch outcome {
        case .done(let done): asserted = done
        case .toSign(let bytes, let key):
            let signature = try sign(bytes, key)
            asserted = try await provider.offActor {
                try $0.finishHardwareGet(start.plan, signature: signature)
            }
        }
        keep(asserted.epoch)
        complete(asserted.value)
    }

    func askPerson(_ answers: [Answer], _ decision: Decision) async throws -> Answer {
        fatalError("declared only")
    }
    func askPersonIfSeveral(_ candidates: [PasskeySummary]) async throws -> PasskeySummary {
        fatalError("declared only")
    }
    func verifyPerson(_ rpID: String, _ account: String) async throws -> VerificationMethod {
        fatalError("declared only")
    }
    func sign(_ bytes: Data, _ key: KeyHandle) throws -> Data { fatalError("declared only") }
    func complete(_ asserted: Asserted) { fatalError("declared only") }
    func keep(_ epoch: Epoch) { fatalError("declared only") }
}
