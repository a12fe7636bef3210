//! Registrations, and what becomes of them on their way.

use passkey_provider::ceremony::{ConsentedCreate, Created};
use passkey_provider::id::User;
use passkey_provider::key::Algorithm;
use passkey_provider::lifecycle::Decision;
use passkey_provider::webauthn::options::{Algorithms, CreationOptions};
use passkey_provider::{Consent, Error};

use crate::history::{Answer, Fate};
use crate::server::Account;
use crate::world::{MODEL, World, caller, is_done};

impl World {
    pub(crate) fn register(&mut self, account: Account, hardware: bool, answer: Answer, fate: Fate, excludes: bool) {
        let options = self.creation(account, excludes);
        let plan = self.provider().begin_create(&options, &caller(account), MODEL).expect("a plan");
        let mut replaced = Vec::new();
        let decision = plan.decision().clone();
        let plan = match (&decision, answer) {
            (Decision::StaleDuplicate(_) | Decision::InFlight(_), Answer::GiveUp) => return,
            (Decision::StaleDuplicate(existing) | Decision::InFlight(existing), Answer::Replace) => {
                replaced.extend(existing.iter().map(|existing| existing.passkey.credential_id.clone()));
                plan.delete_and_retry().expect("an answer that is open")
            }
            (Decision::StaleDuplicate(_) | Decision::InFlight(_), Answer::Another) => {
                plan.register_another().expect("an answer that is open")
            }
            _ => plan,
        };
        if matches!(fate, Fate::Dropped) {
            return;
        }
        let consented = plan.consent(Consent::Present).expect("a consent");
        let made = if hardware {
            self.create_in_hardware(consented, matches!(fate, Fate::KilledWithKey))
        } else {
            self.provider().finish_create(consented).map(|created| Some(created.value))
        };
        let created = match made {
            Ok(Some(created)) => created,
            Ok(None) => return self.restart(),
            Err(Error::AlreadyRegistered { .. }) => {
                assert!(matches!(decision, Decision::AlreadyRegistered(_)), "{decision:?}");
                self.true_word(account);
                return;
            }
            Err(Error::EntropyFailed) => return,
            Err(error) => panic!("a registration failed: {error}"),
        };
        assert!(!matches!(decision, Decision::AlreadyRegistered(_)), "an excluded passkey was made");
        let id = created.passkey.metadata.credential_id;
        self.made.insert(id.clone(), account);
        self.deleted.extend(replaced);
        match fate {
            Fate::KilledBeforeReply => self.restart(),
            Fate::Dropped | Fate::KilledWithKey | Fate::LostRequest | Fate::RefusedUnheard => {}
            Fate::Refused => {
                is_done(self.provider().server().reject(&self.reference(&id), Some("policy")));
            }
            Fate::Accepted => {
                self.servers.accept(account, id.clone());
                is_done(self.provider().server().confirm(&self.reference(&id)));
            }
            Fate::LostAnswer => {
                self.servers.accept(account, id.clone());
                is_done(self.provider().server().note_no_answer(&self.reference(&id), Some("timeout")));
                self.unanswered.push(id);
            }
        }
    }

    fn create_in_hardware(&mut self, consented: ConsentedCreate, killed: bool) -> Result<Option<Created>, Error> {
        let intent = self.provider().intend_hardware_key(consented, &[Algorithm::Es256])?.value;
        let handle = intent.handle().clone();
        let key = self.hardware.make(&handle);
        if killed {
            return Ok(None);
        }
        let plan = self.provider().begin_hardware_create(intent, key)?;
        let signature = self.hardware.sign(&handle, plan.to_sign()).expect("a key that was just made");
        self.provider().finish_hardware_create(plan, &signature).map(|created| Some(created.value))
    }

    pub(crate) fn creation(&self, account: Account, excludes: bool) -> CreationOptions {
        let user = User { handle: account.user_handle(), name: "ada".into(), display_name: "Ada".into() };
        let exclude = if excludes { self.servers.held(account) } else { Vec::new() };
        CreationOptions::from_parts(account.rp_id(), user, Algorithms::Default, exclude)
    }
}
