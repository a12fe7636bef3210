use passkey_provider::caller::{Basis, CallerRefused, VerifiedCaller};
use passkey_provider::clock::Timestamp;
use serde_json::{Value, json};

use crate::args::{CheckedCaller, Global};
use crate::caller::{self, Claimed, Examined, Knowledge, Outcome, requests_to_json};
use crate::failure::Failure;
use crate::output::Output;
use crate::table;
use crate::time;

/// `caller check`: whether a caller would be let in, and why. Leaves the store as it is, and makes
/// none.
pub(super) fn run(args: &CheckedCaller, global: &Global, output: Output) -> Result<(), Failure> {
    let (claimed, requested) = Claimed::of_check(args)?;
    let host = claimed.open_known(global, output)?;
    let known = host.as_ref().map_or(Knowledge::Nothing, |host| Knowledge::Read(&host.provider));
    let now = time::now(global);
    let examined = claimed.examine(requested.as_ref(), known, now)?;
    output.answer(&to_json(&examined), &to_text(&examined, now))?;
    match &examined.outcome {
        Outcome::Verified(_) => Ok(()),
        Outcome::Refused(refused) => Err((*refused).into()),
        Outcome::Unanswered(request) => Err(caller::unanswered(request)),
    }
}

fn to_json(examined: &Examined) -> Value {
    let (caller, reason) = match &examined.outcome {
        Outcome::Verified(caller) => (Some(caller::to_json(caller)), None),
        Outcome::Refused(refused) => (None, Some(refused.reason())),
        Outcome::Unanswered(_) => (None, None),
    };
    json!({
        "verdict": verdict(&examined.outcome),
        "reason": reason,
        "why": why(&examined.outcome),
        "next": next(examined),
        "caller": caller,
        "requests": requests_to_json(&examined.requests),
    })
}

fn to_text(examined: &Examined, now: Timestamp) -> String {
    let mut pairs = vec![("verdict", verdict(&examined.outcome).to_owned()), ("why", why(&examined.outcome))];
    match &examined.outcome {
        Outcome::Verified(caller) => pairs.extend(facts(caller, now)),
        Outcome::Refused(refused) => pairs.push(("reason", refused.reason().to_owned())),
        Outcome::Unanswered(_) => {}
    }
    pairs.extend(examined.requests.iter().map(|request| ("asks", format!("GET {}", request.url))));
    pairs.extend(next(examined).map(|next| ("next", next)));
    table::render_pairs(&pairs)
}

fn facts(caller: &VerifiedCaller, now: Timestamp) -> Vec<(&'static str, String)> {
    let basis = caller.basis();
    let basis = match basis.time() {
        Some(time) => format!("{}, of {} ({})", basis.as_str(), time::render(time), time::age(time, now)),
        None => basis.as_str().to_owned(),
    };
    let signs = match (caller.client_data_hash(), caller.client_data_origin()) {
        (Some(_), _) => "the hash that the caller provides".to_owned(),
        (None, Some(origin)) => format!("client data with the origin {origin}"),
        (None, None) => "nothing: a signal brings no client data".to_owned(),
    };
    vec![("rp id", caller.rp_id().to_string()), ("basis", basis), ("signs", signs)]
}

fn verdict(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Verified(_) => "accepted",
        Outcome::Refused(_) => "refused",
        Outcome::Unanswered(_) => "unanswered",
    }
}

fn why(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Verified(caller) => match caller.basis() {
            Basis::Domain => "The RP ID is the page's host, or a domain above it.",
            Basis::RelatedOrigins { .. } => "The site names the page's origin among those related to it.",
            Basis::PrivilegedList { .. } => "The app is on the list of privileged browsers, signed as the list says.",
            Basis::TrustedByPerson { .. } => {
                "The person trusts this browser, and its signing certificate is unchanged."
            }
            Basis::AssetLinks { .. } => "The site names this app, signed like this, in its asset links.",
            Basis::Platform => "The platform checked the caller.",
            Basis::Enrolment => "This app enrols an account with its own server.",
        }
        .to_owned(),
        Outcome::Refused(refused) => {
            let sentence = refused.to_string();
            let mut letters = sentence.chars();
            let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
            format!("{first}{}.", letters.as_str())
        }
        Outcome::Unanswered(_) => "The site has to say whether the app is its own.".to_owned(),
    }
}

/// What to do next; nothing where the caller is let in.
fn next(examined: &Examined) -> Option<String> {
    let may_be_related = !examined.requests.is_empty();
    match &examined.outcome {
        Outcome::Verified(_) => None,
        Outcome::Refused(refused @ CallerRefused::ForeignRpId) if may_be_related => Some(format!(
            "{} If the page is the site's as well: fetch what it says of that, and give it with --related-origins FILE.",
            refused.next()
        )),
        Outcome::Refused(refused) => Some(refused.next().to_owned()),
        Outcome::Unanswered(_) => Some("Fetch it, and give the answer with --asset-links FILE.".to_owned()),
    }
}
