import Foundation
internal import PasskeyProviderGenerated

/// A caller that may use an RP ID.
public final class VerifiedCaller: Sendable {
    let raw: PasskeyProviderGenerated.VerifiedCaller

    init(_ raw: PasskeyProviderGenerated.VerifiedCaller) { self.raw = raw }
}

/// A caller whose site has to be asked. Each answer is taken once: a second one fails with
/// ``ProviderError/Code/planSpent``.
public final class PendingCaller: Sendable {
    let raw: PasskeyProviderGenerated.PendingCaller

    init(_ raw: PasskeyProviderGenerated.PendingCaller) { self.raw = raw }
}

/// Where the check of a caller stands.
public enum CallerCheck: Redacted, Sendable {
    /// At its end: the caller may use this RP ID, by this evidence. It goes into ``Caller/verified(_:)``.
    case verified(VerifiedCaller, rpID: String, basis: Basis)
    /// The site has to be asked this: ``Callers/answerFetch(_:with:)``.
    case toFetch(FetchRequest, PendingCaller)
}

/// By what evidence a caller was verified, and how fresh that is.
public enum Basis: Hashable, Sendable {
    /// The page's own domain is the RP ID or below it.
    case domain
    /// The RP ID's site names the page's origin among those related to it; when it said so.
    case relatedOrigins(fetched: Date)
    /// A browser of the privileged list speaks for the page; what the list's publisher says of its age.
    case privilegedList(asOf: Date)
    /// A browser that the person trusts speaks for the page; since when they do.
    case trustedByPerson(since: Date)
    /// The RP ID's site names the app in its asset links; when it said so.
    case assetLinks(fetched: Date)
    /// The operating system checked the caller before it asked.
    case platform
    /// The app itself asks, at the server that it enrols with.
    case enrolment
}

/// A request that the app makes: `GET`, over TLS that it verifies, without cookies, credentials or
/// referrer.
public struct FetchRequest: Hashable, Redacted, Sendable {
    /// What is fetched.
    public let purpose: FetchPurpose
    /// The URL; `https`.
    public let url: String
    /// The most bytes of body to read; stop after one more.
    public let mostBytes: UInt64
    /// How long to wait for all of it.
    public let timeout: Duration
    /// How many redirects to follow, to `https` only.
    public let mostRedirects: UInt64

    /// What is fetched.
    public var customMirror: Mirror { showing(["purpose": purpose]) }
}

/// What came of a request.
public enum FetchAnswer: Hashable, Redacted, Sendable {
    /// The site answered: the status code, the header `Content-Type` as it came, the URLs that redirects
    /// led to in their order, and the body.
    case response(status: UInt16, contentType: String?, redirects: [String] = [], body: Data)
    /// Nobody answered: no network, a timeout, a certificate that does not verify.
    case unreachable
}

extension CallerCheck {
    init(_ raw: PasskeyProviderGenerated.CallerCheck) {
        self =
            switch raw {
            case .verified(let caller, let rpID, let basis):
                .verified(VerifiedCaller(caller), rpID: rpID, basis: Basis(basis))
            case .toFetch(let pending, let request):
                .toFetch(FetchRequest(request), PendingCaller(pending))
            }
    }
}

extension Basis {
    init(_ raw: PasskeyProviderGenerated.Basis) {
        self =
            switch raw {
            case .domain: .domain
            case .relatedOrigins(let fetched): .relatedOrigins(fetched: fetched)
            case .privilegedList(let asOf): .privilegedList(asOf: asOf)
            case .trustedByPerson(let since): .trustedByPerson(since: since)
            case .assetLinks(let fetched): .assetLinks(fetched: fetched)
            case .platform: .platform
            case .enrolment: .enrolment
            }
    }
}

extension FetchRequest {
    init(_ raw: PasskeyProviderGenerated.FetchRequest) {
        self.init(
            purpose: FetchPurpose(raw.purpose), url: raw.url, mostBytes: raw.mostBytes,
            timeout: .seconds(raw.timeout), mostRedirects: raw.mostRedirects)
    }
}

extension FetchAnswer {
    var raw: PasskeyProviderGenerated.FetchAnswer {
        switch self {
        case .response(let status, let contentType, let redirects, let body):
            .response(status: status, contentType: contentType, redirects: redirects, body: body)
        case .unreachable: .unreachable
        }
    }
}
