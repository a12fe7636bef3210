//! Nothing that gives a private key away is left in memory once a call has returned: not the scalar,
//! nor the nonce of a signature, from which anybody who has the signature computes the scalar, nor
//! what they are computed through.
//!
//! Looked at are the stack and the heap, by another thread that stands still meanwhile: looking from
//! the thread itself would write over what it looks for. Looked for are limbs of 64 bits, in both
//! orders of their bytes: of a few million places one holds a given limb by chance once in 10^12 runs.
//!
//! It says something of the profile that it is built in, so that `tests/run memory` runs it in
//! each: with optimisation other things stay in other places.

#![cfg(target_os = "linux")]

#[cfg(test)]
mod traces {
    use std::collections::BTreeSet;
    use std::hint;
    use std::sync::{Arc, Mutex};

    use ecdsa::hazmat::sign_prehashed_rfc6979;
    use memory::{Found, Looker, paint};
    use p256::ecdsa::Signature;
    use p256::elliptic_curve::PrimeField;
    use p256::{NistP256, NonZeroScalar, Scalar};
    use passkey_provider::caller::VerifiedCaller;
    use passkey_provider::ceremony::{ConsentedGet, Created};
    use passkey_provider::entropy::{Entropy, EntropyFailed, SystemEntropy};
    use passkey_provider::id::{Aaguid, ClientDataHash, RpId, User, UserHandle};
    use passkey_provider::key::{Algorithm, Model, PrivateKey};
    use passkey_provider::seal::{DeviceKey, GateSecret};
    use passkey_provider::webauthn::options::{Algorithms, Attestation, CreationOptions, RequestOptions};
    use passkey_provider::{Consent, OpenOptions, Provider};
    use sha2::{Digest, Sha256};

    const ROUNDS: u8 = 4;
    const MESSAGE: &[u8] = b"what is signed";
    const HASH: [u8; 32] = [3; 32];
    const GATE: [u8; 32] = [9; 32];
    /// Keeps what it looks for from being found.
    const MASK: u8 = 0xa5;

    /// One test, so that nothing else runs in this process while it looks.
    #[test]
    fn no_call_leaves_anything_that_gives_a_private_key_away() {
        let looker = Looker::start();
        what_is_left_is_found(&looker);
        wiping_reaches_below_all_that_signing_uses(&looker);
        for algorithm in Algorithm::ALL {
            for round in 0..ROUNDS {
                making_leaves_nothing(&looker, *algorithm, round);
                signing_leaves_nothing(&looker, *algorithm, round);
            }
        }
        for gate in [None, Some(GATE)] {
            ceremonies_leave_nothing(&looker, gate);
        }
    }

    /// The controls. In each profile a nonce that was left behind is found, on the stack and on the heap;
    /// and where the crate's own signing is called without wiping, its nonce is, wherever the layout of
    /// the profile leaves it: where `TRACES_UNWIPED` says that it is left, it must be found.
    fn what_is_left_is_found(looker: &Looker) {
        let nonce = Masked::random();
        leave_on_the_stack(&nonce);
        let image = looker.look();
        assert!(!image.find(&forms("nonce", nonce.scalar())).is_empty(), "a nonce that was left on the stack");

        let nonce = Masked::random();
        let heap = hint::black_box(Box::new(nonce.bytes()));
        let image = looker.look();
        drop(hint::black_box(heap));
        assert!(!image.find(&forms("nonce", nonce.scalar())).is_empty(), "a nonce on the heap");

        let mut left = BTreeSet::new();
        for _ in 0..ROUNDS {
            let key = Masked::random();
            let signature = sign_without_wiping(&key);
            let image = looker.look();
            let found = image.find(&forms_of_signature(key.scalar(), signature.to_der().as_bytes(), MESSAGE));
            // The key itself is left by the control.
            left.extend(found.into_iter().filter(|(name, _)| *name != "scalar"));
        }
        println!("without wiping these are left: {left:?}");
        let must_be = cfg!(debug_assertions) || std::env::var("TRACES_UNWIPED").as_deref() == Ok("left");
        assert!(!must_be || !left.is_empty(), "signing without wiping left nothing: is the control alive?");
    }

    /// How deep the stack goes differs with compilers and processors. There is to be room.
    fn wiping_reaches_below_all_that_signing_uses(looker: &Looker) {
        let key = Masked::random();
        paint();
        sign_without_wiping(&key);
        let used = looker.look().used();
        paint();
        let private_key = PrivateKey::from_secret(Algorithm::Es256, &key.bytes()).unwrap();
        private_key.sign(MESSAGE);
        let wiped = looker.look().wiped();
        println!("signing uses {used} bytes of stack, {wiped} are wiped");
        assert!(used > 1000, "the paint is looked at");
        assert!(wiped >= used + used / 2, "{wiped} bytes are wiped, where signing uses {used}");
        #[cfg(feature = "proven-p256")]
        {
            assert!(graviola::util::is_cpu_supported(), "nothing is said of the engine where it does not run");
            paint();
            sign_by_the_engine_without_wiping(&key);
            let used = looker.look().used();
            println!("the engine uses {used} bytes of stack");
            assert!(used > 1000, "the paint is looked at");
            assert!(wiped >= used + used / 2, "{wiped} bytes are wiped, where the engine uses {used}");
        }
    }

    fn making_leaves_nothing(looker: &Looker, algorithm: Algorithm, round: u8) {
        let entropy = Recorded::default();
        let public_key = PrivateKey::make(algorithm, &entropy).unwrap().public_key();
        let image = looker.look();
        let key = entropy.key_of(&public_key);
        assert_eq!(image.find(&forms("scalar", key)), Found::new(), "left by make, round {round}");
    }

    fn signing_leaves_nothing(looker: &Looker, algorithm: Algorithm, round: u8) {
        let entropy = Recorded::default();
        for hedged in [false, true] {
            let private_key = PrivateKey::make(algorithm, &entropy).unwrap();
            let public_key = private_key.public_key();
            let signature =
                if hedged { private_key.sign_hedged(MESSAGE, &entropy).unwrap() } else { private_key.sign(MESSAGE) };
            drop(private_key);
            let image = looker.look();
            let key = entropy.key_of(&public_key);
            let left = image.find(&forms_of_signature(key, &signature, MESSAGE));
            assert_eq!(left, Found::new(), "left by sign, hedged {hedged}, round {round}");
        }
    }

    fn ceremonies_leave_nothing(looker: &Looker, gate: Option<[u8; 32]>) {
        let folder = tempfile::tempdir().unwrap();
        let entropy = Recorded::default();
        let key = DeviceKey::from_bytes(&[7; 32]).unwrap();
        let mut options = OpenOptions::new(folder.path().join("passkeys.db"), key).entropy(entropy.clone());
        if let Some(gate) = gate {
            options = options.gate(GateSecret::from_bytes(&gate).unwrap());
        }
        let provider = Provider::open(options).unwrap();
        let is_gated = gate.is_some();
        for round in 0..ROUNDS {
            let created = create(&provider, gate, round);
            let after_create = looker.look();

            let id = created.passkey.metadata.credential_id.clone();
            let plan = provider.begin_get(&RequestOptions::from_parts(rp_id(), vec![id.clone()]), &caller()).unwrap();
            let ConsentedGet::Sealed(plan) = plan.choose(&id).unwrap().consent(consent(gate)).unwrap() else {
                panic!("a sealed passkey was expected")
            };
            let asserted = provider.finish_get(plan).unwrap().value;
            let after_get = looker.look();

            // Computed last: the test itself leaves it.
            let key = entropy.key_of(&created.passkey.metadata.public_key);
            let signed = created.response.attestation_object.authenticator_data();
            let signed = signed.signing_input(created.response.client_data.hash());
            let signature = attestation_signature(created.response.attestation_object.as_bytes());
            let left = after_create.find(&forms_of_signature(key, signature, &signed));
            assert_eq!(left, Found::new(), "left by finish_create, gated {is_gated}, round {round}");
            let response = asserted.response;
            let signed = response.authenticator_data.signing_input(response.client_data.hash());
            let left = after_get.find(&forms_of_signature(key, &response.signature, &signed));
            assert_eq!(left, Found::new(), "left by finish_get, gated {is_gated}, round {round}");
        }
    }

    fn create(provider: &Provider, gate: Option<[u8; 32]>, round: u8) -> Created {
        let user =
            User { handle: UserHandle::from_bytes([round]).unwrap(), name: String::new(), display_name: String::new() };
        let mut options = CreationOptions::from_parts(rp_id(), user, Algorithms::Default, Vec::new());
        options.attestation = Attestation::Direct;
        let plan = provider.begin_create(&options, &caller(), Model::device_bound(Aaguid::default())).unwrap();
        provider.finish_create(plan.consent(consent(gate)).unwrap()).unwrap().value
    }

    fn consent(gate: Option<[u8; 32]>) -> Consent {
        gate.map_or(Consent::Present, |gate| Consent::Gate(GateSecret::from_bytes(&gate).unwrap()))
    }

    fn rp_id() -> RpId {
        RpId::parse("example.com").unwrap()
    }

    fn caller() -> VerifiedCaller {
        VerifiedCaller::platform(rp_id(), ClientDataHash::from_bytes(&HASH).unwrap()).unwrap()
    }

    /// `sig` of a packed attestation statement: a text of three letters, then a byte string.
    fn attestation_signature(object: &[u8]) -> &[u8] {
        let at = object.windows(5).position(|window| window == b"csig\x58").unwrap() + 5;
        &object[at + 1..][..usize::from(object[at])]
    }

    /// As the crate of the curve does it.
    #[inline(never)]
    fn sign_without_wiping(key: &Masked) -> Signature {
        let scalar = NonZeroScalar::new(key.scalar()).unwrap();
        let digest = Sha256::digest(MESSAGE);
        sign_prehashed_rfc6979::<NistP256, Sha256>(&scalar, &digest, &[]).0
    }

    /// As the second engine does it.
    #[cfg(feature = "proven-p256")]
    #[inline(never)]
    fn sign_by_the_engine_without_wiping(key: &Masked) {
        use graviola::hashing::Sha256;
        use graviola::signing::ecdsa::{P256, SigningKey};

        let [head, tail] = [
            &[0x30, 0x31, 0x02, 0x01, 0x01, 0x04, 0x20][..],
            &[0xa0, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07],
        ];
        let der = [head, &key.bytes(), tail].concat();
        let key = SigningKey::<P256>::from_sec1_der(&der).unwrap();
        key.sign_asn1::<Sha256>(&[MESSAGE], &mut [0; 80]).unwrap();
    }

    #[inline(never)]
    fn leave_on_the_stack(nonce: &Masked) {
        let mut below = [[0; 32]; 64];
        below[32] = nonce.bytes();
        hint::black_box(&below);
    }

    /// A scalar that this process does not hold as it is.
    struct Masked([u8; 32]);

    impl Masked {
        fn random() -> Self {
            let mut bytes = [0; 32];
            SystemEntropy.fill(&mut bytes).unwrap();
            // Below the order.
            bytes[0] &= 0x7f;
            Self(bytes)
        }

        fn bytes(&self) -> [u8; 32] {
            self.0.map(|byte| byte ^ MASK)
        }

        fn scalar(&self) -> Scalar {
            Scalar::from_repr(self.bytes().into()).unwrap()
        }
    }

    /// A generator that remembers everything as long as a key, masked.
    #[derive(Clone, Debug, Default)]
    struct Recorded(Arc<Mutex<Vec<[u8; 32]>>>);

    impl Entropy for Recorded {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyFailed> {
            SystemEntropy.fill(bytes)?;
            if bytes.len() == 32 {
                self.0.lock().unwrap().push(std::array::from_fn(|index| bytes[index] ^ MASK));
            }
            Ok(())
        }
    }

    impl Recorded {
        /// Which of the draws became this key.
        fn key_of(&self, public_key: &passkey_provider::key::PublicKey) -> Scalar {
            let draws = self.0.lock().unwrap();
            let mut draws = draws.iter().rev().map(|draw| draw.map(|byte| byte ^ MASK));
            let is_it = |draw: &[u8; 32]| {
                PrivateKey::from_secret(Algorithm::Es256, draw).is_ok_and(|key| key.public_key() == *public_key)
            };
            Scalar::from_repr(draws.find(is_it).unwrap().into()).unwrap()
        }
    }

    /// What is looked for: 64 bits, and what they are of.
    type Forms = Vec<(u64, &'static str)>;

    /// The limbs of a number, in both orders of their bytes, as it is and as Montgomery multiplication has it: times
    /// 2^256.
    fn forms(name: &'static str, number: Scalar) -> Forms {
        let montgomery = (0..256).fold(number, |number, _| number.double());
        let limbs = [number, montgomery].into_iter().flat_map(|number| {
            let bytes: [u8; 32] = number.to_repr().into();
            bytes.as_chunks::<8>().0.to_vec()
        });
        limbs.flat_map(|limb| [(u64::from_be_bytes(limb), name), (u64::from_le_bytes(limb), name)]).collect()
    }

    /// Everything that gives the key away to whoever has the signature (SEC 1, section 4.1.3):
    /// the scalar, the nonce and its inverse, and the sum and the product that the signature has them in.
    fn forms_of_signature(scalar: Scalar, signature: &[u8], message: &[u8]) -> Forms {
        let (r, s) = Signature::from_der(signature).unwrap().split_scalars();
        let z = Scalar::from_repr(Sha256::digest(message)).unwrap();
        let product = *r * scalar;
        let sum = z + product;
        let inverse = *s * sum.invert().unwrap();
        let nonce = inverse.invert().unwrap();
        [("scalar", scalar), ("nonce", nonce), ("inverse", inverse), ("product", product), ("sum", sum)]
            .into_iter()
            .flat_map(|(name, number)| forms(name, number))
            .collect()
    }
}
