//! What is taken as a list of browsers.

use super::world::{World, app, privileged_list};
use crate::caller::{AndroidCaller, Checked, InvalidPrivilegedList, PrivilegedList};
use crate::clock::Timestamp;
use crate::error::Error;

const FINGERPRINT: &str =
    "F0:FD:6C:5B:41:0F:25:CB:25:C3:B5:33:46:C8:97:2F:AE:30:F8:EE:74:11:DF:91:04:80:AD:6B:2D:60:DB:83";

#[test]
fn a_list_of_the_published_format_is_read_whole() {
    let list = PrivilegedList::parse(&privileged_list(), Timestamp::from_millis(5)).unwrap();
    // Counted in the document; the entry of another type is passed over.
    assert_eq!(list.packages().len(), 21);
    assert!(list.packages().iter().any(|package| package.as_str() == "com.google.android.gms"));
    assert_eq!(list.as_of(), Timestamp::from_millis(5));
}

#[test]
fn a_malformed_or_older_list_is_refused_and_the_last_good_one_stays() {
    let world = World::new(|options| options);
    let _ = world.provider.callers().update_privileged_list(&privileged_list(), Timestamp::from_millis(1_000)).unwrap();
    let entry = |package: &str, build: &str, print: &str| {
        format!(
            r#"{{"type":"android","info":{{"package_name":"{package}","signatures":[{{"build":"{build}","cert_fingerprint_sha256":"{print}"}}]}}}}"#
        )
    };
    let good = entry("com.example.browser", "release", FINGERPRINT);
    let list = |entries: &[&str]| format!(r#"{{"apps":[{}]}}"#, entries.join(","));
    let malformed = [
        String::new(),
        "null".to_owned(),
        "[]".to_owned(),
        "{}".to_owned(),
        r#"{"apps":{}}"#.to_owned(),
        r#"{"apps":[]}"#.to_owned(),
        r#"{"apps":[7]}"#.to_owned(),
        // The values of the members without their names: serde by itself takes that.
        format!(r#"[[["android",["com.example.browser",[["release","{FINGERPRINT}"]]]]]]"#),
        format!(r#"{{"apps":[["android",["com.example.browser",[["release","{FINGERPRINT}"]]]]]}}"#),
        r#"{"apps":[{"type":"android"}]}"#.to_owned(),
        r#"{"apps":[{"type":"android","info":{"package_name":"com.example.browser"}}]}"#.to_owned(),
        r#"{"apps":[{"type":"android","info":{"package_name":"com.example.browser","signatures":[]}}]}"#.to_owned(),
        list(&[&good])[1..].to_owned(),
        list(&[&good]).replace("]}", ""),
        format!("{} x", list(&[&good])),
        list(&[&good, &good]),
        list(&[&good]).replace("\"package_name\"", "\"package_name\":\"com.example.other\",\"package_name\""),
        list(&[&entry("browser", "release", FINGERPRINT)]),
        list(&[&entry("com..browser", "release", FINGERPRINT)]),
        list(&[&entry("com.example.browser ", "release", FINGERPRINT)]),
        list(&[&entry("com.example.browser", "eng", FINGERPRINT)]),
        list(&[&entry("com.example.browser", "Release", FINGERPRINT)]),
        list(&[&entry("com.example.browser", "release", &FINGERPRINT.to_lowercase())]),
        list(&[&entry("com.example.browser", "release", &FINGERPRINT.replace(':', ""))]),
        list(&[&entry("com.example.browser", "release", &FINGERPRINT[..92])]),
        list(&[&entry("com.example.browser", "release", &format!("{FINGERPRINT}:00"))]),
        list(&[&entry("com.example.browser", "release", "")]),
        // One bad entry beside a good one.
        list(&[&good, &entry("com.example.other", "release", "G0")]),
        format!("{}{}", list(&[&good]), " ".repeat(PrivilegedList::MOST_BYTES)),
    ];
    for document in malformed {
        let refused =
            world.provider.callers().update_privileged_list(document.as_bytes(), Timestamp::from_millis(2_000));
        assert!(matches!(refused, Err(Error::InvalidPrivilegedList(_))), "{document}");
        assert!(is_still_in_use(&world), "{document}");
    }
    let newer = list(&[&good]);
    let refused = world.provider.callers().update_privileged_list(newer.as_bytes(), Timestamp::from_millis(999));
    assert!(matches!(refused, Err(Error::InvalidPrivilegedList(InvalidPrivilegedList::Older))));
    assert!(is_still_in_use(&world));
    let _ = world.provider.callers().update_privileged_list(newer.as_bytes(), Timestamp::from_millis(1_000)).unwrap();
    assert!(!is_still_in_use(&world));
}

#[test]
fn a_list_of_tomorrow_keeps_no_later_one_out() {
    let world = World::new(|options| options);
    let _ =
        world.provider.callers().update_privileged_list(&privileged_list(), Timestamp::from_millis(u64::MAX)).unwrap();
    let kept = world.provider.callers().privileged_list().unwrap().unwrap();
    assert_eq!(kept.as_of(), Timestamp::from_millis(super::world::NOW));
    let _ = world
        .provider
        .callers()
        .update_privileged_list(&privileged_list(), Timestamp::from_millis(super::world::NOW + 1))
        .unwrap();
}

#[test]
fn a_list_that_another_provider_took_counts_at_once() {
    let world = World::new(|options| options);
    assert!(!is_still_in_use(&world));
    let key = crate::seal::DeviceKey::from_bytes(&[7; 32]).unwrap();
    let path = world.folder.path().join("passkeys.db");
    let other = crate::Provider::open(crate::OpenOptions::new(path, key)).unwrap();
    let _ = other.callers().update_privileged_list(&privileged_list(), Timestamp::from_millis(1)).unwrap();
    assert!(is_still_in_use(&world));
}

fn is_still_in_use(world: &World) -> bool {
    let caller = AndroidCaller {
        app: app("com.android.chrome", "F0:FD", "-"),
        origin: Some("https://example.com".to_owned()),
        client_data_hash: None,
    };
    matches!(world.provider.callers().check_android(&caller, None), Ok(Checked::Verified(_)))
}
