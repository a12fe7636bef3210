//! Does what each step says, until there is none.

use std::thread;

use passkey_provider::ceremony::Created;
use passkey_provider::enrolment::{Creating, Outcome, Question, QuestionKind, Reply, Sending, Step};
use passkey_provider::lifecycle::PasskeySummary;
use passkey_provider::{Committed, Error};
use serde_json::json;

use super::token::TokenCommand;
use crate::args::{Global, Making, OnDuplicate, SignedIn};
use crate::attestation::FileAttester;
use crate::commands::create;
use crate::consent::Person;
use crate::duplicate::{self, Resolution};
use crate::failure::Failure;
use crate::host::{Host, RETENTION_DAYS, model};
use crate::http::Client;
use crate::input::{read_file, read_options};
use crate::output::Output;
use crate::policies::Given;
use crate::terminal::{Terminal, printable};

/// As large as options may be, in bytes.
const OPTIONS: u64 = 1024 * 1024;

/// One enrolment, driven to its end.
pub(super) struct Drive<'a> {
    host: &'a Host,
    global: &'a Global,
    output: Output,
    client: Client,
    token: TokenCommand,
    maker: Option<Maker>,
}

/// What making a passkey takes.
struct Maker {
    making: Making,
    attester: Option<FileAttester>,
    policies: Given,
}

impl<'a> Drive<'a> {
    /// One that makes a passkey. Nobody to ask is an error before anything is sent.
    pub(super) fn making(host: &'a Host, making: Making, global: &'a Global, output: Output) -> Result<Self, Failure> {
        Person::find(&making.consent)?;
        let policies = Given::read(&making.policies)?;
        policies.configure(host, output)?;
        let attester = making.attestation.read()?;
        let token = TokenCommand::new(making.signed_in.token_command.clone());
        let maker = Some(Maker { making, attester, policies });
        Ok(Self { host, global, output, client: Client::new(), token, maker })
    }

    /// One that asks the server only.
    pub(super) fn asking(host: &'a Host, signed_in: SignedIn, global: &'a Global, output: Output) -> Self {
        let token = TokenCommand::new(signed_in.token_command);
        Self { host, global, output, client: Client::new(), token, maker: None }
    }

    pub(super) fn run(&mut self, mut step: Step) -> Result<(), Failure> {
        loop {
            step = match step {
                Step::Token(needed) => {
                    let token = self.token.run(&needed)?;
                    needed.with(token)
                }
                Step::Name(_) => {
                    return Err(Failure::usage("the server wants a name for the passkey", "Give --name NAME."));
                }
                Step::Options(needed) => needed.with(&self.options()?),
                Step::Send(sending) => self.send(sending)?,
                Step::Create(creating) => self.create(creating)?,
                Step::Ask(question) => self.ask(question)?,
                Step::Wait(waiting) => {
                    self.output.note(&format!("The server asks to wait for {} s.", waiting.after().as_secs()));
                    thread::sleep(waiting.after());
                    waiting.waited()
                }
                Step::Done(outcome) => return self.tell(&outcome),
                Step::Failed(failed) => return Err(Failure::enrolment(&failed, model(self.global.platform).aaguid)),
            }
        }
    }

    fn options(&self) -> Result<Vec<u8>, Failure> {
        let path = self.maker.as_ref().and_then(|maker| maker.making.options.as_ref()).ok_or_else(|| {
            Failure::usage(
                "the server has its options on a page only",
                "Take them out of the page, and give --options.",
            )
        })?;
        if path.as_os_str() == "-" { read_options() } else { read_file(path, OPTIONS) }
    }

    fn send(&self, sending: Sending) -> Result<Step, Failure> {
        self.output.note(match sending.purpose() {
            "options" => "Asking the server for its options.",
            "register" => "Registering the passkey at the server.",
            "list" => "Asking the server which passkeys it has.",
            "name" => "Telling the server what to call the passkey.",
            _ => "Deleting the passkey at the server.",
        });
        let answer = self.client.send(sending.request());
        Ok(self.keep(self.host.provider.enrolments().answered(sending, &answer)?))
    }

    fn create(&self, creating: Creating) -> Result<Step, Failure> {
        let enrolments = self.host.provider.enrolments();
        let maker = self.maker.as_ref().ok_or_else(|| {
            Failure::usage("the server asks for a new passkey, and this command makes none", "Use `enrol`.")
        })?;
        let plan = enrolments.plan(&creating, model(self.global.platform));
        let plan = match plan.and_then(|plan| create::judged(plan, &maker.policies, maker.attester.as_ref())) {
            // Under the same policy no resumption would end otherwise.
            Err(error) if matches!(error, Error::PolicyRefused { .. } | Error::ConfigurationUnreadable) => {
                self.keep(enrolments.not_created(creating, &error)?);
                return Err(error.into());
            }
            plan => plan?,
        };
        if let Some(warning) = plan.policy_warning() {
            self.output.note(&create::warning_to_text(warning));
        }
        let existing: Vec<PasskeySummary> = plan.decision().existing().to_vec();
        let plan = Resolution::find(maker.making.on_duplicate)?.apply(plan)?;
        let person = Person::find(&maker.making.consent)?;
        match create::finish(self.host, plan, person, maker.attester.as_ref())? {
            Ok(Committed { value: created, epoch }) => {
                self.host.remember_or_warn(epoch, self.output);
                self.output.note(&made(&created));
                Ok(self.keep(enrolments.created(creating, &created)?))
            }
            Err(error) => {
                // What the exclude list proved of the passkey that is here was kept.
                self.keep(enrolments.not_created(creating, &error)?);
                Err(duplicate::refusal(error, &existing))
            }
        }
    }

    /// Where nobody can be asked it stays open: whoever resumes it decides.
    fn ask(&self, question: Question) -> Result<Step, Failure> {
        let said = self.maker.as_ref().and_then(|maker| maker.making.on_duplicate);
        let kind = question.kind();
        let reply = match (said, Terminal::open()) {
            (Some(OnDuplicate::Replace), _) if !matches!(kind, QuestionKind::WrongAccount { .. }) => {
                Reply::DeleteAndRetry
            }
            (None | Some(OnDuplicate::Ask), Some(mut terminal)) => ask(&mut terminal, &kind)?,
            _ => return Err(Failure::enrolment_open(&question)),
        };
        Ok(self.keep(self.host.provider.enrolments().replied(question, reply)?))
    }

    /// What a commit did. It is durable, and the server waits or was told: to give up would not undo it.
    fn keep<T>(&self, Committed { value, epoch }: Committed<T>) -> T {
        self.host.remember_or_warn(epoch, self.output);
        value
    }

    fn tell(&self, outcome: &Outcome) -> Result<(), Failure> {
        match outcome {
            Outcome::Enrolled { passkey, registration } => self.output.answer(
                &json!({
                    "enrolled": passkey.credential_id.to_base64url(),
                    "rp_id": passkey.rp_id.to_string(),
                    "registration": registration,
                }),
                &format!("Registered at {}: the server has the passkey.", passkey.rp_id),
            ),
            Outcome::Removed { passkey } => self.output.answer(
                &json!({
                    "removed": passkey.credential_id.to_base64url(),
                    "rp_id": passkey.rp_id.to_string(),
                    "restorable_days": RETENTION_DAYS,
                }),
                "The server does not have the passkey any more, and it is deleted here.",
            ),
            Outcome::Listed { on_server, found } => {
                let ids = |passkeys: &[passkey_provider::id::PasskeyRef]| -> Vec<String> {
                    passkeys.iter().map(|passkey| passkey.credential_id.to_base64url()).collect()
                };
                let (confirmed, stale, untouched) = (ids(&found.confirmed), ids(&found.stale), ids(&found.untouched));
                self.output.answer(
                    &json!({
                        "on_server": on_server,
                        "confirmed": confirmed,
                        "stale": stale,
                        "untouched": untouched,
                        "coverage": found.coverage.as_str(),
                    }),
                    &format!(
                        "The server has {on_server}. Of those here it has {}, does not have {}, and {} are left alone.",
                        confirmed.len(),
                        stale.len(),
                        untouched.len()
                    ),
                )
            }
        }
    }
}

fn made(created: &Created) -> String {
    format!("The passkey is made: {}.", created.passkey.metadata.credential_id.to_base64url())
}

fn ask(terminal: &mut Terminal, kind: &QuestionKind) -> Result<Reply, Failure> {
    let question = match kind {
        QuestionKind::WrongAccount { meant, found } => format!(
            "You meant {}, and the server offers a passkey for {}. [g]o on with that account, or [s]top?",
            printable(meant),
            printable(found)
        ),
        QuestionKind::NotRegistered => {
            "The passkey is here, and the server does not have it. [d]elete it and register again, ask the server \
             a[g]ain, or [s]top?"
                .to_owned()
        }
        QuestionKind::NotKnown => {
            "The passkey is here, and the server does not tell whether it has it. [d]elete it and register again, ask \
             the server a[g]ain, or [s]top?"
                .to_owned()
        }
    };
    let offers_retry = !matches!(kind, QuestionKind::WrongAccount { .. });
    loop {
        let answer = terminal.ask(&question).map_err(|error| Failure::file("the terminal", error))?;
        return Ok(match answer.to_lowercase().as_str() {
            "" | "s" | "stop" => Reply::Stop,
            "g" | "go" | "again" => Reply::GoOn,
            "d" | "delete" if offers_retry => Reply::DeleteAndRetry,
            _ => continue,
        });
    }
}
