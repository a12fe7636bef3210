use passkey_provider::ceremony::CreatePrompt;
use passkey_provider::webauthn::options::parse_creation_options;

use crate::args::{Create, Global};
use crate::caller::Claimed;
use crate::consent::Person;
use crate::failure::Failure;
use crate::host::Host;
use crate::input::read_options;
use crate::output::Output;
use crate::report::Report;
use crate::terminal::printable;

/// `create`: options on standard input, response on standard output.
pub(super) fn run(args: Create, global: &Global, output: Output) -> Result<(), Failure> {
    let claimed = Claimed::parse(&args.caller)?;
    let person = Person::find(&args.consent)?;
    let mut report = Report::new("create", args.ceremony.report);
    let result = answer(claimed, person, args.ceremony.strict, &mut report, global, output);
    report.finish("created", result)
}

fn answer(
    claimed: Claimed,
    person: Person,
    strict: bool,
    report: &mut Report,
    global: &Global,
    output: Output,
) -> Result<(), Failure> {
    let understood = parse_creation_options(&read_options()?, claimed.settings(strict))?;
    report.repairs(&understood.repairs);
    let caller = claimed.verify(understood.options.rp_id.as_ref())?;
    let host = Host::open(global, output)?;
    let plan = host.provider.begin_create(&understood.options, &caller)?;
    let shown = question(plan.prompt());
    let consented = plan.consent(person.answer(&shown, host.gate.as_ref())?)?;
    let created = host.provider.finish_create(consented)?;
    host.remember_or_warn(created.epoch, output);
    let response = created.response.to_json()?;
    report.answered(&created.passkey, created.evidence, &response);
    output.line(&response)
}

fn question(prompt: &CreatePrompt) -> String {
    let page = prompt.origin.as_ref().map(|origin| format!("\n  asked by  {origin}")).unwrap_or_default();
    format!(
        "Make a passkey for {}?{page}\n  account   {} ({})",
        prompt.rp_id,
        printable(&prompt.user.name),
        printable(&prompt.user.display_name)
    )
}
