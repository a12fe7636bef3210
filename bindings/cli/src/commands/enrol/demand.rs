use passkey_provider::enrolment::{Advice, Prompt};
use serde_json::json;

use super::explain::family;
use crate::args::DemandedBy;
use crate::failure::Failure;
use crate::output::Output;
use crate::table;
use crate::terminal::printable;

/// `enrol demand`: what a prompt after a sign-in wants.
pub(super) fn run(args: &DemandedBy, output: Output) -> Result<(), Failure> {
    let prompt = Prompt::of_code(family(args.server), &args.code, args.skip).ok_or_else(|| {
        Failure::usage(
            format!("{} demands no registration that is known here", printable(&args.code)),
            "`enrol explain` says what a refusal means.",
        )
    })?;
    let on_a_page = Advice::SaveHere;
    let pairs = [
        ("missing", prompt.missing.as_str().to_owned()),
        ("can wait", if prompt.can_wait { "yes" } else { "no" }.to_owned()),
        ("the person", prompt.sentence().to_owned()),
        ("on a page", on_a_page.sentence().to_owned()),
    ];
    output.answer(
        &json!({
            "missing": prompt.missing.as_str(),
            "can_wait": prompt.can_wait,
            "person": prompt.sentence(),
            "on_a_page": { "advice": on_a_page.as_str(), "person": on_a_page.sentence() },
        }),
        &table::render_pairs(&pairs),
    )
}
