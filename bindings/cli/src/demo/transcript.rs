//! What happens in the demonstration, told while it happens: paragraphs to a person, one line of
//! JSON an event to a program.

use serde_json::{Map, Value, json};

use crate::failure::Failure;
use crate::output::Output;
use crate::table;

/// Tells the events of the demonstration.
pub(crate) struct Transcript {
    output: Output,
    job: u32,
    last: Option<Who>,
}

/// Who does something.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Who {
    /// The person with the phone: what they see and do.
    Person,
    /// The app that the person registers in: it hears what the server says.
    App,
    /// The passkey provider.
    Provider,
    /// The server.
    RelyingParty,
}

impl Who {
    fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::App => "app",
            Self::Provider => "provider",
            Self::RelyingParty => "relying_party",
        }
    }

    fn heading(self) -> &'static str {
        match self {
            Self::Person => "The person",
            Self::App => "The app",
            Self::Provider => "The provider",
            Self::RelyingParty => "The relying party",
        }
    }
}

impl Transcript {
    /// Nothing has happened yet.
    pub(crate) fn new(output: Output) -> Self {
        Self { output, job: 0, last: None }
    }

    /// Begins the next job.
    pub(crate) fn job(&mut self, title: &str) -> Result<(), Failure> {
        self.job = self.job.saturating_add(1);
        self.last = None;
        let heading = format!("{}. {title}", self.job);
        let gap = if self.job > 1 { "\n" } else { "" };
        self.output.answer(
            &json!({ "job": self.job, "event": "job", "text": title }),
            &format!("{gap}{heading}\n{}", "=".repeat(heading.chars().count())),
        )
    }

    /// Tells one event: who did what, and the values that matter.
    pub(crate) fn tell(
        &mut self,
        who: Who,
        event: &str,
        text: &str,
        details: &[(&str, String)],
    ) -> Result<(), Failure> {
        let values: Map<String, Value> =
            details.iter().map(|(name, value)| (name.replace(' ', "_").to_lowercase(), json!(value))).collect();
        let event = json!({ "job": self.job, "who": who.name(), "event": event, "text": text, "details": values });
        let mut paragraph = String::new();
        if self.last != Some(who) {
            paragraph.push_str(&format!("\n{}\n", who.heading()));
        }
        paragraph.push_str(&indent(text, "  "));
        if !details.is_empty() {
            paragraph.push('\n');
            paragraph.push_str(&indent(&table::render_pairs(details), "      "));
        }
        self.last = Some(who);
        self.output.answer(&event, &paragraph)
    }

    /// Tells how it all ended.
    pub(crate) fn end(&self, text: &str) -> Result<(), Failure> {
        self.output.answer(&json!({ "event": "end", "text": text }), &format!("\n{text}"))
    }
}

fn indent(text: &str, by: &str) -> String {
    text.lines().map(|line| format!("{by}{line}")).collect::<Vec<_>>().join("\n")
}
