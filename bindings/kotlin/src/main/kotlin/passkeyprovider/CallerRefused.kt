package passkeyprovider

/**
 * Why a caller may not use the RP ID that it asks for. For the host and its history; the caller learns only
 * that it was refused.
 */
public enum class CallerRefused {
    /** The host of the page is an IP address, or no valid domain. */
    NOT_A_DOMAIN,

    /** The RP ID is neither the host of the page nor a domain above it. */
    FOREIGN_RP_ID,

    /** The RP ID is a domain under which anybody can register. */
    PUBLIC_SUFFIX,

    /** The origin that an app states is no web origin that may ask for a passkey. */
    UNUSABLE_ORIGIN,

    /** An app states an origin, and no list of browsers was handed in. */
    NO_PRIVILEGED_LIST,

    /** An app states an origin, and is not on the list of those that may. */
    BROWSER_NOT_LISTED,

    /** An app has the package name of a listed browser, and another certificate. */
    WRONG_CERTIFICATE,

    /** An app hands in a client data hash and states no origin. */
    HASH_WITHOUT_ORIGIN,

    /** An app that speaks for itself names no RP ID. */
    NO_RP_ID,

    /** The app has several signers, so that no single certificate names it. */
    SEVERAL_SIGNERS,

    /** The site's asset links do not let this app, signed like this, use its sign-in. */
    NOT_LINKED,

    /** The site's list of related origins does not have the page's. */
    NOT_RELATED,

    /** What the site should publish could not be fetched. */
    UNREACHABLE,

    /** The site answered with something else than status 200. */
    NOT_PUBLISHED,

    /** The site answered from somewhere else than it was asked. */
    REDIRECTED,

    /** The site's answer is too long. */
    TOO_LONG,

    /** The site's answer is not what it should be. */
    UNREADABLE,
    ;

    /** The reason as a word for programs: `not_linked`. Never changes. */
    public val word: String get() = name.lowercase()
}
