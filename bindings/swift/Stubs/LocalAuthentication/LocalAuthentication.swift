// Written from Apple's headers LAContext.h, LAError.h and LAPublicDefines.h of the SDK of iOS 26.
//
// Where something has a body, that is for the tests of the package, and is what Apple says that it does. The person is
// a script: what they answer to one question after the other.

@_exported import Security

public enum LAPolicy: Int, Sendable {
    case deviceOwnerAuthenticationWithBiometrics = 1
    case deviceOwnerAuthentication = 2
}

public let LAErrorDomain: String = "com.apple.LocalAuthentication"

/// As the importer makes it of NS_ERROR_ENUM.
public struct LAError: CustomNSError, Hashable, Sendable {
    public enum Code: Int, Sendable {
        case authenticationFailed = -1
        case userCancel = -2
        case userFallback = -3
        case systemCancel = -4
        case passcodeNotSet = -5
        case biometryNotAvailable = -6
        case biometryNotEnrolled = -7
        case biometryLockout = -8
        case appCancel = -9
        case invalidContext = -10
        case notInteractive = -1004
    }
    public let code: Code
    public init(_ code: Code, userInfo: [String: Any] = [:]) { self.code = code }
    public static var errorDomain: String { LAErrorDomain }
    public var errorCode: Int { code.rawValue }
}

/// The person in front of the device, for the tests.
package enum ScriptedPerson {
    /// What they answer next; where nothing is left, they are recognised.
    nonisolated(unsafe) package static var answers: [Result<Void, LAError>] = []
    /// What the device cannot do, whatever the person answers.
    nonisolated(unsafe) package static var hasPasscode = true
    nonisolated(unsafe) package static var hasBiometry = true
    /// What was asked, in the app's words.
    nonisolated(unsafe) package static var asked: [(policy: LAPolicy, reason: String)] = []
    /// How many contexts were made.
    nonisolated(unsafe) package static var contexts = 0

    package static func reset() {
        (answers, hasPasscode, hasBiometry, asked, contexts) = ([], true, true, [], 0)
    }
}

// The header has it neither Sendable nor not.
open class LAContext: NSObject {
    private var verified = false
    private var isInvalid = false

    public override init() {
        super.init()
        ScriptedPerson.contexts += 1
    }

    public var localizedReason = ""
    public var localizedFallbackTitle: String?
    public var localizedCancelTitle: String?
    public var interactionNotAllowed = false

    public func canEvaluatePolicy(_ policy: LAPolicy, error: UnsafeMutablePointer<NSError?>?) -> Bool {
        guard let failure = impossible(policy) else { return true }
        error?.pointee = NSError(domain: LAErrorDomain, code: failure.code.rawValue)
        return false
    }

    public func evaluatePolicy(
        _ policy: LAPolicy, localizedReason: String, reply: @escaping @Sendable (Bool, (any Error)?) -> Void
    ) {
        let failure = evaluate(policy, localizedReason)
        // On a queue of the framework's own.
        DispatchQueue.global().async { reply(failure == nil, failure) }
    }

    public func invalidate() {
        isInvalid = true
        verified = false
    }

    private func evaluate(_ policy: LAPolicy, _ reason: String) -> LAError? {
        if let failure = impossible(policy) { return failure }
        if interactionNotAllowed { return LAError(.notInteractive) }
        ScriptedPerson.asked.append((policy, reason))
        let answer = ScriptedPerson.answers.isEmpty ? .success(()) : ScriptedPerson.answers.removeFirst()
        if case .failure(let failure) = answer { return failure }
        verified = true
        return nil
    }

    private func impossible(_ policy: LAPolicy) -> LAError? {
        if isInvalid { return LAError(.invalidContext) }
        if !ScriptedPerson.hasPasscode { return LAError(.passcodeNotSet) }
        let needsBiometry = policy == .deviceOwnerAuthenticationWithBiometrics
        return needsBiometry && !ScriptedPerson.hasBiometry ? LAError(.biometryNotEnrolled) : nil
    }
}

extension LAContext: Authenticating {
    package var isAuthenticated: Bool { verified && !isInvalid }

    package func authenticate(_ flags: SecAccessControlCreateFlags) -> OSStatus {
        let biometryOnly = !flags.isDisjoint(with: [.biometryAny, .biometryCurrentSet])
        let policy: LAPolicy =
            biometryOnly ? .deviceOwnerAuthenticationWithBiometrics : .deviceOwnerAuthentication
        switch evaluate(policy, localizedReason)?.code {
        case nil: return errSecSuccess
        case .userCancel: return errSecUserCanceled
        case .notInteractive: return errSecInteractionNotAllowed
        default: return errSecAuthFailed
        }
    }
}
