use passkey_provider::Committed;
use passkey_provider::ceremony::{ConsentedGet, GetPlan};
use passkey_provider::id::CredentialId;
use passkey_provider::webauthn::options::parse_request_options;

use super::candidates;
use super::parse_id;
use crate::args::{Get, Global, mode};
use crate::caller::Claimed;
use crate::consent::{self, Person};
use crate::failure::Failure;
use crate::input::read_options;
use crate::output::Output;
use crate::picker;
use crate::policies::Given;
use crate::report::Report;
use crate::terminal::printable;

/// `get`: options on standard input, response on standard output.
pub(super) fn run(args: Get, global: &Global, output: Output) -> Result<(), Failure> {
    let claimed = Claimed::of_ceremony(&args.caller)?;
    let person = Person::find(&args.consent)?;
    let named = args.credential.as_deref().map(parse_id).transpose()?;
    let given = Given::read(&args.ceremony.policies)?;
    given.refuse_organisation()?;
    let mut report = Report::new("get", args.ceremony.report);
    let result = answer(claimed, (person, named, given), args.ceremony.strict, &mut report, global, output);
    report.finish("asserted", result)
}

fn answer(
    claimed: Claimed,
    (mut person, named, given): (Person, Option<CredentialId>, Given),
    strict: bool,
    report: &mut Report,
    global: &Global,
    output: Output,
) -> Result<(), Failure> {
    let understood = parse_request_options(&read_options()?, mode(strict))?;
    report.repairs(&understood.repairs);
    let extensions = &understood.options.extensions;
    report.extensions(&extensions.requested, extensions.ignored());
    let admitted = claimed.admit(understood.options.rp_id.as_ref(), global, output)?;
    report.admitted(&admitted.caller);
    let (host, caller) = admitted.open()?;
    given.configure(&host, output)?;
    let plan = host.provider.begin_get(&understood.options, &caller)?;
    let chosen = match named {
        Some(id) => id,
        None => choose(&plan, &mut person)?,
    };
    let shown = question(&plan, &chosen);
    // Nobody is asked about a passkey that was not offered.
    let plan = plan.choose(&chosen)?;
    let plan = match plan.consent(person.answer(&shown, host.gate.as_ref())?)? {
        ConsentedGet::Sealed(plan) => plan,
        ConsentedGet::Hardware(_) => return Err(Failure::hardware_key()),
    };
    let Committed { value: asserted, epoch } = host.provider.finish_get(plan)?;
    host.remember_or_warn(epoch, output);
    let response = asserted.response.to_json()?;
    report.answered(&asserted.passkey, asserted.verification, &response);
    output.line(&response)
}

/// The only candidate, the one picked at the terminal, or an error that lists them.
fn choose(plan: &GetPlan, person: &mut Person) -> Result<CredentialId, Failure> {
    match (plan.candidates(), person.terminal()) {
        ([only], _) => Ok(only.passkey.credential_id.clone()),
        (several, Some(terminal)) => picker::pick(several, terminal),
        (several, None) => Err(Failure::choice_required(candidates::to_json(several))),
    }
}

fn question(plan: &GetPlan, chosen: &CredentialId) -> String {
    let prompt = plan.prompt();
    let asker = consent::asker(prompt.origin.as_ref(), prompt.app.as_ref());
    let account = plan
        .candidates()
        .iter()
        .find(|candidate| candidate.passkey.credential_id == *chosen)
        .map(|candidate| {
            format!("\n  account   {} ({})", printable(&candidate.user.name), printable(&candidate.user.display_name))
        })
        .unwrap_or_default();
    format!("Sign in to {}?{asker}{account}", prompt.rp_id)
}
