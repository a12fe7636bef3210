use passkey_provider::enrolment::Advice;
use passkey_provider::id::{CredentialId, PasskeyRef, UserHandle};
use passkey_provider::lifecycle::{AsOf, Reconciliation};
use passkey_provider::store::Epoch;
use passkey_provider::webauthn::server_list::{ListCoverage, ServerList};
use serde_json::json;

use crate::args::{Asked, Global, Reconcile};
use crate::caller::parse_rp_id;
use crate::failure::Failure;
use crate::host::Host;
use crate::input::{read_earlier_list, read_list};
use crate::output::Output;
use crate::time;

/// `reconcile`: the server's own list, beside what is here.
pub(super) fn run(args: &Reconcile, global: &Global, output: Output) -> Result<(), Failure> {
    let rp_id = parse_rp_id(&args.rp_id)?;
    let user_handle = UserHandle::from_base64url(&args.user)
        .ok_or_else(|| Failure::usage("--user is not a user handle", "Give it as the server has it, in base64url."))?;
    let as_of = match args.as_of {
        Asked::At(moment) => AsOf::Time(time::timestamp(moment)),
        Asked::Epoch(number) => AsOf::Epoch(Epoch::from_number(number)),
    };
    let list = ServerList::parse(&read_list()?)?;
    let before = match &args.before {
        Some(file) => Some(ServerList::parse(&read_earlier_list(file)?)?),
        None => None,
    };
    let host = Host::open(global, output)?;
    let outcome = host.remember(host.provider.server().reconcile(&rp_id, &user_handle, &list, as_of)?)?;
    if outcome.coverage == ListCoverage::Incomplete {
        output.note(&incomplete(list.unreadable()));
    }
    let advice = match &before {
        Some(before) => Advice::after_page(&rp_id, before, &list, &ids_here(&host)?),
        None => None,
    };
    output.answer(
        &json!({
            "rp_id": rp_id.to_string(),
            "confirmed": to_texts(&outcome.confirmed),
            "stale": to_texts(&outcome.stale),
            "untouched": to_texts(&outcome.untouched),
            "coverage": outcome.coverage.as_str(),
            "unreadable": list.unreadable(),
            "advice": advice.map(Advice::as_str),
        }),
        &advice.map_or_else(|| to_text(&outcome), |advice| format!("{}\n{}", to_text(&outcome), advice.sentence())),
    )
}

/// The ids of all passkeys here, the deleted ones too: what was deleted here was not saved elsewhere.
fn ids_here(host: &Host) -> Result<Vec<CredentialId>, Failure> {
    let (shown, deleted) = (host.provider.passkeys().all()?, host.provider.passkeys().deleted()?);
    let all = shown.passkeys.into_iter().chain(deleted.passkeys);
    Ok(all.map(|passkey| passkey.metadata.credential_id).collect())
}

fn incomplete(unreadable: usize) -> String {
    let why = match unreadable {
        0 => "the list is one page of several, or mentions a passkey outside its ids".to_owned(),
        _ => format!("{unreadable} entries of the list could not be read"),
    };
    format!("warning: {why}, so no passkey is reported as missing from it.")
}

fn to_text(outcome: &Reconciliation) -> String {
    let groups = [
        ("The site has, and they are confirmed:", &outcome.confirmed),
        ("The site does not have, and they are hidden now (`restore` brings them back):", &outcome.stale),
        ("Left alone:", &outcome.untouched),
    ];
    let reported: Vec<String> = groups
        .into_iter()
        .filter(|(_, ids)| !ids.is_empty())
        .map(|(heading, ids)| format!("{heading}\n  {}", to_texts(ids).join("\n  ")))
        .collect();
    if reported.is_empty() { "This account has no passkey here.".to_owned() } else { reported.join("\n") }
}

fn to_texts(passkeys: &[PasskeyRef]) -> Vec<String> {
    passkeys.iter().map(|passkey| passkey.credential_id.to_base64url()).collect()
}
