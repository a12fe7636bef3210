import Foundation
internal import PasskeyProviderGenerated

/// What is asked for when a passkey is to be made (WebAuthn L3, section 5.4).
public enum CreationOptions: Redacted, Sendable {
    /// `PublicKeyCredentialCreationOptionsJSON`.
    case json(String)
    /// The parts that iOS hands over.
    case parts(CreationParts)
}

/// The parts of creation options that iOS hands over. PII.
public struct CreationParts: Redacted, Sendable {
    /// `rp.id`.
    public var rpID: String
    /// `user.id`.
    public var userHandle: UserHandle
    /// `user.name`.
    public var userName: String
    /// `user.displayName`.
    public var userDisplayName: String
    /// Best first; none means the standard's default.
    public var algorithms: [Algorithm]
    /// `excludeCredentials`.
    public var exclude: [CredentialID]
    /// `authenticatorSelection.userVerification`.
    public var userVerification: UserVerification
    /// `prf`, where it is asked for.
    public var prf: CreationPRF?
    /// Whether `largeBlob` is asked for.
    public var largeBlob: Bool

    /// Parts; where there is no display name, as on iOS, the name stands for it.
    public init(
        rpID: String, userHandle: UserHandle, userName: String, userDisplayName: String? = nil,
        algorithms: [Algorithm] = [], exclude: [CredentialID] = [],
        userVerification: UserVerification = .preferred, prf: CreationPRF? = nil, largeBlob: Bool = false
    ) {
        self.rpID = rpID
        self.userHandle = userHandle
        self.userName = userName
        self.userDisplayName = userDisplayName ?? userName
        self.algorithms = algorithms
        self.exclude = exclude
        self.userVerification = userVerification
        self.prf = prf
        self.largeBlob = largeBlob
    }
}

/// What is asked for when a person signs in (WebAuthn L3, section 5.5).
public enum RequestOptions: Redacted, Sendable {
    /// `PublicKeyCredentialRequestOptionsJSON`.
    case json(String)
    /// The parts that iOS hands over.
    case parts(RequestParts)
}

/// The parts of request options that iOS hands over. PII.
public struct RequestParts: Redacted, Sendable {
    /// `rpId`.
    public var rpID: String
    /// `allowCredentials`; none means any passkey of the relying party.
    public var allow: [CredentialID]
    /// `userVerification`.
    public var userVerification: UserVerification
    /// `prf`, where it is asked for.
    public var prf: RequestPRF?
    /// `largeBlob`, where it is asked for.
    public var largeBlob: RequestLargeBlob?

    /// Parts.
    public init(
        rpID: String, allow: [CredentialID] = [], userVerification: UserVerification = .preferred,
        prf: RequestPRF? = nil, largeBlob: RequestLargeBlob? = nil
    ) {
        self.prf = prf
        self.largeBlob = largeBlob
        self.rpID = rpID
        self.allow = allow
        self.userVerification = userVerification
    }
}

/// One place where a request was understood although it is not what the standard says. Holds no value of
/// the request.
public struct Repair: Hashable, Sendable {
    /// Where, as a JSONPath.
    public let path: String
    /// What stood there.
    public let found: String
    /// What was used in its place.
    public let used: String
}

/// Options as they were understood, without a caller and without a store.
public struct Inspection: Hashable, Redacted, Sendable {
    /// The options in canonical form. PII.
    public let json: String
    /// The RP ID, if the options name one.
    public let rpID: String?
    /// What had to be repaired.
    public let repairs: [Repair]

    /// What had to be repaired.
    public var customMirror: Mirror { showing(["repairs": repairs]) }
}

extension Inspection {
    /// Reads creation options and shows how they are understood: for a developer's screen. Strictly read
    /// is what browsers accept, and nothing is repaired then.
    public init(creationOptions json: String, strict: Bool = false) throws(ProviderError) {
        self.init(try call { try inspectCreationOptions(text: json, strict: strict) })
    }

    /// Reads request options, as ``init(creationOptions:strict:)`` does.
    public init(requestOptions json: String, strict: Bool = false) throws(ProviderError) {
        self.init(try call { try inspectRequestOptions(text: json, strict: strict) })
    }

    init(_ raw: PasskeyProviderGenerated.Inspection) {
        self.init(json: raw.json, rpID: raw.rpId, repairs: raw.repairs.map(Repair.init))
    }
}

extension CreationOptions {
    var raw: PasskeyProviderGenerated.CreationInput {
        switch self {
        case .json(let text): .json(text: text)
        case .parts(let parts):
            .parts(
                rpId: parts.rpID, userHandle: parts.userHandle.bytes, userName: parts.userName,
                userDisplayName: parts.userDisplayName, algorithms: parts.algorithms.map(\.rawValue),
                exclude: parts.exclude.map(\.bytes), userVerification: parts.userVerification.raw,
                prf: parts.prf?.raw, largeBlob: parts.largeBlob)
        }
    }
}

extension RequestOptions {
    var raw: PasskeyProviderGenerated.RequestInput {
        switch self {
        case .json(let text): .json(text: text)
        case .parts(let parts):
            .parts(
                rpId: parts.rpID, allow: parts.allow.map(\.bytes),
                userVerification: parts.userVerification.raw, prf: parts.prf?.raw,
                largeBlob: parts.largeBlob?.raw)
        }
    }
}

extension Repair {
    init(_ raw: PasskeyProviderGenerated.Repair) {
        self.init(path: raw.path, found: raw.found, used: raw.used)
    }
}
