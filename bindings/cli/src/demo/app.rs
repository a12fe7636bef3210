//! The app that the person registers in: it drives the enrolment machine with an HTTP client.

use passkey_provider::enrolment::{
    Creating, Dialect, Failure as EnrolmentFailure, Outcome, Sending, Server, Setup, Step,
};
use passkey_provider::exchange::Answer;
use passkey_provider::id::{Origin, PasskeyRef};
use passkey_provider::standing::{Confirmation, Staleness, Standing};
use serde_json::Value;

use super::loopback::{Loopback, OPTIONS, RESULT};
use super::phone::{InTheWay, Phone};
use super::relying_party::{Accepted, Account};
use super::steps::{tell_creation_options, verdict};
use super::transcript::{Transcript, Who};
use crate::failure::Failure;
use crate::http::Client;

/// The app of one relying party, on one phone.
pub(super) struct App<'a> {
    phone: &'a Phone,
    site: &'a Loopback,
    client: Client,
}

/// How an enrolment ended.
enum Ended {
    /// The relying party has the passkey.
    Enrolled(PasskeyRef),
    /// It refused the passkey, which is on the phone.
    Refused(PasskeyRef),
}

impl<'a> App<'a> {
    pub(super) fn new(phone: &'a Phone, site: &'a Loopback) -> Self {
        Self { phone, site, client: Client::new() }
    }

    /// Registers an account's passkey, in place of the one that is in the way, if there is one.
    pub(super) fn register(
        &self,
        account: &Account,
        in_the_way: Option<InTheWay<'_>>,
        tell: &mut Transcript,
    ) -> Result<(), Failure> {
        let Ended::Enrolled(passkey) = self.enrol(account, in_the_way, tell)? else {
            return Err(Failure::demo_failed("the relying party refused the registration"));
        };
        tell.tell(Who::App, "confirm", "hands the answer to the provider: the site accepted it.", &[])?;
        self.phone.expect_standing(&passkey, Standing::Confirmed(Confirmation::Accepted), tell)
    }

    /// Registers where the relying party refuses: the passkey is on the phone already.
    pub(super) fn register_in_vain(&self, account: &Account, tell: &mut Transcript) -> Result<PasskeyRef, Failure> {
        let Ended::Refused(passkey) = self.enrol(account, None, tell)? else {
            return Err(Failure::demo_failed("the relying party accepted a passkey against its policy"));
        };
        tell.tell(Who::App, "reject", "hands the answer to the provider: the site refused it.", &[])?;
        self.phone.expect_standing(&passkey, Standing::Stale(Staleness::Rejected), tell)?;
        Ok(passkey)
    }

    fn enrol(
        &self,
        account: &Account,
        in_the_way: Option<InTheWay<'_>>,
        tell: &mut Transcript,
    ) -> Result<Ended, Failure> {
        let mut step = self.phone.enrolments().begin(self.setup(account)?)?.value;
        loop {
            step = match step {
                Step::Token(needed) => needed.with(self.site.sign_in(account)?),
                Step::Send(sending) => self.send(sending, account, tell)?,
                Step::Create(creating) => self.create(creating, in_the_way, tell)?,
                Step::Done(Outcome::Enrolled { passkey, .. }) => return Ok(Ended::Enrolled(passkey)),
                Step::Failed(failed) => {
                    return match (failed.failure(), failed.passkey()) {
                        (EnrolmentFailure::Refused, Some(passkey)) => Ok(Ended::Refused(passkey.clone())),
                        (failure, _) => Err(Failure::demo_failed(failure.sentence())),
                    };
                }
                other => return Err(Failure::demo_failed(format!("the enrolment came to {other:?}"))),
            };
        }
    }

    /// The app knows its relying party: where it listens, its two URLs, and its page.
    fn setup(&self, account: &Account) -> Result<Setup, Failure> {
        let broken = |error: String| Failure::demo_failed(error);
        let dialect = Dialect::shipped("plain").ok_or_else(|| broken("the library has no such dialect".to_owned()))?;
        let server = Server::parse(&self.site.url()).map_err(|error| broken(error.to_string()))?;
        let page = Origin::parse(self.site.server().origin()).map_err(|error| broken(error.to_string()))?;
        let setup = Setup::new(dialect, server, &[("options", OPTIONS), ("result", RESULT)]);
        Ok(setup.map_err(|error| broken(error.to_string()))?.account(&account.name).at_page(page))
    }

    fn send(&self, sending: Sending, account: &Account, tell: &mut Transcript) -> Result<Step, Failure> {
        let is_options = sending.purpose() == "options";
        let text = if is_options { "asks the relying party what it wants." } else { "sends the new passkey." };
        tell.tell(Who::App, "request", text, &[("Sent to", sending.request().url.clone())])?;
        let answer = self.client.send(sending.request());
        let said = said(&answer)?;
        if is_options {
            tell_creation_options(account, &said, tell)?;
        } else if let Some(accepted) = Accepted::from_json(&said) {
            verdict(Ok(accepted), "accepts the registration.", tell)?;
        } else {
            let reason = said.get("reason").and_then(Value::as_str).unwrap_or_default().to_owned();
            tell.tell(Who::RelyingParty, "refused", "refuses the registration.", &[("Reason", reason)])?;
        }
        Ok(self.phone.enrolments().answered(sending, &answer)?.value)
    }

    fn create(
        &self,
        creating: Creating,
        in_the_way: Option<InTheWay<'_>>,
        tell: &mut Transcript,
    ) -> Result<Step, Failure> {
        let enrolments = self.phone.enrolments();
        let plan = enrolments.plan(&creating, self.phone.model())?;
        let created = self.phone.make(plan, in_the_way, tell)?;
        Ok(enrolments.created(creating, &created)?.value)
    }
}

/// What the relying party said, for the transcript: the machine reads the answer itself.
fn said(answer: &Answer) -> Result<Value, Failure> {
    match answer {
        Answer::Response(response) => Ok(serde_json::from_slice(&response.body).unwrap_or_default()),
        Answer::Unreachable => Err(Failure::demo_failed("nobody answered on the loopback address")),
    }
}
