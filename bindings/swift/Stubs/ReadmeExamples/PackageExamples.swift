// The Swift of bindings/swift/README.md and of the package's documentation, word for word, so that its types are
// checked with the package's. What is the app's is declared only.

import AuthenticationServices
import PasskeyProvider

class CredentialProvider: ASCredentialProviderViewController {
    var provider: Provider { fatalError("declared only") }

    override func prepareInterface(forPasskeyRegistration asked: any ASCredentialRequest) {
        guard let request = CreateRequest(asked) else { return cancel(ASExtensionError(.failed)) }
        Task {
            do throws(ProviderError) {
                let start = try await provider.beginCreate(request)
                let answer = await ask(start)
                let created = try await provider.finishCreate(
                    start.plan, consent: answer.consent, resolution: answer.resolution)
                try? await ASCredentialIdentityStore.shared.update(from: provider)
                extensionContext.completeRegistrationRequest(using: .init(created), completionHandler: nil)
            } catch { cancel(ASExtensionError(error, at: .withView)) }
        }
    }

    override func prepareInterfaceToProvideCredential(for asked: any ASCredentialRequest) {
        guard let request = GetRequest(asked) else { return cancel(ASExtensionError(.failed)) }
        Task {
            do throws(ProviderError) {
                let start = try await provider.beginGet(request)
                let (chosen, consent) = await ask(start)
                if case .asserted(let done) = try await provider.finishGet(
                    start.plan, with: chosen, consent: consent)
                {
                    extensionContext.completeAssertionRequest(using: .init(done), completionHandler: nil)
                }
            } catch { cancel(ASExtensionError(error, at: .withView)) }
        }
    }

    func ask(_ start: CreateStart) async -> (consent: Consent, resolution: Resolution) {
        fatalError("declared only")
    }
    func ask(_ start: GetStart) async -> (CredentialID, Consent) { fatalError("declared only") }
    func cancel(_ error: ASExtensionError) { extensionContext.cancelRequest(withError: error) }
}

struct PackageExamples {
    let container: URL
    let product: UUID
    let kept: Epoch?
    let request: GetRequest
    let chosen: CredentialID

    func open() -> OpenOptions {
        let options = OpenOptions(
            file: container.appending(path: "passkeys/passkeys.db"),
            deviceKey: .platformKeyStore(service: "example", account: "device-key"),
            aaguid: product, profile: .iOS, lastEpoch: kept)
        return options
    }

    func signIn(_ options: OpenOptions) async throws -> GetOutcome {
        let provider = try await Provider.open(options)
        let start = try await provider.beginGet(request)
        // Show start.rpID and start.candidates; verify the person.
        let outcome = try await provider.finishGet(start.plan, with: chosen, consent: .stated(.biometric))
        return outcome
    }

    func isOffered() async -> Bool {
        await ASCredentialIdentityStore.shared.isTurnedOn
    }
}
