use super::{Demand, Missing, Next, Prompt};
use crate::enrolment::record::EnrolmentId;
use crate::enrolment::refusal::Family;
use crate::enrolment::{Dialect, Failed, Failure, Outcome, Server};
use crate::id::{CredentialId, PasskeyRef, RpId};

const CAN_WAIT: Prompt = Prompt { missing: Missing::Passkey, can_wait: true };
const MUST: Prompt = Prompt { missing: Missing::Passkey, can_wait: false };

fn demand(prompt: Prompt) -> Demand<&'static str> {
    Demand::new(prompt, Server::parse("https://id.example.com").unwrap(), "ada@example.com", "GET /mail")
}

fn went_on(next: Next<&'static str>) -> bool {
    match next {
        Next::GoOn(interrupted) => interrupted == "GET /mail",
        Next::Again(demand) => {
            assert_eq!(demand.account(), "ada@example.com");
            false
        }
    }
}

fn passkey() -> PasskeyRef {
    let credential_id = CredentialId::from_base64url("AAECAwQFBgcICQoLDA0ODw").unwrap();
    PasskeyRef { rp_id: RpId::parse("example.com").unwrap(), credential_id }
}

fn failed(failure: Failure) -> Failed {
    let (dialect, family) = ("plain".to_owned(), Family::Http);
    let id = EnrolmentId::parse(&"0".repeat(32)).unwrap();
    Failed { id, dialect, family, failure, refused: None, is_open: false, passkey: None }
}

/// Each row from the server's documentation; a prompt has a way past it only where its kind has one, and it shows it.
#[test]
fn a_code_says_what_is_missing_and_whether_it_can_wait() {
    for (family, code, has_skip, expected) in [
        (Family::Entra, "AADSTS50079", false, Some((Missing::SecondFactor, false))),
        (Family::Entra, "50072", true, Some((Missing::SecondFactor, false))),
        (Family::Keycloak, "webauthn-register-passwordless", true, Some((Missing::Passkey, false))),
        (Family::Keycloak, "webauthn-register", false, Some((Missing::Passkey, false))),
        (Family::Okta, "MFA_ENROLL", true, Some((Missing::SecondFactor, true))),
        (Family::Okta, "MFA_ENROLL", false, Some((Missing::SecondFactor, false))),
        (Family::Okta, "MFA_REQUIRED", true, None),
        (Family::Keycloak, "UPDATE_PASSWORD", true, None),
        (Family::Keycloak, "50079", true, None),
        (Family::Entra, "AADSTS50076", true, None),
        (Family::Entra, "", true, None),
    ] {
        let prompt = Prompt::of_code(family, code, has_skip);
        assert_eq!(prompt.map(|prompt| (prompt.missing, prompt.can_wait)), expected, "{code}");
    }
}

#[test]
fn it_is_put_off_only_where_the_server_lets_people_past() {
    assert!(went_on(demand(CAN_WAIT).put_off()));
    assert!(!went_on(demand(MUST).put_off()));
    for prompt in [CAN_WAIT, MUST] {
        assert_eq!(prompt.sentence().contains("later"), prompt.can_wait);
    }
}

#[test]
fn what_was_interrupted_goes_on_when_the_server_has_a_passkey() {
    let enrolled = Outcome::Enrolled { passkey: passkey(), registration: None };
    assert!(went_on(demand(MUST).done(&enrolled)));
    assert!(went_on(demand(MUST).failed(&failed(Failure::AlreadyRegistered))));
    assert!(!went_on(demand(MUST).done(&Outcome::Removed { passkey: passkey() })));
    for failure in Failure::ALL.into_iter().filter(|failure| *failure != Failure::AlreadyRegistered) {
        assert!(!went_on(demand(MUST).failed(&failed(failure))), "{failure:?}");
    }
}

#[test]
fn the_machine_begins_for_the_account_that_signed_in() {
    let plain = || Dialect::shipped("plain").unwrap();
    let setup = demand(MUST).setup(plain(), &[("options", "/options"), ("result", "/result")]).unwrap();
    let record = setup.into_record(crate::clock::Timestamp::default());
    assert_eq!(
        (record.account.as_deref(), record.server.origin().as_str()),
        (Some("ada@example.com"), "https://id.example.com")
    );
    assert!(demand(MUST).setup(plain(), &[("realm", "work")]).is_err());
}

#[test]
fn it_prints_neither_the_account_nor_what_was_interrupted() {
    let printed = format!("{:?} {:?} {:?}", demand(MUST), demand(MUST).put_off(), demand(CAN_WAIT).put_off());
    assert!(!printed.contains("ada") && !printed.contains("mail"), "{printed}");
}
