//! What the operating system's autofill should list: whole, and as what has to change.

use std::collections::{BTreeMap, BTreeSet};

use passkey_provider::id::PasskeyRef;
use passkey_provider::key::BackupFlags;
use passkey_provider::lifecycle::Identity;

use crate::world::{
    MINUTE, MODEL, OTHER_RP, RP, World, all_accepted, caller, creation, handle, id_of, reference_to, rp_id, unknown,
    user_details,
};

/// The operating system's list, as the host keeps it up to date by deltas.
#[derive(Default)]
struct Listed(BTreeSet<Identity>);

impl Listed {
    /// Applies the delta: it is as small as it can be, and then there is none.
    #[track_caller]
    fn update(&mut self, world: &World, added: usize, removed: usize) {
        let listed = |this: &Self| this.0.iter().cloned().collect::<Vec<_>>();
        let delta = world.provider.passkeys().identity_delta(&listed(self)).unwrap();
        assert_eq!((delta.add.len(), delta.remove.len()), (added, removed));
        assert!(delta.remove.iter().all(|identity| self.0.remove(identity)), "only what is there is removed");
        for identity in delta.add {
            assert!(self.0.insert(identity), "only what is not there is added");
        }
        let whole: BTreeSet<_> = world.provider.passkeys().identities().unwrap().into_iter().collect();
        assert!(whole == self.0);
        assert_eq!(world.provider.passkeys().identity_delta(&listed(self)).unwrap(), Default::default());
    }
}

#[test]
fn the_full_list_has_what_autofill_may_offer_and_nothing_else() {
    let world = World::ios();
    assert!(world.provider.passkeys().identities().unwrap().is_empty());
    let fresh = world.register(RP, "fresh");
    let accepted = world.accepted(OTHER_RP, "accepted");
    let [hidden, superseded, deleted, rejected] =
        ["hidden", "superseded", "deleted", "rejected"].map(|user| world.register(RP, user));
    world.signal(&unknown(RP, &hidden));
    let _ = world.provider.server().confirm(&reference_to(&world.provider, &superseded)).unwrap();
    let newer = world.accepted(RP, "superseded");
    let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &deleted)).unwrap();
    let _ = world.provider.server().reject(&reference_to(&world.provider, &rejected), None).unwrap();
    let identities = world.provider.passkeys().identities().unwrap();
    let found: BTreeSet<_> = identities.iter().map(|identity| identity.passkey.credential_id.clone()).collect();
    assert_eq!(found, [fresh.clone(), accepted.clone(), newer].into());
    assert_eq!(identities.len(), 3);
    let fresh = identities.iter().find(|identity| identity.passkey.credential_id == fresh).unwrap();
    assert!(
        fresh.passkey.rp_id == rp_id(RP)
            && fresh.user_handle == handle("fresh")
            && fresh.user_name == "fresh@example.com"
    );
    let accepted = identities.iter().find(|identity| identity.passkey.credential_id == accepted).unwrap();
    assert!(accepted.passkey.rp_id == rp_id(OTHER_RP));
}

/// iOS passes on no assertion that says so, and the entry would be one that fails.
#[test]
fn a_passkey_that_says_it_is_bound_to_this_device_is_offered_in_the_app_and_not_listed() {
    let world = World::ios();
    let listed = world.register(RP, "ada");
    let inside = creation(RP, "bob", &[]);
    let plan = world.provider.begin_create(&inside, &caller(RP), MODEL).unwrap();
    let bound = id_of(&world.finish(plan).unwrap().passkey);
    let identities = world.provider.passkeys().identities().unwrap();
    assert!(identities.iter().map(|identity| &identity.passkey.credential_id).eq([&listed]));
    // One that an older build listed is taken out.
    let entry = Identity { passkey: reference_to(&world.provider, &bound), ..identities[0].clone() };
    let delta = world.provider.passkeys().identity_delta(&[identities[0].clone(), entry.clone()]).unwrap();
    assert_eq!((delta.add, delta.remove), (Vec::new(), vec![entry]));
    let candidates = world.provider.candidates(&rp_id(RP)).unwrap();
    let said: BTreeMap<_, _> = candidates.iter().map(|it| (&it.passkey.credential_id, it.backup_flags)).collect();
    assert_eq!(said, [(&listed, BackupFlags::Ios), (&bound, BackupFlags::DeviceBound)].into());
    assert!(world.sign_in(RP, &bound, &[]).is_ok());
}

/// The host ranks by it: the operating system shows first what the person is most likely to want.
#[test]
fn the_entries_of_a_site_stand_in_the_order_of_their_last_use() {
    let world = World::ios();
    let [ada, bob, carol] = ["ada", "bob", "carol"].map(|user| world.accepted(RP, user));
    for (used, order) in [(&ada, [&ada, &carol, &bob]), (&carol, [&carol, &ada, &bob]), (&bob, [&bob, &carol, &ada])] {
        world.clock.pass(MINUTE);
        world.sign_in(RP, used, &[]).unwrap();
        let identities = world.provider.passkeys().identities().unwrap();
        assert!(identities.iter().map(|identity| &identity.passkey.credential_id).eq(order));
    }
}

#[test]
fn an_entry_is_never_blank() {
    let world = World::ios();
    let id = world.accepted(RP, "ada");
    let shown = || world.provider.passkeys().identities().unwrap().remove(0).user_name;
    for (name, display_name, expected) in [
        ("ada@new.example", "Ada", "ada@new.example"),
        ("", "Ada", "Ada"),
        (" \u{a0}\t", "Ada", "Ada"),
        ("", " ", "616461"),
    ] {
        world.signal(&user_details(RP, "ada", name, display_name));
        assert_eq!(shown(), expected);
    }
    // A word of the person's own says more than a handle.
    let _ = world.provider.passkeys().rename(&reference_to(&world.provider, &id), "the phone").unwrap();
    assert_eq!(shown(), "the phone");
    world.signal(&user_details(RP, "ada", "", "Ada"));
    assert_eq!(shown(), "Ada");
    // A long handle is not spelled out.
    let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &id)).unwrap();
    let user = "bob with a long handle";
    world.accepted(RP, user);
    world.signal(&user_details(RP, user, "", ""));
    assert_eq!(shown(), "626f6220");
}

#[test]
fn the_delta_follows_every_change_by_as_little_as_it_takes() {
    let (world, mut listed) = (World::ios(), Listed::default());
    listed.update(&world, 0, 0);
    let ada = world.accepted(RP, "ada");
    world.accepted(RP, "bob");
    world.accepted(OTHER_RP, "ada");
    listed.update(&world, 3, 0);
    world.sign_in(RP, &ada, &[]).unwrap();
    let _ = world.provider.passkeys().rename(&reference_to(&world.provider, &ada), "the phone").unwrap();
    listed.update(&world, 0, 0);
    // The account's name is what the person sees.
    world.signal(&user_details(RP, "ada", "ada@new.example", "Ada"));
    listed.update(&world, 1, 1);
    world.signal(&user_details(RP, "ada", "ada@new.example", "Another"));
    listed.update(&world, 0, 0);
    world.signal(&unknown(RP, &ada));
    listed.update(&world, 0, 1);
    world.signal(&all_accepted(RP, "ada", std::slice::from_ref(&ada)));
    listed.update(&world, 1, 0);
    let newer = world.register(RP, "ada");
    listed.update(&world, 1, 0);
    let _ = world.provider.server().confirm(&reference_to(&world.provider, &newer)).unwrap();
    listed.update(&world, 0, 1);
    let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &newer)).unwrap();
    listed.update(&world, 0, 1);
    let _ = world.provider.passkeys().restore(&reference_to(&world.provider, &ada)).unwrap();
    listed.update(&world, 1, 0);
    let plan = world.begin(RP, "bob", &[]);
    let another = id_of(&world.finish(plan).unwrap().passkey);
    listed.update(&world, 1, 0);
    let _ = world.provider.server().reject(&reference_to(&world.provider, &another), None).unwrap();
    listed.update(&world, 0, 1);
}

#[test]
fn the_delta_removes_what_nobody_here_knows_and_adds_what_was_lost() {
    let (world, mut listed) = (World::ios(), Listed::default());
    let ids = ["ada", "bob", "carol"].map(|user| world.register(RP, user));
    listed.update(&world, 3, 0);
    // A list from another day, in another order, with entries of nobody's, and one twice.
    let own = world.provider.passkeys().identities().unwrap();
    let stranger = Identity { user_name: "another".to_owned(), ..own[0].clone() };
    let foreign =
        Identity { passkey: PasskeyRef { rp_id: rp_id(OTHER_RP), ..own[1].passkey.clone() }, ..own[1].clone() };
    let seen = [foreign.clone(), own[2].clone(), stranger.clone(), own[1].clone(), own[2].clone()];
    let delta = world.provider.passkeys().identity_delta(&seen).unwrap();
    assert_eq!(delta.add, [own[0].clone()]);
    let removed: BTreeSet<_> = delta.remove.into_iter().collect();
    assert_eq!(removed, [stranger, foreign].into());
    for id in &ids {
        let _ = world.provider.passkeys().delete(&reference_to(&world.provider, id)).unwrap();
    }
    listed.update(&world, 0, 3);
    assert!(!format!("{:?}", own[0]).contains("example"), "an identity names nobody in a log");
}
