//! Authenticator data, read back by a reader of the test's own (WebAuthn L3, sections 6.1, 6.1.3 and
//! 6.5.1): of any passkey, and of real ceremonies.

use ciborium::Value;
use passkey_provider::caller::VerifiedCaller;
use passkey_provider::ceremony::ConsentedGet;
use passkey_provider::entropy::SystemEntropy;
use passkey_provider::id::{Aaguid, ClientDataHash, CredentialId, RpId, User};
use passkey_provider::key::{Algorithm, BackupFlags, HardwareKey, KeyAccess, KeyHandle, Model, PrivateKey, PublicKey};
use passkey_provider::seal::{DeviceKey, GateSecret};
use passkey_provider::webauthn::authenticator_data::{AssertionData, AttestedCredentialData, Flags, RegistrationData};
use passkey_provider::webauthn::extensions::ExtensionData;
use passkey_provider::webauthn::options::{Algorithms, Attestation, CreationOptions, RequestOptions, UserVerification};
use passkey_provider::{Consent, Error, OpenOptions, Provider, VerificationMethod};
use proptest::collection::vec;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use crate::{beside, cases};

const GATE: [u8; 32] = [9; 32];
const FLAGS: [BackupFlags; 2] = [BackupFlags::DeviceBound, BackupFlags::Ios];

proptest! {
    #![proptest_config(cases(10_000))]

    #[test]
    fn any_authenticator_data_say_what_they_were_made_of(
        rp_id in "[a-z]([a-z0-9]{0,8}[a-z0-9])?(\\.[a-z]{2,8}){0,3}",
        backup_flags in prop::sample::select(FLAGS.to_vec()),
        user_present: bool,
        user_verified: bool,
        counter: u32,
        aaguid: [u8; 16],
        id in vec(any::<u8>(), 1..=1023),
        key in 0..4_usize,
    ) {
        let rp_id = RpId::parse(&rp_id).unwrap();
        let flags = Flags::of(backup_flags).user_present(user_present).user_verified(user_verified);
        let expected = Flag::of(backup_flags) | Flag::UP.on(user_present) | Flag::UV.on(user_verified);

        let read = Read::new(AssertionData::assertion(&rp_id, flags, counter, &ExtensionData::default()).as_bytes());
        read.obeys(&rp_id, Kind::Assertion);
        prop_assert_eq!((read.flags, read.counter, read.attested), (expected, counter, None));

        let key = public_key(key);
        let credential_id = CredentialId::from_bytes(id.as_slice()).unwrap();
        let attested = AttestedCredentialData::new(Aaguid::from_bytes(aaguid), credential_id, key.clone()).unwrap();
        let data = RegistrationData::registration(&rp_id, flags, counter, attested, &ExtensionData::default());
        let read = Read::new(data.as_bytes());
        read.obeys(&rp_id, Kind::Registration);
        prop_assert_eq!((read.flags, read.counter), (expected | Flag::AT.0, counter));
        prop_assert_eq!(read.attested.unwrap(), Attested { aaguid, id, key: key.to_spki() });
    }
}

/// All flags, each custody, gate, wish of the relying party and answer of the person: what comes of
/// it and what the bytes say.
#[test]
fn every_ceremony_says_of_the_person_and_the_passkey_what_is_true() {
    let (mut answered, mut refused) = (0, 0);
    for made_as in FLAGS {
        for gated in [false, true] {
            for custody in [None, Some(KeyAccess::Unverified), Some(KeyAccess::VerifiedUse)] {
                let world = World::new(gated);
                let provider = world.open();
                for wish in [UserVerification::Required, UserVerification::Preferred, UserVerification::Discouraged] {
                    for answer in Answer::ALL {
                        let expected = answer.expected(gated, custody, wish, Kind::Registration);
                        match (world.create(&provider, made_as, custody, wish, answer), expected) {
                            (Ok(bytes), Ok(verified)) => {
                                check(&bytes, Kind::Registration, made_as, verified, 0);
                                answered += 1;
                            }
                            (Err(error), Err(code)) => {
                                assert_eq!(error.code(), code);
                                refused += 1;
                            }
                            (outcome, expected) => panic!(
                                "create {made_as:?}, gated {gated}, {custody:?}, {wish:?}, {answer:?}: {expected:?}, not {outcome:?}"
                            ),
                        }
                    }
                }
                let passkey = provider.passkeys().all().unwrap().passkeys.remove(0);
                let mut counter = 0;
                for wish in [UserVerification::Required, UserVerification::Preferred, UserVerification::Discouraged] {
                    for answer in Answer::ALL {
                        let expected = answer.expected(gated, custody, wish, Kind::Assertion);
                        match (world.get(&provider, &passkey.metadata.credential_id, custody, wish, answer), expected) {
                            (Ok((bytes, signature)), Ok(verified)) => {
                                counter += u32::from(made_as == BackupFlags::DeviceBound);
                                check(&bytes, Kind::Assertion, made_as, verified, counter);
                                let signed = [bytes.as_slice(), HASH.as_slice()].concat();
                                passkey.metadata.public_key.verify(&signed, &signature).unwrap();
                                answered += 1;
                            }
                            (Err(error), Err(code)) => {
                                assert_eq!(error.code(), code);
                                refused += 1;
                            }
                            (outcome, expected) => panic!(
                                "get {made_as:?}, gated {gated}, {custody:?}, {wish:?}, {answer:?}: {expected:?}, not {outcome:?}"
                            ),
                        }
                    }
                }
            }
        }
    }
    assert!(answered >= 190 && refused >= 300, "{answered} answered, {refused} refused");
}

#[test]
fn a_passkey_without_a_counter_signs_the_same_bytes_with_another_nonce_each_time() {
    let world = World::new(false);
    let provider = world.open();
    world.create(&provider, BackupFlags::Ios, None, UserVerification::Preferred, Answer::Present).unwrap();
    let id = provider.passkeys().all().unwrap().passkeys.remove(0).metadata.credential_id;
    let sign = || world.get(&provider, &id, None, UserVerification::Preferred, Answer::Present).unwrap();
    // Two signatures of one nonce over the same bytes, one of them with an error, would give the key away.
    let ((data, signature), (data_again, signature_again)) = (sign(), sign());
    assert_eq!(data, data_again);
    assert_ne!(signature, signature_again);
}

/// The answers that a person and a host can give.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Answer {
    Declined,
    Present,
    Biometric,
    DeviceCredential,
    Pin,
    Gate,
    WrongGate,
}

impl Answer {
    const ALL: [Self; 7] = [
        Self::Declined,
        Self::Present,
        Self::Biometric,
        Self::DeviceCredential,
        Self::Pin,
        Self::Gate,
        Self::WrongGate,
    ];

    fn consent(self) -> Consent {
        let gate = |bytes: [u8; 32]| Consent::Gate(GateSecret::from_bytes(&bytes).unwrap());
        match self {
            Self::Declined => Consent::Declined,
            Self::Present => Consent::Present,
            Self::Biometric => Consent::Stated(VerificationMethod::Biometric),
            Self::DeviceCredential => Consent::Stated(VerificationMethod::DeviceCredential),
            Self::Pin => Consent::Stated(VerificationMethod::Pin),
            Self::Gate => gate(GATE),
            Self::WrongGate => gate([8; 32]),
        }
    }

    /// Whether the bytes say UV, or the code of the refusal.
    fn expected(
        self,
        gated: bool,
        custody: Option<KeyAccess>,
        wish: UserVerification,
        kind: Kind,
    ) -> Result<bool, &'static str> {
        let by_key = custody == Some(KeyAccess::VerifiedUse);
        // A gated store seals what a create writes; and nothing in it signs on the host's word.
        let needs_gate = kind == Kind::Registration || !by_key;
        let is_gate = matches!(self, Self::Gate | Self::WrongGate);
        let verified = by_key || !matches!(self, Self::Present);
        if self == Self::Declined {
            return Err("declined");
        }
        // A sealed key is opened last of all; everything else proves the gate first.
        let proves_first = kind == Kind::Registration || custody.is_some();
        let misses_gate = gated && needs_gate && !is_gate;
        if wish == UserVerification::Required && !verified && !(misses_gate && proves_first) {
            return Err("verification_required");
        }
        match (gated, is_gate) {
            (true, false) if needs_gate => Err("gate_required"),
            (true, true) if self == Self::WrongGate => Err("wrong_gate"),
            (false, true) => Err("gate_unexpected"),
            _ => Ok(verified),
        }
    }
}

const HASH: [u8; 32] = [3; 32];

/// A folder with a store.
struct World {
    folder: tempfile::TempDir,
    gated: bool,
}

impl World {
    fn new(gated: bool) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), gated }
    }

    fn open(&self) -> Provider {
        let device_key = DeviceKey::from_bytes(&[7; 32]).unwrap();
        let mut options = OpenOptions::new(self.folder.path().join("passkeys.db"), device_key);
        if self.gated {
            options = options.gate(GateSecret::from_bytes(&GATE).unwrap());
        }
        Provider::open(options).unwrap()
    }

    fn create(
        &self,
        provider: &Provider,
        backup_flags: BackupFlags,
        custody: Option<KeyAccess>,
        wish: UserVerification,
        answer: Answer,
    ) -> Result<Vec<u8>, Error> {
        let model = Model { aaguid: Aaguid::default(), backup_flags };
        let user = User {
            handle: passkey_provider::id::UserHandle::from_bytes([1]).unwrap(),
            name: String::new(),
            display_name: String::new(),
        };
        let mut options = CreationOptions::from_parts(rp_id(), user, Algorithms::Default, Vec::new());
        options.user_verification = wish;
        options.attestation = Attestation::Direct;
        let consented = beside(provider.begin_create(&options, &caller(), model)?).consent(answer.consent())?;
        let created = if let Some(access) = custody {
            let key = hardware();
            let handle = KeyHandle::from_bytes([1]).unwrap();
            let intent = provider.intend_hardware_key(consented, &[Algorithm::Es256])?.value;
            let plan =
                provider.begin_hardware_create(intent, HardwareKey { handle, public_key: key.public_key(), access })?;
            let signature = key.sign(plan.to_sign());
            provider.finish_hardware_create(plan, &signature)?.value
        } else {
            provider.finish_create(consented)?.value
        };
        let data = created.response.attestation_object.authenticator_data().as_bytes().to_vec();
        let attested = Read::new(&data).attested.unwrap();
        assert_eq!(attested.id, created.passkey.metadata.credential_id.as_bytes());
        assert_eq!(attested.key, created.passkey.metadata.public_key.to_spki());
        // The attestation object carries these very bytes.
        let object: Value = ciborium::from_reader(created.response.attestation_object.as_bytes()).unwrap();
        let inside = object.as_map().unwrap().iter().find(|(name, _)| name.as_text() == Some("authData")).unwrap();
        assert_eq!(inside.1.as_bytes().unwrap(), &data);
        Ok(data)
    }

    fn get(
        &self,
        provider: &Provider,
        id: &CredentialId,
        custody: Option<KeyAccess>,
        wish: UserVerification,
        answer: Answer,
    ) -> Result<(Vec<u8>, Vec<u8>), Error> {
        let mut options = RequestOptions::from_parts(rp_id(), vec![id.clone()]);
        options.user_verification = wish;
        let asserted = match provider.begin_get(&options, &caller())?.choose(id)?.consent(answer.consent())? {
            ConsentedGet::Sealed(plan) => {
                assert_eq!(custody, None);
                provider.finish_get(plan)?.value
            }
            ConsentedGet::Hardware(plan) => {
                let plan = provider.begin_hardware_get(plan)?;
                let signature = hardware().sign(plan.to_sign());
                provider.finish_hardware_get(plan, &signature)?.value
            }
        };
        Ok((asserted.response.authenticator_data.as_bytes().to_vec(), asserted.response.signature))
    }
}

fn check(bytes: &[u8], kind: Kind, backup_flags: BackupFlags, verified: bool, counter: u32) {
    let read = Read::new(bytes);
    read.obeys(&rp_id(), kind);
    let at = if kind == Kind::Registration { Flag::AT.0 } else { 0 };
    assert_eq!(
        read.flags,
        Flag::of(backup_flags) | Flag::UP.0 | Flag::UV.on(verified) | at,
        "{kind:?} {backup_flags:?}"
    );
    assert_eq!(read.counter, counter);
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Registration,
    Assertion,
}

/// Authenticator data as a relying party reads them.
struct Read {
    rp_id_hash: [u8; 32],
    flags: u8,
    counter: u32,
    attested: Option<Attested>,
}

#[derive(Debug, PartialEq)]
struct Attested {
    aaguid: [u8; 16],
    id: Vec<u8>,
    /// As a SubjectPublicKeyInfo.
    key: Vec<u8>,
}

struct Flag(u8);

impl Flag {
    const UP: Self = Self(1);
    const UV: Self = Self(1 << 2);
    const BE: Self = Self(1 << 3);
    const BS: Self = Self(1 << 4);
    const AT: Self = Self(1 << 6);
    const ED: Self = Self(1 << 7);
    const RESERVED: Self = Self(1 << 1 | 1 << 5);

    fn on(self, condition: bool) -> u8 {
        if condition { self.0 } else { 0 }
    }

    /// The flags that a profile promises.
    fn of(backup_flags: BackupFlags) -> u8 {
        match backup_flags {
            BackupFlags::DeviceBound => 0,
            BackupFlags::Ios => Self::BE.0 | Self::BS.0,
        }
    }
}

impl Read {
    fn new(bytes: &[u8]) -> Self {
        let (rp_id_hash, rest) = bytes.split_first_chunk().unwrap();
        let (&flags, rest) = rest.split_first().unwrap();
        let (counter, rest) = rest.split_first_chunk().unwrap();
        let attested = if flags & Flag::AT.0 == 0 {
            assert!(rest.is_empty(), "bytes behind the counter without AT");
            None
        } else {
            let (aaguid, rest) = rest.split_first_chunk().unwrap();
            let (length, rest) = rest.split_first_chunk().unwrap();
            let (id, key) = rest.split_at(u16::from_be_bytes(*length).into());
            Some(Attested { aaguid: *aaguid, id: id.to_vec(), key: spki(key) })
        };
        Self { rp_id_hash: *rp_id_hash, flags, counter: u32::from_be_bytes(*counter), attested }
    }

    /// What holds for all authenticator data of this provider.
    fn obeys(&self, rp_id: &RpId, kind: Kind) {
        assert_eq!(self.rp_id_hash, <[u8; 32]>::from(Sha256::digest(rp_id.as_str())));
        assert_eq!(self.flags & Flag::RESERVED.0, 0, "reserved bits");
        assert_eq!(self.flags & Flag::ED.0, 0, "no extension has an output in authenticator data");
        assert!(self.flags & Flag::BS.0 == 0 || self.flags & Flag::BE.0 != 0, "BS without BE");
        assert_eq!(self.flags & Flag::AT.0 != 0, kind == Kind::Registration, "AT");
        assert_eq!(self.attested.is_some(), kind == Kind::Registration);
    }
}

/// The key of a COSE_Key (WebAuthn L3, section 6.5.1.1), which fills `cose`.
fn spki(cose: &[u8]) -> Vec<u8> {
    let map: Value = ciborium::from_reader(cose).unwrap();
    let member = |key: i64| {
        let mut entries = map.as_map().unwrap().iter();
        entries.find(|(name, _)| *name == Value::from(key)).map(|(_, value)| value)
    };
    let number = |key| member(key).and_then(Value::as_integer).map(|value| i64::try_from(value).unwrap());
    // kty EC2, alg ES256, crv P-256 (RFC 9053, sections 2.1 and 7.1.1), and nothing else but x and y.
    assert_eq!((number(1), number(3), number(-1), map.as_map().unwrap().len()), (Some(2), Some(-7), Some(1), 5));
    let coordinate = |key| member(key).and_then(Value::as_bytes).unwrap().clone();
    let point = [vec![4], coordinate(-2), coordinate(-3)].concat();
    PublicKey::from_raw(Algorithm::Es256, &point).unwrap().to_spki()
}

/// The key pair in the pretended hardware.
fn hardware() -> PrivateKey {
    PrivateKey::from_secret(Algorithm::Es256, &[5; 32]).unwrap()
}

/// One of a few keys: to make one costs more than all else here.
fn public_key(number: usize) -> PublicKey {
    use std::sync::OnceLock;

    static KEYS: OnceLock<Vec<PublicKey>> = OnceLock::new();
    let make = |_| PrivateKey::make(Algorithm::Es256, &SystemEntropy).unwrap().public_key();
    KEYS.get_or_init(|| (0..4).map(make).collect())[number].clone()
}

fn rp_id() -> RpId {
    RpId::parse("example.com").unwrap()
}

fn caller() -> VerifiedCaller {
    VerifiedCaller::platform(rp_id(), ClientDataHash::from_bytes(&HASH).unwrap()).unwrap()
}
