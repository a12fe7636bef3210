//! Why a caller was refused.

use passkey_provider::caller as core;

use crate::boundary::mirror::mirror_both_ways;

mirror_both_ways! {
    /// Why a caller may not use the RP ID that it asks for. For the host and its history; the caller
    /// learns only that it was refused.
    CallerRefused = core::CallerRefused {
        /// The host of the page is an IP address, or no valid domain.
        NotADomain,
        /// The RP ID is neither the host of the page nor a domain above it.
        ForeignRpId,
        /// The RP ID is a domain under which anybody can register.
        PublicSuffix,
        /// The origin that an app states is no web origin that may ask for a passkey.
        UnusableOrigin,
        /// An app states an origin, and no list of browsers was handed in.
        NoPrivilegedList,
        /// An app states an origin, and is not on the list of those that may.
        BrowserNotListed,
        /// An app has the package name of a listed browser, and another certificate.
        WrongCertificate,
        /// An app hands in a client data hash and states no origin.
        HashWithoutOrigin,
        /// An app that speaks for itself names no RP ID.
        NoRpId,
        /// The app has several signers, so that no single certificate names it.
        SeveralSigners,
        /// The site's asset links do not let this app, signed like this, use its sign-in.
        NotLinked,
        /// The site's list of related origins does not have the page's.
        NotRelated,
        /// What the site should publish could not be fetched.
        Unreachable,
        /// The site answered with something else than status 200.
        NotPublished,
        /// The site answered from somewhere else than it was asked.
        Redirected,
        /// The site's answer is too long.
        TooLong,
        /// The site's answer is not what it should be.
        Unreadable,
    }
}
