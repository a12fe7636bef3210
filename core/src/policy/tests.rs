mod change;
mod doubts;
mod judging;
mod managed;
mod reading;
mod schema;
mod words;

use super::*;

const PHONE: &str = "5f3e3b6e-0b0f-4f0e-9d43-5d0f3a1f2c77";
const KEY: &str = "cb69481e-8ff7-4039-93ec-0a2729a154a8";

macro_rules! policy {
    ($name:literal) => {
        ($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tables/policies/", $name, ".json")))
    };
}

const POLICIES: [(&str, &str); 14] = [
    policy!("all_excluded"),
    policy!("allow_list"),
    policy!("attested"),
    policy!("attested_types"),
    policy!("block_list"),
    policy!("default_profile"),
    policy!("disabled"),
    policy!("empty_list"),
    policy!("no_self_service"),
    policy!("open"),
    policy!("profiles"),
    policy!("strengths"),
    policy!("union"),
    policy!("users"),
];

fn document(name: &str) -> &'static str {
    POLICIES.iter().find(|(own, _)| *own == name).map(|(_, text)| *text).unwrap()
}

fn policy(name: &str) -> Organisation {
    Organisation::parse(document(name).as_bytes()).unwrap()
}

/// The document of this name with one text in the place of another, which it has.
fn policy_with(name: &str, from: &str, to: &str) -> Result<Organisation, InvalidPolicy> {
    let text = document(name);
    assert!(text.contains(from), "{name} lacks {from}");
    Organisation::parse(text.replacen(from, to, 1).as_bytes())
}

fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

/// A verdict as the tables write it.
fn written(verdict: &Verdict) -> String {
    if verdict.is_allowed {
        let paths = verdict.rulings.iter().map(|ruling| ruling.path.as_str());
        return std::iter::once("allowed").chain(paths).collect::<Vec<_>>().join(" ");
    }
    let rulings: Vec<String> =
        verdict.rulings.iter().map(|ruling| format!("{} {}", ruling.rule.as_str(), ruling.path)).collect();
    format!("refused {}", rulings.join(", "))
}

fn occasion(text: &str) -> Occasion {
    Occasion::ALL.into_iter().find(|occasion| occasion.as_str() == text).unwrap()
}

fn attestation(text: &str) -> AttestationKind {
    AttestationKind::ALL.into_iter().find(|kind| kind.as_str() == text).unwrap()
}
