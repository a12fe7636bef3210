//! Project Wycheproof's vectors for ML-DSA (FIPS 204) in its three parameter sets: keys from their seed, deterministic
//! and hedged signatures, and verification. WebAuthn signs with the empty context (RFC 9964, section 2): what the vectors
//! sign with another one, or below the message, is not ours to make.

use passkey_provider::entropy::{Entropy, EntropyFailed};
use passkey_provider::key::{Algorithm, PrivateKey, PublicKey};
use wycheproof::{TestResult, mldsa_sign, mldsa_verify};

/// A generator that gives what the vector says was drawn.
#[derive(Debug)]
struct Drawn(Vec<u8>);

impl Entropy for Drawn {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyFailed> {
        bytes.copy_from_slice(&self.0);
        Ok(())
    }
}

#[test]
fn a_seed_gives_the_key_and_the_signatures_of_the_vectors() {
    for (algorithm, name, expected) in [
        (Algorithm::MlDsa44, mldsa_sign::TestName::MlDsa44SignSeed, (70, 1)),
        (Algorithm::MlDsa65, mldsa_sign::TestName::MlDsa65SignSeed, (80, 1)),
        (Algorithm::MlDsa87, mldsa_sign::TestName::MlDsa87SignSeed, (71, 1)),
    ] {
        let set = mldsa_sign::TestSet::load(name).unwrap();
        let (mut deterministic, mut hedged) = (0, 0);
        for group in &set.test_groups {
            let seed = group.privseed.as_ref().unwrap();
            let Ok(key) = PrivateKey::from_secret(algorithm, seed) else {
                assert!(seed.len() != 32 && group.tests.iter().all(|test| test.result == TestResult::Invalid));
                continue;
            };
            if let Some(public) = &group.pubkey {
                assert!(key.public_key() == PublicKey::from_raw(algorithm, public).unwrap());
            }
            for test in &group.tests {
                let is_plain = test.ctx.as_ref().is_none_or(|context| context.is_empty());
                let Some(message) = test.msg.as_ref().filter(|_| is_plain) else { continue };
                assert_eq!(test.result, TestResult::Valid, "case {}: {}", test.tc_id, test.comment);
                let signature = match &test.rnd {
                    Some(drawn) => {
                        hedged += 1;
                        key.sign_hedged(message, &Drawn(drawn.to_vec())).unwrap()
                    }
                    None => {
                        deterministic += 1;
                        key.sign(message)
                    }
                };
                assert!(signature == test.sig.to_vec(), "case {}: {}", test.tc_id, test.comment);
            }
        }
        assert_eq!((deterministic, hedged), expected, "{algorithm:?}");
    }
}

#[test]
fn every_valid_signature_verifies_and_no_invalid_one() {
    for (algorithm, name, expected) in [
        (Algorithm::MlDsa44, mldsa_verify::TestName::MlDsa44Verify, (75, 98)),
        (Algorithm::MlDsa65, mldsa_verify::TestName::MlDsa65Verify, (77, 126)),
        (Algorithm::MlDsa87, mldsa_verify::TestName::MlDsa87Verify, (69, 165)),
    ] {
        let set = mldsa_verify::TestSet::load(name).unwrap();
        let (mut valid, mut invalid) = (0, 0);
        for group in &set.test_groups {
            let key = PublicKey::from_raw(algorithm, &group.pubkey);
            if let Ok(key) = &key {
                assert!(*key == PublicKey::from_spki(algorithm, &group.der).unwrap());
                assert_eq!(key.to_spki(), group.der.to_vec());
            }
            for test in &group.tests {
                if test.ctx.as_ref().is_some_and(|context| !context.is_empty()) {
                    continue;
                }
                let is_accepted = key.as_ref().is_ok_and(|key| key.verify(&test.msg, &test.sig).is_ok());
                assert_eq!(is_accepted, test.result == TestResult::Valid, "case {}: {}", test.tc_id, test.comment);
                if is_accepted { valid += 1 } else { invalid += 1 }
            }
        }
        assert_eq!((valid, invalid), expected, "{algorithm:?}");
    }
}
