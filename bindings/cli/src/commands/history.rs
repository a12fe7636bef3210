use passkey_provider::standing::{Event, EventKind};
use passkey_provider::store::History;
use serde_json::{Value, json};

use super::parse_id;
use crate::args::Global;
use crate::failure::Failure;
use crate::host::Host;
use crate::output::Output;
use crate::terminal::printable;
use crate::time;

/// `history`: what happened to a passkey, or to the store.
pub(super) fn run(id: Option<&str>, global: &Global, output: Output) -> Result<(), Failure> {
    let id = id.map(parse_id).transpose()?;
    let host = Host::open(global, output)?;
    let history = match &id {
        Some(id) => host.provider.passkeys().history(&host.named(id)?)?,
        None => host.provider.journal()?,
    };
    let events: Vec<Value> = history.events.iter().map(to_json).collect();
    output.answer(
        &json!({
            "credential_id": id.map(|id| id.to_base64url()),
            "folded": history.folded,
            "folded_until": history.folded_until.map(time::render),
            "events": events,
        }),
        &to_text(&history),
    )
}

fn to_json(event: &Event) -> Value {
    let verification = match event.kind {
        EventKind::Created(verification) => verification.map(|verification| verification.as_str()),
        _ => None,
    };
    json!({
        "at": time::render(event.at),
        "kind": event.kind.as_str(),
        "sentence": event.kind.sentence(),
        "verification": verification,
        "note": event.note,
    })
}

fn to_text(history: &History) -> String {
    let older = (history.folded > 0).then(|| match history.folded_until {
        Some(until) => format!("{} older events, until {}", history.folded, time::render(until)),
        None => format!("{} older events", history.folded),
    });
    let events = history.events.iter().map(|event| {
        let note = event.note.as_deref().map(|note| render_note(event.kind, note)).unwrap_or_default();
        format!("{}  {}{note}", time::render(event.at), event.kind.sentence())
    });
    let lines: Vec<String> = older.into_iter().chain(events).collect();
    if lines.is_empty() { "Nothing happened yet.".to_owned() } else { lines.join("\n") }
}

/// A site's own words, or the names that the event is about: a package, an origin, an RP ID.
fn render_note(kind: EventKind, note: &str) -> String {
    match kind {
        EventKind::CallerRefused | EventKind::BrowserTrusted | EventKind::BrowserRevoked | EventKind::AppUnlinked => {
            let names: Vec<String> = note.split(' ').map(printable).collect();
            format!(" ({})", names.join(", "))
        }
        _ => format!(" Reason given: {}", printable(note)),
    }
}
