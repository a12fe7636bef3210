internal import PasskeyProviderGenerated

/// What an enrolment begins with: a server, how it speaks, and what the app knows of the account.
public struct EnrolmentSetup: Redacted, Sendable {
    /// How the server speaks.
    public var dialect: Dialect
    /// The server: an `https` URL such as `https://login.example.com`, with the path that everything is below, if
    /// there is one. `http` is for this machine alone. A token goes to its scheme, host and port and nowhere else.
    public var server: String
    /// The values that the dialect wants of the app, such as a realm, by their names.
    public var parameters: [String: String]
    /// The account that the person means, by its sign-in name: options of another one are put to the person.
    public var account: String?
    /// What the server is to call the passkey. Where it wants a name and none is given, a step asks for it.
    public var friendlyName: String?
    /// The origin of the page that the server's client data name; `nil`: the server's own. It decides for which other
    /// domain's RP IDs the server's word counts.
    public var page: String?

    /// A set-up.
    public init(
        dialect: Dialect, server: String, parameters: [String: String] = [:], account: String? = nil,
        friendlyName: String? = nil, page: String? = nil
    ) {
        self.dialect = dialect
        self.server = server
        self.parameters = parameters
        self.account = account
        self.friendlyName = friendlyName
        self.page = page
    }
}

/// How a server speaks.
public enum Dialect: Hashable, Redacted, Sendable {
    /// One that the library brings, by its name, such as `entra-graph`: ``allShipped()``.
    case shipped(String)
    /// A file of the app's own, as the schema of dialects describes it: JSON of at most 16 KiB. It serves RP IDs of its
    /// server's own domain.
    case own(json: String)

    /// The dialects that the library brings.
    public static func allShipped() throws(ProviderError) -> [DialectSummary] {
        try call { try shippedDialects().map(DialectSummary.init) }
    }
}

/// A dialect, as a list of servers shows it.
public struct DialectSummary: Hashable, Sendable {
    /// Its name, such as `spring-security`.
    public let name: String
    /// The server's name, for people.
    public let title: String
    /// How it is known to be right.
    public let verified: DialectVerified
    /// The names of the values that the app gives.
    public let parameters: [String]
    /// Whether the app brings the options, as out of a page.
    public let needsOptions: Bool
    /// Whether the server can be asked what passkeys an account has.
    public let lists: Bool
    /// Whether the server can be asked to delete a passkey.
    public let deletes: Bool
}

/// How it is known that a dialect is right.
public enum DialectVerified: Hashable, Sendable {
    /// It was run against the server, in this version, at this date, such as `2026-11-27`.
    case ran(server: String, version: String, date: String)
    /// It was written from this documentation, and not run.
    case documented(source: String)
}

extension EnrolmentSetup {
    var raw: PasskeyProviderGenerated.EnrolmentSetup {
        .init(
            dialect: dialect.raw, server: server, parameters: parameters, account: account,
            friendlyName: friendlyName, page: page)
    }
}

extension Dialect {
    var raw: PasskeyProviderGenerated.Dialect {
        switch self {
        case .shipped(let name): .shipped(name: name)
        case .own(let json): .own(json: json)
        }
    }
}

extension DialectSummary {
    init(_ raw: PasskeyProviderGenerated.DialectSummary) {
        self.init(
            name: raw.name, title: raw.title, verified: DialectVerified(raw.verified),
            parameters: raw.parameters,
            needsOptions: raw.needsOptions, lists: raw.lists, deletes: raw.deletes)
    }
}

extension DialectVerified {
    init(_ raw: PasskeyProviderGenerated.DialectVerified) {
        self =
            switch raw {
            case .ran(let server, let version, let date): .ran(server: server, version: version, date: date)
            case .documented(let source): .documented(source: source)
            }
    }
}
