use std::collections::BTreeSet;

use passkey_provider::store::{Freshness, Health, Part};
use serde_json::{Value, json};

use crate::args::Global;
use crate::failure::Failure;
use crate::host::{Host, Opened};
use crate::output::Output;
use crate::table;

/// `check`: how the store is. Exit status 1 if anything is wrong.
pub(super) fn run(accept_rollback: bool, global: &Global, output: Output) -> Result<(), Failure> {
    let host = match Host::try_open(global, output)? {
        Opened::Ready(host) => host,
        Opened::Stranded { passkeys, store, key_store } => {
            let state = json!({ "state": "stranded", "store": store, "key_store": key_store, "passkeys": passkeys });
            let text = table::render_pairs(&[
                ("state", "stranded".to_owned()),
                ("store", store),
                ("key store", key_store.to_owned()),
                ("passkeys", passkeys.to_string()),
            ]);
            output.answer(&state, &text)?;
            let wrong = format!("{key_store} does not have the store's key; {passkeys} passkeys are locked");
            return Err(Failure::check_failed(&[wrong], "Restore the key, and everything opens again."));
        }
    };
    if accept_rollback {
        host.remember(host.provider.accept_rollback()?)?;
    }
    let health = host.provider.health()?;
    // Without an epoch of its own there is nothing to compare, and enough to complain of.
    let freshness = match health.epoch {
        Some(_) => host.provider.freshness()?,
        None => Freshness::Current,
    };
    let wrong = complaints(&health, freshness);
    output.answer(&to_json(&host, &health, freshness), &to_text(&host, &health, freshness))?;
    match freshness {
        _ if wrong.is_empty() => Ok(()),
        Freshness::Current | Freshness::Made => {
            Err(Failure::check_failed(&wrong, "Keep the store's files; passkeys that still open go on working."))
        }
        Freshness::RolledBack { .. } => Err(Failure::check_failed(
            &wrong,
            "Restore the newest copy, or accept this one: passkey-provider check --accept-rollback.",
        )),
    }
}

fn complaints(health: &Health, freshness: Freshness) -> Vec<String> {
    let mut wrong = Vec::new();
    if let Freshness::RolledBack { missing } = freshness {
        wrong.push(format!("the store is an older copy: {missing} changes are missing"));
    }
    if let Some(cause) = health.page_damage {
        wrong.push(format!("pages of the store's file are damaged ({cause})"));
    }
    if !health.damaged.is_empty() {
        wrong.push(format!("{} of {} passkeys do not open", health.damaged.len(), health.passkeys));
    }
    if !health.damaged_parts.is_empty() {
        let parts: BTreeSet<_> = health.damaged_parts.iter().map(|damaged| noun(damaged.part)).collect();
        wrong.push(format!("these do not open: {}", Vec::from_iter(parts).join(", ")));
    }
    if health.epoch.is_some() && health.damaged.is_empty() && health.damaged_parts.is_empty() && !health.is_as_written {
        wrong.push("rows of the store are missing or older than the rest".to_owned());
    }
    if health.epoch.is_none() {
        wrong.push("the store's epoch was altered".to_owned());
    }
    wrong
}

const fn noun(part: Part) -> &'static str {
    match part {
        Part::Record => "the store's own record",
        Part::Age => "the store's age",
        Part::History => "a passkey's history",
        Part::LargeBlob => "what a site keeps with a passkey",
        Part::LooseKey => "a hardware key to delete",
        Part::Document => "what is known of callers",
        Part::Journal => "the journal",
    }
}

fn state(health: &Health, freshness: Freshness) -> &'static str {
    match freshness {
        Freshness::RolledBack { .. } => "rolled_back",
        Freshness::Current | Freshness::Made if health.is_good() => "ok",
        Freshness::Current | Freshness::Made => "damaged",
    }
}

fn to_json(host: &Host, health: &Health, freshness: Freshness) -> Value {
    json!({
        "state": state(health, freshness),
        "store": host.store_path(),
        "key_store": host.key_store(),
        "passkeys": health.passkeys,
        "damaged": health.damaged.len(),
        "damaged_parts": health.damaged_parts.iter().map(|damaged| damaged.part.as_str()).collect::<Vec<_>>(),
        "as_written": health.is_as_written,
        "gated": health.is_gated,
        "schema_version": health.schema_version,
        "epoch": health.epoch.map(|epoch| epoch.number()),
    })
}

fn to_text(host: &Host, health: &Health, freshness: Freshness) -> String {
    let gate = if health.is_gated { "yes: signing needs the gate secret" } else { "no" };
    let pairs = [
        ("state", state(health, freshness).to_owned()),
        ("store", host.store_path()),
        ("key store", host.key_store().to_owned()),
        ("passkeys", health.passkeys.to_string()),
        ("damaged", health.damaged.len().to_string()),
        ("as written", if health.is_as_written { "yes" } else { "no" }.to_owned()),
        ("gated", gate.to_owned()),
        ("schema", health.schema_version.to_string()),
        ("epoch", health.epoch.map_or_else(|| "altered".to_owned(), |epoch| epoch.number().to_string())),
    ];
    table::render_pairs(&pairs)
}
