use passkey_provider::id::RpId;
use passkey_provider::policy::{
    AttestationKind, Changer, Doubt, Facts, Managed, ManagedFacts, Occasion, Organisation, Person, PersonKind, Ruling,
    Verdict,
};
use passkey_provider::{Verification, VerificationMethod};
use serde_json::{Map, Value, json};

use crate::args::{Belonging, Explain, Global, Statement, Verified};
use crate::failure::Failure;
use crate::host::model;
use crate::output::Output;
use crate::policies::Policies;
use crate::terminal::printable_line;

/// `policy explain`: the verdict of each policy on both occasions.
pub(super) fn run(args: Explain, global: &Global, output: Output) -> Result<(), Failure> {
    let policies = Policies::read(&args.files)?;
    let mut value = Map::new();
    let mut lines = Vec::new();
    if let Some(organisation) = &policies.organisation {
        let verdicts = judge(|occasion| Ok(organisation.judge(&facts(&args, global, occasion))))?;
        let mut members = to_json(&verdicts);
        let doubts = organisation.doubts();
        members.insert("doubts".to_owned(), doubts.iter().map(doubt_to_json).collect());
        members.insert("strengths".to_owned(), organisation.strengths().collect());
        value.insert("organisation".to_owned(), Value::Object(members));
        lines.push(heading(organisation, &doubts));
        lines.extend(to_text(&verdicts));
    }
    if let Some(managed) = &policies.managed {
        let verdicts = judge(|occasion| judge_managed(managed, &args, occasion))?;
        value.insert("managed".to_owned(), Value::Object(to_json(&verdicts)));
        lines.push("The managed configuration".to_owned());
        lines.extend(to_text(&verdicts));
    }
    output.answer(&Value::Object(value), &printable_lines(&lines))
}

type Verdicts = [(Occasion, Verdict); 2];

fn judge(judge: impl Fn(Occasion) -> Result<Verdict, Failure>) -> Result<Verdicts, Failure> {
    let [first, second] = Occasion::ALL;
    Ok([(first, judge(first)?), (second, judge(second)?)])
}

fn facts(args: &Explain, global: &Global, occasion: Occasion) -> Facts {
    let model = model(global.platform);
    let groups = if args.groups.is_empty() && !args.no_group { None } else { Some(args.groups.clone()) };
    Facts {
        aaguid: args.aaguid.unwrap_or(model.aaguid),
        backup_eligible: model.backup_flags.backup_eligible(),
        attestation: attestation(args.attestation),
        person: Person { id: args.person.clone(), groups, kind: belonging(args.belonging) },
        occasion,
        strengths: args.strengths.clone(),
    }
}

fn judge_managed(managed: &Managed, args: &Explain, occasion: Occasion) -> Result<Verdict, Failure> {
    let rp_id = args.rp_id.as_deref().map(RpId::parse).transpose();
    let rp_id = rp_id.map_err(|error| Failure::usage(error.to_string(), "Give an RP ID such as example.com."))?;
    Ok(managed.judge(&ManagedFacts {
        occasion,
        rp_id,
        is_hardware: args.hardware,
        is_gated: args.gated,
        verification: args.verified.map(|verified| Some(Verification::Statement(method(verified)))),
        attestation: Some(attestation(args.attestation)),
    }))
}

fn to_json(verdicts: &Verdicts) -> Map<String, Value> {
    let verdict = |verdict: &Verdict| {
        let rulings: Vec<Value> = verdict.rulings.iter().map(ruling_to_json).collect();
        json!({ "is_allowed": verdict.is_allowed, "rulings": rulings })
    };
    verdicts.iter().map(|(occasion, found)| (occasion.as_str().to_owned(), verdict(found))).collect()
}

fn ruling_to_json(ruling: &Ruling) -> Value {
    let changers = ruling.rule.changers().iter().copied().map(Changer::as_str);
    json!({
        "rule": ruling.rule.as_str(),
        "path": ruling.path,
        "says": ruling.rule.sentence(),
        "changers": changers.collect::<Vec<_>>(),
    })
}

fn doubt_to_json(doubt: &Doubt) -> Value {
    json!({ "doubt": doubt.as_str(), "says": doubt.to_string() })
}

fn heading(organisation: &Organisation, doubts: &[Doubt]) -> String {
    let strengths: Vec<&str> = organisation.strengths().collect();
    let mut heading = "The organisation's policy".to_owned();
    if !strengths.is_empty() {
        heading.push_str(&format!(", with the strengths {}", strengths.join(", ")));
    }
    for doubt in doubts {
        heading.push_str(&format!("\n  it warns and does not refuse: {doubt}"));
    }
    heading
}

fn to_text(verdicts: &Verdicts) -> impl Iterator<Item = String> {
    verdicts.iter().flat_map(|(occasion, verdict)| {
        let occasion = match occasion {
            Occasion::Registration => "registration",
            Occasion::SignIn => "sign-in",
        };
        let word = if verdict.is_allowed { "allowed" } else { "refused" };
        let rulings = verdict.rulings.iter().map(|ruling| ruling_to_text(ruling, verdict.is_allowed));
        std::iter::once(format!("  {occasion}: {word}")).chain(rulings)
    })
}

fn ruling_to_text(ruling: &Ruling, is_allowed: bool) -> String {
    if is_allowed {
        return format!("    {ruling}");
    }
    let changers: Vec<&str> = ruling.rule.changers().iter().map(|changer| words(*changer)).collect();
    format!("    {ruling}\n      who can change it: {}", changers.join("; "))
}

const fn words(changer: Changer) -> &'static str {
    match changer {
        Changer::Person => "the person",
        Changer::Developer => "the app's developer",
        Changer::Administrator => "the organisation's administrator",
    }
}

/// Names come from the document.
fn printable_lines(lines: &[String]) -> String {
    let all = lines.join("\n");
    let printed: Vec<String> = all.lines().map(printable_line).collect();
    printed.join("\n")
}

const fn attestation(statement: Statement) -> AttestationKind {
    match statement {
        Statement::None => AttestationKind::None,
        Statement::PackedSelf => AttestationKind::PackedSelf,
        Statement::PackedChain => AttestationKind::PackedChain,
        Statement::AndroidKey => AttestationKind::AndroidKey,
    }
}

const fn belonging(belonging: Belonging) -> PersonKind {
    match belonging {
        Belonging::Member => PersonKind::Member,
        Belonging::InternalGuest => PersonKind::InternalGuest,
        Belonging::ExternalGuest => PersonKind::ExternalGuest,
    }
}

const fn method(verified: Verified) -> VerificationMethod {
    match verified {
        Verified::Biometric => VerificationMethod::Biometric,
        Verified::DeviceCredential => VerificationMethod::DeviceCredential,
        Verified::Pin => VerificationMethod::Pin,
    }
}
