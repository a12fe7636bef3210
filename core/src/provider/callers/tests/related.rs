use super::world::{NOW, RP_ID, World, answer, rows, rp_id};
use crate::caller::{Basis, Checked, FetchPurpose, Frame, VerifiedCaller};
use crate::clock::Timestamp;
use crate::error::Error;
use crate::id::Origin;

const TABLE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tables/related_origins.tsv"));

#[test]
fn a_page_of_another_site_signs_in_only_where_the_site_names_its_origin() {
    let world = World::new(|options| options);
    for [case, origin, answers, expected, why] in rows(TABLE, 20) {
        let why = &format!("{case}: {why}");
        let found = answers.split(" then ").map(|name| match world.verdict(|_| ask(&world, origin, name), why) {
            Err(reason) => reason,
            Ok(caller) => {
                assert_eq!(caller.basis(), Basis::RelatedOrigins { fetched: Timestamp::from_millis(NOW) });
                let signed = world.signs_over(&caller, true).unwrap();
                assert!(signed.contains(&format!(r#""origin":"{origin}""#)), "{why}");
                "accept"
            }
        });
        assert_eq!(found.last(), Some(expected), "{why}");
    }
}

#[test]
fn nothing_is_fetched_for_a_page_of_the_rp_id_or_a_public_suffix() {
    let page = Origin::parse("https://login.example.com").unwrap();
    let check = |requested| VerifiedCaller::web_or_related(&page, Frame::SameOrigin, rp_id(requested).as_ref());
    assert!(matches!(check(RP_ID), Ok(Checked::Verified(_))));
    assert!(matches!(check("-"), Ok(Checked::Verified(_))));
    assert!(check("com").is_err() && check("co.uk").is_err() && check("github.io").is_err());
    let Ok(Checked::Pending(pending)) = check("example.org") else { panic!("a related origin is asked for") };
    assert_eq!(pending.request().url, "https://example.org/.well-known/webauthn");
}

#[test]
fn a_page_of_another_site_is_shown_beside_the_rp_id() {
    let world = World::new(|options| options);
    let Ok(Checked::Verified(caller)) = ask(&world, "https://example.co.uk", "two") else { panic!() };
    let json = r#"{"rpId":"example.com","challenge":"AAECAwQFBgcICQoLDA0ODw"}"#;
    let options =
        crate::webauthn::options::parse_request_options(json.as_bytes(), crate::webauthn::options::Mode::Strict);
    let plan = world.provider.begin_get(&options.unwrap().options, &caller).unwrap();
    assert_eq!(plan.prompt().rp_id.as_str(), "example.com");
    assert_eq!(plan.prompt().origin.as_ref().map(Origin::as_str), Some("https://example.co.uk"));
}

fn ask(world: &World, origin: &str, name: &str) -> Result<Checked, Error> {
    match VerifiedCaller::web_or_related(&Origin::parse(origin).unwrap(), Frame::SameOrigin, rp_id(RP_ID).as_ref())? {
        Checked::Pending(pending) => {
            Ok(world.provider.callers().answer_fetch(pending, &answer(name, FetchPurpose::RelatedOrigins))?.value?)
        }
        verified => Ok(verified),
    }
}
