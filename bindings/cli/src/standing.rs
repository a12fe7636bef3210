//! How a passkey stands, for programs and in words.

use passkey_provider::lifecycle::is_offered;
use passkey_provider::standing::{Standing, Visibility};
use passkey_provider::store::State;
use serde_json::{Map, Value, json};

use crate::host::RETENTION_DAYS;
use crate::time;

/// What the server is known to think of a passkey, and what the person sees of it.
pub(crate) fn to_json(state: &State) -> Map<String, Value> {
    let mut members = known(state.standing, time::render(state.since));
    let rest = [
        ("visibility", json!(state.visibility.as_str())),
        ("is_offered", json!(is_offered(state))),
        ("deleted", json!(deleted_at(state))),
        ("key_missing", json!(state.key_missing)),
        ("needs_reregistration", json!(state.needs_reregistration)),
    ];
    members.extend(rest.map(|(name, value)| (name.to_owned(), value)));
    members
}

/// A standing alone: the words for programs, the sentence for people, and since when.
pub(crate) fn known(standing: Standing, since: String) -> Map<String, Value> {
    [
        ("standing", json!(standing.as_str())),
        ("reason", json!(standing.reason())),
        ("why", json!(standing.sentence())),
        ("since", json!(since)),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into_iter()
    .collect()
}

/// In the few words that a column has room for.
pub(crate) fn in_short(state: &State) -> String {
    let standing = match state.standing {
        Standing::Unconfirmed { .. } => "not confirmed yet",
        Standing::Confirmed(_) => "confirmed",
        Standing::Suspect(_) => "probably here only",
        Standing::Stale(_) => "here only",
    };
    let visibility = match state.visibility {
        Visibility::Shown => None,
        Visibility::Hidden => Some("hidden"),
        Visibility::Superseded => Some("superseded"),
        Visibility::Deleted { .. } => Some("deleted"),
    };
    let key = state.key_missing.then_some("key missing");
    let advice = state.needs_reregistration.then_some("register again");
    [Some(standing), visibility, key, advice].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Names and values for the table of one passkey.
pub(crate) fn pairs(state: &State) -> Vec<(&'static str, String)> {
    let since = time::render(state.since);
    let mut pairs = vec![
        ("standing", format!("{}. {}", in_short(state), state.standing.sentence())),
        ("since", since),
        ("seen", seen(state)),
    ];
    if state.key_missing {
        pairs.push(("key", "gone from the device's hardware: it cannot sign in".to_owned()));
    }
    if state.needs_reregistration {
        pairs.push(("advice", "the account's sign-in name changed: register again to keep up".to_owned()));
    }
    pairs
}

/// When the person deleted it.
pub(crate) fn deleted_at(state: &State) -> Option<String> {
    match state.visibility {
        Visibility::Deleted { at, .. } => Some(time::render(at)),
        Visibility::Shown | Visibility::Hidden | Visibility::Superseded => None,
    }
}

/// What to do about a passkey that is probably or certainly on this device only.
pub(crate) fn advice(state: &State) -> &'static str {
    match (state.standing, state.visibility) {
        (Standing::Stale(_), Visibility::Hidden) => {
            "Register again at the site and delete this one; if the site is wrong, bring it back with `restore`."
        }
        (Standing::Stale(_), _) => "Register again: `create --on-duplicate replace` replaces this one.",
        _ => {
            "Try to sign in with it. If the site refuses, register again: `create --on-duplicate replace` deletes \
             this one."
        }
    }
}

fn seen(state: &State) -> String {
    match state.visibility {
        Visibility::Shown if is_offered(state) => "listed and offered".to_owned(),
        Visibility::Shown => "listed, and not offered".to_owned(),
        Visibility::Hidden => "hidden: not offered, for the site does not hold it; `restore` brings it back".to_owned(),
        Visibility::Superseded => {
            "superseded: not offered, for a newer one took its place; `restore` brings it back".to_owned()
        }
        Visibility::Deleted { at, .. } => format!(
            "deleted {}; `restore` brings it back, for at least {RETENTION_DAYS} days from then",
            time::render(at)
        ),
    }
}
