use std::path::{Path, PathBuf};

use passkey_provider::policy::{Change, Kind, Organisation, diff};
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::output::Output;
use crate::policies::Policies;
use crate::terminal::printable_line;

/// `policy diff`: who loses and gains what.
pub(super) fn run(old: &Path, new: &Path, output: Output) -> Result<(), Failure> {
    let changes = diff(&organisation(old)?, &organisation(new)?);
    let text = if changes.is_empty() {
        "Nobody loses or gains anything.".to_owned()
    } else {
        let sentences: Vec<String> = changes.iter().map(|change| sentence(&change.to_string())).collect();
        sentences.join("\n")
    };
    output.answer(&json!({ "changes": changes.iter().map(to_json).collect::<Vec<_>>() }), &text)
}

fn organisation(file: &Path) -> Result<Organisation, Failure> {
    let policies = Policies::read(&[PathBuf::from(file)])?;
    policies.organisation.ok_or_else(|| {
        Failure::usage(
            format!("{} is a managed configuration", file.display()),
            "Compare two policies of an organisation, or two documents with its authentication strengths.",
        )
    })
}

/// Group ids come from the document.
fn sentence(text: &str) -> String {
    let text = printable_line(text);
    let mut letters = text.chars();
    let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

fn to_json(change: &Change) -> Value {
    json!({
        "effect": change.effect.as_str(),
        "audience": change.audience.to_string(),
        "aaguids": change.authenticators.listed.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "other_aaguids": change.authenticators.others,
        "kinds": change.kinds.iter().copied().map(Kind::as_str).collect::<Vec<_>>(),
        "rule": change.ruling.rule.as_str(),
        "path": change.ruling.path,
        "sentence": change.to_string(),
    })
}
