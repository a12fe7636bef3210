//! What must be true after every history.

use passkey_provider::Consent;
use passkey_provider::id::CredentialId;
use passkey_provider::lifecycle::Decision;
use passkey_provider::standing::{Standing, Visibility};
use passkey_provider::webauthn::options::RequestOptions;

use crate::server::Account;
use crate::world::{MODEL, World, caller};

impl World {
    /// A passkey called stale is never one that the server holds, except by the server's own false
    /// word.
    pub(crate) fn never_calls_stale_what_the_server_holds(&self) {
        for passkey in self.passkeys() {
            let id = &passkey.metadata.credential_id;
            let wrongly = matches!(passkey.state.standing, Standing::Stale(_)) && self.servers.holds(id);
            assert!(
                !wrongly || self.servers.lied_about.contains(id),
                "a passkey that the server holds is called stale"
            );
        }
    }

    /// Every key in hardware belongs to a passkey or stands in the list of those to delete, and every
    /// passkey that is not known to have lost its key has it.
    pub(crate) fn no_key_is_forgotten(&mut self) {
        let Ok(compared) = self.provider().hardware_keys().compare(&self.hardware.handles()) else { return };
        let comparison = compared.value;
        assert!(comparison.unknown.is_empty(), "a key that nobody remembers");
        assert!(comparison.missing.is_empty(), "a passkey claimed to be usable without its key");
        for handle in comparison.to_delete {
            self.hardware.delete(&handle);
            assert!(!self.hardware.has(&handle));
            let _ = self.provider().hardware_keys().gone(&handle);
        }
    }

    /// What is checked at the end of a history, when nothing fails any more.
    pub fn keeps_its_promises(&mut self) {
        self.never_calls_stale_what_the_server_holds();
        self.no_key_is_forgotten();
        for account in Account::all() {
            for excludes in [false, true] {
                self.lets_the_person_register_again(account, excludes);
            }
        }
        for account in Account::all() {
            self.signal_all_accepted(account);
        }
        assert!(self.servers.lied_about.iter().all(|id| !self.servers.holds(id)), "a false word was not taken back");
        self.never_calls_stale_what_the_server_holds();
        self.loses_no_passkey();
        self.no_key_is_forgotten();
    }

    /// With one action at most besides the registration itself; or there is a passkey that the server
    /// accepts, and nothing is to be registered.
    fn lets_the_person_register_again(&mut self, account: Account, excludes: bool) {
        let options = self.creation(account, excludes);
        let plan = self.provider().begin_create(&options, &caller(account), MODEL).expect("a plan");
        let mut replaced: Vec<CredentialId> = Vec::new();
        let plan = match plan.decision() {
            Decision::Proceed | Decision::Duplicate(_) => plan,
            Decision::StaleDuplicate(existing) | Decision::InFlight(existing) => {
                replaced.extend(existing.iter().map(|existing| existing.passkey.credential_id.clone()));
                plan.delete_and_retry().expect("the one action")
            }
            Decision::AlreadyRegistered(existing) => {
                assert!(existing.iter().all(|existing| self.servers.holds(&existing.passkey.credential_id)));
                let request = RequestOptions::from_parts(
                    account.rp_id(),
                    existing.iter().map(|existing| existing.passkey.credential_id.clone()).collect(),
                );
                assert!(self.sign_in(account, &request).is_some(), "already registered, and no way to sign in");
                return;
            }
        };
        let consented = plan.consent(Consent::Present).expect("a consent");
        let created = self.provider().finish_create(consented).expect("a passkey").value;
        self.made.insert(created.passkey.metadata.credential_id, account);
        self.deleted.extend(replaced);
    }

    /// No passkey that the server holds and the person did not delete is lost or beyond restoring; what
    /// the person deleted can be restored until it is purged.
    fn loses_no_passkey(&mut self) {
        let kept: Vec<_> = self.made.clone().into_iter().filter(|(id, _)| !self.purged.contains(id)).collect();
        for (id, _) in &kept {
            let passkey = self.provider().passkeys().get(&self.reference(id)).expect("a passkey that nobody purged");
            if self.servers.holds(id) && !self.deleted.contains(id) {
                let stands = (passkey.state.visibility, matches!(passkey.state.standing, Standing::Confirmed(_)));
                assert_eq!(stands, (Visibility::Shown, true), "the server's true word brings it back");
            }
            assert_eq!(passkey.state.visibility.is_deleted(), self.deleted.contains(id), "only the person deletes");
        }
        for (id, account) in kept {
            let _ = self.provider().passkeys().restore(&self.reference(&id)).expect("a passkey that can be restored");
            self.deleted.remove(&id);
            let request = RequestOptions::from_parts(account.rp_id(), vec![id.clone()]);
            assert_eq!(self.sign_in(account, &request).as_ref(), Some(&id), "a passkey that is here does not sign in");
            self.reads_what_was_written(account, &id);
        }
    }
}
