//! The life of passkeys, and the store as a whole.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use passkey_provider_ffi::{
    AccountList, AsOf, BackupFlags, Caller, ErrorCode, EventKind, Frame, Freshness, OpenRequest, Provider,
    ReconcileRequest, Resolution, SignalKind, SignalRequest, Staleness, Standing, Visibility,
};

use crate::world::{ORIGIN, RP, World, agree, code, create_request, open_request, reference};

/// Unpadded base64url, as signals have ids (RFC 4648, section 5).
fn base64url(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let number =
            chunk.iter().fold(0_usize, |number, byte| number << 8 | usize::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            text.push(char::from(LETTERS[number >> (18 - 6 * place) & 63]));
        }
    }
    text
}

#[test]
fn the_server_s_word_moves_the_standing() {
    let world = World::new();
    let passkey = reference(&world.register("ada").passkey);
    world.provider.note_no_answer(passkey.clone(), None).unwrap();
    world.provider.reject(passkey.clone(), Some("full".to_owned())).unwrap();
    let stale = world.provider.stale().unwrap().value;
    assert_eq!(stale[0].standing, Standing::Stale { by: Staleness::Rejected });
    assert_eq!(stale[0].why, "The site refused this passkey when it was made.");
    world.provider.confirm(passkey.clone()).unwrap();
    assert!(world.provider.stale().unwrap().value.is_empty());
    world.provider.note_account_moved(passkey.clone()).unwrap();
    assert!(world.provider.show(passkey.clone()).unwrap().needs_reregistration);
    let history = world.provider.history(passkey).unwrap();
    let kinds: Vec<_> = history.events.iter().skip(1).map(|event| event.kind).collect();
    assert_eq!(kinds, [EventKind::NoAnswer, EventKind::Refused, EventKind::Accepted, EventKind::AccountMoved]);
    assert_eq!(history.events[2].note.as_deref(), Some("full"));
}

#[test]
fn a_deleted_passkey_comes_back_until_it_is_purged() {
    let world = World::new();
    let passkey = reference(&world.register("ada").passkey);
    assert_eq!(code(world.provider.purge(passkey.clone())), ErrorCode::NotDeleted);
    let removal = world.provider.delete(passkey.clone()).unwrap().value;
    assert!(removal.server_may_hold_it);
    assert_eq!(removal.manage_url.as_deref(), Some("https://example.com/passkeys"));
    assert_eq!(code(world.sign_in(&[])), ErrorCode::NoPasskey);
    world.provider.restore(passkey.clone()).unwrap();
    assert!(world.sign_in(&[]).is_ok());
    world.provider.delete(passkey.clone()).unwrap();
    assert_eq!(world.provider.purge_expired().unwrap().value.count, 0);
    assert!(matches!(world.provider.show(passkey.clone()).unwrap().visibility, Visibility::Deleted { .. }));
    world.provider.purge(passkey.clone()).unwrap();
    assert_eq!(code(world.provider.show(passkey)), ErrorCode::UnknownPasskey);
}

#[test]
fn a_name_of_the_persons_own_is_shown_where_they_choose() {
    let world = World::new();
    let passkey = reference(&world.register("ada").passkey);
    world.provider.rename(passkey.clone(), "work".to_owned()).unwrap();
    assert_eq!(world.provider.candidates(RP.to_owned()).unwrap()[0].label.as_deref(), Some("work"));
    world.provider.rename(passkey, String::new()).unwrap();
    assert_eq!(world.provider.candidates(RP.to_owned()).unwrap()[0].label, None);
}

#[test]
fn the_systems_list_is_brought_up_to_date_by_a_delta() {
    let world = World::new();
    let register = |user| {
        let mut request = create_request(user, &[]);
        request.model.backup_flags = BackupFlags::Ios;
        let start = world.provider.begin_create(request).unwrap();
        world.provider.finish_create(start.plan, agree(Resolution::None)).unwrap().value
    };
    let ada = reference(&register("ada").passkey);
    let listed = world.provider.identities().unwrap();
    world.provider.delete(ada.clone()).unwrap();
    let eve = reference(&register("eve").passkey);
    let delta = world.provider.identity_delta(listed).unwrap();
    assert!(delta.add.iter().map(|identity| &identity.passkey).collect::<Vec<_>>() == [&eve]);
    assert!(delta.remove.iter().map(|identity| &identity.passkey).collect::<Vec<_>>() == [&ada]);
}

#[test]
fn a_signal_hides_for_its_own_site_only() {
    let world = World::new();
    let passkey = reference(&world.register("ada").passkey);
    let signal = |caller| SignalRequest {
        kind: SignalKind::UnknownCredential,
        json: format!(r#"{{"rpId":"{RP}","credentialId":"{}"}}"#, base64url(&passkey.credential_id)),
        caller,
    };
    let foreign = Caller::Web { origin: "https://evil.example".to_owned(), frame: Frame::SameOrigin };
    assert_eq!(code(world.provider.verify_signal(signal(foreign)).map(drop)), ErrorCode::CallerRefused);
    let elsewhere = Caller::TrustedPlatformSender { rp_id: "evil.example".to_owned() };
    assert_eq!(code(world.provider.verify_signal(signal(elsewhere)).map(drop)), ErrorCode::RpIdNotVerified);
    let verified = world
        .provider
        .verify_signal(signal(Caller::Web { origin: ORIGIN.to_owned(), frame: Frame::SameOrigin }))
        .unwrap();
    assert_eq!(world.provider.show(passkey.clone()).unwrap().visibility, Visibility::Shown);
    world.provider.apply_signal(verified).unwrap();
    assert_eq!(world.provider.show(passkey.clone()).unwrap().visibility, Visibility::Hidden);
}

#[test]
fn a_server_s_list_confirms_and_hides() {
    let world = World::new();
    let (kept, lost) = (reference(&world.register("ada").passkey), {
        let start = world.begin("ada", &[]);
        let answer = crate::world::agree(passkey_provider_ffi::Resolution::RegisterAnother);
        reference(&world.provider.finish_create(start.plan, answer).unwrap().value.passkey)
    });
    let request = |as_of| ReconcileRequest {
        rp_id: RP.to_owned(),
        user_handle: b"ada".to_vec(),
        list: AccountList::Json { text: format!(r#"{{"value":[{{"id":"{}"}}]}}"#, base64url(&kept.credential_id)) },
        as_of,
    };
    let long_ago = AsOf::Time { at: UNIX_EPOCH + Duration::from_secs(1) };
    assert!(world.provider.reconcile(request(long_ago)).unwrap().value.untouched == std::slice::from_ref(&lost));
    let epoch = world.provider.epoch().unwrap();
    let outcome = world.provider.reconcile(request(AsOf::Epoch { epoch })).unwrap().value;
    assert!((outcome.confirmed, outcome.stale) == (vec![kept.clone()], vec![lost]));
    let before_1970 = AsOf::Time { at: UNIX_EPOCH - Duration::from_secs(1) };
    assert!(world.provider.reconcile(request(before_1970)).is_ok());
}

#[test]
fn a_store_tells_how_it_is_without_naming_anybody() {
    let world = World::new();
    let created = world.register("ada");
    let health = world.provider.check().unwrap();
    assert!(health.is_good && health.passkeys == 1);
    let report = world.provider.diagnose().unwrap();
    let tags = world.provider.report_tags(reference(&created.passkey)).unwrap();
    assert!(report.contains(&tags.tag) && report.contains(&tags.rp_tag));
    assert!(!report.contains("ada") && !report.contains(RP));
    assert!(world.provider.journal().unwrap().events.is_empty());
}

#[test]
fn an_older_copy_lists_and_signs_only_when_the_person_accepts() {
    let world = World::new();
    world.register("ada");
    let epoch = world.provider.epoch().unwrap();
    let request = || OpenRequest { last_epoch: Some(epoch + 5), ..open_request(world.path()) };
    let provider = Provider::open(request()).unwrap();
    assert_eq!(provider.freshness().unwrap(), Freshness::RolledBack { missing: 5 });
    assert_eq!(provider.list().unwrap().passkeys.len(), 1);
    let refused = crate::world::failure(crate::world::sign_in(&provider, &[]));
    assert_eq!(refused.detail, Some(passkey_provider_ffi::ErrorDetail::Missing { commits: 5 }));
    assert!(provider.accept_rollback().unwrap() > epoch + 5);
    assert_eq!(provider.freshness().unwrap(), Freshness::Current);
    crate::world::sign_in(&provider, &[]).unwrap();
}

#[test]
fn times_are_the_clocks() {
    let world = World::new();
    let created = world.register("ada").passkey.created;
    assert!(created.duration_since(UNIX_EPOCH).unwrap() > Duration::from_secs(1_700_000_000));
    assert!(created < SystemTime::UNIX_EPOCH + Duration::from_secs(100_000_000_000));
}
