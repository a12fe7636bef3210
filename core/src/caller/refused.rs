/// Why a caller may not use the RP ID that it asks for, for the host, its logs and the history. The
/// caller learns only that it was refused: one error for all (`SecurityError`).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
pub enum CallerRefused {
    /// The host of the page is an IP address, or no valid domain.
    #[error(
        "the page's host is an IP address or no plain domain, so it can have no passkeys: serve the page from a domain name, without a dot at its end"
    )]
    NotADomain,
    /// The RP ID is neither the host of the page nor a domain above it.
    #[error("the RP ID is neither the page's host nor a domain above it: ask for one of these")]
    ForeignRpId,
    /// The RP ID is a domain under which anybody can register, so it belongs to nobody.
    #[error("the RP ID is a public suffix, shared by unrelated sites: ask for a domain registered under it")]
    PublicSuffix,
    /// The origin that an app states is no web origin that may ask for a passkey.
    #[error("the origin that the app states is no https origin")]
    UnusableOrigin,
    /// An app states an origin, as browsers do, and no list of browsers was handed in.
    #[error("the app speaks for a web page, and there is no list of the browsers that may")]
    NoPrivilegedList,
    /// An app states an origin, as browsers do, and is not on the list of those that may.
    #[error("the app speaks for a web page, and is not among the browsers that may")]
    BrowserNotListed,
    /// An app has the package name of a listed browser, and another certificate.
    #[error("the app has the name of a known browser, and is signed by somebody else")]
    WrongCertificate,
    /// An app hands in a client data hash and states no origin that could be verified.
    #[error("the app hands in a client data hash without being a browser that speaks for a page")]
    HashWithoutOrigin,
    /// An app that speaks for itself names no RP ID; it has no domain to fall back to.
    #[error("the app names no RP ID")]
    NoRpId,
    /// The app has several signers, so that no single certificate names it.
    #[error("the app is signed by several certificates, so that it has no origin of its own")]
    SeveralSigners,
    /// The site's asset links do not let this app, signed like this, use its sign-in.
    #[error("the site does not name this app, signed like this, in its asset links")]
    NotLinked,
    /// The site's list of related origins does not have the page's.
    #[error("the site does not name the page's origin among those related to it")]
    NotRelated,
    /// What the site should publish could not be fetched.
    #[error("what the site publishes about its apps and pages could not be reached")]
    Unreachable,
    /// The site answered with something else than status 200.
    #[error("the site does not publish which apps and pages may use its sign-in")]
    NotPublished,
    /// The site answered from somewhere else than it was asked.
    #[error("the site redirects where it may not")]
    Redirected,
    /// The site's answer is too long.
    #[error("what the site publishes about its apps and pages is too long")]
    TooLong,
    /// The site's answer is not what it should be: another type, or JSON of another shape.
    #[error("what the site publishes about its apps and pages cannot be read")]
    Unreadable,
}

impl CallerRefused {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::NotADomain,
        Self::ForeignRpId,
        Self::PublicSuffix,
        Self::UnusableOrigin,
        Self::NoPrivilegedList,
        Self::BrowserNotListed,
        Self::WrongCertificate,
        Self::HashWithoutOrigin,
        Self::NoRpId,
        Self::SeveralSigners,
        Self::NotLinked,
        Self::NotRelated,
        Self::Unreachable,
        Self::NotPublished,
        Self::Redirected,
        Self::TooLong,
        Self::Unreadable,
    ];

    /// Stable machine-readable name.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::NotADomain => "not_a_domain",
            Self::ForeignRpId => "foreign_rp_id",
            Self::PublicSuffix => "public_suffix",
            Self::UnusableOrigin => "unusable_origin",
            Self::NoPrivilegedList => "no_privileged_list",
            Self::BrowserNotListed => "browser_not_listed",
            Self::WrongCertificate => "wrong_certificate",
            Self::HashWithoutOrigin => "hash_without_origin",
            Self::NoRpId => "no_rp_id",
            Self::SeveralSigners => "several_signers",
            Self::NotLinked => "not_linked",
            Self::NotRelated => "not_related",
            Self::Unreachable => "unreachable",
            Self::NotPublished => "not_published",
            Self::Redirected => "redirected",
            Self::TooLong => "too_long",
            Self::Unreadable => "unreadable",
        }
    }

    /// What the host, or the person, can do next, as a sentence.
    pub const fn next(self) -> &'static str {
        match self {
            Self::NotADomain | Self::ForeignRpId | Self::PublicSuffix | Self::UnusableOrigin => {
                "Ask from a page of the RP ID's own domain; do not sign in here if you came by a link."
            }
            Self::NoPrivilegedList => "Hand in the list of privileged browsers, and ask again.",
            Self::BrowserNotListed => {
                "Hand in a newer list of privileged browsers; or, if the person knows this browser, let them trust it."
            }
            Self::WrongCertificate => "Do not go on: remove this app, and install the browser from its maker.",
            Self::HashWithoutOrigin => "State the origin with the hash, as a browser; else leave the hash out.",
            Self::NoRpId => "Name rp.id (create) or rpId (get) in the options.",
            Self::SeveralSigners => "Sign the app with one certificate.",
            Self::NotLinked | Self::NotPublished | Self::Redirected | Self::TooLong | Self::Unreadable => {
                "The site must publish that this app or page is its own; do not sign in here until it does."
            }
            Self::NotRelated => "The site must list the page's origin among those related to it.",
            Self::Unreachable => "Go online and try again.",
        }
    }
}
