//! A phone and a server, and the host between them.

use std::time::Duration;

use passkey_provider::clock::{Clock, Timestamp};
use passkey_provider::enrolment::{Dialect, Outcome, QuestionKind, Reply, Server as Address, Setup, Step};
use passkey_provider::exchange::Answer;
use passkey_provider::id::{Aaguid, PasskeyRef};
use passkey_provider::key::Model;
use passkey_provider::lifecycle::Decision;
use passkey_provider::seal::DeviceKey;
use passkey_provider::secret::Secret;
use passkey_provider::standing::Standing;
use passkey_provider::{Consent, OpenOptions, Provider, VerificationMethod};
use tempfile::TempDir;

use crate::server::{Kind, NEEDLE, Server};

pub(crate) const MODEL: Model = Model::device_bound(Aaguid::from_bytes([7; 16]));

/// Something that goes wrong once, at a step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fault {
    pub(crate) at: &'static str,
    pub(crate) what: &'static str,
    /// Whether the process ends with the answer.
    pub(crate) kills: bool,
}

pub(crate) struct World {
    folder: TempDir,
    provider: Option<Provider>,
    pub(crate) server: Server,
    pub(crate) faults: Vec<Fault>,
    /// All that was printed.
    pub(crate) printed: String,
    pub(crate) waited: usize,
}

/// A clock that stands still.
#[derive(Debug)]
struct Still(Timestamp);

impl Clock for Still {
    fn now(&self) -> Timestamp {
        self.0
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }
}

/// Where a walk ended.
#[derive(Debug)]
pub(crate) enum End {
    Step(Step),
    Killed,
}

impl World {
    pub(crate) fn new(kind: Kind) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let provider = Some(open(&folder));
        Self { folder, provider, server: Server::new(kind), faults: Vec::new(), printed: String::new(), waited: 0 }
    }

    /// One on a phone whose clock stands at that time.
    pub(crate) fn at(kind: Kind, moment: Timestamp) -> Self {
        let mut world = Self::new(kind);
        world.provider = None;
        world.provider = Some(Provider::open(options(&world.folder).clock(Still(moment))).unwrap());
        world
    }

    pub(crate) fn provider(&self) -> &Provider {
        self.provider.as_ref().unwrap()
    }

    /// Another process, some time later.
    pub(crate) fn restart(&mut self) {
        self.provider = None;
        self.provider = Some(open(&self.folder));
    }

    pub(crate) fn setup(&self) -> Setup {
        let dialect = Dialect::shipped(self.server.kind.dialect()).unwrap();
        let address = Address::parse(self.server.kind.origin()).unwrap();
        Setup::new(dialect, address, &[]).unwrap()
    }

    pub(crate) fn begin(&self) -> Step {
        self.provider().enrolments().begin(self.setup()).unwrap().value
    }

    /// Does what each step says, until there is nothing to do but to decide.
    pub(crate) fn walk(&mut self, mut step: Step) -> End {
        for _ in 0..40 {
            self.printed.push_str(&format!("{step:?}\n"));
            step = match step {
                Step::Token(needed) => needed.with(Secret::new(self.token())),
                Step::Name(needed) => needed.with(&format!("{NEEDLE} phone")),
                Step::Send(sending) => {
                    let (purpose, request) = (sending.purpose(), sending.request());
                    self.printed.push_str(&format!("{request:?}\n"));
                    let fault = self.faults.iter().position(|fault| fault.at == purpose);
                    let fault = fault.map(|at| self.faults.remove(at));
                    let answer = match fault {
                        Some(Fault { what, .. }) => self.server.fail(what, purpose, request),
                        None => Answer::Response(self.server.answer(purpose, request)),
                    };
                    self.printed.push_str(&format!("{answer:?}\n"));
                    let next = self.provider().enrolments().answered(sending, &answer).unwrap().value;
                    if fault.is_some_and(|fault| fault.kills) {
                        drop(next);
                        self.restart();
                        return End::Killed;
                    }
                    next
                }
                Step::Create(creating) => {
                    let provider = self.provider();
                    let mut plan = provider.enrolments().plan(&creating, MODEL).unwrap();
                    if matches!(plan.decision(), Decision::StaleDuplicate(_) | Decision::InFlight(_)) {
                        // Where the person gave it up before, nothing is asked again: see `journeys`.
                        plan = plan.delete_and_retry().unwrap_or_else(|_| panic!("resolved already"));
                    }
                    let consented = plan.consent(Consent::Stated(VerificationMethod::Biometric)).unwrap();
                    match provider.finish_create(consented) {
                        Ok(created) => provider.enrolments().created(creating, &created.value).unwrap().value,
                        Err(error) => provider.enrolments().not_created(creating, &error).unwrap().value,
                    }
                }
                Step::Wait(waiting) => {
                    self.waited += 1;
                    waiting.waited()
                }
                Step::Options(_) => panic!("no server of these has a page"),
                end @ (Step::Ask(_) | Step::Done(_) | Step::Failed(_)) => return End::Step(end),
            };
        }
        panic!("it goes round")
    }

    /// Resumes all that is open; the person decides for another one where they are asked.
    pub(crate) fn settle(&mut self) -> Vec<String> {
        let mut ends = Vec::new();
        for unfinished in self.provider().enrolments().open().unwrap() {
            let step = self.provider().enrolments().resume(unfinished.id).unwrap().value.unwrap();
            let mut end = self.walk(step);
            while let End::Step(Step::Ask(question)) = end {
                let step = self.provider().enrolments().replied(question, Reply::DeleteAndRetry).unwrap().value;
                end = self.walk(step);
            }
            ends.push(word(&end));
        }
        ends
    }

    /// The passkey that is here and not deleted.
    pub(crate) fn passkey(&self) -> Option<PasskeyRef> {
        self.provider().passkeys().all().unwrap().passkeys.first().map(|passkey| passkey.reference())
    }

    /// What is known of it.
    pub(crate) fn standing(&self) -> &'static str {
        let passkeys = self.provider().passkeys().all().unwrap().passkeys;
        assert!(passkeys.len() < 2);
        passkeys.first().map_or("none", |passkey| match passkey.state.standing {
            Standing::Unconfirmed { .. } => "unconfirmed",
            Standing::Confirmed(_) => "confirmed",
            Standing::Suspect(_) => "suspect",
            Standing::Stale(_) => "stale",
        })
    }

    /// Server and phone say the same.
    pub(crate) fn assert_agreement(&self, row: &str) {
        let here: Vec<String> = self
            .provider()
            .passkeys()
            .all()
            .unwrap()
            .passkeys
            .iter()
            .filter(|passkey| matches!(passkey.state.standing, Standing::Confirmed(_)))
            .map(|passkey| passkey.metadata.credential_id.to_base64url())
            .collect();
        let there: Vec<String> = self.server.entries.iter().map(|(_, id)| id.clone()).collect();
        assert_eq!(here, there, "{row}");
        assert!(self.provider().enrolments().open().unwrap().is_empty(), "{row}: something is left open");
    }

    /// Nothing that was printed or noted names a token, a person or a body.
    pub(crate) fn assert_silence(&self, row: &str) {
        let mut all = self.printed.clone();
        let listing = self.provider().passkeys().all().unwrap();
        for passkey in listing.passkeys.iter().chain(&self.provider().passkeys().deleted().unwrap().passkeys) {
            let history = self.provider().passkeys().history(&passkey.reference()).unwrap();
            for event in &history.events {
                all.push_str(&format!("{:?} {:?}\n", event.kind, event.note));
            }
        }
        all.push_str(&format!("{:?}", self.provider().diagnose().unwrap()));
        for needle in [NEEDLE, "AQIDBA", "AAECAwQFBgcICQoLDA0ODw", "the person's name"] {
            let line = all.lines().find(|line| line.contains(needle));
            assert!(line.is_none(), "{row}: {line:?}");
        }
    }

    fn token(&self) -> Vec<u8> {
        match self.server.kind {
            Kind::Spring => format!("SESSION={NEEDLE}-cookie; XSRF-TOKEN=t").into_bytes(),
            Kind::Graph | Kind::Allauth => format!("{NEEDLE}-token").into_bytes(),
        }
    }
}

/// How it ended, in a word or three.
pub(crate) fn word(end: &End) -> String {
    match end {
        End::Killed => "killed".to_owned(),
        End::Step(Step::Done(Outcome::Enrolled { .. } | Outcome::Removed { .. } | Outcome::Listed { .. })) => {
            "done".to_owned()
        }
        End::Step(Step::Ask(question)) => match question.kind() {
            QuestionKind::WrongAccount { .. } => "ask wrong_account".to_owned(),
            QuestionKind::NotRegistered => "ask not_registered".to_owned(),
            QuestionKind::NotKnown => "ask not_known".to_owned(),
        },
        End::Step(Step::Failed(failed)) => {
            let open = if failed.is_open() { "open" } else { "closed" };
            format!("failed {} {open}", failed.failure().as_str())
        }
        other => panic!("{other:?}"),
    }
}

fn open(folder: &TempDir) -> Provider {
    Provider::open(options(folder)).unwrap()
}

fn options(folder: &TempDir) -> OpenOptions {
    OpenOptions::new(folder.path().join("passkeys.db"), DeviceKey::from_bytes(&[3; 32]).unwrap())
}
