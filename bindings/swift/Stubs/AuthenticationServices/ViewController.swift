// Written from Apple's header ASCredentialProviderViewController.h of the SDK of iOS 26.2: every method that the
// system calls.

@available(iOS 12, macOS 11, *)
@MainActor open class ASCredentialProviderViewController: UIViewController {
    public var extensionContext: ASCredentialProviderExtensionContext { declaredOnly() }

    open func prepareCredentialList(for serviceIdentifiers: [ASCredentialServiceIdentifier]) {
        declaredOnly()
    }

    /// iOS calls it since 17.4, whatever the header says: before, it went on to another device.
    @available(iOS 17, macOS 14, *)
    open func prepareCredentialList(
        for serviceIdentifiers: [ASCredentialServiceIdentifier],
        requestParameters: ASPasskeyCredentialRequestParameters
    ) { declaredOnly() }

    @available(iOS 18, macOS 15, *)
    open func prepareOneTimeCodeCredentialList(for serviceIdentifiers: [ASCredentialServiceIdentifier]) {
        declaredOnly()
    }

    @available(iOS 18, *)
    @available(macOS, unavailable)
    open func prepareInterfaceForUserChoosingTextToInsert() { declaredOnly() }

    @available(iOS, introduced: 12, deprecated: 17)
    @available(macOS, introduced: 11, deprecated: 14)
    open func provideCredentialWithoutUserInteraction(for credentialIdentity: ASPasswordCredentialIdentity) {
        declaredOnly()
    }

    @available(iOS 17, macOS 14, *)
    open func provideCredentialWithoutUserInteraction(for credentialRequest: any ASCredentialRequest) {
        declaredOnly()
    }

    @available(iOS, introduced: 12, deprecated: 17)
    @available(macOS, introduced: 11, deprecated: 14)
    open func prepareInterfaceToProvideCredential(for credentialIdentity: ASPasswordCredentialIdentity) {
        declaredOnly()
    }

    @available(iOS 17, macOS 14, *)
    open func prepareInterfaceToProvideCredential(for credentialRequest: any ASCredentialRequest) {
        declaredOnly()
    }

    open func prepareInterfaceForExtensionConfiguration() { declaredOnly() }

    @available(iOS 17, macOS 14, *)
    open func prepareInterface(forPasskeyRegistration registrationRequest: any ASCredentialRequest) {
        declaredOnly()
    }

    @available(iOS 18, macOS 15, *)
    open func performWithoutUserInteractionIfPossible(
        passkeyRegistration registrationRequest: ASPasskeyCredentialRequest
    ) { declaredOnly() }

    // The header gives these four no version of their own; the SDK has them since that of iOS 26, and an override
    // compiles with that SDK only.
    open func reportPublicKeyCredentialUpdate(
        forRelyingParty relyingParty: String, userHandle: Data, newName: String
    ) { declaredOnly() }

    open func reportUnknownPublicKeyCredential(forRelyingParty relyingParty: String, credentialID: Data) {
        declaredOnly()
    }

    open func reportAllAcceptedPublicKeyCredentials(
        forRelyingParty relyingParty: String, userHandle: Data, acceptedCredentialIDs: [Data]
    ) { declaredOnly() }

    open func reportUnusedPasswordCredential(forDomain domain: String, userName: String) { declaredOnly() }

    @available(iOS 26.2, *)
    @available(macOS, unavailable)
    open func performWithoutUserInteractionIfPossible(savePasswordRequest: ASSavePasswordRequest) {
        declaredOnly()
    }

    @available(iOS 26.2, *)
    @available(macOS, unavailable)
    open func prepareInterface(for savePasswordRequest: ASSavePasswordRequest) { declaredOnly() }

    @available(iOS 26.2, *)
    @available(macOS, unavailable)
    open func performWithoutUserInteraction(generatePasswordsRequest: ASGeneratePasswordsRequest) {
        declaredOnly()
    }

    @available(iOS 26.2, *)
    @available(macOS, unavailable)
    open func prepareInterface(for generatePasswordsRequest: ASGeneratePasswordsRequest) { declaredOnly() }
}

@available(iOS 17, macOS 14, *)
open class ASSettingsHelper: NSObject {
    /// What the person does where they are asked, and what they were shown, for the tests.
    nonisolated(unsafe) package static var personTurnsOn = true
    nonisolated(unsafe) package static var opened = 0

    public class func openCredentialProviderAppSettings() async throws { opened += 1 }

    public class func openVerificationCodeAppSettings() async throws { declaredOnly() }

    @available(iOS 18, macOS 15, *)
    public class func requestToTurnOnCredentialProviderExtension() async -> Bool {
        ASCredentialIdentityStore.ofProcess.isEnabled = personTurnsOn
        return personTurnsOn
    }
}
