// The Swift of bindings/swift/README.md on an extension's work, word for word, so that its types are checked with the
// package's. What is the app's is declared only.

import AuthenticationServices
import PasskeyProvider
import PasskeyProviderApple

class PasskeyExtension: ASCredentialProviderViewController {
    let secrets = KeychainSecrets(service: "example", accessGroup: "TEAM.example.shared")
    var product: UUID { fatalError("declared only") }

    func makeWork() throws -> ProviderExtension {
        let vault = Vault(try VaultFolder(appGroup: "group.example"), secrets: secrets)
        let work = ProviderExtension(vault: vault, product: product) { [weak self] in self?.show($0) }
        return work
    }

    func makeVaultOfTheApp() async throws -> Vault {
        let vault = Vault(try VaultFolder(appGroup: "group.example"), secrets: secrets, ifMissing: .make)
        try await vault.open()
        return vault
    }

    var work: ProviderExtension { fatalError("declared only") }

    override func provideCredentialWithoutUserInteraction(for asked: any ASCredentialRequest) {
        work.provideCredentialWithoutUserInteraction(for: asked, in: extensionContext)
    }

    override func prepareInterfaceToProvideCredential(for asked: any ASCredentialRequest) {
        work.prepareInterfaceToProvideCredential(for: asked, in: extensionContext)
    }

    override func prepareCredentialList(
        for services: [ASCredentialServiceIdentifier], requestParameters: ASPasskeyCredentialRequestParameters
    ) {
        work.prepareCredentialList(for: services, requestParameters: requestParameters, in: extensionContext)
    }

    override func prepareInterface(forPasskeyRegistration asked: any ASCredentialRequest) {
        work.prepareInterface(forPasskeyRegistration: asked, in: extensionContext)
    }

    override func viewDidAppear(_ animated: Bool) {
        super.viewDidAppear(animated)
        work.viewDidAppear()
    }

    func show(_ screen: Screen) { fatalError("declared only") }
}
