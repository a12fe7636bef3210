//! Attestation with a key and certificates from files.

use std::fs;
use std::path::PathBuf;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, CustomExtension, DistinguishedName, DnType, DnValue, IsCa,
    KeyPair,
};
use serde_json::{Value, json};

use crate::account::creation_options;
use crate::command::{Ran, Sandbox};

/// The AAGUID of the command.
const AAGUID: [u8; 16] =
    [0xf8, 0x3b, 0x91, 0x95, 0x17, 0x02, 0x4d, 0x76, 0xa1, 0x5e, 0xa1, 0x6f, 0x24, 0x4e, 0xc7, 0x8e];

/// Chain and key in files, as an attestation service would make them.
struct Files {
    chain: PathBuf,
    key: PathBuf,
    leaf: Vec<u8>,
}

fn name(common: &str, unit: Option<&str>) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CountryName, DnValue::PrintableString("SE".try_into().unwrap()));
    name.push(DnType::OrganizationName, "Example Authenticators AB");
    if let Some(unit) = unit {
        name.push(DnType::OrganizationalUnitName, unit);
    }
    name.push(DnType::CommonName, common);
    name
}

fn files(sandbox: &Sandbox, unit: &str) -> Files {
    let mut authority = CertificateParams::default();
    authority.distinguished_name = name("Root", None);
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let mut leaf = CertificateParams::default();
    leaf.distinguished_name = name("Batch 1", Some(unit));
    leaf.is_ca = IsCa::ExplicitNoCa;
    let aaguid = [&[0x04, 16], AAGUID.as_slice()].concat();
    leaf.custom_extensions = vec![CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 45724, 1, 1, 4], aaguid)];
    let key = KeyPair::generate().unwrap();
    let leaf = leaf.signed_by(&key, &authority).unwrap();
    let files = Files { chain: sandbox.beside("chain.pem"), key: sandbox.beside("key.pem"), leaf: leaf.der().to_vec() };
    fs::write(&files.chain, leaf.pem() + &authority.pem()).unwrap();
    fs::write(&files.key, key.serialize_pem()).unwrap();
    files
}

fn options(attestation: &str) -> String {
    let mut options: Value = serde_json::from_str(&creation_options(&[])).unwrap();
    options["attestation"] = json!(attestation);
    options.to_string()
}

fn create(sandbox: &Sandbox, files: &Files, options: &str) -> Ran {
    let report = sandbox.beside("report.json");
    let arguments = [
        "--json",
        "create",
        "--origin",
        "https://example.com",
        "--verified",
        "biometric",
        "--attestation-chain",
        files.chain.to_str().unwrap(),
        "--attestation-key",
        files.key.to_str().unwrap(),
        "--report",
        report.to_str().unwrap(),
    ];
    sandbox.run(&arguments, options)
}

fn report(sandbox: &Sandbox) -> Value {
    serde_json::from_slice(&fs::read(sandbox.beside("report.json")).unwrap()).unwrap()
}

#[test]
fn a_site_that_asks_for_attestation_gets_the_chain_and_the_report_says_so() {
    let sandbox = Sandbox::new();
    let files = files(&sandbox, "Authenticator Attestation");
    let ran = create(&sandbox, &files, &options("direct"));
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let response: Value = serde_json::from_str(&ran.stdout).unwrap();
    let object = response["response"]["attestationObject"].as_str().unwrap();
    let object = BASE64_URL_SAFE_NO_PAD.decode(object).unwrap();
    assert!(object.windows(files.leaf.len()).any(|window| window == files.leaf));
    assert_eq!(report(&sandbox)["attestation"], json!({ "asked": "direct", "formats": [], "given": "packed" }));
    // The history says it too.
    let id = response["id"].as_str().unwrap();
    let history = sandbox.answer(&["history", id], "");
    assert!(history.contains("attestation: direct asked, packed given"), "{history}");
}

#[test]
fn a_site_that_asks_for_none_gets_none() {
    let sandbox = Sandbox::new();
    let files = files(&sandbox, "Authenticator Attestation");
    let ran = create(&sandbox, &files, &options("none"));
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(report(&sandbox)["attestation"]["given"], "none");
}

#[test]
fn a_leaf_that_no_site_would_accept_is_refused_before_a_passkey_is_made() {
    let sandbox = Sandbox::new();
    let files = files(&sandbox, "Something else");
    let ran = create(&sandbox, &files, &options("direct"));
    assert_eq!(ran.status, 1, "{ran:?}");
    let error: Value = serde_json::from_str(&ran.stderr).unwrap();
    assert_eq!(error["error"]["code"], "attestation_refused");
    assert_eq!(error["error"]["reason"], "subject_unit");
    assert_eq!(sandbox.json(&["list"])["passkeys"], json!([]));
}

#[test]
fn key_and_chain_come_together_and_each_is_what_it_is_said_to_be() {
    let sandbox = Sandbox::new();
    let files = files(&sandbox, "Authenticator Attestation");
    let chain = files.chain.to_str().unwrap();
    let alone = sandbox.run(&["create", "--origin", "https://example.com", "--attestation-chain", chain], "");
    assert_eq!(alone.status, 2, "{alone:?}");
    let swapped = Files { chain: files.key.clone(), key: files.chain.clone(), leaf: Vec::new() };
    let ran = create(&sandbox, &swapped, &options("direct"));
    assert!(ran.stderr.contains("not a chain of certificates in PEM"), "{}", ran.stderr);
    let no_key = Files { chain: files.chain.clone(), key: files.chain, leaf: Vec::new() };
    let ran = create(&sandbox, &no_key, &options("direct"));
    assert!(ran.stderr.contains("not a P-256 private key in PEM"), "{}", ran.stderr);
}
