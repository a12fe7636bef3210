use std::path::Path;

use passkey_provider::enrolment::readiness::{Action, ActionKind, Fact, Facts, MissingStep, Readiness};
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::input::read_facts;
use crate::output::Output;

/// `readiness`: which steps are missing.
pub(super) fn run(file: &Path, output: Output) -> Result<(), Failure> {
    let facts = Facts::parse(&read_facts(file)?).map_err(|refused| Failure::invalid_facts(file, &refused))?;
    let readiness = facts.judge();
    output.answer(&to_json(&readiness), &to_text(&readiness))
}

fn to_json(readiness: &Readiness) -> Value {
    json!({
        "is_ready": readiness.is_ready(),
        "steps": readiness.steps.iter().map(step_to_json).collect::<Vec<_>>(),
        "unknown": readiness.unknown.iter().copied().map(Fact::as_str).collect::<Vec<_>>(),
    })
}

fn step_to_json(missing: &MissingStep) -> Value {
    json!({
        "step": missing.step.as_str(),
        "blocks": missing.blocks,
        "who": missing.step.actor().as_str(),
        "text": missing.text,
        "action": missing.action.map(action_to_json),
    })
}

fn action_to_json(action: Action) -> Value {
    json!({
        "kind": action.kind.as_str(),
        "name": action.name,
        "data": action.data,
        "extra": action.extra.map(|(name, number)| json!({ "name": name, "value": number })),
        "source": action.source,
    })
}

fn to_text(readiness: &Readiness) -> String {
    let mut lines: Vec<String> = (1..).zip(&readiness.steps).map(|(number, step)| step_to_text(number, step)).collect();
    if readiness.is_ready() {
        lines.push("Nothing that is known stands in the way.".to_owned());
    }
    if !readiness.unknown.is_empty() {
        let unknown: Vec<&str> = readiness.unknown.iter().copied().map(Fact::as_str).collect();
        lines.push(format!("Not known: {}.", unknown.join(", ")));
    }
    lines.join("\n")
}

fn step_to_text(number: usize, missing: &MissingStep) -> String {
    let blocks = if missing.blocks { "" } else { " (advice)" };
    let head = format!("{number}. {}{blocks}: {}", missing.step.as_str(), missing.text);
    let action = missing.action.map(|action| match action.kind {
        ActionKind::Place => format!("\n   {}", action.name),
        ActionKind::Call => format!("\n   the app calls {}", action.name),
        ActionKind::Intent => {
            let data = action.data.map(|data| format!(", data {data}")).unwrap_or_default();
            format!("\n   the app starts {}{data}", action.name)
        }
    });
    head + &action.unwrap_or_default()
}
