//! The phone of the demonstration: the provider, and a person who answers what it shows.

use passkey_provider::caller::{Frame, VerifiedCaller};
use passkey_provider::ceremony::{ConsentedGet, CreatePlan, Created};
use passkey_provider::id::{Origin, PasskeyRef, RpId};
use passkey_provider::key::Model;
use passkey_provider::lifecycle::Decision;
use passkey_provider::provider::Enrolments;
use passkey_provider::standing::{Standing, Visibility};
use passkey_provider::webauthn::options::{Mode, parse_creation_options, parse_request_options};
use passkey_provider::{Consent, Provider, VerificationMethod};

use super::expectation::expect;
use super::transcript::{Transcript, Who};
use crate::authenticator_data::AuthenticatorData;
use crate::failure::Failure;
use crate::host::RETENTION_DAYS;
use crate::terminal::printable;
use crate::time;

/// A phone with a passkey provider on it.
pub(crate) struct Phone {
    provider: Provider,
    model: Model,
}

/// A response, and the passkey that made it.
pub(crate) struct Answer {
    /// What goes to the relying party.
    pub(crate) response: String,
    /// The passkey.
    pub(crate) passkey: PasskeyRef,
}

/// A passkey that a registration has to find in the way.
#[derive(Clone, Copy)]
pub(crate) struct InTheWay<'a> {
    /// Which.
    pub(crate) old: &'a PasskeyRef,
    /// How it has to stand.
    pub(crate) expected: Standing,
}

impl Answer {
    fn of(created: &Created) -> Result<Self, Failure> {
        Ok(Self { response: created.response.to_json()?, passkey: created.passkey.reference() })
    }
}

impl Phone {
    /// A phone on an opened provider, whose passkeys say `model` of themselves.
    pub(crate) fn new(provider: Provider, model: Model) -> Self {
        Self { provider, model }
    }

    /// What its passkeys say of their make and model.
    pub(crate) fn model(&self) -> Model {
        self.model
    }

    /// The machine that registers inside an app.
    pub(crate) fn enrolments(&self) -> Enrolments<'_> {
        self.provider.enrolments()
    }

    /// Makes a passkey for a page's creation options, in a browser.
    pub(crate) fn create(
        &self,
        options: &str,
        origin: &str,
        in_the_way: Option<InTheWay<'_>>,
        tell: &mut Transcript,
    ) -> Result<Answer, Failure> {
        let options = parse_creation_options(options.as_bytes(), Mode::Tolerant)?.options;
        let caller = VerifiedCaller::web(&parse_origin(origin)?, Frame::SameOrigin, options.rp_id.as_ref())?;
        let plan = self.provider.begin_create(&options, &caller, self.model)?;
        Answer::of(&self.make(plan, in_the_way, tell)?)
    }

    /// Makes the passkey; the person agrees with a finger. Where one is in the way, the person has it replaced by the
    /// new one, in one step.
    pub(crate) fn make(
        &self,
        plan: CreatePlan,
        in_the_way: Option<InTheWay<'_>>,
        tell: &mut Transcript,
    ) -> Result<Created, Failure> {
        let Some(InTheWay { old, expected }) = in_the_way else {
            expect(*plan.decision() == Decision::Proceed, "the provider found a passkey where there is none")?;
            return self.finish_create(plan, tell);
        };
        let (Decision::StaleDuplicate(found), [existing]) = (plan.decision(), plan.decision().existing()) else {
            return Err(Failure::demo_failed("the provider did not find the passkey that is in the way"));
        };
        expect(
            found.len() == 1 && existing.passkey == *old && existing.standing == expected,
            "the provider found another passkey, or another reason",
        )?;
        let details = [
            ("Credential id", old.credential_id.to_base64url()),
            ("Standing", existing.standing.as_str().to_owned()),
            ("Why", existing.standing.sentence().to_owned()),
            ("Since", time::render(existing.since)),
        ];
        tell.tell(Who::Provider, "duplicate", "finds a passkey of this account in the way.", &details)?;
        tell.tell(Who::Person, "delete_and_retry", "replaces the old passkey with a new one, in one step.", &[])?;
        let created = self.finish_create(plan.delete_and_retry()?, tell)?;
        let is_retired = self.provider.passkeys().get(old)?.state.visibility.is_deleted();
        let is_listed = self.provider.passkeys().all()?.passkeys.iter().any(|one| one.reference() == *old);
        expect(is_retired && !is_listed, "the old passkey was not retired")?;
        let text = format!("retired the old one in the same step; it can be restored for {RETENTION_DAYS} days.");
        tell.tell(Who::Provider, "retired", &text, &[("Credential id", old.credential_id.to_base64url())])?;
        Ok(created)
    }

    /// How a passkey stands, which must be as expected.
    pub(crate) fn expect_standing(
        &self,
        passkey: &PasskeyRef,
        expected: Standing,
        tell: &mut Transcript,
    ) -> Result<(), Failure> {
        let standing = self.provider.passkeys().get(passkey)?.state.standing;
        let details = [("Standing", standing.as_str().to_owned()), ("Why", standing.sentence().to_owned())];
        tell.tell(Who::Provider, "standing", "knows now how the passkey stands.", &details)?;
        expect(standing == expected, "the passkey does not stand as it should")
    }

    /// Shows that what was retired is not lost.
    pub(crate) fn bring_back_and_delete(&self, old: &PasskeyRef, tell: &mut Transcript) -> Result<(), Failure> {
        let _ = self.provider.passkeys().restore(old)?;
        let is_back = self.provider.passkeys().get(old)?.state.visibility == Visibility::Shown;
        expect(is_back, "the retired passkey could not be restored")?;
        let details = [("Credential id", old.credential_id.to_base64url())];
        tell.tell(Who::Person, "restore", "brings the old one back, to see that it can be done.", &details)?;
        let _ = self.provider.passkeys().delete(old)?;
        expect(
            self.provider.passkeys().get(old)?.state.visibility.is_deleted(),
            "the restored passkey was not deleted again",
        )?;
        tell.tell(Who::Person, "delete", "deletes it again.", &[])
    }

    fn finish_create(&self, plan: CreatePlan, tell: &mut Transcript) -> Result<Created, Failure> {
        let prompt = plan.prompt();
        let mut shown = vec![("Site", prompt.rp_id.to_string())];
        shown.extend(prompt.origin.as_ref().map(|origin| ("Asked by", origin.to_string())));
        shown.push(("Account", format!("{} ({})", printable(&prompt.user.display_name), printable(&prompt.user.name))));
        tell.tell(Who::Person, "prompt", "is asked: make a passkey?", &shown)?;
        tell.tell(Who::Person, "consent", "agrees with a finger.", &[])?;
        let consented = plan.consent(Consent::Stated(VerificationMethod::Biometric))?;
        let created = self.provider.finish_create(consented)?;
        let text = "made a key pair, sealed it, wrote it to disk, and only then answers.";
        tell.tell(Who::Provider, "registration_response", text, &decoded(&Answer::of(&created.value)?)?)?;
        Ok(created.value)
    }

    /// What autofill offers at a site, shown to the person.
    pub(crate) fn autofill(&self, rp_id: &str, tell: &mut Transcript) -> Result<usize, Failure> {
        let rp_id = RpId::parse(rp_id).map_err(|error| Failure::demo_failed(error.to_string()))?;
        let candidates = self.provider.candidates(&rp_id)?;
        let rows: Vec<(&str, String)> = candidates
            .iter()
            .map(|candidate| {
                let used = candidate.last_used.map_or_else(|| "never used".to_owned(), time::render);
                let name = printable(&candidate.user.display_name);
                ("Passkey", format!("{name} ({}), {used}", printable(&candidate.user.name)))
            })
            .collect();
        tell.tell(Who::Person, "autofill", &format!("taps the sign-in field at {rp_id} and is offered:"), &rows)?;
        Ok(candidates.len())
    }

    /// Signs in with a passkey of the account `user_name`.
    pub(crate) fn get(
        &self,
        options: &str,
        origin: &str,
        user_name: &str,
        consent: Consent,
        tell: &mut Transcript,
    ) -> Result<Answer, Failure> {
        let options = parse_request_options(options.as_bytes(), Mode::Tolerant)?.options;
        let caller = VerifiedCaller::web(&parse_origin(origin)?, Frame::SameOrigin, options.rp_id.as_ref())?;
        let plan = self.provider.begin_get(&options, &caller)?;
        let chosen = plan
            .candidates()
            .iter()
            .find(|candidate| candidate.user.name == user_name)
            .map(|candidate| candidate.passkey.credential_id.clone())
            .ok_or_else(|| Failure::demo_failed(format!("no passkey of {user_name} was offered")))?;
        let how = if matches!(consent, Consent::Present) { "a tap" } else { "a finger" };
        let text = format!("picks {} and agrees with {how}.", printable(user_name));
        tell.tell(Who::Person, "consent", &text, &[])?;
        let ConsentedGet::Sealed(plan) = plan.choose(&chosen)?.consent(consent)? else {
            return Err(Failure::hardware_key());
        };
        let asserted = self.provider.finish_get(plan)?;
        let answer =
            Answer { response: asserted.value.response.to_json()?, passkey: asserted.value.passkey.reference() };
        let text = if asserted.value.passkey.metadata.backup_flags.counts() {
            "counted, signed, wrote the count to disk, and only then answers."
        } else {
            "signed, wrote the use to disk, and only then answers."
        };
        tell.tell(Who::Provider, "authentication_response", text, &decoded(&answer)?)?;
        Ok(answer)
    }
}

/// The bytes that matter, read from the response itself.
fn decoded(answer: &Answer) -> Result<Vec<(&'static str, String)>, Failure> {
    let data = AuthenticatorData::of_response(&answer.response)
        .ok_or_else(|| Failure::demo_failed("the response has no authenticator data"))?;
    let mut details = vec![
        ("Credential id", answer.passkey.credential_id.to_base64url()),
        ("Flags", data.flags_text()),
        ("Counter", data.counter().to_string()),
    ];
    details.extend(data.aaguid_text().map(|aaguid| ("AAGUID", aaguid)));
    Ok(details)
}

fn parse_origin(origin: &str) -> Result<Origin, Failure> {
    Origin::parse(origin).map_err(|error| Failure::demo_failed(error.to_string()))
}
