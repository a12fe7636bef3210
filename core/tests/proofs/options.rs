//! Options from relying parties: whatever they say, they are read or refused, and what was read is
//! written out and read again as the same.

use passkey_provider::webauthn::options::{
    CreationOptions, Mode, OptionsError, Repair, RequestOptions, UserVerification, parse_creation_options,
    parse_request_options,
};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};

use crate::cases;

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn what_the_standard_allows_is_read_in_both_modes_and_as_the_same(creation in creation(), request in request()) {
        let (text, tolerant) = (creation.to_string(), Mode::Tolerant);
        let read = parse_creation_options(text.as_bytes(), tolerant).unwrap();
        prop_assert!(read.repairs.iter().all(is_expected), "{:?}", read.repairs);
        let strict = parse_creation_options(text.as_bytes(), Mode::Strict).unwrap().options;
        if read.repairs.is_empty() {
            prop_assert_eq!(read.options, strict);
        }
        let text = request.to_string();
        let read = parse_request_options(text.as_bytes(), tolerant).unwrap();
        prop_assert!(read.repairs.iter().all(is_expected), "{:?}", read.repairs);
        let strict = parse_request_options(text.as_bytes(), Mode::Strict).unwrap().options;
        if read.repairs.is_empty() {
            prop_assert_eq!(read.options, strict);
        }
        survives(creation.to_string().as_bytes());
        survives(text.as_bytes());
    }

    #[test]
    fn options_with_anything_in_the_place_of_any_member_are_read_or_refused(
        creation in creation(),
        request in request(),
        changes in vec(change(), 1..5),
    ) {
        for mut options in [creation, request] {
            for change in &changes {
                change.apply(&mut options);
            }
            survives(options.to_string().as_bytes());
        }
    }

    #[test]
    fn what_is_understood_otherwise_than_by_a_browser_is_reported(
        creation in creation(),
        request in request(),
        changes in vec(change(), 1..4),
    ) {
        for mut options in [creation, request] {
            for change in &changes {
                change.apply(&mut options);
            }
            reports::<CreationOptions>(options.to_string().as_bytes());
            reports::<RequestOptions>(options.to_string().as_bytes());
        }
    }

    #[test]
    fn any_json_is_read_or_refused(value in anything(20)) {
        survives(value.to_string().as_bytes());
    }

    #[test]
    fn options_with_bytes_changed_are_read_or_refused(
        options in prop_oneof![creation(), request()],
        changes in vec((any::<Index>(), prop_oneof![any::<u8>(), select(br#"{}[]":,\0123456789-eE."#.to_vec())]), 1..4),
        cut: Index,
    ) {
        let mut text = options.to_string().into_bytes();
        for (at, byte) in changes {
            let at = at.index(text.len());
            text[at] = byte;
        }
        survives(&text);
        survives(&text[..cut.index(text.len())]);
    }

    #[test]
    fn options_with_a_member_twice_are_read_or_refused(
        options in prop_oneof![creation(), request()],
        name in member_name(),
        value in odd(),
    ) {
        let twice = options.to_string().replacen('{', &format!("{{{}:{value},", json!(name)), 1);
        survives(twice.as_bytes());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..200)) {
        survives(&bytes);
    }
}

/// Where the challenge stays with the platform, one in an extension's input is not the request's.
#[test]
fn what_an_extension_holds_is_not_taken_for_the_options() {
    for member in [
        r#""extensions":{"x":{"challenge":"AQ"}}"#,
        r#""extensions":{"challenge":1}"#,
        r#""hints":["{\"challenge\":1}"]"#,
    ] {
        let text = format!(r#"{{"rpId":"example.com","userVerification":"required",{member}}}"#);
        let read = parse_request_options(text.as_bytes(), Mode::Tolerant).unwrap();
        assert_eq!(read.options.rp_id.unwrap().as_str(), "example.com", "{text}");
        assert_eq!(read.options.user_verification, UserVerification::Required);
        survives(text.as_bytes());
    }
}

#[test]
fn nesting_of_any_depth_and_lists_of_any_length_are_read_or_refused() {
    let sound =
        r#""rp":{"id":"example.com","name":""},"user":{"id":"AQ","name":"","displayName":""},"challenge":"AQ","#;
    for count in [15, 16, 17, 128, 100_000] {
        for (open, close) in [("[", "]"), (r#"{"a":"#, "}"), (r#"[{"":"#, "}]")] {
            let nested = format!("{}1{}", open.repeat(count), close.repeat(count));
            survives(nested.as_bytes());
            survives(open.repeat(count).as_bytes());
            for member in ["pubKeyCredParams", "excludeCredentials", "allowCredentials", "extensions", "hints"] {
                survives(format!(r#"{{{sound}"{member}":{nested}}}"#).as_bytes());
            }
        }
    }
    for count in [4_096, 4_097, 100_000] {
        for entry in ["1", "null", "{}", r#""AQ""#, r#"{"type":"public-key","id":"AQ"}"#, "[]"] {
            let list = format!("[{entry}{}]", format!(",{entry}").repeat(count - 1));
            for member in ["pubKeyCredParams", "excludeCredentials", "allowCredentials", "hints", "timeout"] {
                survives(format!(r#"{{{sound}"{member}":{list}}}"#).as_bytes());
            }
        }
    }
}

/// Reads `text` as options of both kinds in both modes. A refusal names the member and has a reason; what is read survives being written out.
#[track_caller]
fn survives(text: &[u8]) {
    for mode in [Mode::Tolerant, Mode::Strict] {
        round_trip::<CreationOptions>(text, mode);
        round_trip::<RequestOptions>(text, mode);
    }
}

/// Options of either kind.
trait Options: std::fmt::Debug + PartialEq + Sized {
    fn read(text: &[u8], mode: Mode) -> Result<(Self, Vec<Repair>), OptionsError>;
    fn write(&self) -> String;
    /// Without the inputs of extensions, which are not written.
    fn into_written(self) -> Self;
}

impl Options for CreationOptions {
    fn read(text: &[u8], mode: Mode) -> Result<(Self, Vec<Repair>), OptionsError> {
        parse_creation_options(text, mode).map(|read| (read.options, read.repairs))
    }

    fn write(&self) -> String {
        self.to_json()
    }

    fn into_written(mut self) -> Self {
        self.extensions.prf = self.extensions.prf.map(|_| <_>::default());
        self
    }
}

impl Options for RequestOptions {
    fn read(text: &[u8], mode: Mode) -> Result<(Self, Vec<Repair>), OptionsError> {
        parse_request_options(text, mode).map(|read| (read.options, read.repairs))
    }

    fn write(&self) -> String {
        self.to_json()
    }

    fn into_written(mut self) -> Self {
        self.extensions.prf = self.extensions.prf.map(|_| <_>::default());
        self.extensions.large_blob = None;
        self
    }
}

#[track_caller]
fn round_trip<T: Options>(text: &[u8], mode: Mode) {
    let (options, repairs) = match T::read(text, mode) {
        Ok(read) => read,
        Err(error) => {
            assert!(error.path().starts_with('$') && !error.to_string().is_empty(), "{error:?}");
            return;
        }
    };
    assert!(mode == Mode::Tolerant || repairs.is_empty());
    let written = options.write();
    let (again, repairs) = match T::read(written.as_bytes(), mode) {
        Ok(again) => again,
        // An id that could be a UrlToken is written so that it has one reading only, as the tolerant
        // mode takes it and no browser does.
        Err(OptionsError::Encoding { path, .. }) if mode == Mode::Strict && path.ends_with("].id") => {
            T::read(written.as_bytes(), Mode::Tolerant).unwrap();
            return;
        }
        Err(error) => panic!("{mode:?} {written}: {error}"),
    };
    assert_eq!(again, options.into_written(), "{mode:?} {written}");
    assert_eq!(again.write(), written);
    assert!(repairs.iter().all(|repair| cannot_be_said_otherwise(repair, &written)), "{written}: {repairs:?}");
}

/// No repair is silent: what tolerant mode reads without a repair, strict mode reads as the same.
#[track_caller]
fn reports<T: Options>(text: &[u8]) {
    let Ok((options, repairs)) = T::read(text, Mode::Tolerant) else { return };
    if repairs.is_empty() {
        let strict = T::read(text, Mode::Strict);
        let text = String::from_utf8_lossy(text);
        let (strict, _) = strict.unwrap_or_else(|error| panic!("{text} is repaired in silence: {error}"));
        assert_eq!(options, strict, "{text} is understood otherwise in silence");
    }
}

/// What has no standard form: a challenge that is not there, an entry that could not be read, or of an unknown type, or whose id
/// has more readings than one, an algorithm's number that no browser keeps whole, and a name that is
/// longer than what is kept of it.
fn cannot_be_said_otherwise(repair: &Repair, written: &str) -> bool {
    let lists = ["$.excludeCredentials[", "$.allowCredentials["];
    repair.path == "$.challenge"
        || lists.iter().any(|list| repair.path.starts_with(list))
        || (repair.path.starts_with("$.pubKeyCredParams[") && repair.found == "a number of more than 32 bits")
        || (repair.path.starts_with("$.user.") && repair.found == "a name of more than 256 bytes")
        || (repair.path == "$.pubKeyCredParams[0].type"
            && serde_json::from_str::<Value>(written).unwrap()["pubKeyCredParams"]
                == json!([{ "type": "unknown", "alg": 0 }]))
}

/// A sound id that a server could have written as a UrlToken, an empty display name, for which the
/// name is shown, or a value from a later standard.
fn is_expected(repair: &Repair) -> bool {
    (repair.path.ends_with("].id") && repair.used == "every reading")
        || (repair.path == "$.user.displayName" && repair.found == "an empty string")
        || repair.found == "an unknown value"
}

/// `PublicKeyCredentialCreationOptionsJSON` as the standard has it (WebAuthn L3, section 5.1.9).
fn creation() -> impl Strategy<Value = Value> {
    let user = (base64url(1..=64), text(), text())
        .prop_map(|(id, name, display_name)| json!({ "id": id, "name": name, "displayName": display_name }));
    let rp =
        (prop::option::of(rp_id()), text()).prop_map(|(id, name)| object([("id", id), ("name", Some(name.into()))]));
    let algorithms = vec(
        prop_oneof![3 => select(vec![-7, -257, -8, -35, 0]), 1 => any::<i32>()]
            .prop_map(|alg| json!({ "type": "public-key", "alg": alg })),
        0..5,
    );
    let selection = (
        member(vec!["platform", "cross-platform"]),
        member(vec!["required", "preferred", "discouraged"]),
        prop::option::of(any::<bool>().prop_map(Value::from)),
        member(vec!["required", "preferred", "discouraged"]),
    )
        .prop_map(|(attachment, resident_key, required, verification)| {
            object([
                ("authenticatorAttachment", attachment),
                ("residentKey", resident_key),
                ("requireResidentKey", required),
                ("userVerification", verification),
            ])
        });
    (
        (rp, user, base64url(1..=80), algorithms, prop::option::of(descriptors()), prop::option::of(selection)),
        member(vec!["none", "indirect", "direct", "enterprise"]),
        prop::option::of(any::<u32>().prop_map(Value::from)),
        prop::option::of(vec(text(), 0..4).prop_map(Value::from)),
        prop::option::of(vec(select(vec!["none", "packed", "tpm"]), 0..3).prop_map(Value::from)),
        prop::option::of(extensions(json!({ "support": "preferred" }))),
    )
        .prop_map(
            |(
                (rp, user, challenge, algorithms, exclude, selection),
                attestation,
                timeout,
                hints,
                formats,
                extensions,
            )| {
                object([
                    ("rp", Some(rp)),
                    ("user", Some(user)),
                    ("challenge", Some(challenge)),
                    ("pubKeyCredParams", Some(algorithms.into())),
                    ("excludeCredentials", exclude),
                    ("authenticatorSelection", selection),
                    ("attestation", attestation),
                    ("timeout", timeout),
                    ("hints", hints),
                    ("attestationFormats", formats),
                    ("extensions", extensions),
                ])
            },
        )
}

/// `PublicKeyCredentialRequestOptionsJSON` as the standard has it (WebAuthn L3, section 5.1.10).
fn request() -> impl Strategy<Value = Value> {
    (
        base64url(1..=80),
        prop::option::of(rp_id()),
        prop::option::of(descriptors()),
        member(vec!["required", "preferred", "discouraged"]),
        prop::option::of(any::<u32>().prop_map(Value::from)),
        prop::option::of(vec(text(), 0..4).prop_map(Value::from)),
        prop::option::of(extensions(json!({ "read": true }))),
    )
        .prop_map(|(challenge, rp_id, allow, verification, timeout, hints, extensions)| {
            object([
                ("challenge", Some(challenge)),
                ("rpId", rp_id),
                ("allowCredentials", allow),
                ("userVerification", verification),
                ("timeout", timeout),
                ("hints", hints),
                ("extensions", extensions),
            ])
        })
}

fn descriptors() -> impl Strategy<Value = Value> {
    let transports =
        prop::option::of(vec(select(vec!["internal", "hybrid", "usb", "new"]), 0..4).prop_map(Value::from));
    let entry = (base64url(1..=64), transports).prop_map(|(id, transports)| {
        object([("type", Some("public-key".into())), ("id", Some(id)), ("transports", transports)])
    });
    vec(entry, 0..5).prop_map(Value::from)
}

fn extensions(large_blob: Value) -> impl Strategy<Value = Value> {
    let known = prop_oneof![
        Just(("credProps".to_owned(), json!(true))),
        base64url(0..=40).prop_map(|first| ("prf".to_owned(), json!({ "eval": { "first": first } }))),
        Just(("largeBlob".to_owned(), large_blob)),
        ("[a-z]{1,12}", odd()),
    ];
    vec(known, 0..4).prop_map(|entries| Value::Object(entries.into_iter().collect()))
}

/// One thing done to options: at the place of one of their values.
#[derive(Clone, Debug)]
enum Change {
    Replace(Index, Value),
    Remove(Index),
    Add(Index, String, Value),
    Wrap(Index, &'static str),
    /// As text within the text.
    Quote(Index),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        6 => (any::<Index>(), odd()).prop_map(|(at, value)| Change::Replace(at, value)),
        1 => any::<Index>().prop_map(Change::Remove),
        2 => (any::<Index>(), member_name(), odd()).prop_map(|(at, name, value)| Change::Add(at, name, value)),
        1 => (any::<Index>(), select(vec!["publicKey", "options", "challenge", "0", "data"])).prop_map(|(at, name)| Change::Wrap(at, name)),
        1 => any::<Index>().prop_map(Change::Quote),
    ]
}

impl Change {
    fn apply(&self, options: &mut Value) {
        let (Self::Replace(at, _) | Self::Remove(at) | Self::Add(at, ..) | Self::Wrap(at, _) | Self::Quote(at)) = self;
        let mut places = Vec::new();
        collect(options, String::new(), &mut places);
        let value = options.pointer_mut(&places[at.index(places.len())]).unwrap();
        match self {
            Self::Replace(_, other) => *value = other.clone(),
            Self::Remove(at) => match value {
                Value::Object(members) if !members.is_empty() => {
                    let name = members.keys().nth(at.index(members.len())).unwrap().clone();
                    members.remove(&name);
                }
                Value::Array(entries) if !entries.is_empty() => {
                    entries.remove(at.index(entries.len()));
                }
                other => *other = Value::Null,
            },
            Self::Add(_, name, added) => match value {
                Value::Object(members) => {
                    members.insert(name.clone(), added.clone());
                }
                Value::Array(entries) => entries.push(added.clone()),
                other => *other = json!([other.take(), added]),
            },
            Self::Wrap(_, name) => *value = Value::Object(Map::from_iter([((*name).to_owned(), value.take())])),
            Self::Quote(_) => *value = Value::String(value.to_string()),
        }
    }
}

/// The JSON pointer of every value.
fn collect(value: &Value, at: String, places: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, inner) in members {
                collect(inner, format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), places);
            }
        }
        Value::Array(entries) => {
            for (index, inner) in entries.iter().enumerate() {
                collect(inner, format!("{at}/{index}"), places);
            }
        }
        _ => {}
    }
    places.push(at);
}

/// A value that does not belong where it is put: mostly of the kinds that real servers send.
fn odd() -> impl Strategy<Value = Value> {
    let kind = select(vec![
        json!(null),
        json!(true),
        json!(false),
        json!(""),
        json!([]),
        json!({}),
        json!(0),
        json!(-7.0),
        json!(-7.5),
        json!(1e300),
        json!(u64::MAX),
        json!(i64::MIN),
        json!("-7"),
        json!("true"),
        json!("AQID"),
        json!("AQI1"),
        json!("AQI="),
        json!("+/+/"),
        json!("=?BINARY?B?AQID?="),
        json!("AQ%3D%3D"),
        json!([1, 2, 255]),
        json!([1, -128, 256]),
        json!({ "0": 1, "1": 2 }),
        json!({ "type": "Buffer", "data": [1, 2] }),
        json!("1,2,3"),
        json!("{\"challenge\":\"AQ\"}"),
        json!("EXAMPLE.com"),
        json!("bücher.example"),
        json!("https://example.com"),
        json!("required"),
        json!("public-key"),
        json!("PUBLIC_KEY"),
        json!("REQUIRED"),
        json!(4_294_967_289_u32),
        json!("AR"),
        json!(["required"]),
        json!([["AQID"]]),
        json!("[{\"type\":\"public-key\",\"id\":\"AQID\",\"alg\":-7}]"),
        json!("{\"userVerification\":\"required\"}"),
        json!({ "id": "AQI1", "type": "x" }),
        json!(["AQI1", { "id": [1, 2, 3] }, null]),
    ]);
    prop_oneof![6 => kind, 1 => anything(4), 1 => base64url(0..=1030), 1 => text().prop_map(Value::from)]
}

/// Any JSON, as deep as `depth`.
fn anything(depth: u32) -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
        base64url(0..=20),
    ];
    leaf.prop_recursive(depth, 60, 8, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..8).prop_map(Value::from),
            btree_map(member_name(), inner, 0..8).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn member_name() -> impl Strategy<Value = String> {
    let known = select(vec![
        "publicKey",
        "challenge",
        "rp",
        "rpId",
        "user",
        "id",
        "name",
        "displayName",
        "pubKeyCredParams",
        "type",
        "alg",
        "excludeCredentials",
        "exclude_credentials",
        "allowCredentials",
        "allowList",
        "relyingPartyId",
        "credentialId",
        "transports",
        "timeout",
        "authenticatorSelection",
        "userVerification",
        "user_verification",
        "UserVerification",
        "residentKey",
        "extensions",
        "credentialProtectionPolicy",
        "enforceCredentialProtectionPolicy",
        "largeBlob",
        "cred_props",
        "prf",
        "eval",
        "first",
        "data",
        "0",
        "1",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => text()]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![3 => "\\PC{0,12}", 1 => ".{0,12}", 1 => Just(String::new())]
}

fn rp_id() -> impl Strategy<Value = Value> {
    "[a-z]{1,8}(\\.[a-z]{2,6}){0,2}".prop_map(Value::from)
}

fn base64url(length: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Value> {
    use base64::Engine;

    vec(any::<u8>(), length).prop_map(|bytes| base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(bytes).into())
}

fn member(values: Vec<&'static str>) -> impl Strategy<Value = Option<Value>> {
    let known = prop_oneof![5 => select(values), 1 => Just("a-later-standard")];
    prop::option::of(known.prop_map(Value::from))
}

fn object<const N: usize>(members: [(&str, Option<Value>); N]) -> Value {
    Value::Object(members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect())
}
