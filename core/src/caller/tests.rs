//! Promises of the caller layer. The expectations of the table follow the standards that its
//! section titles and reasons name, and the public suffix list.

use super::{CallerRefused, Frame, VerifiedCaller};
use crate::id::{ClientDataHash, InvalidOrigin, Origin, RpId};

const TABLE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tables/origins.tsv"));

#[test]
fn every_row_of_the_table_gets_its_verdict() {
    let mut rows = 0;
    let mut wrong = Vec::new();
    for (index, line) in TABLE.lines().enumerate().filter(|(_, line)| !line.starts_with("# ")) {
        let [origin, rp_id, expected, why] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("line {}: four columns", index + 1);
        };
        let verdict = verdict(&unescape(origin), (rp_id != "-").then(|| unescape(rp_id)).as_deref());
        if verdict != expected {
            wrong.push(format!("line {}: {origin} for {rp_id}: {verdict}, not {expected} ({why})", index + 1));
        }
        rows += 1;
    }
    assert!(wrong.is_empty(), "{} of {rows} rows:\n{}", wrong.len(), wrong.join("\n"));
    assert!(rows >= 300, "{rows} rows");
}

#[test]
fn the_table_holds_when_the_platform_names_the_page_too() {
    for line in TABLE.lines().filter(|line| !line.starts_with("# ")) {
        let mut columns = line.split('\t').map(unescape);
        let (origin, rp_id) = (columns.next().unwrap(), columns.next().unwrap());
        let Ok(origin) = Origin::parse(&origin) else { continue };
        let requested = if rp_id == "-" { None } else { RpId::parse(&rp_id).ok() };
        let web = VerifiedCaller::web(&origin, Frame::SameOrigin, requested.as_ref());
        let platform = VerifiedCaller::platform_with_origin(&origin, requested.as_ref(), hash());
        assert_eq!(web.map(|caller| caller.rp_id().clone()), platform.map(|caller| caller.rp_id().clone()), "{line}");
    }
}

/// Ten thousand hosts and RP IDs put together from labels that matter, by a fixed sequence.
#[test]
fn an_accepted_rp_id_is_the_host_or_above_it_and_then_no_public_suffix() {
    const LABELS: &[&str] = &[
        "com",
        "co",
        "uk",
        "io",
        "github",
        "example",
        "evil-example",
        "a",
        "ck",
        "www",
        "jp",
        "kawasaki",
        "city",
        "amazonaws",
        "s3",
        "compute",
        "xn--p1ai",
        "xn--55qx5d",
        "cn",
        "localhost",
        "internal",
        "ple",
    ];
    let mut state: u64 = 20_261_121;
    let mut draw = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let mut accepted = 0;
    for _ in 0..10_000 {
        let labels: Vec<&str> = (0..=draw(5)).map(|_| LABELS[draw(LABELS.len())]).collect();
        let host = labels.join(".");
        // A tail of the host more often than not, for otherwise nearly all are foreign.
        let claimed = match draw(3) {
            0 => (0..=draw(3)).map(|_| LABELS[draw(LABELS.len())]).collect::<Vec<_>>().join("."),
            1 => labels[draw(labels.len())..].join("."),
            _ => host[draw(host.len())..].trim_start_matches(['.', '-']).to_owned(),
        };
        let (Ok(origin), Ok(rp_id)) = (Origin::parse(&format!("https://{host}")), RpId::parse(&claimed)) else {
            continue;
        };
        if VerifiedCaller::web(&origin, Frame::SameOrigin, Some(&rp_id)).is_err() {
            continue;
        }
        accepted += 1;
        assert!(host == claimed || host.ends_with(&format!(".{claimed}")), "{host} for {claimed}");
        assert!(host == claimed || psl::suffix_str(&claimed) != Some(&claimed), "{host} for {claimed}");
    }
    assert!(accepted > 1_000, "{accepted} accepted");
}

#[test]
fn a_web_caller_has_its_origin_and_no_hash() {
    let origin = Origin::parse("https://login.example.com:8443").unwrap();
    let caller = VerifiedCaller::web(&origin, Frame::SameOrigin, Some(&rp_id("example.com"))).unwrap();
    assert_eq!(caller.rp_id().as_str(), "example.com");
    assert_eq!(caller.origin().map(Origin::as_str), Some("https://login.example.com:8443"));
    assert_eq!(caller.client_data_hash(), None);
}

#[test]
fn a_caller_that_the_platform_checked_has_the_hash_and_no_origin() {
    let caller = VerifiedCaller::platform(rp_id("example.com"), hash()).unwrap();
    assert_eq!(caller.rp_id().as_str(), "example.com");
    assert_eq!(caller.origin(), None);
    assert_eq!(caller.client_data_hash(), Some(&hash()));
}

#[test]
fn a_platform_that_names_the_page_gives_both() {
    let origin = Origin::parse("https://login.example.com").unwrap();
    let caller = VerifiedCaller::platform_with_origin(&origin, None, hash()).unwrap();
    assert_eq!(caller.rp_id().as_str(), "login.example.com");
    assert_eq!(caller.origin(), Some(&origin));
    assert_eq!(caller.client_data_hash(), Some(&hash()));
}

#[test]
fn a_platform_gets_no_icann_suffix() {
    for suffix in ["com", "co.uk", "xn--p1ai", "公司.cn", "foo.kawasaki.jp"] {
        let refused = VerifiedCaller::platform(rp_id(suffix), hash()).unwrap_err();
        assert_eq!(refused, CallerRefused::PublicSuffix, "{suffix}");
    }
}

#[test]
fn a_platform_gets_sites_at_private_suffixes_and_hosts_of_one_unlisted_label() {
    for site in ["github.io", "localhost", "intranet", "login.microsoft.com"] {
        assert!(VerifiedCaller::platform(rp_id(site), hash()).is_ok(), "{site}");
    }
}

#[test]
fn a_caller_shows_no_hash() {
    let caller = VerifiedCaller::platform(rp_id("example.com"), hash()).unwrap();
    assert!(!format!("{caller:?}").contains("171"), "{caller:?}");
}

/// What the command and the bindings do with two texts, as the table writes it.
fn verdict(origin: &str, requested: Option<&str>) -> String {
    let origin = match Origin::parse(origin) {
        Ok(origin) => origin,
        Err(InvalidOrigin::NotAnOrigin) => return "not_an_origin".to_owned(),
        Err(InvalidOrigin::Insecure) => return "insecure".to_owned(),
    };
    let Ok(requested) = requested.map(RpId::parse).transpose() else { return "not_an_rp_id".to_owned() };
    match VerifiedCaller::web(&origin, Frame::SameOrigin, requested.as_ref()) {
        Ok(caller) => format!("accept {}", caller.rp_id()),
        Err(refused) => refused.reason().to_owned(),
    }
}

/// `\u{9}` becomes a tab: what a table of lines and tabs cannot hold.
fn unescape(column: &str) -> String {
    let mut parts = column.split("\\u{");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |text, part| {
        let (number, rest) = part.split_once('}').unwrap();
        text + &char::from_u32(u32::from_str_radix(number, 16).unwrap()).unwrap().to_string() + rest
    })
}

fn rp_id(text: &str) -> RpId {
    RpId::parse(text).unwrap()
}

fn hash() -> ClientDataHash {
    ClientDataHash::from([0xab; 32])
}
