//! A passkey whose key is in a phone's hardware, and which the hardware attests: `android-key` (WebAuthn L3, section
//! 8.4).
//!
//! ```text
//! app: begin_create, consent, intend_hardware_key --(client data hash: setAttestationChallenge)--> key store
//! app: begin_hardware_create <-----------(key, and certificates of it: getCertificateChain)------- key store
//! app: with_attestation, (bytes to sign)--------------------------------------------------------> key store
//! app: finish_hardware_create <-------------------------(signature)------------------------------- key store
//! ```
//!
//! The key store here is in memory, with a root of its own; its certificates have the shape of those that Android's
//! gives (source.android.com, "Key and ID attestation": `KeyDescription`).
//!
//! `cargo run --example android_key_attestation -- FOLDER` writes the root (`root.der`) and the answer
//! (`registration.json`) there, for relying parties under test.

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use passkey_provider::caller::{Frame, VerifiedCaller};
use passkey_provider::id::{ClientDataHash, Origin};
use passkey_provider::key::{Algorithm, HardwareKey, KeyAccess, Model, PublicKey};
use passkey_provider::seal::DeviceKey;
use passkey_provider::webauthn::attestation::{CertificateChain, HostAttestation, Offer};
use passkey_provider::webauthn::options::{Mode, parse_creation_options};
use passkey_provider::{Consent, OpenOptions, Provider, VerificationMethod};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, CustomExtension, DnType, IsCa, KeyPair, KeyUsagePurpose,
    PublicKeyData, SigningKey,
};

/// Android's extension with a `KeyDescription`.
const KEY_DESCRIPTION: &[u64] = &[1, 3, 6, 1, 4, 1, 11129, 2, 1, 17];

/// A phone's key store, and the maker's root behind it.
struct KeyStore {
    root: CertifiedIssuer<'static, KeyPair>,
    intermediate: CertifiedIssuer<'static, KeyPair>,
}

impl KeyStore {
    fn new() -> Result<Self, rcgen::Error> {
        let root = CertifiedIssuer::self_signed(authority("Example Phone Root"), KeyPair::generate()?)?;
        let intermediate = CertifiedIssuer::signed_by(authority("Example Phone"), KeyPair::generate()?, &root)?;
        Ok(Self { root, intermediate })
    }

    /// Makes a key, and the certificates that say how it was made and for which challenge.
    fn make(&self, challenge: &ClientDataHash) -> Result<(KeyPair, CertificateChain), Box<dyn Error>> {
        let key = KeyPair::generate()?;
        let mut leaf = CertificateParams::default();
        leaf.distinguished_name.push(DnType::CommonName, "Android Keystore Key");
        leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        leaf.custom_extensions = vec![CustomExtension::from_oid_content(KEY_DESCRIPTION, describe(challenge))];
        let leaf = leaf.signed_by(&key, &self.intermediate)?;
        // A key store gives the root too.
        let chain = [&leaf, self.intermediate.as_ref(), self.root.as_ref()];
        let chain = chain.map(|certificate| certificate.der().to_vec());
        Ok((key, CertificateChain::from_der(chain.to_vec())?))
    }
}

/// `KeyDescription` of a key that signs, was generated in the trusted environment, and is this app's alone.
fn describe(challenge: &ClientDataHash) -> Vec<u8> {
    let trusted_environment = [0x0a, 1, 1];
    let version = [0x02, 2, 0, 200];
    // purpose [1] EXPLICIT SET { SIGN }, origin [702] EXPLICIT GENERATED.
    let enforced_by_hardware = [&[0xa1, 5, 0x31, 3, 0x02, 1, 2][..], &[0xbf, 0x85, 0x3e, 3, 0x02, 1, 0]].concat();
    let mut members = [version.as_slice(), &trusted_environment, &version, &trusted_environment].concat();
    members.extend([&[0x04, 32][..], challenge.as_bytes()].concat());
    // No unique id, and nothing that software enforces.
    members.extend([0x04, 0, 0x30, 0]);
    members.extend([0x30, 14]);
    members.extend(enforced_by_hardware);
    [vec![0x30, 68], members].concat()
}

fn authority(name: &str) -> CertificateParams {
    let mut authority = CertificateParams::default();
    authority.distinguished_name.push(DnType::CommonName, name);
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    authority
}

/// A registration in the app, with a key that is in hardware: the answer to the relying party.
fn register(key_store: &KeyStore) -> Result<String, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let device_key = DeviceKey::from_bytes(&[7; 32])?;
    let provider = Provider::open(OpenOptions::new(folder.path().join("passkeys.db"), device_key))?;
    let options = br#"{"rp":{"id":"example.com","name":"Example"},"challenge":"AAECAwQFBgcICQoLDA0ODw",
        "user":{"id":"AQIDBA","name":"ada","displayName":"Ada"},"attestation":"direct",
        "pubKeyCredParams":[{"type":"public-key","alg":-7}]}"#;
    let options = parse_creation_options(options, Mode::Tolerant)?.options;
    let origin = Origin::parse("https://example.com")?;
    let caller = VerifiedCaller::web(&origin, Frame::SameOrigin, options.rp_id.as_ref())?;
    let model = Model::device_bound("5f3e3b6e-0b0f-4f0e-9d43-5d0f3a1f2c77".parse()?);

    let plan = provider.begin_create(&options, &caller, model)?;
    let plan = plan.offer_attestation(Offer { attester: None, android_key: true });
    let consented = plan.consent(Consent::Stated(VerificationMethod::Biometric))?;
    let intent = provider.intend_hardware_key(consented, &[Algorithm::Es256])?.value;
    let (key, chain) = key_store.make(intent.challenge())?;
    let hardware_key = HardwareKey {
        handle: intent.handle().clone(),
        public_key: PublicKey::from_spki(Algorithm::Es256, &key.subject_public_key_info())?,
        access: KeyAccess::Unverified,
    };
    let plan = provider.begin_hardware_create(intent, hardware_key)?;
    let plan = plan.with_attestation(HostAttestation::AndroidKey { chain });
    let signature = key.sign(plan.to_sign())?;
    let created = provider.finish_hardware_create(plan, &signature)?.value;
    Ok(created.response.to_json()?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let key_store = KeyStore::new()?;
    let answer = register(&key_store)?;
    match env::args().nth(1) {
        None => println!("{answer}"),
        Some(folder) => {
            let folder = Path::new(&folder);
            fs::create_dir_all(folder)?;
            fs::write(folder.join("root.der"), key_store.root.as_ref().der())?;
            fs::write(folder.join("registration.json"), answer)?;
        }
    }
    Ok(())
}
