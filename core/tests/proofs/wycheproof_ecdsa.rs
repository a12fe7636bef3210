//! Project Wycheproof's vectors for ECDSA on P-256 with SHA-256, signatures in ASN.1, through the
//! core's own verification.

use passkey_provider::key::{Algorithm, PublicKey};
use wycheproof::TestResult;
use wycheproof::ecdsa::{TestFlag, TestName, TestSet};

use crate::der::read_signature;

/// Half of the group's order (FIPS 186-5; SP 800-186, section 3.2.1.3), rounded down. A larger S is
/// "high": `(r, n - s)` is the same signature's other form, and the standards accept both.
const HALF_ORDER: [u8; 32] = [
    0x7f, 0xff, 0xff, 0xff, 0x80, 0x00, 0x00, 0x00, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xde, 0x73, 0x7d,
    0x56, 0xd3, 0x8b, 0xcf, 0x42, 0x79, 0xdc, 0xe5, 0x61, 0x7e, 0x31, 0x92, 0xa8,
];

/// What is wrong with the encoding, whatever the numbers in it.
const MALFORMED: &[TestFlag] = &[
    TestFlag::BerEncodedSignature,
    TestFlag::InvalidEncoding,
    TestFlag::InvalidTypesInSignature,
    TestFlag::MissingZero,
    TestFlag::SignatureSize,
];

#[test]
fn every_valid_signature_verifies_and_no_invalid_one() {
    let set = TestSet::load(TestName::EcdsaSecp256r1Sha256).unwrap();
    let (mut valid, mut high_s, mut invalid, mut malformed, mut total) = (0, 0, 0, 0, 0);
    for group in &set.test_groups {
        let key = PublicKey::from_raw(Algorithm::Es256, &group.key.key).unwrap();
        assert!(key == PublicKey::from_spki(Algorithm::Es256, &group.der).unwrap());
        for test in &group.tests {
            let verdict = key.verify(&test.msg, &test.sig);
            match test.result {
                TestResult::Valid => {
                    let (_, s) = read_signature(&test.sig).unwrap();
                    let padded = [vec![0; 32 - s.len()], s.to_vec()].concat();
                    high_s += usize::from(padded.as_slice() > HALF_ORDER.as_slice());
                    valid += 1;
                    assert!(verdict.is_ok(), "case {} is refused: {}", test.tc_id, test.comment);
                }
                TestResult::Invalid => {
                    malformed += usize::from(test.flags.iter().any(|flag| MALFORMED.contains(flag)));
                    invalid += 1;
                    assert!(verdict.is_err(), "case {} is accepted: {}", test.tc_id, test.comment);
                }
                // The set had some while it knew BER beside DER; each would need a decision here.
                TestResult::Acceptable => panic!("case {} is undecided: {}", test.tc_id, test.comment),
            }
            total += 1;
        }
    }
    assert_eq!(total, set.number_of_tests);
    assert!(
        valid >= 174 && high_s >= 71 && invalid >= 310 && malformed >= 163,
        "valid {valid}, of these high S {high_s}; invalid {invalid}, of these malformed {malformed}"
    );
}
