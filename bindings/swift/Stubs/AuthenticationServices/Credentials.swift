// Written from Apple's headers ASPasskeyRegistrationCredential.h, ASPasskeyAssertionCredential.h and
// ASPasswordCredential.h of the SDK of iOS 18, and the documentation of what Swift's overlay puts in the place of
// their refined members.
//
// Where something has a body, that is for the tests of the package, and is what Apple says that it does.

@available(iOS 13, macOS 10.15, *)
public protocol ASAuthorizationCredential: NSObjectProtocol, NSCopying, NSSecureCoding {}

@available(iOS 17, macOS 14, *)
open class ASPasskeyRegistrationCredential: NSObject, ASAuthorizationCredential {
    public init(relyingParty: String, clientDataHash: Data, credentialID: Data, attestationObject: Data) {
        self.relyingParty = relyingParty
        self.clientDataHash = clientDataHash
        self.credentialID = credentialID
        self.attestationObject = attestationObject
    }
    @available(iOS 18, macOS 15, *)
    public convenience init(
        relyingParty: String, clientDataHash: Data, credentialID: Data, attestationObject: Data,
        extensionOutput: ASPasskeyRegistrationCredentialExtensionOutput?
    ) {
        self.init(
            relyingParty: relyingParty, clientDataHash: clientDataHash, credentialID: credentialID,
            attestationObject: attestationObject)
        output = extensionOutput
    }
    private var output: Any?
    public let relyingParty: String
    public let clientDataHash: Data
    public let credentialID: Data
    public let attestationObject: Data
    @available(iOS 18, macOS 15, *)
    public var extensionOutput: ASPasskeyRegistrationCredentialExtensionOutput? {
        get { output as? ASPasskeyRegistrationCredentialExtensionOutput }
        set { declaredOnly() }
    }
    public func copy(with zone: NSZone? = nil) -> Any { declaredOnly() }
    public static var supportsSecureCoding: Bool { declaredOnly() }
    public func encode(with coder: NSCoder) { declaredOnly() }
    public required init?(coder: NSCoder) { declaredOnly() }
}

@available(iOS 17, macOS 14, *)
open class ASPasskeyAssertionCredential: NSObject, ASAuthorizationCredential {
    public init(
        userHandle: Data, relyingParty: String, signature: Data, clientDataHash: Data,
        authenticatorData: Data, credentialID: Data
    ) {
        self.userHandle = userHandle
        self.relyingParty = relyingParty
        self.signature = signature
        self.clientDataHash = clientDataHash
        self.authenticatorData = authenticatorData
        self.credentialID = credentialID
    }
    @available(iOS 18, macOS 15, *)
    public convenience init(
        userHandle: Data, relyingParty: String, signature: Data, clientDataHash: Data,
        authenticatorData: Data, credentialID: Data,
        extensionOutput: ASPasskeyAssertionCredentialExtensionOutput?
    ) {
        self.init(
            userHandle: userHandle, relyingParty: relyingParty, signature: signature,
            clientDataHash: clientDataHash, authenticatorData: authenticatorData, credentialID: credentialID)
        output = extensionOutput
    }
    private var output: Any?
    public let userHandle: Data
    public let relyingParty: String
    public let signature: Data
    public let clientDataHash: Data
    public let authenticatorData: Data
    public let credentialID: Data
    @available(iOS 18, macOS 15, *)
    public var extensionOutput: ASPasskeyAssertionCredentialExtensionOutput? {
        get { output as? ASPasskeyAssertionCredentialExtensionOutput }
        set { declaredOnly() }
    }
    public func copy(with zone: NSZone? = nil) -> Any { declaredOnly() }
    public static var supportsSecureCoding: Bool { declaredOnly() }
    public func encode(with coder: NSCoder) { declaredOnly() }
    public required init?(coder: NSCoder) { declaredOnly() }
}

@available(iOS 12, macOS 11, *)
open class ASPasswordCredential: NSObject {
    public init(user: String, password: String) { declaredOnly() }
}
