// Written from Apple's headers ASCredentialProviderExtensionContext.h and ASExtensionErrors.h of the SDK of
// iOS 26.2.
//
// The importer gives a method with a completion handler a twin that is `async`, but where the header says
// NS_SWIFT_DISABLE_ASYNC. In an `async` function the call without the handler is the twin's.
//
// Where something has a body, that is for the tests of the package, and is what Apple says that it does.

@_exported import UIKit

// Newer SDKs have it Sendable, older ones not: what holds without it holds with it.
@available(iOS 12, macOS 11, *)
open class ASCredentialProviderExtensionContext: NSExtensionContext {
    /// What iOS was told, for the tests. Of more than one answer to a request iOS takes the first.
    package enum Reply {
        case password
        case assertion(ASPasskeyAssertionCredential)
        case registration(ASPasskeyRegistrationCredential)
        case configured
        case cancelled(any Error)
    }
    package private(set) var replies: [Reply] = []
    private var waiting: CheckedContinuation<Void, Never>?

    /// The system's, for the tests: Apple's class has no initialiser.
    package override init() {}

    /// The answer, once there is one.
    @MainActor package func reply() async -> Reply {
        while true {
            if let first = replies.first { return first }
            await withCheckedContinuation { waiting = $0 }
        }
    }

    private func take(_ reply: Reply) {
        replies.append(reply)
        waiting?.resume()
        waiting = nil
    }

    /// NS_SWIFT_DISABLE_ASYNC: no twin.
    public func completeRequest(
        withSelectedCredential credential: ASPasswordCredential,
        completionHandler: (@Sendable (_ expired: Bool) -> Void)? = nil
    ) { take(.password) }

    @available(iOS 17, macOS 14, *)
    public func completeAssertionRequest(
        using credential: ASPasskeyAssertionCredential,
        completionHandler: (@Sendable (_ expired: Bool) -> Void)? = nil
    ) { take(.assertion(credential)) }

    @available(iOS 17, macOS 14, *)
    @discardableResult
    public func completeAssertionRequest(using credential: ASPasskeyAssertionCredential) async -> Bool {
        declaredOnly()
    }

    @available(iOS 17, macOS 14, *)
    public func completeRegistrationRequest(
        using credential: ASPasskeyRegistrationCredential,
        completionHandler: (@Sendable (_ expired: Bool) -> Void)? = nil
    ) { take(.registration(credential)) }

    @available(iOS 17, macOS 14, *)
    @discardableResult
    public func completeRegistrationRequest(using credential: ASPasskeyRegistrationCredential) async -> Bool {
        declaredOnly()
    }

    public func completeExtensionConfigurationRequest() { take(.configured) }

    public func cancelRequest(withError error: any Error) { take(.cancelled(error)) }
}

@available(iOS 12, macOS 11, *)
public let ASExtensionErrorDomain: String = "ASExtensionErrorDomain"

@available(iOS 14, *)
@available(macOS, unavailable)
public let ASExtensionLocalizedFailureReasonErrorKey: String = "ASExtensionLocalizedFailureReasonErrorKey"

/// As the importer makes it of NS_ERROR_ENUM.
@available(iOS 12, macOS 11, *)
public struct ASExtensionError: CustomNSError, Hashable, Sendable {
    public enum Code: Int, Sendable {
        case failed = 0
        case userCanceled = 1
        case userInteractionRequired = 100
        case credentialIdentityNotFound = 101
        @available(iOS 18, macOS 15, *)
        case matchedExcludedCredential = 102
    }
    public let code: Code
    public init(_ code: Code, userInfo: [String: Any] = [:]) {
        self.code = code
        reason = userInfo["ASExtensionLocalizedFailureReasonErrorKey"] as? String
    }
    private let reason: String?
    public var userInfo: [String: Any] {
        reason.map { ["ASExtensionLocalizedFailureReasonErrorKey": $0] } ?? [:]
    }
    public var errorCode: Int { code.rawValue }
    public static var errorDomain: String { ASExtensionErrorDomain }
    public static var failed: Code { .failed }
    public static var userCanceled: Code { .userCanceled }
    public static var userInteractionRequired: Code { .userInteractionRequired }
    public static var credentialIdentityNotFound: Code { .credentialIdentityNotFound }
    @available(iOS 18, macOS 15, *)
    public static var matchedExcludedCredential: Code { .matchedExcludedCredential }
}

func declaredOnly() -> Never { fatalError("declared only") }
