use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use x509_cert::der::DateTime;

use super::get_info::{get_info, upv};
use super::{InvalidProduct, KeyStorage, Product};
use crate::clock::Timestamp;
use crate::id::Aaguid;
use crate::key::Algorithm;
use crate::webauthn::attestation::Format;

/// The header that each statement carries (section 4, `legalHeader`).
const LEGAL_HEADER: &str = "https://fidoalliance.org/metadata/metadata-statement-legal-header/";

/// The version of the statement's own form (section 4, `schema`).
const SCHEMA: u16 = 3;

/// The longest description, in characters (section 4).
const LONGEST_DESCRIPTION: usize = 200;

/// How many bits of work the weakest of the algorithms takes to break (section 4, `cryptoStrength`): P-256, Ed25519 and
/// ML-DSA-44 are all of this class.
const CRYPTO_STRENGTH: u16 = 128;

/// What every PNG file begins with (PNG, section 5.2).
const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The metadata statement of a product.
#[derive(Clone, Debug)]
pub struct Statement {
    json: Value,
}

impl Statement {
    /// Describes a product. Nothing of it is left to choose: what follows from the core is taken from there.
    pub fn of(product: &Product) -> Result<Self, InvalidProduct> {
        let storage = check(product)?;
        let mut json = json!({
            "legalHeader": LEGAL_HEADER,
            "aaguid": product.model.aaguid.to_string(),
            "description": product.description,
            "authenticatorVersion": product.version,
            "protocolFamily": "fido2",
            "schema": SCHEMA,
            "upv": upv(),
            "authenticationAlgorithms": algorithm_words(product),
            "publicKeyAlgAndEncodings": ["cose"],
            "attestationTypes": attestation_types(product),
            "userVerificationDetails": verification(product),
            "keyProtection": storage.words(),
            // Nothing signs past the ceremonies with a key that the core keeps; a key store signs what the app hands it.
            "isKeyRestricted": !product.has_hardware(),
            "isFreshUserVerificationRequired": product.always_verifies,
            "matcherProtection": [product.matcher.word()],
            "cryptoStrength": CRYPTO_STRENGTH,
            "attachmentHint": ["internal"],
            // No text of a transaction is ever shown.
            "tcDisplay": [],
            "attestationRootCertificates": roots(product),
            "multiDeviceCredentialSupport":
                if product.model.backup_flags.backup_eligible() { "explicit" } else { "unsupported" },
            "authenticatorGetInfo": get_info(product),
        });
        if let (Some(icon), Some(members)) = (&product.icon, json.as_object_mut()) {
            let url = format!("data:image/png;base64,{}", STANDARD.encode(icon));
            members.insert("icon".to_owned(), Value::String(url));
        }
        Ok(Self { json })
    }

    /// The statement as JSON, indented: people read it too.
    pub fn to_json(&self) -> String {
        format!("{:#}", self.json)
    }

    /// The same inside an entry of a metadata BLOB (FIDO Metadata Service v3.1, section 3.1.1) that says since when
    /// the product is not certified. Once it is, the FIDO Alliance writes the entry.
    pub fn to_entry_json(&self, since: Timestamp) -> String {
        let day = day(since);
        let entry = json!({
            "aaguid": self.json.get("aaguid"),
            "metadataStatement": self.json,
            "statusReports": [{ "status": "NOT_FIDO_CERTIFIED", "effectiveDate": day }],
            "timeOfLastStatusChange": day,
        });
        format!("{entry:#}")
    }
}

fn check(product: &Product) -> Result<KeyStorage, InvalidProduct> {
    let is_printable = |description: &str| description.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if product.model.aaguid == Aaguid::default() {
        return Err(InvalidProduct::NoAaguid);
    }
    if !(1..=LONGEST_DESCRIPTION).contains(&product.description.len()) || !is_printable(&product.description) {
        return Err(InvalidProduct::Description);
    }
    if product.algorithms().next().is_none() && !product.key_storage.is_empty() {
        return Err(InvalidProduct::NoAlgorithm);
    }
    if product.verified_by.is_empty() {
        return Err(InvalidProduct::NoVerification);
    }
    if product.offer.android_key && !product.has_hardware() {
        return Err(InvalidProduct::NotInHardware);
    }
    match (product.formats().any(is_certified), &product.roots) {
        (true, None) => return Err(InvalidProduct::NoRoot),
        (false, Some(_)) => return Err(InvalidProduct::NothingToVouchFor),
        _ => {}
    }
    if product.icon.as_ref().is_some_and(|icon| !icon.starts_with(PNG_SIGNATURE)) {
        return Err(InvalidProduct::Icon);
    }
    product.weakest_storage().ok_or(InvalidProduct::NoKeyStorage)
}

const fn is_certified(format: Format) -> bool {
    matches!(format, Format::Packed | Format::AndroidKey)
}

/// Each algorithm by the Registry's name (section 3.6.1), once. It has none for ML-DSA yet: those are among the
/// algorithms of `authenticatorGetInfo` alone.
fn algorithm_words(product: &Product) -> Vec<&'static str> {
    let mut words: Vec<&str> = product.algorithms().filter_map(algorithm_word).collect();
    words.dedup();
    words
}

const fn algorithm_word(algorithm: Algorithm) -> Option<&'static str> {
    match algorithm {
        Algorithm::Es256 | Algorithm::Esp256 => Some("secp256r1_ecdsa_sha256_raw"),
        Algorithm::EdDsa | Algorithm::Ed25519 => Some("ed25519_eddsa_sha512_raw"),
        Algorithm::MlDsa44 | Algorithm::MlDsa65 | Algorithm::MlDsa87 => None,
    }
}

/// The types of attestation (Registry, section 3.7), what says most first.
fn attestation_types(product: &Product) -> Vec<&'static str> {
    let mut types: Vec<&str> = product
        .formats()
        .map(|format| match format {
            Format::Packed | Format::AndroidKey => "basic_full",
            Format::PackedSelf => "basic_surrogate",
            Format::None => "none",
        })
        .collect();
    types.dedup();
    types
}

/// The ways to verify, each enough by itself (section 3.6). Where a relying party asks for no verification, a touch is
/// enough, unless the keys do not sign so.
fn verification(product: &Product) -> Vec<Value> {
    let mut words: Vec<&str> = product.verified_by.iter().map(|way| way.word()).collect();
    words.sort_unstable();
    words.dedup();
    if !product.always_verifies {
        words.push("presence_internal");
    }
    words.into_iter().map(|word| json!([{ "userVerificationMethod": word }])).collect()
}

fn roots(product: &Product) -> Vec<String> {
    let roots = product.roots.iter().flat_map(|roots| roots.certificates());
    roots.map(|der| STANDARD.encode(der)).collect()
}

/// ISO 8601, as the service writes dates; a time that no certificate could hold is the last that one can.
fn day(time: Timestamp) -> String {
    let day = DateTime::from_unix_duration(Duration::from_millis(time.as_millis())).unwrap_or(DateTime::INFINITY);
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}
