import Foundation

/// Why a call failed: what happened, who can fix it, and what to do next. Nothing in it is a secret, a
/// handle, a user name, a challenge or a signature.
public struct ProviderError: Error, Hashable, Sendable {
    /// Which error it is, and what is fixed about it.
    public let kind: Kind
    /// What happened, as half a sentence in English: lower case, no full stop.
    public let message: String
    /// What is known beside the code.
    public let detail: Detail?
    /// The store's epoch, where the call committed something before it failed: the app keeps it, as that of a
    /// ``Committed``.
    public let epoch: Epoch?

    /// What is fixed about an error.
    public struct Kind: Hashable, Sendable {
        /// Which error it is.
        public let code: Code
        /// Who can fix it.
        public let fault: Fault
        /// What to do next, as a sentence in English.
        public let next: String
        /// What a page sees. For ``Code/invalidOptions`` it depends on what is wrong with them.
        public let domException: DOMException
        /// The `type` of Android's `CreateCredentialException`.
        public let androidCreateType: String
        /// The `type` of Android's `GetCredentialException`.
        public let androidGetType: String
        /// Whether a person in front of the extension's own view can fix it, or should at least read there
        /// what to do: met without a view, it asks for one.
        public let asksForView: Bool
        /// What iOS sees, by `cancelRequest(withError:)`, by where it asked.
        let extensionErrorCodes: [EntryPoint: ExtensionErrorCode]

        /// What iOS sees, by `cancelRequest(withError:)`.
        public func extensionErrorCode(at entry: EntryPoint) -> ExtensionErrorCode {
            extensionErrorCodes[entry] ?? .failed
        }
    }

    /// What is known beside the code.
    public enum Detail: Hashable, Redacted, Sendable {
        /// Of ``Code/badArgument``: which one.
        case argument(name: String)
        /// Of ``Code/callerRefused``: why, for the app and its history. Not for the caller.
        case refused(CallerRefused)
        /// Of ``Code/invalidServerList``: why the answer says nothing.
        case serverList(ServerListRefused)
        /// Of ``Code/fetchRequired``: the RP ID whose site has to be asked.
        case site(rpID: String)
        /// Of ``Code/invalidOptions``: the member at fault, as a JSONPath.
        case member(path: String)
        /// Of ``Code/stranded``: how many passkeys wait for their key.
        case passkeys(count: UInt64)
        /// Of ``Code/rolledBack``: how many commits the copy lacks.
        case missing(commits: UInt64)
        /// Of ``Code/storeTooNew``: the store's schema version, and the newest one that is known here.
        case versions(found: Int64, known: Int64)
        /// Of ``Code/storeDamaged``, ``Code/storeUnavailable``, ``Code/deviceKeyDamaged``, ``Code/keyStoreFailed``
        /// and ``Code/internal``: what it came from, such as SQLite's number. The message ends with it. It holds no
        /// personal data.
        case cause(why: String)
        /// Of ``Code/attestationRefused``: which requirement is not met, in a word that never changes.
        case attestation(requirement: String)
        /// Of ``Code/policyRefused``: by which rule, where it stands, and who can change it.
        case ruling(PolicyRuling)
        /// Of ``Code/invalidPolicy``: what is wrong with the document, in a word that never changes, and where the wrong
        /// member stands; `nil` where the document as a whole is wrong.
        case policy(problem: String, path: String?)
        /// Of ``Code/storeSetAside``: where the file is now.
        case keptAs(file: URL)

        /// All but a site and a file.
        public var customMirror: Mirror {
            switch self {
            case .argument(let name): showing(["argument": name])
            case .refused(let reason): showing(["refused": reason])
            case .serverList(let reason): showing(["serverList": reason])
            case .member(let path): showing(["member": path])
            case .passkeys(let count): showing(["passkeys": count])
            case .missing(let commits): showing(["missing": commits])
            case .versions(let found, let known): showing(["found": found, "known": known])
            case .cause(let why): showing(["cause": why])
            case .attestation(let requirement): showing(["attestation": requirement])
            case .ruling(let ruling): showing(["rule": ruling.rule, "path": ruling.path])
            case .policy(let problem, let path): showing(["problem": problem, "path": path as Any])
            case .site, .keptAs: showing([:])
            }
        }
    }

    /// Which error it is.
    public var code: Code { kind.code }
    /// Who can fix it.
    public var fault: Fault { kind.fault }
    /// What to do next, as a sentence in English.
    public var next: String { kind.next }
    /// What a page sees.
    public var domException: DOMException { kind.domException }
    /// Whether a person in front of the extension's own view can fix it.
    public var asksForView: Bool { kind.asksForView }
    /// What iOS sees, by `cancelRequest(withError:)`, where it asked at that entry point.
    public func extensionErrorCode(at entry: EntryPoint) -> ExtensionErrorCode {
        kind.extensionErrorCode(at: entry)
    }
}

extension ProviderError: LocalizedError, Redacted {
    /// The code and what happened.
    public var description: String { "\(code.rawValue): \(message)" }
    /// The code, what happened, and what is known beside them.
    public var customMirror: Mirror {
        showing(["code": code, "message": message, "detail": detail as Any, "epoch": epoch as Any])
    }
    /// What happened, as half a sentence in English.
    public var errorDescription: String? { message }
    /// What to do next, as a sentence in English.
    public var recoverySuggestion: String? { next }
}

/// The exception that a page sees (Web IDL, section 2.8.1; WebAuthn L3, section 5.1), by its `name`.
public enum DOMException: String, CaseIterable, Hashable, Sendable {
    /// Bytes could not be decoded.
    case encoding = "EncodingError"
    /// The authenticator has such a passkey.
    case invalidState = "InvalidStateError"
    /// No passkey, no consent, or the reason is withheld.
    case notAllowed = "NotAllowedError"
    /// No algorithm is supported.
    case notSupported = "NotSupportedError"
    /// The caller may not use the RP ID.
    case security = "SecurityError"
    /// An extension's input names something else than it may.
    case syntax = "SyntaxError"
    /// The options are none.
    case type = "TypeError"
    /// Anything else.
    case unknown = "UnknownError"
}

/// Where iOS asks an extension. What an error may ask of it depends on that.
public enum EntryPoint: String, CaseIterable, Hashable, Sendable {
    /// Without a view, where iOS can come back with one: `provideCredentialWithoutUserInteraction`. What the
    /// person can fix is `userInteractionRequired` there.
    case silent
    /// With the extension's view on the screen: `prepareInterface…` and `prepareCredentialList`.
    case withView = "with_view"
    /// In `performWithoutUserInteractionIfPossible(passkeyRegistration:)`, where nothing may be asked or shown.
    case conditional
}

/// What iOS sees: the raw values of `ASExtensionError.Code`.
public enum ExtensionErrorCode: Int, CaseIterable, Hashable, Sendable {
    /// `failed`.
    case failed = 0
    /// `userCanceled`.
    case userCanceled = 1
    /// `userInteractionRequired`: iOS asks again, with a view.
    case userInteractionRequired = 100
    /// `credentialIdentityNotFound`.
    case credentialIdentityNotFound = 101
    /// `matchedExcludedCredential`, since iOS 18.
    case matchedExcludedCredential = 102
}
