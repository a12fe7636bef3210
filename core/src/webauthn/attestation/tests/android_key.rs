//! Chains in the shape of those that Android's key store gives (WebAuthn L3, section 8.4).

use super::certificates::{
    KEY_DESCRIPTION, NAME, Recipe, UTF8, all_applications, key, key_description, origin, purpose, sign, tlv,
};
use crate::clock::Timestamp;
use crate::id::{Aaguid, ClientDataHash, CredentialId, RpId};
use crate::key::{Algorithm, BackupFlags, PublicKey};
use crate::webauthn::attestation::{AttestationRefused, CertificateChain, Format, HostAttestation, Subject};
use crate::webauthn::authenticator_data::{AttestedCredentialData, Flags, RegistrationData};
use crate::webauthn::extensions::ExtensionData;

const CHALLENGE: [u8; 32] = [5; 32];

fn leaf(description: Vec<u8>) -> Recipe {
    Recipe {
        subject: vec![(NAME, UTF8, "Android Keystore Key")],
        extensions: vec![(KEY_DESCRIPTION, false, description)],
        ..Recipe::leaf(&key(1), &[0; 16])
    }
}

fn judge(leaf: &Recipe) -> Result<Format, AttestationRefused> {
    let chain = vec![leaf.sign(&key(2)), Recipe::authority(&key(2)).sign(&key(2))];
    let chain = CertificateChain::from_der(chain)?;
    let spki = super::certificates::spki(&key(1));
    let attested = AttestedCredentialData::new(
        Aaguid::default(),
        CredentialId::from_bytes([1; 32]).unwrap(),
        PublicKey::from_spki(Algorithm::Es256, &spki).unwrap(),
    );
    let data = RegistrationData::registration(
        &RpId::parse("example.org").unwrap(),
        Flags::of(BackupFlags::DeviceBound),
        0,
        attested.unwrap(),
        &ExtensionData::default(),
    );
    let hash = ClientDataHash::from_bytes(&CHALLENGE).unwrap();
    let signature = sign(&key(1), &data.signing_input(&hash));
    let now = Timestamp::from_millis(1_700_000_000_000);
    let subject = Subject { data: &data, client_data_hash: &hash, names_device: false, now };
    HostAttestation::AndroidKey { chain }.verify(&subject, &signature).map(|statement| statement.format())
}

#[test]
fn a_key_that_the_hardware_made_for_this_registration_is_taken() {
    let tables: [[&[Vec<u8>]; 2]; 5] = [
        [&[], &[purpose(&[2]), origin(0)]],
        [&[], &[purpose(&[2, 3]), origin(0)]],
        [&[], &[purpose(&[3, 2]), origin(0)]],
        // A member that this version does not know.
        [&[tlv(0xa2, &tlv(0x02, &[3]))], &[purpose(&[2]), origin(0)]],
        // Both lists together.
        [&[origin(0)], &[purpose(&[2])]],
    ];
    for [software, hardware] in tables {
        assert_eq!(judge(&leaf(key_description(&CHALLENGE, software, hardware))), Ok(Format::AndroidKey));
    }
}

#[test]
fn a_key_that_a_relying_party_refuses_is_refused_before_it_is_sent() {
    use AttestationRefused as R;
    let good: &[Vec<u8>] = &[purpose(&[2]), origin(0)];
    let tables: &[(R, [&[Vec<u8>]; 2])] = &[
        (R::AllApplications, [&[all_applications()], good]),
        (R::AllApplications, [&[], &[purpose(&[2]), all_applications(), origin(0)]]),
        (R::KeyOrigin, [&[], &[purpose(&[2])]]),
        (R::KeyOrigin, [&[], &[purpose(&[2]), origin(2)]]),
        (R::KeyOrigin, [&[origin(2)], good]),
        (R::KeyPurpose, [&[], &[origin(0)]]),
        (R::KeyPurpose, [&[], &[purpose(&[0, 1, 3]), origin(0)]]),
    ];
    for (refused, [software, hardware]) in tables {
        assert_eq!(judge(&leaf(key_description(&CHALLENGE, software, hardware))), Err(*refused));
    }
    assert_eq!(judge(&leaf(key_description(&[6; 32], &[], good))), Err(R::KeyChallenge));
    assert_eq!(judge(&leaf(key_description(&[], &[], good))), Err(R::KeyChallenge));
    assert_eq!(judge(&leaf(vec![0x30, 0])), Err(R::KeyDescription));
    assert_eq!(judge(&leaf([key_description(&CHALLENGE, &[], good), vec![0]].concat())), Err(R::KeyDescription));
    let sound = leaf(key_description(&CHALLENGE, &[], good));
    assert_eq!(judge(&Recipe { extensions: Vec::new(), ..sound.clone() }), Err(R::KeyDescription));
    let twice = [sound.extensions.clone(), sound.extensions.clone()].concat();
    assert_eq!(judge(&Recipe { extensions: twice, ..sound.clone() }), Err(R::ExtensionTwice));
    assert_eq!(judge(&Recipe { spki: super::certificates::spki(&key(3)), ..sound.clone() }), Err(R::OtherKey));
    assert_eq!(judge(&Recipe { validity: ["100101000000Z", "110101000000Z"], ..sound }), Err(R::Expired));
}
