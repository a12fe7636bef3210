//! An enrolment's own work: its server answers at once, from memory.

use passkey_provider::enrolment::{Dialect, Outcome, Server, Setup, Step};
use passkey_provider::exchange::{Answer, Response, ResponseHeaders};
use passkey_provider::key::{Algorithm, BackupFlags};
use passkey_provider::secret::Secret;

use crate::ours::{Ours, consent, creation_json};

/// A phone that registers at one server after another: nobody has two accounts at one.
pub struct Enrolling {
    ours: Ours,
    number: u64,
}

impl Enrolling {
    /// With an empty store.
    pub fn new() -> Self {
        Self { ours: Ours::new(BackupFlags::DeviceBound), number: 0 }
    }

    /// By the machine, from its first step to its last.
    pub fn enrol(&mut self) {
        let rp_id = self.next();
        let options = creation_json(&rp_id, 0, Algorithm::Es256).into_bytes();
        let plain = Dialect::shipped("plain").unwrap();
        let server = Server::parse(&format!("https://login.{rp_id}")).unwrap();
        let setup = Setup::new(plain, server, &[("options", "/options"), ("result", "/result")]).unwrap();
        let enrolments = self.ours.provider.enrolments();
        let mut step = enrolments.begin(setup).unwrap().value;
        loop {
            step = match step {
                Step::Token(needed) => needed.with(Secret::new(b"token".to_vec())),
                Step::Send(sending) => {
                    let body = if sending.purpose() == "options" { options.clone() } else { b"{}".to_vec() };
                    enrolments.answered(sending, &answer(body)).unwrap().value
                }
                Step::Create(creating) => {
                    let plan = enrolments.plan(&creating, self.ours.model).unwrap();
                    let created = self.ours.provider.finish_create(plan.consent(consent()).unwrap()).unwrap().value;
                    enrolments.created(creating, &created).unwrap().value
                }
                Step::Done(Outcome::Enrolled { .. }) => return,
                other => panic!("{other:?}"),
            };
        }
    }

    /// By hand: one registration, from JSON to JSON, and one confirmation.
    pub fn create_and_confirm(&mut self) -> String {
        let rp_id = self.next();
        let (passkey, response) = self.ours.created_for(&rp_id, 0, Algorithm::Es256);
        self.ours.confirm(&passkey);
        response
    }

    fn next(&mut self) -> String {
        self.number += 1;
        format!("site-{}.example.com", self.number)
    }
}

impl Default for Enrolling {
    fn default() -> Self {
        Self::new()
    }
}

fn answer(body: Vec<u8>) -> Answer {
    let content_type = Some("application/json".to_owned());
    let headers = ResponseHeaders::default();
    Answer::Response(Response { status: 200, content_type, redirects: Vec::new(), headers, body })
}
