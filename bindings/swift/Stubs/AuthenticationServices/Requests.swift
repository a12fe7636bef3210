// Written from Apple's headers ASCredentialRequest.h, ASPasskeyCredentialRequest.h and
// ASPasskeyCredentialRequestParameters.h of the SDK of iOS 18, and the documentation of what Swift's overlay
// puts in the place of their refined members.
//
// Where something has a body, that is for the tests of the package, and is what Apple says that it does.

@available(iOS 17, macOS 14, *)
public enum ASCredentialRequestType: Int, Sendable {
    case password = 0
    case passkeyAssertion = 1
    @available(iOS 18, macOS 15, *)
    case passkeyRegistration = 2
    @available(iOS 18, macOS 15, *)
    case oneTimeCode = 3
}

@available(iOS 17, macOS 14, *)
public protocol ASCredentialRequest: NSObjectProtocol, NSCopying, NSSecureCoding {
    var type: ASCredentialRequestType { get }
    var credentialIdentity: any ASCredentialIdentity { get }
}

@available(iOS 17, macOS 14, *)
open class ASPasskeyCredentialRequest: NSObject, ASCredentialRequest {
    /// The algorithms are empty for a sign-in; a registration has one at least.
    public convenience init(
        credentialIdentity: ASPasskeyCredentialIdentity, clientDataHash: Data,
        userVerificationPreference: ASAuthorizationPublicKeyCredentialUserVerificationPreference,
        supportedAlgorithms: [ASCOSEAlgorithmIdentifier]
    ) {
        self.init(
            type: supportedAlgorithms.isEmpty ? .passkeyAssertion : .passkeyRegistration,
            credentialIdentity: credentialIdentity, clientDataHash: clientDataHash,
            userVerificationPreference: userVerificationPreference, supportedAlgorithms: supportedAlgorithms)
    }
    /// The system's, for the tests: Apple's class has no such initialiser.
    package init(
        type: ASCredentialRequestType, credentialIdentity: ASPasskeyCredentialIdentity, clientDataHash: Data,
        userVerificationPreference: ASAuthorizationPublicKeyCredentialUserVerificationPreference,
        supportedAlgorithms: [ASCOSEAlgorithmIdentifier], excluded: [Data] = [], extensions: Any? = nil
    ) {
        self.extensions = extensions
        self.type = type
        self.credentialIdentity = credentialIdentity
        self.clientDataHash = clientDataHash
        self.userVerificationPreference = userVerificationPreference
        self.supportedAlgorithms = supportedAlgorithms
        excludedIDs = excluded
    }
    private let excludedIDs: [Data]
    private let extensions: Any?
    public let type: ASCredentialRequestType
    public let credentialIdentity: any ASCredentialIdentity
    public let clientDataHash: Data
    public var userVerificationPreference: ASAuthorizationPublicKeyCredentialUserVerificationPreference
    public let supportedAlgorithms: [ASCOSEAlgorithmIdentifier]
    @available(iOS 18, macOS 15, *)
    public var excludedCredentials: [ASAuthorizationPlatformPublicKeyCredentialDescriptor]? {
        excludedIDs.map(ASAuthorizationPlatformPublicKeyCredentialDescriptor.init)
    }
    @available(iOS 18, macOS 15, *)
    public var extensionInput: ASPasskeyCredentialExtensionInput {
        extensions as? ASPasskeyCredentialExtensionInput ?? .none
    }
    public func copy(with zone: NSZone? = nil) -> Any { declaredOnly() }
    public static var supportsSecureCoding: Bool { declaredOnly() }
    public func encode(with coder: NSCoder) { declaredOnly() }
    public required init?(coder: NSCoder) { declaredOnly() }
}

@available(iOS 17, macOS 14, *)
open class ASPasskeyCredentialRequestParameters: NSObject, NSCopying, NSSecureCoding {
    @available(*, unavailable)
    public override init() { declaredOnly() }
    /// The system's, for the tests: Apple's class has no initialiser.
    package init(
        relyingPartyIdentifier: String, clientDataHash: Data,
        userVerificationPreference: ASAuthorizationPublicKeyCredentialUserVerificationPreference,
        allowedCredentials: [Data] = [], extensions: Any? = nil
    ) {
        self.relyingPartyIdentifier = relyingPartyIdentifier
        self.clientDataHash = clientDataHash
        self.userVerificationPreference = userVerificationPreference
        self.allowedCredentials = allowedCredentials
        self.extensions = extensions
    }
    private let extensions: Any?
    public let relyingPartyIdentifier: String
    public let clientDataHash: Data
    public let userVerificationPreference: ASAuthorizationPublicKeyCredentialUserVerificationPreference
    public let allowedCredentials: [Data]
    @available(iOS 18, macOS 15, *)
    public var extensionInput: ASPasskeyAssertionCredentialExtensionInput? {
        extensions as? ASPasskeyAssertionCredentialExtensionInput
    }
    public func copy(with zone: NSZone? = nil) -> Any { declaredOnly() }
    public static var supportsSecureCoding: Bool { declaredOnly() }
    public func encode(with coder: NSCoder) { declaredOnly() }
    public required init?(coder: NSCoder) { declaredOnly() }
}

/// An NS_TYPED_EXTENSIBLE_ENUM of texts.
@available(iOS 15, macOS 12, *)
public struct ASAuthorizationPublicKeyCredentialUserVerificationPreference: RawRepresentable, Hashable,
    Sendable
{
    public let rawValue: String
    public init(_ rawValue: String) { self.rawValue = rawValue }
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let preferred = Self(rawValue: "preferred")
    public static let required = Self(rawValue: "required")
    public static let discouraged = Self(rawValue: "discouraged")
}

@available(iOS 15, macOS 12, *)
public struct ASCOSEAlgorithmIdentifier: RawRepresentable, Hashable, Sendable {
    public let rawValue: Int
    public init(_ rawValue: Int) { self.rawValue = rawValue }
    public init(rawValue: Int) { self.rawValue = rawValue }
    public static let ES256 = Self(rawValue: -7)
}

@available(iOS 15, macOS 12, *)
open class ASAuthorizationPlatformPublicKeyCredentialDescriptor: NSObject, NSCopying, NSSecureCoding {
    public init(credentialID: Data) { self.credentialID = credentialID }
    public var credentialID: Data
    public func copy(with zone: NSZone? = nil) -> Any { declaredOnly() }
    public static var supportsSecureCoding: Bool { declaredOnly() }
    public func encode(with coder: NSCoder) { declaredOnly() }
    public required init?(coder: NSCoder) { declaredOnly() }
}

@available(iOS 26.2, *)
@available(macOS, unavailable)
open class ASSavePasswordRequest: NSObject {}

@available(iOS 26.2, *)
@available(macOS, unavailable)
open class ASGeneratePasswordsRequest: NSObject {}
