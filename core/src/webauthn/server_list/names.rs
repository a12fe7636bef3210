//! What the names of members say, whatever case and spelling a server writes them in: tables of words,
//! and no site among them.

/// The letters and digits of a name in lower case: `credential_id` and `CredentialID` are one.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// Longer names say nothing here.
const LONGEST: usize = 64;

/// Words for what a server keeps of a passkey.
const CREDENTIAL: &[&str] = &[
    "authenticator",
    "authenticators",
    "cred",
    "credential",
    "credentials",
    "creds",
    "fido",
    "fido2",
    "passkey",
    "passkeys",
    "securitykey",
    "securitykeys",
    "u2f",
    "webauthn",
];

/// Words that a list of credentials may have beside those. None that makes it a list of some of them.
const BESIDE: &[&str] = &[
    "accepted",
    "account",
    "all",
    "and",
    "auth",
    "authentication",
    "authn",
    "count",
    "data",
    "device",
    "devices",
    "enrolled",
    "enrollments",
    "existing",
    "factors",
    "id",
    "ids",
    "info",
    "items",
    "key",
    "keys",
    "known",
    "linked",
    "list",
    "member",
    "method",
    "methods",
    "my",
    "of",
    "public",
    "registered",
    "registrations",
    "resources",
    "results",
    "stored",
    "the",
    "user",
    "users",
];

/// Whether a plain name speaks of the credentials of an account, and of all of them:
/// `allAcceptedCredentialIds`, `webauthn_keys`; not `deletedPasskeys`.
pub(super) fn speaks_of_credentials(name: &str) -> bool {
    name.len() <= LONGEST && is_made_of(name, CREDENTIAL, BESIDE, false)
}

/// Whether the text is a row of these words, with one of the first kind among them.
fn is_made_of(text: &str, needed: &[&str], beside: &[&str], found: bool) -> bool {
    if text.is_empty() {
        return found;
    }
    let goes_on = |words: &[&str], found| {
        words.iter().filter_map(|word| text.strip_prefix(word)).any(|rest| is_made_of(rest, needed, beside, found))
    };
    goes_on(needed, true) || goes_on(beside, found)
}

/// Words that make a name one of a credential, where it also says that it is an id.
const ID_OF: &[&str] = &["cred", "credential", "fido", "fido2", "passkey", "webauthn"];

/// What such a name may say beside.
const ID_BESIDE: &[&str] = &[
    "b64",
    "base64",
    "bytes",
    "encoded",
    "handle",
    "handles",
    "hex",
    "id",
    "identifier",
    "identifiers",
    "ids",
    "key",
    "public",
    "raw",
    "string",
    "text",
    "u",
    "url",
    "user",
];

/// Names of a credential id that say so in words of their own: WebAuthn's `rawId`, U2F's `keyHandle`,
/// and a member that is named as the passkey itself.
const ID_EXACTLY: &[&str] = &[
    "credential",
    "externalid",
    "keyhandle",
    "keyid",
    "kid",
    "passkey",
    "publickeycredential",
    "rawid",
    "webauthncredential",
];

/// Whether a plain name says credential id: `credentialID`, `webauthn_credential_id`, `rawId`,
/// `passkeyHandle`; not `id`, which may be the database's.
pub(super) fn says_credential_id(name: &str) -> bool {
    let is_id = || ["id", "identifier", "handle"].iter().any(|word| name.contains(word));
    ID_EXACTLY.contains(&name) || name.len() <= LONGEST && is_id() && is_made_of(name, ID_OF, ID_BESIDE, false)
}

/// Names of what only holds an answer's list.
const CONTAINERS: &[&str] = &[
    "body",
    "collection",
    "content",
    "contents",
    "data",
    "edges",
    "elements",
    "embedded",
    "entries",
    "items",
    "list",
    "member",
    "members",
    "nodes",
    "payload",
    "records",
    "resources",
    "response",
    "result",
    "results",
    "rows",
    "value",
    "values",
];

/// Whether a plain name is one of what only holds the list.
pub(super) fn is_container(name: &str) -> bool {
    CONTAINERS.contains(&name)
}

/// Names of what only holds one entry, so that an `id` in it is the entry's.
pub(super) fn is_wrapper(name: &str) -> bool {
    ["attributes", "item", "node", "resource"].contains(&name)
}

/// Parts of the names of lists that are not those of the credentials that an account has: they tell of
/// a failure, of credentials that are gone or not there yet, of options.
const OTHER_LISTS: &[&str] = &[
    "allow",
    "archive",
    "available",
    "block",
    "cause",
    "challenge",
    "delete",
    "denied",
    "detail",
    "disable",
    "error",
    "event",
    "exception",
    "exclude",
    "expire",
    "fail",
    "fault",
    "former",
    "hint",
    "history",
    "inactive",
    "invalid",
    "issue",
    "link",
    "log",
    "lost",
    "message",
    "missing",
    "note",
    "notice",
    "orphan",
    "origin",
    "param",
    "pending",
    "permission",
    "previous",
    "problem",
    "reason",
    "reject",
    "remove",
    "retired",
    "revoke",
    "role",
    "schema",
    "scope",
    "stale",
    "suggestion",
    "support",
    "trace",
    "transport",
    "unknown",
    "unverified",
    "violation",
    "warn",
];

/// Whether a plain name is one of another list than that of the account's credentials.
pub(super) fn is_other_list(name: &str) -> bool {
    OTHER_LISTS.iter().any(|part| name.contains(part))
}

/// Names of what holds pages and links.
pub(super) fn is_about_pages(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "cursor",
        "cursors",
        "info",
        "link",
        "links",
        "listmetadata",
        "meta",
        "metadata",
        "page",
        "pageable",
        "pageinfo",
        "pager",
        "pages",
        "pagination",
        "paging",
        "responsemetadata",
        "resultinfo",
    ];
    NAMES.contains(&name)
}
