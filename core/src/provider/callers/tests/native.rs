use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::world::{NOW, RP_ID, World, answer, app, hash, reason, rows, rp_id};
use crate::caller::{AndroidCaller, Basis, Checked, FetchPurpose, LinkPolicy, LinkRelation, Offline};
use crate::clock::Timestamp;
use crate::error::Error;
use crate::standing::EventKind;

const TABLE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tables/native_callers.tsv"));

#[test]
fn an_app_signs_in_only_where_the_site_names_it() {
    for [case, package, signers, history, requested, states_hash, policy, answers, expected, why] in rows(TABLE, 50) {
        let why = &format!("{case}: {why}");
        let world = World::new(|options| options.link_policy(policy_of(policy)));
        let answers = match answers.strip_prefix("cached:").map(|rest| rest.split_once(';').unwrap_or((rest, ""))) {
            Some((seconds, rest)) => {
                link_before(&world, seconds.parse().unwrap());
                rest
            }
            None => answers,
        };
        let caller = AndroidCaller {
            app: app(package, signers, history),
            origin: None,
            client_data_hash: (states_hash == "hash").then(hash),
        };
        let mut answers = answers.split(',').filter(|name| !name.is_empty() && *name != "-");
        let opened = world.footprint();
        let mut checked = world.provider.callers().check_android(&caller, rp_id(requested).as_ref());
        while let Ok(Checked::Pending(pending)) = checked {
            assert_eq!(pending.request().limits.most_redirects, 0);
            assert!(pending.request().url.starts_with("https://"), "{why}");
            let name = answers.next().unwrap_or_else(|| panic!("{why}: asks for {}", pending.request().url));
            let answer = answer(name, FetchPurpose::AssetLinks);
            let answered = world.provider.callers().answer_fetch(pending, &answer).unwrap();
            assert_eq!(answered.epoch, world.provider.epoch().unwrap(), "{why}");
            checked = answered.value.map_err(Error::from);
        }
        let found = match checked {
            Ok(Checked::Pending(pending)) => panic!("{why}: asks for {}", pending.request().url),
            Err(error) => {
                // Where the site was known to name the app, that it does no longer is kept. Nothing else.
                let is_revocation =
                    world.provider.journal().unwrap().events.iter().any(|event| event.kind == EventKind::AppUnlinked);
                assert!(is_revocation || world.footprint() == opened, "{why}");
                assert!(!is_revocation || world.provider.callers().linked_apps().unwrap().is_empty(), "{why}");
                reason(&error, why)
            }
            Ok(Checked::Verified(caller)) => {
                let signed = world.signs_over(&caller, true).unwrap();
                let key_hash = BASE64_URL_SAFE_NO_PAD.encode(caller.android_app().unwrap().signers()[0].as_bytes());
                let origin = format!(
                    r#""origin":"android:apk-key-hash:{key_hash}","crossOrigin":false,"androidPackageName":"{package}"}}"#
                );
                assert!(signed.ends_with(&origin), "{why}: {signed}");
                match caller.basis() {
                    Basis::AssetLinks { fetched } if fetched == Timestamp::from_millis(NOW) => "accept",
                    Basis::AssetLinks { fetched }
                        if fetched.saturating_add(Duration::from_secs(86_400)) > Timestamp::from_millis(NOW) =>
                    {
                        "accept cached"
                    }
                    Basis::AssetLinks { .. } => "accept old",
                    other => panic!("{why}: {other:?}"),
                }
            }
        };
        assert_eq!(found, expected, "{why}");
        assert_eq!(answers.next(), None, "{why}: not asked for");
    }
}

#[test]
fn an_app_that_the_site_names_no_longer_is_forgotten_and_noted() {
    let world = World::new(|options| options);
    link_before(&world, 2 * 86_400);
    assert_eq!(world.provider.callers().linked_apps().unwrap().len(), 1);
    let caller = AndroidCaller { app: app("com.example.app", "x1", "-"), origin: None, client_data_hash: None };
    let Ok(Checked::Pending(pending)) = world.provider.callers().check_android(&caller, rp_id(RP_ID).as_ref()) else {
        panic!()
    };
    let answered =
        world.provider.callers().answer_fetch(pending, &answer("other_app", FetchPurpose::AssetLinks)).unwrap();
    assert!(answered.value.is_err());
    assert_eq!(answered.epoch, world.provider.epoch().unwrap(), "the refusal is written down");
    assert!(world.provider.callers().linked_apps().unwrap().is_empty());
    let journal = world.provider.journal().unwrap();
    let unlinked: Vec<_> = journal.events.iter().filter(|event| event.kind == EventKind::AppUnlinked).collect();
    assert_eq!(unlinked.len(), 1);
    assert_eq!(unlinked[0].note.as_deref(), Some("com.example.app example.com"));
}

#[test]
fn links_do_not_grow_without_bound() {
    let world = World::new(|options| options);
    let linked = |number: u32| crate::caller::LinkedApp {
        rp_id: rp_id(&format!("site{number}.example")).unwrap(),
        package: app("com.example.app", "x1", "-").package().clone(),
        certificate: *app("com.example.app", "x1", "-").current_signer().unwrap(),
        relation: LinkRelation::LoginCredentials,
        fetched: Timestamp::from_millis(NOW),
    };
    let mut transaction = world.provider.authenticator.store.begin().unwrap();
    for number in 0..600 {
        let linked = linked(number);
        let kind = crate::store::DocumentKind::LinkedApp;
        transaction.write_document(kind, linked.rp_id.as_str().as_bytes(), &linked.render()).unwrap();
    }
    let _ = transaction.commit().unwrap();
    let kept = world.provider.callers().linked_apps().unwrap();
    assert_eq!(kept.len(), 512);
    // The newest stay.
    assert_eq!(kept.last(), Some(&linked(599)));
    assert_eq!(kept.first(), Some(&linked(88)));
}

/// The site named the app this long ago; negative: the clock is put back since.
fn link_before(world: &World, seconds: i64) {
    let then = i64::try_from(NOW).unwrap() - seconds * 1000;
    world.clock.set(u64::try_from(then).unwrap());
    let caller = AndroidCaller { app: app("com.example.app", "x1", "-"), origin: None, client_data_hash: None };
    let Ok(Checked::Pending(pending)) = world.provider.callers().check_android(&caller, rp_id(RP_ID).as_ref()) else {
        panic!()
    };
    let linked = answer("both_relations", FetchPurpose::AssetLinks);
    let answered = world.provider.callers().answer_fetch(pending, &linked).unwrap();
    assert!(matches!(answered.value, Ok(Checked::Verified(_))));
    world.clock.set(NOW);
}

fn policy_of(name: &str) -> LinkPolicy {
    let policy = LinkPolicy::default();
    match name {
        "default" => policy,
        "urls" => LinkPolicy { relation: LinkRelation::LoginCredentialsOrUrls, ..policy },
        "week" => LinkPolicy { offline: Offline::Accept(Duration::from_secs(7 * 86_400)), ..policy },
        other => panic!("{other}"),
    }
}
