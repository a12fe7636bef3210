//! Promises of what a selector may list before the person chose.

use super::world::{World, caller, creation, creation_json, listed, reference_to, request, request_json, verified};
use crate::ceremony::Consent;
use crate::error::Error;
use crate::id::{CredentialId, RpId};
use crate::key::Custody;
use crate::lifecycle::PasskeySummary;
use crate::standing::Standing;

fn offers(world: &World, json: &str) -> Vec<PasskeySummary> {
    world.provider.offers(&request(json)).unwrap()
}

fn ids(candidates: &[PasskeySummary]) -> Vec<CredentialId> {
    candidates.iter().map(|candidate| candidate.passkey.credential_id.clone()).collect()
}

fn registered(world: &World, user: &str) -> CredentialId {
    world.create(&creation_json(user, ""), Consent::Present).unwrap().passkey.metadata.credential_id
}

/// Registers an account that has these names.
fn named(world: &World, user: &str, name: &str, display_name: &str) -> CredentialId {
    let mut options = creation(&creation_json(user, ""));
    options.user.name = name.to_owned();
    options.user.display_name = display_name.to_owned();
    let plan = world.provider.begin_create(&options, &caller(), world.model).unwrap();
    let created = world.provider.finish_create(plan.consent(Consent::Present).unwrap()).unwrap().value;
    created.passkey.metadata.credential_id
}

fn title_of(world: &World, id: &CredentialId) -> String {
    let offered = offers(world, &request_json(&format!(r#""allowCredentials":{},"#, listed(&[id]))));
    offered[0].title.clone()
}

#[test]
fn what_is_offered_obeys_the_allow_list() {
    let world = World::new();
    let (ada, bob) = (registered(&world, "AQ"), registered(&world, "Ag"));
    let stranger = CredentialId::from_bytes([3; 16]).unwrap();
    let all = offers(&world, &request_json(""));
    assert_eq!(all.len(), 2);
    for (list, expected) in
        [(&[&ada, &stranger][..], vec![ada.clone()]), (&[&bob], vec![bob.clone()]), (&[&stranger], vec![])]
    {
        let json = request_json(&format!(r#""allowCredentials":{},"#, listed(list)));
        assert_eq!(ids(&offers(&world, &json)), expected);
    }
    let unknown = request_json(r#""allowCredentials":[{"type":"wax","id":"AQ"}],"#);
    assert_eq!(ids(&offers(&world, &unknown)), []);
}

#[test]
fn what_is_offered_is_what_the_ceremony_offers() {
    let world = World::new();
    let (ada, bob, eve) = (registered(&world, "AQ"), registered(&world, "Ag"), registered(&world, "Aw"));
    world.get(&request_json(&format!(r#""allowCredentials":{},"#, listed(&[&ada]))), Consent::Present).unwrap();
    let _ = world.provider.server().reject(&reference_to(&world.provider, &bob), None).unwrap();
    let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &eve)).unwrap();
    for json in [
        request_json(""),
        request_json(&format!(r#""allowCredentials":{},"#, listed(&[&ada, &bob, &eve]))),
        request_json(&format!(r#""allowCredentials":{},"#, listed(&[&bob]))),
    ] {
        let plan = world.provider.begin_get(&request(&json), &caller()).unwrap();
        assert_eq!(ids(&offers(&world, &json)), ids(plan.candidates()));
    }
}

#[test]
fn offering_writes_nothing_and_is_evidence_of_nothing() {
    let world = World::new();
    let ada = registered(&world, "AQ");
    let before = world.bytes_on_disk();
    let json = request_json(&format!(r#""allowCredentials":{},"#, listed(&[&ada])));
    assert!(matches!(offers(&world, &json)[0].standing, Standing::Unconfirmed { .. }));
    assert_eq!(world.bytes_on_disk(), before);
    let passkey = world.provider.passkeys().get(&reference_to(&world.provider, &ada)).unwrap();
    assert!(matches!(passkey.state.standing, Standing::Unconfirmed { .. }), "an allow list of an unchecked caller");
    assert_eq!(passkey.state.last_used, None);
}

#[test]
fn a_gated_store_offers_without_its_secret() {
    let world = World::gated();
    let consent = Consent::Gate(super::world::gate());
    let created = world.create(&creation_json("AQ", ""), consent).unwrap();
    let offered = offers(&world, &request_json(""));
    assert_eq!(ids(&offered), [created.passkey.metadata.credential_id]);
    assert_eq!(offered[0].custody, Custody::Sealed);
}

#[test]
fn a_request_that_names_no_rp_id_is_told_which_member_is_missing() {
    let world = World::new();
    let options = request(r#"{"challenge":"Dw4NDAsKCQgHBgUEAwIBAA"}"#);
    let Err(Error::InvalidOptions(error)) = world.provider.offers(&options) else { panic!("nothing to offer for") };
    assert_eq!(error.to_string(), "`$.rpId` is missing; it should be the RP ID");
}

#[test]
fn an_account_without_a_name_is_called_by_what_there_is() {
    let world = World::new();
    let plain = named(&world, "AQ", "ada@example.com", "Ada");
    let display = named(&world, "Ag", "", "Ada");
    let blank = named(&world, "Aw", " \u{200e}\t", "\u{feff}");
    assert_eq!(title_of(&world, &plain), "ada@example.com");
    assert_eq!(title_of(&world, &display), "Ada");
    assert_eq!(title_of(&world, &blank), "03");
    let _ = world.provider.passkeys().rename(&reference_to(&world.provider, &blank), "my other account").unwrap();
    assert_eq!(title_of(&world, &blank), "my other account");
    assert_eq!(offers(&world, &request_json("")).len(), 3);
    assert_eq!(world.provider.candidates(&RpId::parse("example.com").unwrap()).unwrap().len(), 3);
    assert!(world.get(&request_json(""), verified()).is_ok());
}
