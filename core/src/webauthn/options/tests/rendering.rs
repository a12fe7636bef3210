//! Options written out and read again are the same options, but for the inputs of extensions, which are not kept.

use super::*;

#[track_caller]
pub(super) fn creation_survives(text: &[u8]) {
    let mut understood = parse_creation_options(text, Mode::Tolerant).unwrap();
    understood.options.extensions.prf = understood.options.extensions.prf.map(|_| <_>::default());
    let rendered = understood.options.to_json();
    let again = parse_creation_options(rendered.as_bytes(), Mode::Tolerant).unwrap();
    assert_eq!(again.options, understood.options, "{rendered}");
    assert_eq!(again.options.to_json(), rendered);
}

#[track_caller]
fn request_survives(text: &[u8]) {
    let mut understood = parse_request_options(text, Mode::Tolerant).unwrap();
    understood.options.extensions.prf = understood.options.extensions.prf.map(|_| <_>::default());
    understood.options.extensions.large_blob = None;
    let rendered = understood.options.to_json();
    let again = parse_request_options(rendered.as_bytes(), Mode::Tolerant).unwrap();
    assert_eq!(again.options, understood.options, "{rendered}");
    assert_eq!(again.options.to_json(), rendered);
}

#[test]
fn every_request_of_the_corpus_survives() {
    let index: Value = serde_json::from_slice(&read_corpus("options/index.json")).unwrap();
    for entry in index["files"].as_array().unwrap() {
        let text = read_corpus(&format!("options/{}", entry["file"].as_str().unwrap()));
        if entry["kind"] == "create" { creation_survives(&text) } else { request_survives(&text) }
    }
}

#[test]
fn a_rendered_request_is_as_the_standard_says() {
    let text = read_corpus("options/create-cvs-web.json");
    let rendered = parse_creation_options(&text, Mode::Tolerant).unwrap().options.to_json();
    let strict = parse_creation_options(rendered.as_bytes(), Mode::Strict).unwrap().options;
    assert_eq!(strict, parse_creation_options(&text, Mode::Tolerant).unwrap().options);
    assert_eq!(parse_creation_options(rendered.as_bytes(), Mode::Tolerant).unwrap().repairs, []);
}

#[test]
fn what_is_odd_about_a_request_survives() {
    for (path, value) in [
        ("pubKeyCredParams", json!([{ "type": "x", "alg": -7 }])),
        ("pubKeyCredParams", json!([])),
        ("rp.id", json!(null)),
        ("rp.name", json!("")),
        ("challenge", json!(null)),
        ("timeout", json!(0)),
        (
            "extensions",
            json!({ "prf": {}, "largeBlob": { "support": "preferred" }, "zeta": 1, "credProps": true, "alpha": null }),
        ),
        (
            "extensions",
            json!({ "credentialProtectionPolicy": "userVerificationOptional", "enforceCredentialProtectionPolicy": true }),
        ),
        // An id that can be a UrlToken, one that cannot although it looks it, one that is only that.
        ("excludeCredentials", json!(["AQI1", [1, 2, 0x35], "AQI1=", "AQ2", "AQID0", "AQID"])),
        ("excludeCredentials", json!([{ "type": "x", "id": "AQID" }, { "id": "?" }, null, { "transports": ["usb"] }])),
    ] {
        creation_survives(with(sound_creation(), path, value).to_string().as_bytes());
    }
    for list in [json!([{ "type": "x", "id": "AQID" }]), json!([]), json!(["?", "AQID"])] {
        request_survives(with(sound_request(), "allowCredentials", list).to_string().as_bytes());
    }
}
