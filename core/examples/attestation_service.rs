//! The whole path of an attested registration: a root, an intermediate, a leaf, and a passkey that they vouch for.
//!
//! ```text
//! app: begin_create, consent, begin_attested_create --(bytes to sign)--> service
//! app: finish_attested_create <---------------(signature, leaf, intermediate)--- service
//! ```
//!
//! The service is the vendor's server. Before it signs it finds out that app and device are genuine: by App Attest on
//! an iPhone, by Play Integrity or the hardware's own attestation of a key on Android. That part talks to Apple and
//! Google, and is left out. Its keys are in memory here; a real one keeps the root offline and the others in hardware.
//! The root's certificate is what the vendor publishes in its FIDO metadata statement.
//!
//! `cargo run --example attestation_service -- FOLDER AAGUID` writes root, chain and batch key into a folder, in PEM,
//! for the command's `create --attestation-chain FILE --attestation-key FILE` and for relying parties under test.

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use passkey_provider::caller::{Frame, VerifiedCaller};
use passkey_provider::id::{Aaguid, Origin};
use passkey_provider::key::Model;
use passkey_provider::seal::DeviceKey;
use passkey_provider::webauthn::attestation::{Attester, CertificateChain, HostAttestation, Offer};
use passkey_provider::webauthn::options::{Mode, parse_creation_options};
use passkey_provider::{Committed, Consent, OpenOptions, Provider, VerificationMethod};
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, CertifiedIssuer, CustomExtension, DnType, DnValue, IsCa, KeyPair,
    KeyUsagePurpose, SigningKey,
};

/// `id-fido-gen-ce-aaguid` (WebAuthn L3, section 8.2.1).
const AAGUID_EXTENSION: &[u64] = &[1, 3, 6, 1, 4, 1, 45724, 1, 1, 4];

/// A vendor's attestation service.
struct Service {
    root: CertifiedIssuer<'static, KeyPair>,
    intermediate: CertifiedIssuer<'static, KeyPair>,
    aaguid: Aaguid,
}

/// An attestation key and its certificates, the leaf first.
struct Leaf {
    key: KeyPair,
    chain: [Certificate; 2],
}

impl Service {
    /// A new root, and an intermediate that it issues.
    fn found(aaguid: Aaguid) -> Result<Self, rcgen::Error> {
        let root = CertifiedIssuer::self_signed(authority("Example Attestation Root"), KeyPair::generate()?)?;
        let intermediate =
            CertifiedIssuer::signed_by(authority("Example Attestation Authority"), KeyPair::generate()?, &root)?;
        Ok(Self { root, intermediate, aaguid })
    }

    /// A key that many devices share, or that is for one passkey alone: the certificate is the same, and nothing in it
    /// names a device.
    fn issue(&self, name: &str) -> Result<Leaf, rcgen::Error> {
        let key = KeyPair::generate()?;
        let mut leaf = CertificateParams::default();
        leaf.distinguished_name = subject(name);
        leaf.distinguished_name.push(DnType::OrganizationalUnitName, "Authenticator Attestation");
        leaf.is_ca = IsCa::ExplicitNoCa;
        leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        // An OCTET STRING of 16 bytes.
        let aaguid = [&[0x04, 16], self.aaguid.as_bytes().as_slice()].concat();
        leaf.custom_extensions = vec![CustomExtension::from_oid_content(AAGUID_EXTENSION, aaguid)];
        let leaf = leaf.signed_by(&key, &self.intermediate)?;
        let intermediate: &Certificate = self.intermediate.as_ref();
        Ok(Leaf { key, chain: [leaf, intermediate.clone()] })
    }

    /// Signs for a device that was found to be genuine.
    fn attest(leaf: &Leaf, to_sign: &[u8]) -> Result<HostAttestation, Box<dyn Error>> {
        let signature = leaf.key.sign(to_sign)?;
        let chain = leaf.chain.iter().map(|certificate| certificate.der().to_vec()).collect();
        Ok(HostAttestation::Packed { signature, chain: CertificateChain::from_der(chain)? })
    }
}

fn subject(name: &str) -> rcgen::DistinguishedName {
    let mut subject = rcgen::DistinguishedName::new();
    if let Ok(country) = "SE".try_into() {
        subject.push(DnType::CountryName, DnValue::PrintableString(country));
    }
    subject.push(DnType::OrganizationName, "Example Authenticators AB");
    subject.push(DnType::CommonName, name);
    subject
}

fn authority(name: &str) -> CertificateParams {
    let mut authority = CertificateParams::default();
    authority.distinguished_name = subject(name);
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    authority
}

/// A registration in the app, for one passkey and its own leaf.
fn register(service: &Service) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let device_key = DeviceKey::from_bytes(&[7; 32])?;
    let provider = Provider::open(OpenOptions::new(folder.path().join("passkeys.db"), device_key))?;
    let options = br#"{"rp":{"id":"example.com","name":"Example"},"challenge":"AAECAwQFBgcICQoLDA0ODw",
        "user":{"id":"AQIDBA","name":"ada","displayName":"Ada"},"attestation":"direct",
        "pubKeyCredParams":[{"type":"public-key","alg":-7}]}"#;
    let options = parse_creation_options(options, Mode::Tolerant)?.options;
    let origin = Origin::parse("https://example.com")?;
    let caller = VerifiedCaller::web(&origin, Frame::SameOrigin, options.rp_id.as_ref())?;

    let plan = provider.begin_create(&options, &caller, Model::device_bound(service.aaguid))?;
    let plan = plan.offer_attestation(Offer { attester: Some(Attester::OnePasskey), android_key: false });
    let plan = provider.begin_attested_create(plan.consent(Consent::Stated(VerificationMethod::Biometric))?)?;

    let attestation = Service::attest(&service.issue("One passkey")?, plan.to_sign())?;

    let Committed { value: created, epoch: _ } = provider.finish_attested_create(plan, attestation)?;
    println!("attestation: {}", created.attestation_given.as_str());
    println!("{}", created.response.to_json()?);
    Ok(())
}

/// What the command and a relying party's trust store take.
fn write(service: &Service, folder: &Path) -> Result<(), Box<dyn Error>> {
    let leaf = service.issue("Batch 1")?;
    fs::create_dir_all(folder)?;
    fs::write(folder.join("root.pem"), service.root.pem())?;
    fs::write(folder.join("key.pem"), leaf.key.serialize_pem())?;
    fs::write(folder.join("chain.pem"), leaf.chain.map(|certificate| certificate.pem()).concat())?;
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    match arguments.as_slice() {
        [] => register(&Service::found("5f3e3b6e-0b0f-4f0e-9d43-5d0f3a1f2c77".parse()?)?),
        [folder, aaguid] => write(&Service::found(aaguid.parse()?)?, Path::new(folder)),
        _ => Err("give a folder and an AAGUID, or nothing".into()),
    }
}
