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
                deviceKey: .given(deviceKey), aaguid: aaguid,
                profile: .iOS,
                lastEpoch: keptEpoch))
        return provider
    }

    func create(_ asked: CreateRequest) async throws {
        let start = try await provider.beginCreate(asked)
        let answer = try await askPerson(start.answers, start.decision)
        let consent: Consent =
            switch answer {
            case .leave: .declined
            case .tellSite: .present
            default: .stated(try await verifyPerson(start.rpID, start.user.name))
            }
        let created = try await provider.finishCreate(
            start.plan, consent: consent, resolution: answer.resolution)
        keep(created.epoch)
        extensionContext.completeRegistrationRequest(
            using: ASPasskeyRegistrationCredential(created), completionHandler: nil)
    }

    func get(_ parameters: ASPasskeyCredentialRequestParameters) async throws {
        let start = try await provider.beginGet(GetRequest(parameters))
        let chosen = try await askPersonIfSeveral(start.candidates)
        let method = try await verifyPerson(start.rpID, chosen.user.name)
        switch try await provider.finishGet(start.plan, with: chosen.id, consent: .stated(method)) {
        case .asserted(let asserted): complete(asserted)
        case .toSign(let bytes, let key):
            complete(try await provider.finishHardwareGet(start.plan, signature: sign(bytes, key)))
        }
    }

    func askPerson(_ answers: [Answer], _ decision: Decision) async throws -> Answer {
        fatalError("declared only")
    }
    func askPersonIfSeveral(_ candidates: [Candidate]) async throws -> Candidate {
        fatalError("declared only")
    }
    func verifyPerson(_ rpID: String, _ userName: String) async throws -> VerificationMethod {
        fatalError("declared only")
    }
    func sign(_ bytes: Data, _ key: KeyHandle) throws -> Data { fatalError("declared only") }
    func complete(_ asserted: Asserted) { fatalError("declared only") }
    func keep(_ epoch: Epoch) { fatalError("declared only") }
}
