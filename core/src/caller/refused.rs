/// Why a caller may not use the RP ID that it asks for, for the host, its logs and the history. The
/// caller learns only that it was refused: one error for all (`SecurityError`).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
pub enum CallerRefused {
    /// The host of the page is an IP address, or not a valid domain.
    #[error(
        "the page's host is an IP address or not a plain domain, so it cannot have passkeys: serve the page from a domain name without a trailing dot"
    )]
    NotADomain,
    /// The RP ID is neither the host of the page nor a domain above it.
    #[error("the RP ID is neither the page's host nor a domain above it: ask for one of these")]
    ForeignRpId,
    /// The RP ID is a domain under which anybody can register, so it belongs to nobody.
    #[error("the RP ID is a public suffix, shared by unrelated sites: ask for a domain registered under it")]
    PublicSuffix,
    /// The origin that an app states is not a web origin that may ask for a passkey.
    #[error("the origin that the app claims is not an https origin")]
    UnusableOrigin,
    /// An app states an origin, as browsers do, and no list of browsers was handed in.
    #[error("the app claims to act for a web page, and no list of privileged browsers was provided")]
    NoPrivilegedList,
    /// An app states an origin, as browsers do, and is not on the list of those that may.
    #[error("the app claims to act for a web page, and is not on the list of privileged browsers")]
    BrowserNotListed,
    /// An app has the package name of a listed browser, and another certificate.
    #[error("the app has the package name of a known browser, but another signer's certificate")]
    WrongCertificate,
    /// An app hands in a client data hash and states no origin that could be verified.
    #[error("the app passed a client data hash, but is not a browser that acts for a page")]
    HashWithoutOrigin,
    /// An app that speaks for itself names no RP ID; it has no domain to fall back to.
    #[error("the app names no RP ID")]
    NoRpId,
    /// The app has several signers, so that no single certificate names it.
    #[error("the app has several signers, so it has no origin of its own")]
    SeveralSigners,
    /// The site's asset links do not let this app, signed like this, use its sign-in.
    #[error("the site's asset links do not name this app with this certificate")]
    NotLinked,
    /// The site's list of related origins does not have the page's.
    #[error("the site does not list the page's origin among its related origins")]
    NotRelated,
    /// What the site should publish could not be fetched.
    #[error("what the site publishes about its apps and pages could not be reached")]
    Unreachable,
    /// The site answered with something else than status 200.
    #[error("the site does not publish which apps and pages may use its sign-in")]
    NotPublished,
    /// The site answered from somewhere else than it was asked.
    #[error("the site's answer was redirected, which is not allowed")]
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
                "Ask from a page on the RP ID's own domain; do not sign in if a link brought you here."
            }
            Self::NoPrivilegedList => "Pass in the list of privileged browsers, and ask again.",
            Self::BrowserNotListed => {
                "Pass in a newer list of privileged browsers; or, if the person knows this browser, let them trust it."
            }
            Self::WrongCertificate => "Do not continue: remove this app, and install the browser from its publisher.",
            Self::HashWithoutOrigin => "Pass the origin with the hash, as browsers do; otherwise leave the hash out.",
            Self::NoRpId => "Name rp.id (create) or rpId (get) in the options.",
            Self::SeveralSigners => "Sign the app with one certificate.",
            Self::NotLinked | Self::NotPublished | Self::Redirected | Self::TooLong | Self::Unreadable => {
                "The site must publish that this app or page is its own; do not sign in here until it does."
            }
            Self::NotRelated => "The site must list the page's origin among its related origins.",
            Self::Unreachable => "Go online and try again.",
        }
    }
}
