//! Says what the core makes of each tenant's policy on standard input, for an oracle to judge.
//!
//! In: a line a tenant, JSON: `policy` and `strengths` as Microsoft Graph has them, and `cases`, each with `aaguid`,
//! `be`, `attestation`, `id`, `groups`, `kind`, `occasion` and `strengths`. Out: a line for each, JSON: `cases`, each
//! with `allowed` and `rulings`, which are pairs of rule and path; and `doubts`, in words.

use std::error::Error;
use std::io::{self, BufRead, BufWriter, Write};

use passkey_provider::policy::{AttestationKind, Facts, Occasion, Organisation, Person, PersonKind, Verdict};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Tenant {
    policy: Value,
    strengths: Value,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    aaguid: String,
    be: bool,
    attestation: String,
    id: String,
    groups: Vec<String>,
    kind: String,
    occasion: String,
    strengths: Vec<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let tenant: Tenant = serde_json::from_str(&line?)?;
        writeln!(out, "{}", answer(tenant)?)?;
    }
    out.flush()?;
    Ok(())
}

fn answer(tenant: Tenant) -> Result<Value, Box<dyn Error>> {
    let policy = Organisation::parse(tenant.policy.to_string().as_bytes())?;
    let policy = policy.with_strengths(tenant.strengths.to_string().as_bytes())?;
    let facts: Vec<Facts> = tenant.cases.into_iter().map(facts).collect::<Result<_, _>>()?;
    let cases: Vec<Value> = facts.iter().map(|facts| render(&policy.judge(facts))).collect();
    let doubts: Vec<String> = policy.doubts().iter().map(ToString::to_string).collect();
    Ok(json!({ "cases": cases, "doubts": doubts }))
}

fn facts(case: Case) -> Result<Facts, Box<dyn Error>> {
    let kinds = [PersonKind::Member, PersonKind::InternalGuest, PersonKind::ExternalGuest];
    let kind = kinds.into_iter().find(|kind| kind.as_str() == case.kind).ok_or("no such kind of person")?;
    let attestation = AttestationKind::ALL.into_iter().find(|kind| kind.as_str() == case.attestation);
    let occasion = Occasion::ALL.into_iter().find(|occasion| occasion.as_str() == case.occasion);
    Ok(Facts {
        aaguid: case.aaguid.parse()?,
        backup_eligible: case.be,
        attestation: attestation.ok_or("no such attestation")?,
        person: Person { id: Some(case.id), groups: Some(case.groups), kind },
        occasion: occasion.ok_or("no such occasion")?,
        strengths: case.strengths,
    })
}

fn render(verdict: &Verdict) -> Value {
    let rulings: Vec<Value> = verdict.rulings.iter().map(|ruling| json!([ruling.rule.as_str(), ruling.path])).collect();
    json!({ "allowed": verdict.is_allowed, "rulings": rulings })
}
