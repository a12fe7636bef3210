// Written from Apple's headers ASCredentialIdentityStore.h, ASCredentialIdentity.h, ASPasskeyCredentialIdentity.h
// and ASCredentialServiceIdentifier.h of the SDK of iOS 18, and the documentation of
// credentialIdentities(forService:credentialIdentityTypes:), which Swift's overlay refines.
//
// No header of these is audited for concurrency: the store and its state are not Sendable.
//
// Where something has a body, that is for the tests of the package, and is what Apple says that it does.

@available(iOS 12, macOS 11, *)
open class ASCredentialServiceIdentifier: NSObject, NSCopying, NSSecureCoding {
    public enum IdentifierType: Int, Sendable {
        case domain = 0
        case URL = 1
    }
    public init(identifier: String, type: IdentifierType) { declaredOnly() }
    public var identifier: String { declaredOnly() }
    public var type: IdentifierType { declaredOnly() }
    public func copy(with zone: NSZone? = nil) -> Any { declaredOnly() }
    public static var supportsSecureCoding: Bool { declaredOnly() }
    public func encode(with coder: NSCoder) { declaredOnly() }
    public required init?(coder: NSCoder) { declaredOnly() }
}

@available(iOS 17, macOS 14, *)
public protocol ASCredentialIdentity: NSObjectProtocol {
    var serviceIdentifier: ASCredentialServiceIdentifier { get }
    var user: String { get }
    var recordIdentifier: String? { get }
    /// Of two identities of one service, the one with the greater rank is first.
    var rank: Int { get set }
}

@available(iOS 17, macOS 14, *)
open class ASPasskeyCredentialIdentity: NSObject, ASCredentialIdentity, NSCopying, NSSecureCoding {
    /// No default for the record's identifier.
    public init(
        relyingPartyIdentifier: String, userName: String, credentialID: Data, userHandle: Data,
        recordIdentifier: String?
    ) {
        self.relyingPartyIdentifier = relyingPartyIdentifier
        self.userName = userName
        self.credentialID = credentialID
        self.userHandle = userHandle
        self.recordIdentifier = recordIdentifier
    }
    public let relyingPartyIdentifier: String
    public let userName: String
    public let credentialID: Data
    public let userHandle: Data
    public let recordIdentifier: String?
    public var rank = 0
    public var serviceIdentifier: ASCredentialServiceIdentifier { declaredOnly() }
    public var user: String { userName }
    public func copy(with zone: NSZone? = nil) -> Any { declaredOnly() }
    public static var supportsSecureCoding: Bool { declaredOnly() }
    public func encode(with coder: NSCoder) { declaredOnly() }
    public required init?(coder: NSCoder) { declaredOnly() }
}

@available(iOS 12, macOS 11, *)
open class ASPasswordCredentialIdentity: NSObject {
    public init(
        serviceIdentifier: ASCredentialServiceIdentifier, user: String, recordIdentifier: String?
    ) { declaredOnly() }
}

@available(iOS 12, macOS 11, *)
open class ASCredentialIdentityStore: NSObject {
    @available(iOS 17.4, macOS 14.4, *)
    public struct IdentityTypes: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let password = Self(rawValue: 1)
        public static let passkey = Self(rawValue: 2)
        @available(iOS 18, macOS 15, *)
        public static let oneTimeCode = Self(rawValue: 4)
    }

    /// Another one than that of the process, for a test. Apple's class has no initialiser.
    package init(isEnabled: Bool) {
        self.isEnabled = isEnabled
    }
    package var isEnabled: Bool
    /// Whether the store answers no call any more.
    package var isStuck = false
    package private(set) var listed: [any ASCredentialIdentity] = []

    /// That of the process; a test gives it another.
    nonisolated(unsafe) package static var ofProcess = ASCredentialIdentityStore(isEnabled: false)
    public class var shared: ASCredentialIdentityStore { ofProcess }

    public func getState(_ completion: @escaping @Sendable (ASCredentialIdentityStoreState) -> Void) {
        declaredOnly()
    }
    public func state() async -> ASCredentialIdentityStoreState {
        ASCredentialIdentityStoreState(isEnabled: isEnabled)
    }

    @available(iOS 17.4, macOS 14.4, *)
    public func credentialIdentities(
        forService serviceIdentifier: ASCredentialServiceIdentifier? = nil,
        credentialIdentityTypes: IdentityTypes = []
    ) async -> [any ASCredentialIdentity] { declaredOnly() }

    @available(iOS 17, macOS 14, *)
    public func saveCredentialIdentities(_ credentialIdentities: [any ASCredentialIdentity]) async throws {
        declaredOnly()
    }

    @available(iOS 17, macOS 14, *)
    public func replaceCredentialIdentities(_ newCredentialIdentities: [any ASCredentialIdentity])
        async throws
    {
        if isStuck { try await Task.sleep(for: .seconds(3600)) }
        listed = newCredentialIdentities
    }

    @available(iOS 17, macOS 14, *)
    public func removeCredentialIdentities(_ credentialIdentities: [any ASCredentialIdentity]) async throws {
        declaredOnly()
    }

    public func removeAllCredentialIdentities() async throws { declaredOnly() }
}

@available(iOS 12, macOS 11, *)
open class ASCredentialIdentityStoreState: NSObject {
    package init(isEnabled: Bool) { self.isEnabled = isEnabled }
    public let isEnabled: Bool
    public var supportsIncrementalUpdates: Bool { declaredOnly() }
}
