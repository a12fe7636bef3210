//! The three jobs, each against the relying party.

use passkey_provider::{Consent, VerificationMethod};

use super::phone::Phone;
use super::relying_party::{Accepted, Account, Refused, RelyingParty, Verification};
use super::transcript::{Transcript, Who};
use crate::failure::Failure;
use crate::terminal::printable;

/// The person agrees with a finger.
const FINGER: Consent = Consent::Stated(VerificationMethod::Biometric);

/// Plays all three jobs. The first step that does not go as it should ends it.
pub(crate) fn play(phone: &Phone, tell: &mut Transcript) -> Result<(), Failure> {
    let mut server = RelyingParty::new("example.com", "https://login.example.com").map_err(broken)?;
    let ada = Account::new("ada@example.com", "Ada Lovelace");
    let grace = Account::new("grace@example.com", "Grace Hopper");

    tell.job("Register a passkey inside the app")?;
    register(phone, &mut server, &ada, tell)?;

    tell.job("Sign in as the autofill provider")?;
    expect(phone.autofill(server.rp_id(), tell)? == 1, "autofill did not offer exactly the one passkey")?;
    let first = sign_in(phone, &mut server, &ada, tell)?;
    let second = sign_in_again(phone, &mut server, &ada, tell)?;
    expect(
        second.counter > first.counter || (first.counter, second.counter) == (0, 0),
        "the counter did not rise, and is not the constant 0 either",
    )?;

    tell.job("A registration that the server never accepted, and the way out")?;
    let options = begin_registration(&mut server, &grace, tell)?;
    let lost = phone.create(&options, server.origin(), tell)?;
    tell.tell(Who::RelyingParty, "lost", "never gets the answer: the connection broke.", &[])?;
    expect(phone.autofill(server.rp_id(), tell)? == 2, "autofill did not offer both passkeys")?;
    let options = begin_sign_in(&mut server, tell)?;
    let answer = phone.get(&options, server.origin(), &grace.name, FINGER, tell)?;
    let Err(reason) = server.finish_sign_in(&answer.response) else {
        return Err(Failure::demo_failed("the relying party accepted a passkey that it never saw"));
    };
    tell.tell(Who::RelyingParty, "refused", "refuses the sign-in.", &[("Reason", reason.to_string())])?;
    phone.delete(&lost.credential_id, tell)?;
    register(phone, &mut server, &grace, tell)?;
    expect(phone.autofill(server.rp_id(), tell)? == 2, "autofill did not offer both passkeys")?;
    sign_in(phone, &mut server, &grace, tell)?;
    tell.end("All three jobs done: the relying party accepted what it asked for, and refused what it never saw.")
}

fn register(
    phone: &Phone,
    server: &mut RelyingParty,
    account: &Account,
    tell: &mut Transcript,
) -> Result<Accepted, Failure> {
    let options = begin_registration(server, account, tell)?;
    let answer = phone.create(&options, server.origin(), tell)?;
    verdict(server.finish_registration(&answer.response), "accepts the registration.", tell)
}

fn sign_in(
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
fn sign_in_again(
    phone: &Phone,
    server: &mut RelyingParty,
    account: &Account,
    tell: &mut Transcript,
) -> Result<Accepted, Failure> {
    let options = server.begin_sign_in_of(account, Verification::Discouraged).map_err(broken)?;
    let text = format!("asks {} again, without verification.", printable(&account.name));
    tell.tell(Who::RelyingParty, "request_options", &text, &asked(&options))?;
    let answer = phone.get(&options, server.origin(), &account.name, Consent::Present, tell)?;
    verdict(server.finish_sign_in(&answer.response), "accepts the sign-in.", tell)
}

fn begin_registration(server: &mut RelyingParty, account: &Account, tell: &mut Transcript) -> Result<String, Failure> {
    let options = server.begin_registration(account, Verification::Required).map_err(broken)?;
    let text = format!("asks for a passkey for {}.", printable(&account.name));
    tell.tell(Who::RelyingParty, "creation_options", &text, &asked(&options))?;
    Ok(options)
}

fn begin_sign_in(server: &mut RelyingParty, tell: &mut Transcript) -> Result<String, Failure> {
    let options = server.begin_sign_in(Verification::Required).map_err(broken)?;
    tell.tell(Who::RelyingParty, "request_options", "asks whoever it is to sign in.", &asked(&options))?;
    Ok(options)
}

/// What the relying party's options say, read from their JSON.
fn asked(options: &str) -> Vec<(&'static str, String)> {
    let options: serde_json::Value = serde_json::from_str(options).unwrap_or_default();
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
fn verdict(answer: Result<Accepted, Refused>, text: &str, tell: &mut Transcript) -> Result<Accepted, Failure> {
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

fn expect(holds: bool, otherwise: &str) -> Result<(), Failure> {
    if holds { Ok(()) } else { Err(Failure::demo_failed(otherwise)) }
}

fn broken(reason: Refused) -> Failure {
    Failure::demo_failed(format!("the relying party could not begin: {reason}"))
}
