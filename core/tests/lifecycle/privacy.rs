//! What is printed for debugging names nobody: no name, label, note or id of any value that the provider
//! gives or takes.

use std::fmt::Debug;
use std::slice::from_ref;

use passkey_provider::lifecycle::{AsOf, VerifiedSignal};
use passkey_provider::webauthn::options::Descriptor;
use passkey_provider::webauthn::server_list::ServerList;

use crate::world::{
    MODEL, World, all_accepted, beside, caller, creation, handle, id_of, reference_to, request, rp_id, unknown,
    user_details,
};

const SITE: &str = "canary-site.example";
const USER: &str = "canary-user";
const LABEL: &str = "canary-label";
const NOTE: &str = "canary-note";
const NAME: &str = "canary-name";

#[test]
fn no_value_prints_a_name_a_label_a_note_or_an_id() {
    let world = World::new();
    let mut printed = Printed::default();
    let options = creation(SITE, USER, &[]);
    printed.note("creation options", &options);
    let plan = beside(world.provider.begin_create(&options, &caller(SITE), MODEL).unwrap());
    printed.note("create prompt", plan.prompt());
    printed.note("decision", plan.decision());
    let created = world.finish(plan).unwrap();
    let id = id_of(&created.passkey);
    printed.secret(&id);
    printed.note("created", &created);
    printed.note("registration response", &created.response);
    let _ = world.provider.passkeys().rename(&reference_to(&world.provider, &id), LABEL).unwrap();
    let _ = world.provider.server().reject(&reference_to(&world.provider, &id), Some(NOTE)).unwrap();
    let _ = world.provider.server().confirm(&reference_to(&world.provider, &id)).unwrap();
    printed.note("history", &world.provider.passkeys().history(&reference_to(&world.provider, &id)).unwrap());
    printed.note("event", &world.provider.passkeys().history(&reference_to(&world.provider, &id)).unwrap().events[0]);
    printed.note("passkey", &world.provider.passkeys().get(&reference_to(&world.provider, &id)).unwrap());
    printed.note("listing", &world.provider.passkeys().all().unwrap());
    printed.note("candidates", &world.provider.candidates(&rp_id(SITE)).unwrap());
    let identities = world.provider.passkeys().identities().unwrap();
    printed.note("identities", &identities);
    printed.note("delta", &world.provider.passkeys().identity_delta(&[]).unwrap());

    let again = world.provider.begin_create(&creation(SITE, USER, from_ref(&id)), &caller(SITE), MODEL).unwrap();
    printed.note("excluded", again.decision());
    printed.note("existing", again.decision().existing());
    printed.note("allow list", &request(SITE, from_ref(&id)));
    printed.note("descriptor", &Descriptor::from_id(id.clone()));
    let plan = world.provider.begin_get(&request(SITE, &[]), &caller(SITE)).unwrap();
    printed.note("get prompt", plan.prompt());
    printed.note("offered", plan.candidates());
    let asserted = world.sign_in(SITE, &id, from_ref(&id)).unwrap();
    printed.note("asserted", &asserted);
    printed.note("authentication response", &asserted.response);

    for signal in [unknown(SITE, &id), all_accepted(SITE, USER, from_ref(&id)), user_details(SITE, USER, NAME, NAME)] {
        printed.note("signal", &signal);
        let verified = VerifiedSignal::new(signal, &caller(SITE)).unwrap();
        printed.note("verified signal", &verified);
        let _ = world.provider.server().apply_signal(&verified).unwrap();
    }
    let list = ServerList::parse(format!("[{:?}]", id.to_base64url()).as_bytes()).unwrap();
    printed.note("server list", &list);
    let reconciled = world
        .provider
        .server()
        .reconcile(&rp_id(SITE), &handle(USER), &list, AsOf::Epoch(world.provider.epoch().unwrap()))
        .unwrap();
    printed.note("reconciliation", &reconciled);
    printed.note("removal", &world.provider.passkeys().delete(&reference_to(&world.provider, &id)).unwrap());
    printed.note("deleted", &world.provider.passkeys().deleted().unwrap());
    printed.note("journal", &world.provider.journal().unwrap());
    printed.note("diagnostics", &world.provider.diagnose().unwrap());
    printed.note("provider", &world.provider);
    printed.name_nobody();
}

/// What was printed, and what must not be in it.
#[derive(Default)]
struct Printed {
    texts: Vec<(&'static str, String)>,
    secrets: Vec<String>,
}

impl Printed {
    fn note(&mut self, what: &'static str, value: &(impl Debug + ?Sized)) {
        self.texts.push((what, format!("{value:?} {value:#?}")));
    }

    /// An id, in the forms in which bytes are printed.
    fn secret(&mut self, id: &passkey_provider::id::CredentialId) {
        let bytes = &id.as_bytes()[..4];
        self.secrets.push(id.to_base64url());
        self.secrets.push(bytes.iter().map(|byte| format!("{byte:02x}")).collect());
        self.secrets.push(format!("{bytes:?}").trim_matches(['[', ']']).to_owned());
    }

    fn name_nobody(&self) {
        let handle = USER.as_bytes().iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
        let canaries = [USER, LABEL, NOTE, NAME, &handle];
        for (what, text) in &self.texts {
            for canary in canaries.into_iter().chain(self.secrets.iter().map(String::as_str)) {
                assert!(!text.contains(canary), "{what} prints {canary}: {text}");
            }
        }
        assert!(self.texts.len() > 30);
    }
}
