//! Steps of the demonstration that its jobs share.

use passkey_provider::{Consent, VerificationMethod};
use serde_json::Value;

use super::phone::Phone;
use super::relying_party::{Accepted, Account, Refused, RelyingParty, Verification};
use super::transcript::{Transcript, Who};
use crate::failure::Failure;
use crate::terminal::printable;

/// The person agrees with a finger.
const FINGER: Consent = Consent::Stated(VerificationMethod::Biometric);

/// Signs in without a name.
pub(super) fn sign_in(
    phone: &Phone,
    server: &mut RelyingParty,
    account: &Account,
    tell: &mut Transcript,
) -> Result<Accepted, Failure> {
    let options = begin_sign_in(server, tell)?;
    let answer = phone.get(&options, server.origin(), &account.name, FINGER, tell)?;
    verdict(server.finish_sign_in(&answer.response), "accepts the sign-in.", tell)
}

/// The site knows who it is by now: it lists the account's passkeys, and a gesture is enough.
pub(super) fn sign_in_again(
    phone: &Phone,
    server: &mut RelyingParty,
    account: &Account,
    tell: &mut Transcript,
) -> Result<Accepted, Failure> {
    let options = server.begin_sign_in_of(account, Verification::Discouraged).map_err(broken)?;
    let text = format!("asks {} again, without verification.", printable(&account.name));
    tell.tell(Who::RelyingParty, "request_options", &text, &asked(&read(&options)))?;
    let answer = phone.get(&options, server.origin(), &account.name, Consent::Present, tell)?;
    verdict(server.finish_sign_in(&answer.response), "accepts the sign-in.", tell)
}

/// The page's creation options.
pub(super) fn begin_registration(
    server: &mut RelyingParty,
    account: &Account,
    tell: &mut Transcript,
) -> Result<String, Failure> {
    let options = server.begin_registration(account, Verification::Required).map_err(broken)?;
    tell_creation_options(account, &read(&options), tell)?;
    Ok(options)
}

/// Tells what the relying party wants of a registration.
pub(super) fn tell_creation_options(account: &Account, options: &Value, tell: &mut Transcript) -> Result<(), Failure> {
    let text = format!("asks for a passkey for {}.", printable(&account.name));
    tell.tell(Who::RelyingParty, "creation_options", &text, &asked(options))
}

fn begin_sign_in(server: &mut RelyingParty, tell: &mut Transcript) -> Result<String, Failure> {
    let options = server.begin_sign_in(Verification::Required).map_err(broken)?;
    tell.tell(Who::RelyingParty, "request_options", "asks whoever it is to sign in.", &asked(&read(&options)))?;
    Ok(options)
}

fn read(options: &str) -> Value {
    serde_json::from_str(options).unwrap_or_default()
}

/// What the relying party's options say, read from their JSON.
fn asked(options: &Value) -> Vec<(&'static str, String)> {
    let text = |pointer: &str| Some(options.pointer(pointer)?.as_str()?.to_owned());
    let verification = text("/authenticatorSelection/userVerification");
    let allowed = options.pointer("/allowCredentials").and_then(|list| list.as_array());
    let excluded = options.pointer("/excludeCredentials").and_then(|list| list.as_array());
    [
        ("RP ID", text("/rp/id").or_else(|| text("/rpId"))),
        ("Challenge", text("/challenge")),
        ("User verification", verification.or_else(|| text("/userVerification"))),
        ("Allowed", allowed.map(|list| list.len().to_string())),
        ("Excluded", excluded.map(|list| list.len().to_string())),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect()
}

/// Tells what the relying party answered; a refusal ends the demonstration.
pub(super) fn verdict(
    answer: Result<Accepted, Refused>,
    text: &str,
    tell: &mut Transcript,
) -> Result<Accepted, Failure> {
    match answer {
        Ok(accepted) => {
            let yes_or_no = |flag: bool| if flag { "yes" } else { "no" }.to_owned();
            let details = [
                ("Credential id", accepted.credential_id.clone()),
                ("Ever verified", yes_or_no(accepted.ever_verified)),
                ("Backed up", yes_or_no(accepted.backed_up)),
                ("Counter kept", accepted.counter.to_string()),
            ];
            tell.tell(Who::RelyingParty, "accepted", text, &details)?;
            Ok(accepted)
        }
        Err(reason) => {
            tell.tell(Who::RelyingParty, "refused", "refuses.", &[("Reason", reason.to_string())])?;
            Err(Failure::demo_failed(format!("the relying party refused: {reason}")))
        }
    }
}

/// A server that cannot even begin.
pub(super) fn broken(reason: Refused) -> Failure {
    Failure::demo_failed(format!("the relying party could not begin: {reason}"))
}
