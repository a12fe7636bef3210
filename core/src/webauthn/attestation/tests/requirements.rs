//! Each requirement of a leaf, broken by itself (WebAuthn L3, section 8.2.1; RFC 5280).

use super::certificates::{
    AAGUID, BASIC_CONSTRAINTS, COUNTRY, KEY_USAGE, NAME, ORGANIZATION, PRINTABLE, Recipe, SERIAL_NUMBER, UNIT, UTF8,
    key, sequence, sign, tlv,
};
use super::data;
use crate::clock::Timestamp;
use crate::id::ClientDataHash;
use crate::webauthn::attestation::{AttestationRefused, CertificateChain, Format, HostAttestation, Subject};

/// The AAGUID of [`data`].
const OURS: [u8; 16] = [0; 16];

#[derive(Clone)]
struct Case {
    leaf: Recipe,
    authority: Recipe,
    names_device: bool,
    now: u64,
    signed_by: u8,
    issued_by: u8,
}

fn judge(case: &Case) -> Result<Format, AttestationRefused> {
    let chain = [case.leaf.sign(&key(case.issued_by)), case.authority.sign(&key(2))];
    let chain = CertificateChain::from_der(chain.to_vec())?;
    let (data, hash) = (data(), ClientDataHash::from_bytes(&[5; 32]).unwrap());
    let signature = sign(&key(case.signed_by), &data.signing_input(&hash));
    let now = Timestamp::from_millis(case.now);
    let subject = Subject { data: &data, client_data_hash: &hash, names_device: case.names_device, now };
    HostAttestation::Packed { signature, chain }.verify(&subject, &[]).map(|statement| statement.format())
}

fn sound() -> Case {
    Case {
        leaf: Recipe::leaf(&key(1), &OURS),
        authority: Recipe::authority(&key(2)),
        names_device: false,
        now: 1_700_000_000_000,
        signed_by: 1,
        issued_by: 2,
    }
}

#[test]
fn a_leaf_that_keeps_every_requirement_is_taken() {
    assert_eq!(judge(&sound()), Ok(Format::Packed));
    // Without what is optional, and with more than is asked for.
    let mut plain = sound();
    plain.leaf.extensions.retain(|(id, ..)| *id != AAGUID);
    assert_eq!(judge(&plain), Ok(Format::Packed));
    let mut more = sound();
    more.leaf.extensions.push((KEY_USAGE, true, tlv(0x03, &[7, 0x80])));
    more.leaf.extensions.push(("2b0601040182e51c010105", false, tlv(0x02, &[9])));
    assert_eq!(judge(&more), Ok(Format::Packed));
    // Enterprise attestation.
    let mut named = sound();
    named.leaf.extensions.push((SERIAL_NUMBER, false, tlv(0x04, b"42")));
    named.names_device = true;
    assert_eq!(judge(&named), Ok(Format::Packed));
    // The whole last second.
    assert_eq!(judge(&Case { now: 2_524_607_999_999, ..sound() }), Ok(Format::Packed));
}

#[test]
fn a_leaf_that_breaks_a_requirement_is_refused_by_its_name() {
    use AttestationRefused as R;
    type Break = fn(&mut Case);
    fn subject(case: &mut Case, id: &str, with: Option<(&'static str, u8, &'static str)>) {
        case.leaf.subject.retain(|(found, ..)| *found != id);
        case.leaf.subject.extend(with);
    }
    fn extension(case: &mut Case, id: &'static str, with: &[(bool, Vec<u8>)]) {
        case.leaf.extensions.retain(|(found, ..)| *found != id);
        case.leaf.extensions.extend(with.iter().map(|(critical, value)| (id, *critical, value.clone())));
    }
    let table: &[(R, Break)] = &[
        (R::Version, |case| {
            case.leaf.version = None;
            case.leaf.extensions.clear();
        }),
        (R::Version, |case| {
            case.leaf.version = Some(1);
            case.leaf.extensions.clear();
        }),
        (R::SubjectCountry, |case| subject(case, COUNTRY, None)),
        (R::SubjectCountry, |case| subject(case, COUNTRY, Some((COUNTRY, PRINTABLE, "se")))),
        (R::SubjectCountry, |case| subject(case, COUNTRY, Some((COUNTRY, PRINTABLE, "SWE")))),
        (R::SubjectCountry, |case| subject(case, COUNTRY, Some((COUNTRY, UTF8, "SE")))),
        (R::SubjectCountry, |case| case.leaf.subject.push((COUNTRY, PRINTABLE, "US"))),
        (R::SubjectOrganization, |case| subject(case, ORGANIZATION, None)),
        (R::SubjectOrganization, |case| subject(case, ORGANIZATION, Some((ORGANIZATION, UTF8, " ")))),
        (R::SubjectOrganization, |case| subject(case, ORGANIZATION, Some((ORGANIZATION, PRINTABLE, "Example")))),
        (R::SubjectUnit, |case| subject(case, UNIT, None)),
        (R::SubjectUnit, |case| subject(case, UNIT, Some((UNIT, UTF8, "Authenticator attestation")))),
        (R::SubjectUnit, |case| subject(case, UNIT, Some((UNIT, PRINTABLE, "Authenticator Attestation")))),
        (R::SubjectUnit, |case| case.leaf.subject.push((UNIT, UTF8, "Authenticator Attestation"))),
        (R::SubjectName, |case| subject(case, NAME, None)),
        (R::SubjectName, |case| subject(case, NAME, Some((NAME, UTF8, "")))),
        (R::SubjectName, |case| subject(case, NAME, Some((NAME, PRINTABLE, "Batch 7")))),
        (R::BasicConstraints, |case| extension(case, BASIC_CONSTRAINTS, &[])),
        (R::BasicConstraints, |case| {
            extension(case, BASIC_CONSTRAINTS, &[(true, sequence(&[tlv(0x01, &[0xff])]))]);
        }),
        (R::BasicConstraints, |case| extension(case, BASIC_CONSTRAINTS, &[(true, tlv(0x04, &[]))])),
        (R::AaguidCritical, |case| extension(case, AAGUID, &[(true, tlv(0x04, &OURS))])),
        (R::Aaguid, |case| extension(case, AAGUID, &[(false, tlv(0x04, &[1; 16]))])),
        (R::Aaguid, |case| extension(case, AAGUID, &[(false, OURS.to_vec())])),
        (R::Aaguid, |case| extension(case, AAGUID, &[(false, tlv(0x04, &[0; 15]))])),
        (R::Aaguid, |case| extension(case, AAGUID, &[(false, tlv(0x04, &tlv(0x04, &OURS)))])),
        (R::ExtensionTwice, |case| {
            extension(case, AAGUID, &[(false, tlv(0x04, &OURS)), (false, tlv(0x04, &OURS))]);
        }),
        (R::KeyUsage, |case| extension(case, KEY_USAGE, &[(true, tlv(0x03, &[2, 0x04]))])),
        (R::KeyUsage, |case| extension(case, KEY_USAGE, &[(true, tlv(0x03, &[0]))])),
        (R::UnknownCritical, |case| extension(case, "2b0601040182e51c010105", &[(true, tlv(0x02, &[9]))])),
        (R::NamesDevice, |case| extension(case, SERIAL_NUMBER, &[(false, tlv(0x04, b"42"))])),
        (R::NotYetValid, |case| case.leaf.validity = ["20990101000000Z", "20991231235959Z"]),
        (R::NotYetValid, |case| case.authority.validity = ["20990101000000Z", "20991231235959Z"]),
        (R::Expired, |case| case.leaf.validity = ["100101000000Z", "110101000000Z"]),
        (R::Expired, |case| case.authority.validity = ["100101000000Z", "110101000000Z"]),
        (R::Expired, |case| case.now = 2_524_608_000_000),
        (R::ChainOrder, |case| case.leaf.issuer = vec![(NAME, UTF8, "Somebody else")]),
        (R::ChainSignature, |case| case.issued_by = 3),
        (R::IssuerNotAuthority, |case| case.authority.extensions.clear()),
        (R::IssuerNotAuthority, |case| {
            case.authority.extensions = vec![(BASIC_CONSTRAINTS, true, sequence(&[]))];
        }),
        (R::LeafKey, |case| case.leaf.spki = rsa()),
        (R::Signature, |case| case.signed_by = 3),
    ];
    for (row, (refused, spoil)) in table.iter().enumerate() {
        let mut case = sound();
        spoil(&mut case);
        assert_eq!(judge(&case), Err(*refused), "row {row}");
    }
}

/// A SubjectPublicKeyInfo of RSA (RFC 3279, section 2.3.1), of a modulus that nobody has.
fn rsa() -> Vec<u8> {
    let key = sequence(&[tlv(0x02, &[0x7f; 255]), tlv(0x02, &[1, 0, 1])]);
    let algorithm = sequence(&[super::certificates::oid("2a864886f70d010101"), tlv(0x05, &[])]);
    sequence(&[algorithm, tlv(0x03, &[vec![0], key].concat())])
}

#[test]
fn a_chain_is_whole_certificates_and_not_too_many() {
    let leaf = sound().leaf.sign(&key(2));
    let read = |certificates: &[Vec<u8>]| CertificateChain::from_der(certificates.to_vec()).map(drop);
    assert_eq!(read(&[]), Err(AttestationRefused::ChainLength));
    assert_eq!(read(&[Vec::new()]), Err(AttestationRefused::ChainLength));
    assert_eq!(read(&vec![leaf.clone(); 8]), Ok(()));
    assert_eq!(read(&vec![leaf.clone(); 9]), Err(AttestationRefused::ChainLength));
    assert_eq!(read(&[vec![0x30; 16_385]]), Err(AttestationRefused::ChainLength));
    assert_eq!(read(&[vec![0x30; 16_384]]), Err(AttestationRefused::NotDer));
    for end in 1..leaf.len() {
        assert_eq!(read(&[leaf[..end].to_vec()]), Err(AttestationRefused::NotDer), "{end}");
    }
    assert_eq!(read(&[[leaf.clone(), vec![0]].concat()]), Err(AttestationRefused::NotDer));
    assert_eq!(read(&[[&b"-----BEGIN CERTIFICATE-----"[..], &leaf].concat()]), Err(AttestationRefused::NotDer));
}

/// Whatever one byte is made of, the leaf is refused or is another leaf whose issuer's signature is not looked at.
#[test]
fn no_byte_of_a_leaf_can_be_changed() {
    let case = sound();
    let (leaf, authority) = (case.leaf.sign(&key(2)), case.authority.sign(&key(2)));
    let (data, hash) = (data(), ClientDataHash::from_bytes(&[5; 32]).unwrap());
    let signature = sign(&key(1), &data.signing_input(&hash));
    let now = Timestamp::from_millis(case.now);
    for at in 0..leaf.len() {
        let mut changed = leaf.clone();
        changed[at] ^= 0x01;
        let subject = Subject { data: &data, client_data_hash: &hash, names_device: false, now };
        let judged = CertificateChain::from_der(vec![changed, authority.clone()]).and_then(|chain| {
            HostAttestation::Packed { signature: signature.clone(), chain }.verify(&subject, &[]).map(drop)
        });
        assert!(judged.is_err(), "byte {at}");
    }
}

#[test]
fn every_reason_has_a_word_and_a_sentence_of_its_own() {
    let mut words: Vec<_> = AttestationRefused::ALL.iter().map(|reason| reason.as_str()).collect();
    let mut sentences: Vec<_> = AttestationRefused::ALL.iter().map(ToString::to_string).collect();
    words.sort_unstable();
    words.dedup();
    sentences.sort_unstable();
    sentences.dedup();
    assert_eq!(words.len(), AttestationRefused::ALL.len());
    assert_eq!(sentences.len(), AttestationRefused::ALL.len());
}
