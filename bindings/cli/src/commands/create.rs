use passkey_provider::ceremony::{CreatePlan, Created, Membership, PolicyWarning};
use passkey_provider::lifecycle::PasskeySummary;
use passkey_provider::policy::Person as Member;
use passkey_provider::webauthn::attestation::Format;
use passkey_provider::webauthn::options::parse_creation_options;
use passkey_provider::{Committed, Error};

use crate::args::{Create, Global, mode};
use crate::attestation::FileAttester;
use crate::caller::Claimed;
use crate::consent::{self, Person};
use crate::duplicate::{self, Resolution};
use crate::failure::Failure;
use crate::host::{Host, RETENTION_DAYS, model};
use crate::input::read_options;
use crate::output::Output;
use crate::policies::Given;
use crate::report::Report;
use crate::terminal::printable;

/// `create`: options on standard input, response on standard output.
pub(super) fn run(args: Create, global: &Global, output: Output) -> Result<(), Failure> {
    let claimed = Claimed::of_ceremony(&args.caller)?;
    let person = Person::find(&args.consent)?;
    let resolution = Resolution::find(args.on_duplicate)?;
    let attester = args.attestation.read()?;
    let mut report = Report::new("create", args.ceremony.report);
    let policies = Given::read(&args.ceremony.policies)?;
    let said = CommandLine { claimed, person, resolution, attester, policies, strict: args.ceremony.strict };
    let result = answer(said, &mut report, global, output);
    report.finish("created", result)
}

/// What the command line says.
struct CommandLine {
    claimed: Claimed,
    person: Person,
    resolution: Resolution,
    attester: Option<FileAttester>,
    policies: Given,
    strict: bool,
}

fn answer(said: CommandLine, report: &mut Report, global: &Global, output: Output) -> Result<(), Failure> {
    let CommandLine { claimed, person, resolution, attester, policies, strict } = said;
    let understood = parse_creation_options(&read_options()?, mode(strict))?;
    report.repairs(&understood.repairs);
    let extensions = &understood.options.extensions;
    report.extensions(&extensions.requested, extensions.ignored());
    let admitted = claimed.admit(understood.options.rp_id.as_ref(), global, output)?;
    report.admitted(&admitted.caller);
    let (host, caller) = admitted.open()?;
    policies.configure(&host, output)?;
    let plan = host.provider.begin_create(&understood.options, &caller, model(global.platform))?;
    let plan = judged(plan, &policies, attester.as_ref())?;
    if let Some(warning) = plan.policy_warning() {
        report.warned(warning);
        output.note(&warning_to_text(warning));
    }
    report.decided(plan.decision(), plan.leftovers());
    let leftovers = duplicate::tidying(plan.leftovers());
    let existing = plan.decision().existing().to_vec();
    let plan = resolution.apply(plan)?;
    let Committed { value: created, epoch } = match finish(&host, plan, person, attester.as_ref())? {
        Ok(created) => created,
        Err(error) => {
            // What the exclude list proved of the passkey that is here was kept.
            if let Some(epoch) = error.epoch() {
                host.remember_epoch(epoch)?;
            }
            return Err(duplicate::refusal(error, &existing));
        }
    };
    host.remember_or_warn(epoch, output);
    for old in existing.iter().filter(|old| is_deleted(&host, old)) {
        output.note(&format!(
            "The old passkey is deleted: `restore {}` brings it back, for at least {RETENTION_DAYS} days.",
            old.passkey.credential_id.to_base64url()
        ));
    }
    if let Some(leftovers) = leftovers {
        output.note(&leftovers);
    }
    let response = created.response.to_json()?;
    report.answered(&created.passkey, created.verification, &response);
    report.attested(&created.attestation_wanted, created.attestation_given);
    output.line(&response)
}

/// Offers what is there to attest with, and asks the organisation's policy.
pub(super) fn judged(plan: CreatePlan, policies: &Given, attester: Option<&FileAttester>) -> Result<CreatePlan, Error> {
    let plan = plan.offer_attestation(attester.map(|_| FileAttester::offer()).unwrap_or_default());
    match policies.organisation() {
        // The command knows nobody's groups, and keeps every key itself.
        Some((policy, provenance)) => {
            plan.as_member(Membership { policy, provenance, person: &Member::default() }, false)
        }
        None => Ok(plan),
    }
}

pub(super) fn warning_to_text(PolicyWarning { rulings, doubts }: &PolicyWarning) -> String {
    let rulings = rulings.iter().map(|ruling| format!("\n  {ruling}"));
    let doubts = doubts.iter().map(|doubt| format!("\n  it only warns: {doubt}"));
    let text: String = rulings.chain(doubts).collect();
    format!("The organisation's policy may refuse this passkey:{text}")
}

/// Asks the person, and makes the passkey: the command's own failure, or the core's.
pub(super) fn finish(
    host: &Host,
    plan: CreatePlan,
    person: Person,
    attester: Option<&FileAttester>,
) -> Result<Result<Committed<Created>, Error>, Failure> {
    let consent = person.answer(&question(&plan), host.gate.as_ref())?;
    let format = match plan.attestation_format(false) {
        Ok(format) => format,
        Err(error) => return Ok(Err(error)),
    };
    let certified = attester.filter(|_| format == Format::Packed);
    Ok(plan.consent(consent).and_then(|consented| match certified {
        Some(attester) => {
            let plan = host.provider.begin_attested_create(consented)?;
            let attestation = attester.attest(plan.to_sign());
            host.provider.finish_attested_create(plan, attestation)
        }
        None => host.provider.finish_create(consented),
    }))
}

/// For a word to the person only: what cannot be read now is no reason to keep the answer back.
fn is_deleted(host: &Host, old: &PasskeySummary) -> bool {
    host.provider.passkeys().get(&old.passkey).is_ok_and(|passkey| passkey.state.visibility.is_deleted())
}

fn question(plan: &CreatePlan) -> String {
    let prompt = plan.prompt();
    let asker = consent::asker(prompt.origin.as_ref(), prompt.app.as_ref());
    let said = [duplicate::explanation(plan.decision()), duplicate::tidying(plan.leftovers())];
    let before: String = said.into_iter().flatten().map(|text| format!("{text}\n")).collect();
    format!(
        "{before}Make a passkey for {}?{asker}\n  account   {} ({})",
        prompt.rp_id,
        printable(&prompt.user.name),
        printable(&prompt.user.display_name)
    )
}
