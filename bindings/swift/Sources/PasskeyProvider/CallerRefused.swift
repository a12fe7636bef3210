internal import PasskeyProviderGenerated

/// Why a caller may not use the RP ID that it asks for. For the app and its history; the caller learns
/// only that it was refused.
public enum CallerRefused: String, CaseIterable, Hashable, Sendable {
    /// The host of the page is an IP address, or no valid domain.
    case notADomain = "not_a_domain"
    /// The RP ID is neither the host of the page nor a domain above it.
    case foreignRPID = "foreign_rp_id"
    /// The RP ID is a domain under which anybody can register.
    case publicSuffix = "public_suffix"
    /// The origin that an app states is no web origin that may ask for a passkey.
    case unusableOrigin = "unusable_origin"
    /// An app states an origin, and no list of browsers was handed in.
    case noPrivilegedList = "no_privileged_list"
    /// An app states an origin, and is not on the list of those that may.
    case browserNotListed = "browser_not_listed"
    /// An app has the package name of a listed browser, and another certificate.
    case wrongCertificate = "wrong_certificate"
    /// An app hands in a client data hash and states no origin.
    case hashWithoutOrigin = "hash_without_origin"
    /// An app that speaks for itself names no RP ID.
    case noRPID = "no_rp_id"
    /// The app has several signers, so that no single certificate names it.
    case severalSigners = "several_signers"
    /// The site's asset links do not let this app, signed like this, use its sign-in.
    case notLinked = "not_linked"
    /// The site's list of related origins does not have the page's.
    case notRelated = "not_related"
    /// What the site should publish could not be fetched.
    case unreachable
    /// The site answered with something else than status 200.
    case notPublished = "not_published"
    /// The site answered from somewhere else than it was asked.
    case redirected
    /// The site's answer is too long.
    case tooLong = "too_long"
    /// The site's answer is not what it should be.
    case unreadable
}

extension CallerRefused {
    init(_ raw: PasskeyProviderGenerated.CallerRefused) {
        self =
            switch raw {
            case .notADomain: .notADomain
            case .foreignRpId: .foreignRPID
            case .publicSuffix: .publicSuffix
            case .unusableOrigin: .unusableOrigin
            case .noPrivilegedList: .noPrivilegedList
            case .browserNotListed: .browserNotListed
            case .wrongCertificate: .wrongCertificate
            case .hashWithoutOrigin: .hashWithoutOrigin
            case .noRpId: .noRPID
            case .severalSigners: .severalSigners
            case .notLinked: .notLinked
            case .notRelated: .notRelated
            case .unreachable: .unreachable
            case .notPublished: .notPublished
            case .redirected: .redirected
            case .tooLong: .tooLong
            case .unreadable: .unreadable
            }
    }

    var raw: PasskeyProviderGenerated.CallerRefused {
        switch self {
        case .notADomain: .notADomain
        case .foreignRPID: .foreignRpId
        case .publicSuffix: .publicSuffix
        case .unusableOrigin: .unusableOrigin
        case .noPrivilegedList: .noPrivilegedList
        case .browserNotListed: .browserNotListed
        case .wrongCertificate: .wrongCertificate
        case .hashWithoutOrigin: .hashWithoutOrigin
        case .noRPID: .noRpId
        case .severalSigners: .severalSigners
        case .notLinked: .notLinked
        case .notRelated: .notRelated
        case .unreachable: .unreachable
        case .notPublished: .notPublished
        case .redirected: .redirected
        case .tooLong: .tooLong
        case .unreadable: .unreadable
        }
    }
}
