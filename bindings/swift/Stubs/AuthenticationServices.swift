// The part of Apple's AuthenticationServices that this package uses, for a check of types on Linux. It
// proves what is declared here and no more: no body runs, and availability is not checked.
//
// Where Apple's classes are not Sendable or not open, these are not either.

@_exported import Foundation

public protocol ASCredentialRequest: NSObjectProtocol, NSCopying, NSSecureCoding {
    var type: ASCredentialRequestType { get }
    var credentialIdentity: any ASCredentialIdentity { get }
}

public enum ASCredentialRequestType: Int, Sendable {
    case password = 0
    case passkeyAssertion = 1
    case passkeyRegistration = 2
    case oneTimeCode = 3
}

public protocol ASCredentialIdentity: NSObjectProtocol {
    var serviceIdentifier: ASCredentialServiceIdentifier { get }
    var user: String { get }
    var recordIdentifier: String? { get }
    var rank: Int { get set }
}

open class ASCredentialServiceIdentifier: NSObject {
    public enum IdentifierType: Int, Sendable {
        case domain = 0
        case URL = 1
    }
    public init(identifier: String, type: IdentifierType) { fatalError("declared only") }
    public var identifier: String { fatalError("declared only") }
    public var type: IdentifierType { fatalError("declared only") }
}

open class ASPasskeyCredentialIdentity: NSObject, ASCredentialIdentity, NSCopying, NSSecureCoding {
    public init(
        relyingPartyIdentifier: String, userName: String, credentialID: Data, userHandle: Data,
        recordIdentifier: String? = nil
    ) { fatalError("declared only") }
    public var relyingPartyIdentifier: String { fatalError("declared only") }
    public var userName: String { fatalError("declared only") }
    public var credentialID: Data { fatalError("declared only") }
    public var userHandle: Data { fatalError("declared only") }
    public var serviceIdentifier: ASCredentialServiceIdentifier { fatalError("declared only") }
    public var user: String { fatalError("declared only") }
    public var recordIdentifier: String? { fatalError("declared only") }
    public var rank: Int {
        get { fatalError("declared only") }
        set { fatalError("declared only") }
    }
    public func copy(with zone: NSZone? = nil) -> Any { fatalError("declared only") }
    public static var supportsSecureCoding: Bool { fatalError("declared only") }
    public func encode(with coder: NSCoder) { fatalError("declared only") }
    public required init?(coder: NSCoder) { fatalError("declared only") }
}

public struct ASAuthorizationPublicKeyCredentialUserVerificationPreference: RawRepresentable, Hashable,
    Sendable
{
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let preferred = Self(rawValue: "preferred")
    public static let required = Self(rawValue: "required")
    public static let discouraged = Self(rawValue: "discouraged")
}

public struct ASCOSEAlgorithmIdentifier: RawRepresentable, Hashable, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    public init(_ rawValue: Int) { self.rawValue = rawValue }
    public static let ES256 = Self(rawValue: -7)
}

open class ASAuthorizationPlatformPublicKeyCredentialDescriptor: NSObject {
    public init(credentialID: Data) { fatalError("declared only") }
    public var credentialID: Data {
        get { fatalError("declared only") }
        set { fatalError("declared only") }
    }
}

open class ASPasskeyCredentialRequest: NSObject, ASCredentialRequest {
    public var type: ASCredentialRequestType { fatalError("declared only") }
    public var credentialIdentity: any ASCredentialIdentity { fatalError("declared only") }
    public var clientDataHash: Data { fatalError("declared only") }
    public var userVerificationPreference: ASAuthorizationPublicKeyCredentialUserVerificationPreference {
        get { fatalError("declared only") }
        set { fatalError("declared only") }
    }
    public var supportedAlgorithms: [ASCOSEAlgorithmIdentifier] { fatalError("declared only") }
    @available(iOS 18, macOS 15, *)
    public var excludedCredentials: [ASAuthorizationPlatformPublicKeyCredentialDescriptor]? {
        fatalError("declared only")
    }
    public func copy(with zone: NSZone? = nil) -> Any { fatalError("declared only") }
    public static var supportsSecureCoding: Bool { fatalError("declared only") }
    public func encode(with coder: NSCoder) { fatalError("declared only") }
    public required init?(coder: NSCoder) { fatalError("declared only") }
}

open class ASPasskeyCredentialRequestParameters: NSObject {
    @available(*, unavailable)
    public override init() { fatalError("declared only") }
    public var relyingPartyIdentifier: String { fatalError("declared only") }
    public var clientDataHash: Data { fatalError("declared only") }
    public var userVerificationPreference: ASAuthorizationPublicKeyCredentialUserVerificationPreference {
        fatalError("declared only")
    }
    public var allowedCredentials: [Data] { fatalError("declared only") }
}

open class ASPasskeyRegistrationCredential: NSObject {
    public init(relyingParty: String, clientDataHash: Data, credentialID: Data, attestationObject: Data) {
        fatalError("declared only")
    }
}

open class ASPasskeyAssertionCredential: NSObject {
    public init(
        userHandle: Data, relyingParty: String, signature: Data, clientDataHash: Data,
        authenticatorData: Data, credentialID: Data
    ) { fatalError("declared only") }
}

public let ASExtensionErrorDomain: String = "ASExtensionErrorDomain"

public struct ASExtensionError: Error {
    public enum Code: Int, Sendable {
        case failed = 0
        case userCanceled = 1
        case userInteractionRequired = 100
        case credentialIdentityNotFound = 101
        case matchedExcludedCredential = 102
    }
    public let code: Code
    public init(_ code: Code, userInfo: [String: Any] = [:]) { self.code = code }
    public static var errorDomain: String { ASExtensionErrorDomain }
}

open class ASCredentialIdentityStore: NSObject {
    public struct IdentityTypes: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let password = Self(rawValue: 1)
        public static let passkey = Self(rawValue: 2)
        public static let oneTimeCode = Self(rawValue: 4)
    }
    public class var shared: ASCredentialIdentityStore { fatalError("declared only") }
    public func state() async -> ASCredentialIdentityStoreState { fatalError("declared only") }
    public func saveCredentialIdentities(_ identities: [any ASCredentialIdentity]) async throws {}
    public func replaceCredentialIdentities(_ identities: [any ASCredentialIdentity]) async throws {}
    public func removeCredentialIdentities(_ identities: [any ASCredentialIdentity]) async throws {}
    public func removeAllCredentialIdentities() async throws {}
    public func credentialIdentities(
        forService: ASCredentialServiceIdentifier?, credentialIdentityTypes: IdentityTypes
    ) async -> [any ASCredentialIdentity] { fatalError("declared only") }
}

open class ASCredentialIdentityStoreState: NSObject {
    public var isEnabled: Bool { fatalError("declared only") }
    public var supportsIncrementalUpdates: Bool { fatalError("declared only") }
}
