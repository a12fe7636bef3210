// The Swift of bindings/swift/README.md and of the package's documentation, word for word, so that its types are
// checked with the package's. What is the app's is declared only.

import AuthenticationServices
import PasskeyProvider

class CredentialProvider: ASCredentialProviderViewController {
    var provider: Provider { fatalError("declared only") }
    var product: UUID { fatalError("declared only") }

    override func prepareInterface(forPasskeyRegistration asked: any ASCredentialRequest) {
        guard let request = CreateRequest(asked, aaguid: product) else {
            return cancel(ASExtensionError(.failed))
        }
        Task {
            do throws(ProviderError) {
                let start = try await provider.offActor { provider throws(ProviderError) in
                    try provider.beginCreate(request)
                }
                let answer = await ask(start)
                let created = try await provider.offActor { provider throws(ProviderError) in
                    try provider.finishCreate(
                        start.plan, consent: answer.consent, resolution: answer.resolution)
                }
                keep(created.epoch)
                try? await ASCredentialIdentityStore.shared.update(from: provider)
                extensionContext.completeRegistrationRequest(
                    using: .init(created.value), completionHandler: nil)
            } catch {
                if let epoch = error.epoch { keep(epoch) }
                cancel(ASExtensionError(error, at: .withView))
            }
        }
    }

    override func prepareInterfaceToProvideCredential(for asked: any ASCredentialRequest) {
        guard let request = GetRequest(asked) else { return cancel(ASExtensionError(.failed)) }
        Task {
            do throws(ProviderError) {
                let start = try await provider.offActor { provider throws(ProviderError) in
                    try provider.beginGet(request)
                }
                let (chosen, consent) = await ask(start)
                let outcome = try await provider.offActor { provider throws(ProviderError) in
                    try provider.finishGet(start.plan, with: chosen, consent: consent)
                }
                if case .done(let asserted) = outcome {
                    keep(asserted.epoch)
                    extensionContext.completeAssertionRequest(
                        using: .init(asserted.value), completionHandler: nil)
                }
            } catch { cancel(ASExtensionError(error, at: .withView)) }
        }
    }

    func ask(_ start: CreateStart) async -> (consent: Consent, resolution: Resolution) {
        fatalError("declared only")
    }
    func ask(_ start: GetStart) async -> (CredentialID, Consent) { fatalError("declared only") }
    func keep(_ epoch: Epoch) { fatalError("declared only") }
    func cancel(_ error: ASExtensionError) { extensionContext.cancelRequest(withError: error) }
}

struct PackageExamples {
    let container: URL
    let kept: Epoch?

    func open() -> OpenOptions {
        let options = OpenOptions(
            file: container.appending(path: "passkeys/passkeys.db"),
            deviceKey: .platformKeyStore(service: "example", account: "device-key"),
            lastEpoch: kept)
        return options
    }

    func signIn(
        _ options: OpenOptions, _ request: GetRequest, _ chosen: CredentialID
    ) async throws -> GetOutcome {
        let provider = try await Provider.offActor { try Provider.open(options) }
        let start = try await provider.offActor { try $0.beginGet(request) }
        // Show start.rpID and start.candidates; verify the person.
        let outcome = try await provider.offActor {
            try $0.finishGet(start.plan, with: chosen, consent: .stated(.biometric))
        }
        return outcome
    }

    func configure(_ provider: Provider) throws {
        let managed = UserDefaults.standard.dictionary(forKey: "com.apple.configuration.managed")
        let delivered = managed?["passkeys"]
        var json: String?
        if let text = delivered as? String {
            json = text
        } else if let delivered {
            let isJSON = JSONSerialization.isValidJSONObject(delivered)
            let bytes = isJSON ? try JSONSerialization.data(withJSONObject: delivered) : Data()
            json = String(decoding: bytes, as: UTF8.self)
        }
        let configured = try provider.configure(json)
        keep(configured.epoch)
    }

    func register(
        _ request: inout CreateRequest, _ provider: Provider, policyJSON: String, fetched: Date,
        groupIDs: [String]
    ) throws -> CreateStart {
        let policy = OrganisationPolicy(configuration: policyJSON, source: .server, date: fetched)
        request.membership = Membership(policy: policy, person: PolicyPerson(groups: groupIDs))
        let start = try provider.beginCreate(request)
        if let warning = start.policyWarning { warn(warning.rulings, warning.doubts) }
        return start
    }

    func keep(_ epoch: Epoch) { fatalError("declared only") }
    func warn(_ rulings: [PolicyRuling], _ doubts: [PolicyDoubt]) { fatalError("declared only") }

    func isOffered() async -> Bool {
        await ASCredentialIdentityStore.shared.isTurnedOn
    }
}
