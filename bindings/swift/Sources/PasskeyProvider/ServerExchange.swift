import Foundation
internal import PasskeyProviderGenerated

/// A request that the app makes for an enrolment: over TLS that it verifies, following no redirect and keeping no
/// cookies. Headers and body may be secrets, and are not printed.
public struct ServerRequest: Redacted, Sendable {
    /// What it is for: `options`, `register`, `list` or `delete`.
    public let purpose: String
    /// The method: `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
    public let method: String
    /// The URL, on the server that the app named.
    public let url: String
    /// The headers beside those of the connection, by their names in lower case.
    public let headers: [String: String]
    /// What is sent, if anything.
    public let body: Data?
    /// The most bytes of the answer's body to read; stop after one more.
    public let mostBytes: Int
    /// How long to wait for all of it.
    public let timeout: Duration

    /// What it is for.
    public var customMirror: Mirror { showing(["method": method, "purpose": purpose]) }
}

/// What came of a request of an enrolment. Nothing of it is printed.
public enum ServerAnswer: Hashable, Redacted, Sendable {
    /// The server answered: the status code, the headers `Content-Type`, `Location`, `Retry-After` and each
    /// `Set-Cookie` as they came, and the body.
    case response(
        status: UInt16, contentType: String?, location: String? = nil, retryAfter: String? = nil,
        setCookie: [String] = [], body: Data)
    /// Nobody answered: no network, a timeout, a certificate that does not verify.
    case unreachable

    /// An answer with all its headers, by their names in any case: as `HTTPURLResponse.allHeaderFields` gives them,
    /// which joins each `Set-Cookie` with commas.
    public init(status: Int, headers: [AnyHashable: Any], body: Data) {
        func named(_ name: String) -> String? {
            headers.first { ($0.key as? String)?.lowercased() == name }?.value as? String
        }
        self = .response(
            status: UInt16(clamping: status), contentType: named("content-type"), location: named("location"),
            retryAfter: named("retry-after"), setCookie: named("set-cookie").map(Self.cookies) ?? [],
            body: body)
    }

    /// A comma is in a date too, `Expires=Fri, 27 Nov 2026`: a cookie begins where a name and `=` follow (RFC 6265,
    /// section 4.1.1).
    static func cookies(_ joined: String) -> [String] {
        var cookies: [String] = []
        for part in joined.split(separator: ",", omittingEmptySubsequences: false) {
            let name = part.prefix { $0 != "=" && $0 != ";" }
            let beginsOne =
                name.endIndex < part.endIndex && part[name.endIndex] == "="
                && !name.drop { $0 == " " }.isEmpty && !name.drop { $0 == " " }.contains(" ")
            if beginsOne || cookies.isEmpty {
                cookies.append(String(part.drop { $0 == " " }))
            } else {
                cookies[cookies.count - 1] += ",\(part)"
            }
        }
        return cookies
    }
}

extension ServerRequest {
    init(_ raw: PasskeyProviderGenerated.ServerRequest) {
        self.init(
            purpose: raw.purpose, method: raw.method, url: raw.url,
            headers: Dictionary(
                raw.headers.map { ($0.name, $0.value) }, uniquingKeysWith: { $0 + ", " + $1 }),
            body: raw.body, mostBytes: Int(clamping: raw.mostBytes), timeout: .seconds(raw.timeout))
    }
}

extension ServerAnswer {
    var raw: PasskeyProviderGenerated.ServerAnswer {
        switch self {
        case .response(let status, let contentType, let location, let retryAfter, let setCookie, let body):
            .response(
                status: status, contentType: contentType, location: location, retryAfter: retryAfter,
                setCookie: setCookie, body: body)
        case .unreachable: .unreachable
        }
    }
}
