//! Which hosts may be asked for what sites publish.

use url::{Host, Url};

/// Names below which nothing is of the public internet: RFC 6761 and 6762, ICANN's `internal`, RFC 8375,
/// and what routers and offices use without asking.
const NOT_PUBLIC: [&str; 10] =
    ["corp", "home", "home.arpa", "internal", "intranet", "lan", "local", "localdomain", "localhost", "private"];

/// The URL as a parser understands it, if it is one to fetch: by `https`, without credentials, and from
/// a public host. Whoever names an RP ID, or publishes under one, would else make the device ask the
/// machines round it.
pub(crate) fn url_to_fetch(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let is_plain = url.username().is_empty() && url.password().is_none();
    let is_public = url.host().is_some_and(|host| matches!(host, Host::Domain(name) if is_public_name(name)));
    (url.scheme() == "https" && is_plain && is_public).then_some(url)
}

/// Whether a host's name can be one of the public internet: neither a single label nor below a name of a
/// local network. Where the name leads, DNS decides, and the host's HTTP client sees.
pub(crate) fn is_public_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let is_below =
        |suffix: &&str| name.strip_suffix(*suffix).is_some_and(|above| above.is_empty() || above.ends_with('.'));
    name.contains('.') && !NOT_PUBLIC.iter().any(is_below)
}

#[cfg(test)]
mod tests;
