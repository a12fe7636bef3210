//! A registration that finds passkeys of the same account on the device: what is told of them, and
//! what is done.

use passkey_provider::Error;
use passkey_provider::ceremony::CreatePlan;
use passkey_provider::lifecycle::{Answer, Decision, PasskeySummary};
use serde_json::{Value, json};

use crate::args::OnDuplicate;
use crate::failure::Failure;
use crate::standing;
use crate::terminal::{Terminal, printable};
use crate::time;

/// Who decides about passkeys that the site does not seem to know.
pub(crate) enum Resolution {
    /// Somebody at the terminal.
    Ask(Terminal),
    /// Nobody: no passkey is made.
    Refuse,
    /// Decided: the new one takes their place.
    Replace,
    /// Decided: the new one stands beside them.
    Add,
}

impl Resolution {
    /// What the command line says; else who is there. Asking nobody is an error, before anything is
    /// read.
    pub(crate) fn find(said: Option<OnDuplicate>) -> Result<Self, Failure> {
        match said {
            Some(OnDuplicate::Refuse) => Ok(Self::Refuse),
            Some(OnDuplicate::Replace) => Ok(Self::Replace),
            Some(OnDuplicate::Add) => Ok(Self::Add),
            Some(OnDuplicate::Ask) => Terminal::open().map(Self::Ask).ok_or_else(|| {
                Failure::usage(
                    "--on-duplicate ask needs a terminal to ask on, and there is none",
                    "Use refuse, replace or add.",
                )
            }),
            None => Ok(Terminal::open().map_or(Self::Refuse, Self::Ask)),
        }
    }

    /// Goes on with a plan as it was decided. A plan that needs no decision stays as it is, and so does
    /// one that is to be refused: that shows after the gesture.
    pub(crate) fn apply(self, plan: CreatePlan) -> Result<CreatePlan, Failure> {
        let answers = plan.decision().answers();
        let answer = match self {
            Self::Replace => Answer::DeleteAndRetry,
            Self::Add => Answer::RegisterAnother,
            Self::Refuse => return Ok(plan),
            Self::Ask(mut terminal) if answers.contains(&Answer::DeleteAndRetry) => {
                ask(&mut terminal, plan.decision())?
            }
            Self::Ask(_) => return Ok(plan),
        };
        match answer {
            _ if !answers.contains(&answer) => Ok(plan),
            Answer::DeleteAndRetry => Ok(plan.delete_and_retry()?),
            Answer::RegisterAnother => Ok(plan.register_another()?),
            // What is excluded is told after the gesture.
            Answer::Register | Answer::TellSite => Ok(plan),
            Answer::Leave => Err(Error::Declined.into()),
        }
    }
}

/// The passkeys in the way, for programs. An error names no person.
pub(crate) fn to_json(existing: &[PasskeySummary]) -> Value {
    existing
        .iter()
        .map(|existing| {
            let mut members = standing::known(existing.standing, time::render(existing.since));
            let rest = [
                ("credential_id", json!(existing.passkey.credential_id.to_base64url())),
                ("created", json!(time::render(existing.created))),
                ("last_used", json!(existing.last_used.map(time::render))),
            ];
            members.extend(rest.map(|(name, value)| (name.to_owned(), value)));
            Value::Object(members)
        })
        .collect()
}

/// The passkeys in the way, for people: one a paragraph.
pub(crate) fn to_text(existing: &[PasskeySummary]) -> String {
    let paragraphs: Vec<String> = existing
        .iter()
        .map(|existing| {
            let name = printable(existing.label.as_deref().unwrap_or(&existing.user.name));
            format!(
                "  {name}, made {}\n    {}\n    {} Since {}.",
                time::render(existing.created),
                existing.passkey.credential_id.to_base64url(),
                existing.standing.sentence(),
                time::render(existing.since),
            )
        })
        .collect();
    paragraphs.join("\n")
}

/// What the person should know of before they agree; `None` where there is nothing.
pub(crate) fn explanation(decision: &Decision) -> Option<String> {
    let said = match decision {
        Decision::Proceed => return None,
        Decision::AlreadyRegistered(_) => {
            "This account already has a passkey on this device. \"Yes\" reports that to the site; no new one is made:"
        }
        Decision::StaleDuplicate(_) => {
            "This device has a passkey for this account that the site does not seem to know:"
        }
        Decision::InFlight(_) => "A registration of this account is already under way on this device:",
        Decision::Duplicate(_) => {
            "This device has a passkey for this account. A new one takes its place when the site accepts it:"
        }
    };
    Some(format!("{said}\n{}", to_text(decision.existing())))
}

/// What earlier registrations left behind, and how to remove it; `None` where there is nothing.
pub(crate) fn tidying(leftovers: &[PasskeySummary]) -> Option<String> {
    let said = "Earlier registrations of this account name left passkeys that the site does not seem to know; `delete` \
                removes them:";
    (!leftovers.is_empty()).then(|| format!("{said}\n{}", to_text(leftovers)))
}

/// The refusal, with the passkeys in the way and what to say next time.
pub(crate) fn refusal(error: Error, existing: &[PasskeySummary]) -> Failure {
    let next = match error {
        Error::StaleDuplicate => {
            Some("Use --on-duplicate replace to replace the old passkey, or add to register another.")
        }
        Error::DuplicateInFlight => Some(
            "Wait for the other registration to end. If it is lost, use --on-duplicate replace to replace its \
             passkey, or add to register another.",
        ),
        Error::AlreadyRegistered { .. } => None,
        other => return other.into(),
    };
    Failure::from(error).with_existing(to_json(existing), to_text(existing), next)
}

/// Asks until the answer is one.
fn ask(terminal: &mut Terminal, decision: &Decision) -> Result<Answer, Failure> {
    let explanation = explanation(decision).unwrap_or_default();
    let question = format!("{explanation}\n[d]elete it and register again, register [a]nother, or [l]eave it?");
    loop {
        let answer = terminal.ask(&question).map_err(|error| Failure::file("the terminal", error))?;
        return Ok(match answer.to_lowercase().as_str() {
            "" | "l" | "leave" => Answer::Leave,
            "d" | "delete" => Answer::DeleteAndRetry,
            "a" | "another" => Answer::RegisterAnother,
            _ => continue,
        });
    }
}
