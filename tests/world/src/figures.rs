//! How well local-only passkeys are told from those that the server holds.

use std::fmt;

use passkey_provider::Consent;
use passkey_provider::id::CredentialId;
use passkey_provider::lifecycle::Decision;
use passkey_provider::standing::Standing;

use crate::server::Account;
use crate::world::{MODEL, World, caller};

/// Longer than any registration may take.
const PAST_EVERY_DEADLINE: i64 = 15 * 60;

/// Passkeys that nobody deleted, over many histories.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    /// On the phone only.
    pub local_only: u64,
    /// Of those, called suspect or stale.
    pub detected: u64,
    /// Called suspect or stale.
    pub called: u64,
    /// Of those, on the phone only.
    pub rightly: u64,
}

impl Figures {
    /// By the deadline: some time after the history, when nothing more was heard.
    pub fn count_by_deadline(&mut self, world: &World) {
        world.clock.step(PAST_EVERY_DEADLINE);
        for passkey in world.provider().passkeys().all().expect("a list").passkeys {
            self.count(world, &passkey.metadata.credential_id, passkey.state.standing);
        }
    }

    /// At the next registration of each account, right after the history.
    pub fn count_at_next_registration(&mut self, world: &World, excludes: bool) {
        for account in Account::all() {
            let options = world.creation(account, excludes);
            let plan = world.provider().begin_create(&options, &caller(account), MODEL).expect("a plan");
            let shown: Vec<_> = plan
                .decision()
                .existing()
                .iter()
                .map(|existing| (existing.passkey.credential_id.clone(), existing.standing))
                .collect();
            if matches!(plan.decision(), Decision::AlreadyRegistered(_)) {
                let consented = plan.consent(Consent::Present).expect("a consent");
                assert!(world.provider().finish_create(consented).is_err());
            }
            for passkey in world.provider().passkeys().all().expect("a list").passkeys {
                let (id, metadata) = (&passkey.metadata.credential_id, &passkey.metadata);
                if (&metadata.rp_id, &metadata.user.handle) == (&account.rp_id(), &account.user_handle()) {
                    let shown = shown.iter().find(|(shown, _)| shown == id).map(|(_, standing)| *standing);
                    self.count(world, id, shown.unwrap_or(passkey.state.standing));
                }
            }
        }
    }

    fn count(&mut self, world: &World, id: &CredentialId, standing: Standing) {
        let local_only = !world.servers.holds(id);
        let called = matches!(standing, Standing::Suspect(_) | Standing::Stale(_));
        self.local_only += u64::from(local_only);
        self.detected += u64::from(local_only && called);
        self.called += u64::from(called);
        self.rightly += u64::from(local_only && called);
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |part: u64, whole: u64| (part * 100).checked_div(whole).unwrap_or_default();
        let Self { local_only, detected, called, rightly } = self;
        write!(
            formatter,
            "of {local_only} local-only passkeys {detected} ({} %) are called suspect or stale; of {called} so called {rightly} ({} %) are",
            percent(*detected, *local_only),
            percent(*rightly, *called)
        )
    }
}
