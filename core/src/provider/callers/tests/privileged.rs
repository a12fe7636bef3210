use super::world::{HASH, World, app, document, hash, privileged_list, rows, rp_id};
use crate::caller::{AndroidCaller, BuildType};
use crate::clock::Timestamp;
use crate::id::{CertificateFingerprint, PackageName};

const TABLE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tables/privileged_callers.tsv"));

#[test]
fn only_a_listed_or_trusted_browser_speaks_for_a_page() {
    for [case, build, list, trusted, package, signers, history, origin, states_hash, requested, expected, why] in
        rows(TABLE, 40)
    {
        let why = &format!("{case}: {why}");
        let build = if build == "userdebug" { BuildType::Userdebug } else { BuildType::User };
        let world = World::new(|options| options.build_type(build));
        let (before_list, trusted) = trusted.strip_prefix('!').map_or((false, trusted), |trusted| (true, trusted));
        let (is_revoked, trusted) = trusted.strip_prefix('-').map_or((false, trusted), |trusted| (true, trusted));
        let take_list = || {
            if list == "list" {
                let _ = world
                    .provider
                    .callers()
                    .update_privileged_list(&privileged_list(), Timestamp::from_millis(1))
                    .unwrap();
            }
        };
        if !before_list {
            take_list();
        }
        if let Some((package, signers)) = trusted.split_once('=') {
            let _ = world.provider.callers().trust_app(&app(package, signers, "-")).unwrap();
            if is_revoked {
                let _ = world.provider.callers().revoke_app(&PackageName::parse(package).unwrap()).unwrap();
            }
        }
        if before_list {
            take_list();
        }
        let caller = AndroidCaller {
            app: app(package, signers, history),
            origin: Some(origin.to_owned()),
            client_data_hash: (states_hash == "hash").then(hash),
        };
        let requested = rp_id(requested);
        let verdict = world.verdict(|provider| provider.callers().check_android(&caller, requested.as_ref()), why);
        let found = verdict.map(|caller| {
            let signed = world.signs_over(&caller, true).unwrap();
            let over = match signed.as_str() {
                "theirs" => "hash".to_owned(),
                own => own.split('"').nth(11).unwrap().to_owned(),
            };
            format!("accept {} {over}", caller.basis().as_str())
        });
        assert_eq!(found.as_deref().unwrap_or_else(|reason| reason), expected, "{why}");
    }
}

#[test]
fn any_other_byte_of_package_or_certificate_is_refused() {
    let world = World::new(|options| options);
    let _ = world.provider.callers().update_privileged_list(&privileged_list(), Timestamp::from_millis(1)).unwrap();
    let genuine = app("org.mozilla.fenix", "50:04", "-");
    let refused = |app| {
        let caller =
            AndroidCaller { app, origin: Some("https://example.com".to_owned()), client_data_hash: Some(hash()) };
        world.verdict(|provider| provider.callers().check_android(&caller, None), "a changed byte").is_err()
    };
    assert!(!refused(genuine.clone()));
    let signer = *genuine.current_signer().unwrap();
    for (place, bit) in (0..32).flat_map(|place| (0..8).map(move |bit| (place, bit))) {
        let mut bytes = *signer.as_bytes();
        bytes[place] ^= 1 << bit;
        let other = CertificateFingerprint::from_bytes(&bytes).unwrap();
        let app = crate::caller::AndroidApp::new(genuine.package().clone(), &[other], &[]).unwrap();
        assert!(refused(app), "bit {bit} of byte {place} of the certificate");
    }
    let package = genuine.package().as_str();
    for (place, byte) in (0..package.len()).flat_map(|place| (0_u8..128).map(move |byte| (place, byte))) {
        let mut bytes = package.as_bytes().to_vec();
        bytes[place] = byte;
        let Ok(other) = PackageName::parse(&String::from_utf8(bytes).unwrap()) else { continue };
        let app = crate::caller::AndroidApp::new(other.clone(), &[signer], &[]).unwrap();
        assert!(other.as_str() == package || refused(app), "{other}");
    }
}

#[test]
fn a_listed_browser_is_the_same_by_the_hash_that_it_hands_in_and_by_none() {
    let world = World::new(|options| options);
    let _ = world
        .provider
        .callers()
        .update_privileged_list(&document("privileged/google_format.json"), Timestamp::from_millis(1))
        .unwrap();
    let caller = AndroidCaller {
        app: app("com.android.chrome", "F0:FD", "-"),
        origin: Some("https://login.example.com".to_owned()),
        client_data_hash: Some(hash()),
    };
    let caller =
        world.verdict(|provider| provider.callers().check_android(&caller, rp_id("example.com").as_ref()), "").unwrap();
    assert_eq!(caller.origin().map(ToString::to_string).as_deref(), Some("https://login.example.com"));
    assert_eq!(caller.client_data_hash().map(|hash| *hash.as_bytes()), Some(HASH));
    assert_eq!(caller.android_app().map(|app| app.package().as_str()), Some("com.android.chrome"));
    assert_eq!(caller.basis().time(), Some(Timestamp::from_millis(1)));
}
