import Foundation
internal import PasskeyProviderGenerated

/// An installed Android app, as `android.content.pm.SigningInfo` of its package has it.
public struct AndroidApp: Hashable, Redacted, Sendable {
    /// The package: `com.example.app`.
    public var package: String
    /// `apkContentsSigners`, as SHA-256 of each certificate: 32 bytes.
    public var signers: [Data]
    /// `signingCertificateHistory` in the same form; empty where there was no rotation.
    public var history: [Data]

    /// An app.
    public init(package: String, signers: [Data], history: [Data] = []) {
        self.package = package
        self.signers = signers
        self.history = history
    }
}

/// How far asset links are believed.
public struct LinkPolicy: Hashable, Sendable {
    /// Which statement an app needs.
    public var relation: LinkRelation
    /// How long an answer of the site holds without asking again.
    public var freshFor: Duration
    /// Where the site cannot be reached: how old an answer may be that is believed all the same. `nil`
    /// refuses.
    public var acceptOffline: Duration?

    /// A policy; of itself, one that asks once a day and refuses offline.
    public init(
        relation: LinkRelation = .loginCredentials, freshFor: Duration = .seconds(24 * 60 * 60),
        acceptOffline: Duration? = nil
    ) {
        self.relation = relation
        self.freshFor = freshFor
        self.acceptOffline = acceptOffline
    }
}

/// The list of privileged browsers.
public struct PrivilegedList: Hashable, Sendable {
    /// What its publisher says of its age.
    public let asOf: Date
    /// The packages in it, sorted.
    public let packages: [String]
}

/// A browser that the person trusts although it is on no list.
public struct TrustedApp: Hashable, Redacted, Sendable {
    /// The app, as it was signed then.
    public let app: AndroidApp
    /// Since when.
    public let since: Date
}

/// A site said that an app may use its sign-in.
public struct LinkedApp: Hashable, Redacted, Sendable {
    /// The site.
    public let rpID: String
    /// The app's package.
    public let package: String
    /// SHA-256 of the app's certificate: 32 bytes.
    public let certificate: Data
    /// The statement that the site made.
    public let relation: LinkRelation
    /// When it said so last.
    public let fetched: Date
}

extension AndroidApp {
    init(_ raw: PasskeyProviderGenerated.AndroidApp) {
        self.init(package: raw.package, signers: raw.signers, history: raw.history)
    }

    var raw: PasskeyProviderGenerated.AndroidApp {
        .init(package: package, signers: signers, history: history)
    }
}

extension LinkPolicy {
    var raw: PasskeyProviderGenerated.LinkPolicy {
        .init(
            relation: relation.raw, freshFor: freshFor.inSeconds, acceptOffline: acceptOffline?.inSeconds)
    }
}

extension PrivilegedList {
    init(_ raw: PasskeyProviderGenerated.PrivilegedList) {
        self.init(asOf: raw.asOf, packages: raw.packages)
    }
}

extension TrustedApp {
    init(_ raw: PasskeyProviderGenerated.TrustedApp) {
        self.init(app: AndroidApp(raw.app), since: raw.since)
    }
}

extension LinkedApp {
    init(_ raw: PasskeyProviderGenerated.LinkedApp) {
        self.init(
            rpID: raw.rpId, package: raw.package, certificate: raw.certificate,
            relation: LinkRelation(raw.relation), fetched: raw.fetched)
    }
}
