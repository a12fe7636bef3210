//! What the person says: given on the command line, or asked at the terminal.

use passkey_provider::id::{Origin, PackageName};
use passkey_provider::{Consent, VerificationMethod};

use crate::args::{ConsentArgs, Verified};
use crate::failure::Failure;
use crate::host::Gate;
use crate::terminal::Terminal;

/// Who answers for the person.
pub(crate) enum Person {
    /// The command line did already.
    Said(Answer),
    /// Somebody at the terminal.
    Present(Terminal),
}

/// What the person answers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Answer {
    /// No.
    Decline,
    /// Yes.
    Approve,
    /// Yes, and verified.
    Verify(VerificationMethod),
}

impl Person {
    /// Whoever can answer; nobody is an error, before anything is read.
    pub(crate) fn find(args: &ConsentArgs) -> Result<Self, Failure> {
        let said = match (args.decline, args.verified, args.approve) {
            (true, ..) => Some(Answer::Decline),
            (_, Some(verified), _) => Some(Answer::Verify(method(verified))),
            (.., true) => Some(Answer::Approve),
            _ => None,
        };
        match said {
            Some(answer) => Ok(Self::Said(answer)),
            None => Terminal::open().map(Self::Present).ok_or_else(Failure::consent_required),
        }
    }

    /// The terminal, if somebody is at it.
    pub(crate) fn terminal(&mut self) -> Option<&mut Terminal> {
        match self {
            Self::Said(_) => None,
            Self::Present(terminal) => Some(terminal),
        }
    }

    /// The answer to what `shown` says. A verification opens the gate, where there is one.
    pub(crate) fn answer(self, shown: &str, gate: Option<&Gate>) -> Result<Consent, Failure> {
        let answer = match self {
            Self::Said(answer) => answer,
            Self::Present(mut terminal) => ask(&mut terminal, shown)?,
        };
        Ok(match (answer, gate) {
            (Answer::Decline, _) => Consent::Declined,
            (Answer::Approve, _) => Consent::Present,
            (Answer::Verify(_), Some(gate)) => Consent::Gate(gate.load()?),
            (Answer::Verify(method), None) => Consent::Stated(method),
        })
    }
}

/// Who asks, a line of what the person is shown: a page whose host is not the RP ID, or an app.
/// Nothing where the RP ID says it all.
pub(crate) fn asker(origin: Option<&Origin>, app: Option<&PackageName>) -> String {
    match (app, origin) {
        (Some(package), _) => format!("\n  asked by  the app {package}"),
        (None, Some(origin)) => format!("\n  asked by  {origin}"),
        (None, None) => String::new(),
    }
}

/// Asks until the answer is one.
fn ask(terminal: &mut Terminal, shown: &str) -> Result<Answer, Failure> {
    let question = format!("{shown}\n[n]o, [y]es, or yes and verified by [b]iometric, [d]evice credential or [p]in?");
    loop {
        let answer = terminal.ask(&question).map_err(|error| Failure::file("the terminal", error))?;
        return Ok(match answer.to_lowercase().as_str() {
            "" | "n" | "no" => Answer::Decline,
            "y" | "yes" => Answer::Approve,
            "b" | "biometric" => Answer::Verify(VerificationMethod::Biometric),
            "d" | "device credential" => Answer::Verify(VerificationMethod::DeviceCredential),
            "p" | "pin" => Answer::Verify(VerificationMethod::Pin),
            _ => continue,
        });
    }
}

fn method(verified: Verified) -> VerificationMethod {
    match verified {
        Verified::Biometric => VerificationMethod::Biometric,
        Verified::DeviceCredential => VerificationMethod::DeviceCredential,
        Verified::Pin => VerificationMethod::Pin,
    }
}
