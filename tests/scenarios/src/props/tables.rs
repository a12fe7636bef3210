//! Rows of `tests/tables` as arguments and expectations of a scenario, so that every language plays the one table.
//! They are compiled in: a driver may run where the work tree is not.

use serde_json::{Map, Value, json};

use crate::{Arguments, Mistake};

/// The models of `organisation_policies.tsv`.
const MODELS: [(&str, &str); 2] =
    [("phone", "5f3e3b6e-0b0f-4f0e-9d43-5d0f3a1f2c77"), ("key", "cb69481e-8ff7-4039-93ec-0a2729a154a8")];

macro_rules! table {
    ($name:literal) => {
        ($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tables/", $name)))
    };
}

const TABLES: [(&str, &str); 17] = [
    table!("managed_configuration.tsv"),
    table!("organisation_policies.tsv"),
    table!("policies/all_excluded.json"),
    table!("policies/allow_list.json"),
    table!("policies/attested.json"),
    table!("policies/attested_types.json"),
    table!("policies/block_list.json"),
    table!("policies/default_profile.json"),
    table!("policies/disabled.json"),
    table!("policies/empty_list.json"),
    table!("policies/no_self_service.json"),
    table!("policies/open.json"),
    table!("policies/profiles.json"),
    table!("policies/strengths.json"),
    table!("policies/union.json"),
    table!("policies/users.json"),
    table!("readiness.tsv"),
];

/// The rows of `managed_configuration.tsv`, or of a `text` in its form: those that are judged, and those that do not
/// read.
pub(super) fn managed_configuration_rows(with: &mut Arguments) -> Result<Value, Mistake> {
    let (mut judged, mut unreadable) = (Vec::new(), Vec::new());
    for row in rows(&table("managed_configuration.tsv", with)?) {
        let [configuration, occasion, rp_id, hardware, gated, verification, attestation, verdict, _] = row[..] else {
            return Err(wrong(&row));
        };
        let configuration = json!({ "text": configuration });
        if let Some(problem) = verdict.strip_prefix("invalid ") {
            unreadable.push(json!({ "configuration": configuration, "fails": fails(problem) }));
            continue;
        }
        let facts = json!({
            "occasion": occasion,
            "rp_id": known(rp_id),
            "is_hardware": known(hardware).map(|cell| cell == "yes"),
            "is_gated": known(gated).map(|cell| cell == "yes"),
            "verification": known(verification),
            "attestation": known(attestation).map(format),
        });
        let gives = gives(verdict).ok_or_else(|| wrong(&row))?;
        judged.push(json!({ "configuration": configuration, "facts": facts, "gives": gives }));
    }
    Ok(json!({ "count": judged.len().saturating_add(unreadable.len()), "judged": judged, "unreadable": unreadable }))
}

/// The rows of `organisation_policies.tsv`, or of a `text` in its form.
pub(super) fn organisation_policy_rows(with: &mut Arguments) -> Result<Value, Mistake> {
    let strengths_known = policy("strengths")?;
    let mut judged = Vec::new();
    for row in rows(&table("organisation_policies.tsv", with)?) {
        let [name, model, backup_eligible, attestation, groups, kind, occasion, strengths, verdict, _] = row[..] else {
            return Err(wrong(&row));
        };
        let aaguid = MODELS.iter().find(|(own, _)| *own == model).map(|(_, aaguid)| *aaguid);
        let backup_flags = if backup_eligible == "1" { "ios" } else { "device_bound" };
        let facts = json!({
            "model": { "aaguid": aaguid.ok_or_else(|| wrong(&row))?, "backup_flags": backup_flags },
            "attestation": format(attestation),
            "person": person(groups, kind),
            "occasion": occasion,
            "strengths": known(strengths).map_or_else(Vec::new, |names| names.split(',').collect()),
        });
        let gives = gives(verdict).ok_or_else(|| wrong(&row))?;
        let policy = json!({ "configuration": policy(name)?, "strengths": [strengths_known], "source": "server" });
        judged.push(json!({ "policy": policy, "facts": facts, "gives": gives }));
    }
    Ok(json!({ "count": judged.len(), "judged": judged }))
}

/// The rows of `readiness.tsv`, or of a `text` in its form, that are facts: those whose JSON does not read are the
/// core's own, for the bindings take the facts one by one.
pub(super) fn readiness_rows(with: &mut Arguments) -> Result<Value, Mistake> {
    let mut judged = Vec::new();
    for row in rows(&table("readiness.tsv", with)?) {
        let [facts, steps, unknown, _] = row[..] else { return Err(wrong(&row)) };
        if steps.starts_with("invalid ") {
            continue;
        }
        let mut facts: Map<String, Value> = serde_json::from_str(facts).map_err(|_| wrong(&row))?;
        facts.remove("version");
        let step = |step: &str| json!({ "step": step.trim_end_matches('!'), "blocks": step.ends_with('!') });
        let words = |cell| known(cell).unwrap_or_default().split_whitespace();
        let steps: Vec<Value> = words(steps).map(step).collect();
        let unknown: Vec<&str> = words(unknown).collect();
        judged.push(json!({ "facts": facts, "gives": { "steps": steps, "unknown": unknown } }));
    }
    Ok(json!({ "count": judged.len(), "judged": judged }))
}

/// A text that stands in the scenario, or the table of this name.
fn table(name: &str, with: &mut Arguments) -> Result<String, Mistake> {
    match with.text_if_any("text")? {
        Some(text) => Ok(text),
        None => read(name).map(str::to_owned),
    }
}

fn policy(name: &str) -> Result<Value, Mistake> {
    Ok(json!({ "text": read(&format!("policies/{name}.json"))? }))
}

fn read(name: &str) -> Result<&'static str, Mistake> {
    let found = TABLES.iter().find(|(own, _)| *own == name).map(|(_, text)| *text);
    found.ok_or_else(|| Mistake(format!("no table is called {name}")))
}

fn rows(table: &str) -> Vec<Vec<&str>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect()).collect()
}

fn wrong(row: &[&str]) -> Mistake {
    Mistake(format!("no row of this table: {row:?}"))
}

fn known(cell: &str) -> Option<&str> {
    Some(cell).filter(|cell| *cell != "-")
}

/// What the bindings call what a policy calls `packed_chain`.
fn format(kind: &str) -> &str {
    if kind == "packed_chain" { "packed" } else { kind }
}

fn person(groups: &str, kind: &str) -> Value {
    let (id, groups) = match groups {
        "?" => (None, None),
        "-" => (None, Some(Vec::new())),
        text => match text.strip_prefix("id=") {
            Some(id) => (Some(id), Some(Vec::new())),
            None => (Some("somebody"), Some(text.split(',').collect())),
        },
    };
    json!({ "id": id, "groups": groups, "kind": kind })
}

/// A verdict as the tables write it: `allowed` and paths, or `refused` and each rule at its path.
fn gives(verdict: &str) -> Option<Value> {
    if let Some(rulings) = verdict.strip_prefix("refused ") {
        let ruling = |(rule, path)| json!({ "rule": rule, "path": path });
        let rulings: Option<Vec<Value>> = rulings.split(", ").map(|text| text.split_once(' ').map(ruling)).collect();
        return Some(json!({ "is_allowed": false, "rulings": rulings? }));
    }
    let paths = verdict.strip_prefix("allowed")?.split_whitespace();
    let rulings: Vec<Value> = paths.map(|path| json!({ "path": path })).collect();
    Some(json!({ "is_allowed": true, "rulings": rulings }))
}

/// A problem and its path.
fn fails(problem: &str) -> Value {
    let (problem, path) = problem.split_once(' ').unwrap_or((problem, "-"));
    let members = [("code", json!("invalid_policy")), ("problem", json!(problem)), ("path", json!(known(path)))];
    Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}
