//! What is to be seen of a store: what an operation may change, and nothing that differs from run to run.

use std::path::Path;

use passkey_provider::Provider;
use passkey_provider::key::Custody;
use passkey_provider::store::Passkey;

use crate::operation::{LATER, read};
use crate::start::open;

/// Lines, sorted, and the epoch.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Seen {
    lines: Vec<String>,
    epoch: u64,
}

impl Seen {
    /// Of the store in a folder, in which every page is sound and every row opens; a passkey is then registered. Leaves out one that was registered after the
    /// fault, and its commit.
    pub fn of(folder: &Path, is_later_there: bool) -> Self {
        let provider = open(folder, None);
        let report = provider.diagnose().expect("a report");
        let damaged = (report.damaged, &report.damaged_parts, &report.page_damage);
        assert!(report.is_intact && report.is_as_written && damaged == (0, &Vec::new(), &None), "{damaged:?}");
        let all = provider.passkeys().all().expect("a list").passkeys;
        let deleted = provider.passkeys().deleted().expect("a list").passkeys;
        let all: Vec<_> = all.into_iter().chain(deleted).collect();
        let mut lines: Vec<String> =
            all.iter().filter(|passkey| user(passkey) != LATER).map(|passkey| line(&provider, passkey)).collect();
        for unfinished in provider.enrolments().open().expect("enrolments") {
            lines.push(format!("enrolment {:?} {}", unfinished.stage, unfinished.passkey.is_some()));
        }
        for app in provider.callers().trusted_apps().expect("apps") {
            lines.push(format!("app {}", app.app.package()));
        }
        for event in provider.journal().expect("a journal").events {
            lines.push(format!("journal {:?}", event.kind));
        }
        lines.push(format!("keys to delete {}", report.keys_to_delete));
        let configuration = provider.configuration().map_err(|error| error.error_code());
        lines.push(format!("configuration {configuration:?}"));
        lines.sort_unstable();
        let epoch = provider.epoch().expect("an epoch").number();
        let is_later_there = is_later_there && all.iter().any(|passkey| user(passkey) == LATER);
        crate::operation::register(&provider, LATER + 1, false).expect("another passkey");
        Self { lines, epoch: epoch - u64::from(is_later_there) }
    }
}

fn line(provider: &Provider, passkey: &Passkey) -> String {
    let state = passkey.state;
    let events = provider.passkeys().history(&passkey.reference()).expect("a history").events.len();
    let (custody, kept) = match passkey.metadata.custody {
        Custody::Sealed => ("sealed", read(provider, &passkey.metadata.credential_id).expect("a sign-in")),
        Custody::Hardware { .. } => ("hardware", None),
    };
    format!(
        "passkey {} {custody} {} {} count {} label {:?} name {:?} events {events} keeps {:?}",
        user(passkey),
        state.standing.as_str(),
        state.visibility.as_str(),
        state.sign_count,
        passkey.metadata.label,
        passkey.metadata.user.name,
        kept.map(|kept| (kept.len(), kept.first().copied())),
    )
}

fn user(passkey: &Passkey) -> u8 {
    passkey.metadata.user.handle.as_bytes().first().copied().unwrap_or_default()
}
