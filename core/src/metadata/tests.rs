use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{InvalidProduct, KeyStorage, Matcher, Product, Statement, VerifiedBy};
use crate::clock::Timestamp;
use crate::corpus;
use crate::id::Aaguid;
use crate::key::{Algorithm, Model};
use crate::webauthn::attestation::{Attester, CertificateChain, Offer, Route};

const AAGUID: &str = "f83b9195-1702-4d76-a15e-a16f244ec78e";

/// The members of `MetadataStatement` that apply to FIDO2 (Metadata Statement v3.1.1, section 4).
const MEMBERS: &str = "legalHeader aaguid friendlyNames description alternativeDescriptions authenticatorVersion \
    protocolFamily schema upv authenticationAlgorithms publicKeyAlgAndEncodings attestationTypes \
    userVerificationDetails keyProtection isKeyRestricted isFreshUserVerificationRequired matcherProtection \
    cryptoStrength attachmentHint tcDisplay tcDisplayContentType tcDisplayPNGCharacteristics \
    attestationRootCertificates icon iconDark providerLogoLight providerLogoDark multiDeviceCredentialSupport \
    authenticatorGetInfo cxConfigURL";

/// Those that must be there.
const REQUIRED: &str = "legalHeader aaguid description authenticatorVersion protocolFamily schema upv \
    authenticationAlgorithms publicKeyAlgAndEncodings attestationTypes userVerificationDetails keyProtection \
    matcherProtection attachmentHint tcDisplay attestationRootCertificates authenticatorGetInfo";

/// The attestation CA of the standard's vectors (WebAuthn L3, section 16.1).
fn root() -> CertificateChain {
    let der = corpus::bytes(&corpus::l3_vectors()["attestation_root"], "attestation_ca_cert");
    CertificateChain::from_der(vec![der]).unwrap()
}

fn product() -> Product {
    Product {
        model: Model::device_bound(AAGUID.parse().unwrap()),
        description: "An authenticator".to_owned(),
        version: 7,
        key_storage: vec![KeyStorage::Software],
        hardware_algorithms: Vec::new(),
        always_verifies: false,
        verified_by: vec![VerifiedBy::Fingerprint, VerifiedBy::Passcode],
        matcher: Matcher::TrustedEnvironment,
        route: Route::Whole,
        offer: Offer::default(),
        roots: None,
        icon: None,
    }
}

fn attested() -> Product {
    let offer = Offer { attester: Some(Attester::Batch), android_key: false };
    Product { offer, roots: Some(root()), ..product() }
}

fn in_hardware() -> Product {
    let key_storage = vec![KeyStorage::SecureElement, KeyStorage::TrustedEnvironment];
    Product { key_storage, hardware_algorithms: vec![Algorithm::Es256], ..product() }
}

fn json_of(product: &Product) -> Value {
    serde_json::from_str(&Statement::of(product).unwrap().to_json()).unwrap()
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

#[test]
fn a_statement_has_the_members_of_the_standard_and_no_others() {
    let members: BTreeSet<&str> = MEMBERS.split_whitespace().collect();
    let icon = Some(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec());
    for product in [product(), attested(), in_hardware(), Product { icon, ..product() }] {
        let statement = json_of(&product);
        let found: BTreeSet<&str> = statement.as_object().unwrap().keys().map(String::as_str).collect();
        assert!(found.is_subset(&members), "{found:?}");
        assert!(REQUIRED.split_whitespace().all(|member| found.contains(member)), "{found:?}");
        assert_eq!(statement["schema"], 3);
        assert_eq!(statement["protocolFamily"], "fido2");
        assert_eq!(statement["aaguid"], AAGUID);
        assert_eq!(statement["authenticatorGetInfo"]["aaguid"], AAGUID.replace('-', ""));
        // `upv` is what the versions of `authenticatorGetInfo` map to (section 4).
        assert_eq!(statement["authenticatorGetInfo"]["versions"], json!(["FIDO_2_0"]));
        assert_eq!(statement["upv"], json!([{ "major": 1, "minor": 0 }]));
    }
}

#[test]
fn the_algorithms_are_those_that_a_passkey_of_the_model_may_have() {
    let identifiers = |statement: &Value| -> Vec<i64> {
        let listed = statement["authenticatorGetInfo"]["algorithms"].as_array().unwrap().clone();
        listed.iter().map(|entry| entry["alg"].as_i64().unwrap()).collect()
    };
    let sealed = json_of(&product());
    assert_eq!(identifiers(&sealed), Algorithm::ALL.iter().map(|algorithm| algorithm.cose()).collect::<Vec<_>>());
    let words = texts(&sealed["authenticationAlgorithms"]);
    assert_eq!(words.first(), Some(&"secp256r1_ecdsa_sha256_raw"));
    assert_eq!(words.contains(&"ed25519_eddsa_sha512_raw"), Algorithm::Ed25519.is_available());
    assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len());
    let hardware = json_of(&in_hardware());
    assert_eq!(identifiers(&hardware), [-7]);
    assert_eq!(hardware["authenticationAlgorithms"], json!(["secp256r1_ecdsa_sha256_raw"]));
    // One AAGUID for both: a relying party meets the algorithms of either.
    let both = Product { key_storage: vec![KeyStorage::SecureElement, KeyStorage::Software], ..in_hardware() };
    assert_eq!(json_of(&both)["authenticationAlgorithms"], sealed["authenticationAlgorithms"]);
}

#[test]
fn the_weaker_of_two_custodies_describes_both() {
    let stored = |storage: &[KeyStorage]| {
        let statement = json_of(&Product { key_storage: storage.to_vec(), ..in_hardware() });
        (statement["keyProtection"].clone(), statement["isKeyRestricted"].clone())
    };
    use KeyStorage::{SecureElement, Software, TrustedEnvironment};
    assert_eq!(stored(&[Software]), (json!(["software"]), json!(true)));
    assert_eq!(stored(&[SecureElement]), (json!(["hardware", "secure_element"]), json!(false)));
    assert_eq!(stored(&[SecureElement, TrustedEnvironment]), (json!(["hardware", "tee"]), json!(false)));
    assert_eq!(stored(&[TrustedEnvironment, Software, SecureElement]), (json!(["software"]), json!(false)));
}

#[test]
fn the_attestation_is_what_relying_parties_get() {
    let given = |product: &Product| {
        let statement = json_of(product);
        (statement["attestationTypes"].clone(), statement["authenticatorGetInfo"]["attestationFormats"].clone())
    };
    assert_eq!(given(&product()), (json!(["basic_surrogate", "none"]), json!(["packed", "none"])));
    assert_eq!(given(&attested()), (json!(["basic_full", "basic_surrogate", "none"]), json!(["packed", "none"])));
    let roots = json_of(&attested())["attestationRootCertificates"].clone();
    // Standard base64, of the DER alone (section 4): `MII` is how a certificate of this length begins.
    assert!(texts(&roots).iter().all(|root| root.starts_with("MII") && !root.contains(['\n', '-', '_'])), "{roots}");
    assert_eq!(json_of(&product())["attestationRootCertificates"], json!([]));
    let key_store = Offer { attester: None, android_key: true };
    let android = Product { offer: key_store, roots: Some(root()), ..in_hardware() };
    let formats = json!(["android-key", "packed", "none"]);
    assert_eq!(given(&android), (json!(["basic_full", "basic_surrogate", "none"]), formats));
    let iphone = Product { model: Model::ios(AAGUID.parse().unwrap()), route: Route::Ios, ..product() };
    assert_eq!(given(&iphone), (json!(["none"]), json!(["none"])));
}

#[test]
fn a_model_whose_passkeys_say_that_they_are_backed_up_says_so() {
    assert_eq!(json_of(&product())["multiDeviceCredentialSupport"], "unsupported");
    let iphone = Product { model: Model::ios(AAGUID.parse().unwrap()), ..product() };
    assert_eq!(json_of(&iphone)["multiDeviceCredentialSupport"], "explicit");
}

#[test]
fn each_way_to_verify_is_enough_by_itself() {
    let ways = |product: &Product| json_of(product)["userVerificationDetails"].clone();
    let one = |word: &str| json!([{ "userVerificationMethod": word }]);
    let fingers = one("fingerprint_internal");
    assert_eq!(ways(&product()), json!([fingers, one("passcode_internal"), one("presence_internal")]));
    let gated = Product { always_verifies: true, verified_by: VerifiedBy::ALL.to_vec(), ..product() };
    let all = json!([one("faceprint_internal"), fingers, one("passcode_internal"), one("pattern_internal")]);
    assert_eq!(ways(&gated), all);
    assert_eq!(json_of(&gated)["isFreshUserVerificationRequired"], true);
    assert_eq!(json_of(&product())["isFreshUserVerificationRequired"], false);
}

#[test]
fn what_entra_demands_of_a_statement_is_there() {
    // entra-docs, `concept-fido2-hardware-vendor.md`: FIDO 2.0 or later, user verification, resident keys, and
    // hmac-secret or prf.
    let info = json_of(&attested())["authenticatorGetInfo"].clone();
    assert!(texts(&info["versions"]).contains(&"FIDO_2_0"));
    assert!(texts(&info["extensions"]).contains(&"hmac-secret"));
    assert_eq!((&info["options"]["uv"], &info["options"]["rk"]), (&json!(true), &json!(true)));
}

#[test]
fn a_product_that_cannot_be_is_refused_with_the_reason() {
    let model = |aaguid: Aaguid| Model::device_bound(aaguid);
    let described = |description: &str| Product { description: description.to_owned(), ..product() };
    let wrong = [
        (Product { model: model(Aaguid::default()), ..product() }, InvalidProduct::NoAaguid),
        (described(""), InvalidProduct::Description),
        (described(&"x".repeat(201)), InvalidProduct::Description),
        (described("Schlüssel"), InvalidProduct::Description),
        (described("two\nlines"), InvalidProduct::Description),
        (Product { key_storage: Vec::new(), ..product() }, InvalidProduct::NoKeyStorage),
        (Product { hardware_algorithms: Vec::new(), ..in_hardware() }, InvalidProduct::NoAlgorithm),
        (Product { verified_by: Vec::new(), ..product() }, InvalidProduct::NoVerification),
        (Product { roots: None, ..attested() }, InvalidProduct::NoRoot),
        (Product { roots: Some(root()), ..product() }, InvalidProduct::NothingToVouchFor),
        (Product { route: Route::Ios, ..attested() }, InvalidProduct::NothingToVouchFor),
        (Product { icon: Some(b"GIF89a".to_vec()), ..product() }, InvalidProduct::Icon),
        (Product { offer: Offer { attester: None, android_key: true }, ..product() }, InvalidProduct::NotInHardware),
    ];
    for (product, reason) in wrong {
        assert_eq!(Statement::of(&product).err(), Some(reason), "{product:?}");
    }
    Statement::of(&described(&"x".repeat(200))).unwrap();
}

#[test]
fn an_entry_says_since_when_the_product_is_not_certified() {
    let statement = Statement::of(&product()).unwrap();
    // 2024-02-29T23:59:59.999Z, by `date --utc --date=@1709251199`.
    let entry: Value =
        serde_json::from_str(&statement.to_entry_json(Timestamp::from_millis(1_709_251_199_999))).unwrap();
    assert_eq!(entry["aaguid"], AAGUID);
    assert_eq!(entry["timeOfLastStatusChange"], "2024-02-29");
    assert_eq!(entry["statusReports"], json!([{ "status": "NOT_FIDO_CERTIFIED", "effectiveDate": "2024-02-29" }]));
    assert_eq!(entry["metadataStatement"], json_of(&product()));
}
