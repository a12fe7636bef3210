//! The phone of the demonstration: the provider, and a person who answers what it shows.

use passkey_provider::caller::VerifiedCaller;
use passkey_provider::ceremony::ConsentedGet;
use passkey_provider::id::{CredentialId, Origin, RpId};
use passkey_provider::webauthn::options::{Mode, parse_creation_options, parse_request_options};
use passkey_provider::{Consent, Provider, VerificationMethod};

use super::transcript::{Transcript, Who};
use crate::authenticator_data::AuthenticatorData;
use crate::failure::Failure;
use crate::terminal::printable;
use crate::time;

/// A phone with a passkey provider on it.
pub(crate) struct Phone {
    provider: Provider,
}

/// A response, and the passkey that made it.
pub(crate) struct Answer {
    /// What goes to the relying party.
    pub(crate) response: String,
    /// The passkey.
    pub(crate) credential_id: CredentialId,
}

impl Phone {
    /// A phone on an opened provider.
    pub(crate) fn new(provider: Provider) -> Self {
        Self { provider }
    }

    /// Makes a passkey for a page's creation options; the person agrees with a finger.
    pub(crate) fn create(&self, options: &str, origin: &str, tell: &mut Transcript) -> Result<Answer, Failure> {
        let options = parse_creation_options(options.as_bytes(), Mode::Tolerant)?.options;
        let caller = VerifiedCaller::web(&parse_origin(origin)?, options.rp_id.as_ref())?;
        let plan = self.provider.begin_create(&options, &caller)?;
        let prompt = plan.prompt();
        let mut shown = vec![("Site", prompt.rp_id.to_string())];
        shown.extend(prompt.origin.as_ref().map(|origin| ("Asked by", origin.to_string())));
        shown.push(("Account", format!("{} ({})", printable(&prompt.user.display_name), printable(&prompt.user.name))));
        tell.tell(Who::Person, "prompt", "is asked: make a passkey?", &shown)?;
        tell.tell(Who::Person, "consent", "agrees with a finger.", &[])?;
        let consented = plan.consent(Consent::Stated(VerificationMethod::Biometric))?;
        let created = self.provider.finish_create(consented)?;
        let answer = Answer {
            response: created.response.to_json()?,
            credential_id: created.passkey.metadata.credential_id.clone(),
        };
        let text = "made a key pair, sealed it, wrote it to disk, and only then answers.";
        tell.tell(Who::Provider, "registration_response", text, &decoded(&answer)?)?;
        Ok(answer)
    }

    /// What autofill offers at a site, shown to the person.
    pub(crate) fn autofill(&self, rp_id: &str, tell: &mut Transcript) -> Result<usize, Failure> {
        let rp_id = RpId::parse(rp_id).map_err(|error| Failure::demo_failed(error.to_string()))?;
        let candidates = self.provider.candidates(&rp_id)?;
        let rows: Vec<(&str, String)> = candidates
            .iter()
            .map(|candidate| {
                let used = candidate.last_used.map_or_else(|| "never used".to_owned(), time::render);
                let name = printable(&candidate.user_display_name);
                ("Passkey", format!("{name} ({}), {used}", printable(&candidate.user_name)))
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
        let caller = VerifiedCaller::web(&parse_origin(origin)?, options.rp_id.as_ref())?;
        let plan = self.provider.begin_get(&options, &caller)?;
        let chosen = plan
            .candidates()
            .iter()
            .find(|candidate| candidate.user_name == user_name)
            .map(|candidate| candidate.credential_id.clone())
            .ok_or_else(|| Failure::demo_failed(format!("no passkey of {user_name} was offered")))?;
        let how = if matches!(consent, Consent::Present) { "a tap" } else { "a finger" };
        let text = format!("picks {} and agrees with {how}.", printable(user_name));
        tell.tell(Who::Person, "consent", &text, &[])?;
        let ConsentedGet::Sealed(plan) = plan.choose(&chosen)?.consent(consent)? else {
            return Err(Failure::hardware_key());
        };
        let asserted = self.provider.finish_get(plan)?;
        let answer = Answer { response: asserted.response.to_json()?, credential_id: chosen };
        let text = if asserted.passkey.metadata.profile.counts() {
            "counted, signed, wrote the count to disk, and only then answers."
        } else {
            "signed, wrote the use to disk, and only then answers."
        };
        tell.tell(Who::Provider, "authentication_response", text, &decoded(&answer)?)?;
        Ok(answer)
    }

    /// Deletes a passkey.
    pub(crate) fn delete(&self, credential_id: &CredentialId, tell: &mut Transcript) -> Result<(), Failure> {
        self.provider.delete(credential_id)?;
        let details = [("Credential id", credential_id.to_base64url())];
        tell.tell(Who::Person, "delete", "deletes the passkey from the phone.", &details)
    }
}

/// The bytes that matter, read from the response itself.
fn decoded(answer: &Answer) -> Result<Vec<(&'static str, String)>, Failure> {
    let data = AuthenticatorData::of_response(&answer.response)
        .ok_or_else(|| Failure::demo_failed("the response has no authenticator data"))?;
    let mut details = vec![
        ("Credential id", answer.credential_id.to_base64url()),
        ("Flags", data.flags_text()),
        ("Counter", data.counter().to_string()),
    ];
    details.extend(data.aaguid_text().map(|aaguid| ("AAGUID", aaguid)));
    Ok(details)
}

fn parse_origin(origin: &str) -> Result<Origin, Failure> {
    Origin::parse(origin).map_err(|error| Failure::demo_failed(error.to_string()))
}
