//! What the person trusts, and what the history tells of callers.

use std::fs;
use std::time::Duration;

use super::world::{NOW, World, app, privileged_list};
use crate::caller::{AndroidCaller, AndroidTrust, CallerRefused, Checked, TrustedApp};
use crate::clock::Timestamp;
use crate::error::{Aged, Error};
use crate::id::PackageName;
use crate::provider::{OpenOptions, Provider};
use crate::seal::DeviceKey;
use crate::standing::EventKind;
use crate::webauthn::options::{Mode, parse_request_options};

#[test]
fn a_trusted_browser_is_shown_until_it_is_revoked() {
    let world = World::new(|options| options);
    let (first, second) = (app("com.example.browser", "x1", "x2,x1"), app("com.example.other", "x3,x4", "-"));
    let _ = world.provider.callers().trust_app(&first).unwrap();
    let _ = world.provider.callers().trust_app(&second).unwrap();
    let since = Timestamp::from_millis(NOW);
    let expected = [TrustedApp { app: first.clone(), since }, TrustedApp { app: second.clone(), since }];
    assert_eq!(world.provider.callers().trusted_apps().unwrap(), expected);
    let _ = world.provider.callers().revoke_app(first.package()).unwrap();
    assert_eq!(world.provider.callers().trusted_apps().unwrap(), expected[1..]);
    assert!(matches!(world.provider.callers().revoke_app(first.package()), Err(Error::UnknownApp)));
    let journal = world.provider.journal().unwrap();
    let kinds: Vec<_> = journal.events.iter().map(|event| (event.kind, event.note.as_deref())).collect();
    assert_eq!(
        kinds,
        [
            (EventKind::BrowserTrusted, Some("com.example.browser")),
            (EventKind::BrowserTrusted, Some("com.example.other")),
            (EventKind::BrowserRevoked, Some("com.example.browser")),
        ]
    );
}

/// The check of a caller is an answer about the present: ten minutes later the list, the person and the site
/// are asked again.
#[test]
fn a_caller_that_was_checked_before_the_person_s_trust_ended_does_not_outlive_it() {
    let world = World::new(|options| options);
    let browser = app("com.example.browser", "x1", "-");
    let _ = world.provider.callers().trust_app(&browser).unwrap();
    let origin = Some("https://example.com".to_owned());
    let asking = AndroidCaller { app: browser.clone(), origin, client_data_hash: None };
    let Checked::Verified(kept) = world.provider.callers().check_android(&asking, None).unwrap() else {
        panic!("a trusted browser is not asked for")
    };
    let _ = world.provider.callers().revoke_app(browser.package()).unwrap();
    assert!(matches!(world.provider.callers().check_android(&asking, None), Err(Error::CallerRefused(_))));
    let before = world.footprint();
    for later in [10 * 60 * 1000 + 1, 365 * 24 * 60 * 60 * 1000] {
        world.clock.set(NOW + later);
        for caller in [kept.clone(), world.provider.callers().keep(kept.clone())] {
            assert!(matches!(world.sign(&caller, true), Err(Error::TooOld { what: Aged::Caller })));
        }
    }
    assert_eq!(world.footprint(), before);
    // By the time alone, where the host checks without a provider.
    let trusted = [TrustedApp { app: browser, since: Timestamp::from_millis(NOW) }];
    let trust = AndroidTrust { trusted: &trusted, ..AndroidTrust::default() };
    let checked = asking.check(None, &trust, Timestamp::from_millis(NOW)).unwrap();
    let Checked::Verified(kept) = checked else { panic!("a trusted browser is not asked for") };
    assert!(matches!(world.sign(&kept, true), Err(Error::TooOld { what: Aged::Caller })));
    world.clock.set(NOW);
    world.sign(&kept, true).unwrap();
}

#[test]
fn nobody_can_trust_an_app_that_takes_the_name_of_a_listed_browser() {
    let world = World::new(|options| options);
    let _ = world.provider.callers().update_privileged_list(&privileged_list(), Timestamp::from_millis(1)).unwrap();
    let before = world.footprint();
    let refused = world.provider.callers().trust_app(&app("com.android.chrome", "x1", "-"));
    assert!(matches!(refused, Err(Error::CallerRefused(CallerRefused::WrongCertificate))));
    assert_eq!(world.footprint(), before);
    assert!(world.provider.callers().trusted_apps().unwrap().is_empty());
}

#[test]
fn a_refusal_that_is_noted_stands_in_the_journal_once_an_hour() {
    let world = World::new(|options| options);
    let note = |who: &str| world.provider.callers().note_refused(CallerRefused::BrowserNotListed, who).unwrap();
    for _ in 0..100 {
        let _ = note("com.example.browser example.com");
    }
    let _ = note("com.example.other example.com");
    let noted = || {
        let journal = world.provider.journal().unwrap();
        let notes = journal.events.iter().filter(|event| event.kind == EventKind::CallerRefused);
        notes.map(|event| event.note.clone().unwrap()).collect::<Vec<_>>()
    };
    let once =
        ["browser_not_listed com.example.browser example.com", "browser_not_listed com.example.other example.com"];
    assert_eq!(noted(), once);
    world.clock.set(NOW + u64::try_from(Duration::from_secs(3_601).as_millis()).unwrap());
    let _ = note("com.example.browser example.com");
    assert_eq!(noted().len(), 3);
}

#[test]
fn trust_does_not_outlive_the_store_of_an_older_day() {
    let world = World::new(|options| options);
    let _ = world.provider.callers().trust_app(&app("com.example.browser", "x1", "-")).unwrap();
    let before = world.provider.epoch().unwrap();
    let copy = tempfile::tempdir().unwrap();
    for file in fs::read_dir(world.folder.path()).unwrap().map(Result::unwrap) {
        fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
    }
    let revoked = PackageName::parse("com.example.browser").unwrap();
    let after = world.provider.callers().revoke_app(&revoked).unwrap().epoch;
    // A copy from before the revocation is told by its epoch.
    assert!(after > before);
    drop(world.provider);
    let key = || DeviceKey::from_bytes(&[7; 32]).unwrap();
    let store = |path| OpenOptions::new(path, key()).last_epoch(after);
    let put_back = Provider::open(store(copy.path().join("passkeys.db"))).unwrap();
    assert_eq!(put_back.callers().trusted_apps().unwrap().len(), 1);
    let origin = Some("https://example.com".to_owned());
    let caller = AndroidCaller { app: app("com.example.browser", "x1", "-"), origin, client_data_hash: None };
    let Ok(Checked::Verified(caller)) = put_back.callers().check_android(&caller, None) else {
        panic!("trusted in the copy")
    };
    let json = r#"{"challenge":"AAECAwQFBgcICQoLDA0ODw"}"#;
    let options = parse_request_options(json.as_bytes(), Mode::Strict).unwrap().options;
    assert!(matches!(put_back.begin_get(&options, &caller), Err(Error::RolledBack { .. })));
}
