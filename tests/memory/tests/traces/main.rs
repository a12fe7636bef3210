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
mod ed25519;
#[cfg(test)]
mod limbs;
#[cfg(test)]
mod ml_dsa;

#[cfg(test)]
mod traces {
    use std::collections::BTreeSet;
    use std::sync::{Arc, Mutex};
    use std::{hint, thread};

    use ::ml_dsa::{ExpandedSigningKey, Keypair, MlDsa44, MlDsa65, MlDsa87, MlDsaParams, SigningKey, VerifyingKey};
    use ecdsa::hazmat::sign_prehashed_rfc6979;
    use memory::{Found, Looker, paint};
    use p256::ecdsa::Signature;
    use p256::elliptic_curve::PrimeField;
    use p256::{NistP256, NonZeroScalar, Scalar};
    use passkey_provider::caller::{Frame, VerifiedCaller};
    use passkey_provider::ceremony::{ConsentedGet, Created};
    use passkey_provider::entropy::{Entropy, EntropyFailed, SystemEntropy};
    use passkey_provider::id::{Aaguid, ClientDataHash, Origin, RpId, User, UserHandle};
    use passkey_provider::key::{Algorithm, Model, PrivateKey, PublicKey};
    use passkey_provider::seal::{DeviceKey, GateSecret};
    use passkey_provider::testable::DEEP_STACKS;
    use passkey_provider::webauthn::options::{Algorithms, Attestation, Challenge, CreationOptions, RequestOptions};
    use passkey_provider::{Consent, OpenOptions, Provider};
    use sha2::{Digest, Sha256};

    use super::ed25519;
    use super::limbs::{Forms, limbs};
    use super::ml_dsa::{self, short_coefficients};

    const ROUNDS: u8 = 2;
    /// One of each kind of key: ESP256 and Ed25519 by its own name are the same under another identifier.
    const KINDS: [Algorithm; 5] =
        [Algorithm::Es256, Algorithm::EdDsa, Algorithm::MlDsa44, Algorithm::MlDsa65, Algorithm::MlDsa87];
    const PAINTED: usize = 256 * 1024;
    const DEEP_PAINTED: usize = 1024 * 1024;
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
        for algorithm in KINDS {
            for round in 0..ROUNDS {
                making_leaves_nothing(&looker, algorithm, round);
                signing_leaves_nothing(&looker, algorithm, round);
            }
        }
        for algorithm in KINDS {
            for gate in [None, Some(GATE)] {
                ceremonies_leave_nothing(&looker, algorithm, gate);
            }
        }
        // Last, for they leave what the others look for, and a stack to look through.
        deep_wiping_reaches_below_all_that_ml_dsa_uses(&looker);
        what_ml_dsa_leaves_is_found(&looker);
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
        paint::<PAINTED>();
        sign_without_wiping(&key);
        let used = looker.look().used::<PAINTED>();
        paint::<PAINTED>();
        let private_key = PrivateKey::from_secret(Algorithm::Es256, &key.bytes()).unwrap();
        private_key.sign(MESSAGE);
        let wiped = looker.look().wiped::<PAINTED>();
        println!("signing uses {used} bytes of stack, {wiped} are wiped");
        assert!(used > 1000, "the paint is looked at");
        assert!(wiped >= used + used / 2, "{wiped} bytes are wiped, where signing uses {used}");
        #[cfg(feature = "proven-p256")]
        {
            assert!(graviola::util::is_cpu_supported(), "nothing is said of the engine where it does not run");
            paint::<PAINTED>();
            sign_by_the_engine_without_wiping(&key);
            let used = looker.look().used::<PAINTED>();
            println!("the engine uses {used} bytes of stack");
            assert!(used > 1000, "the paint is looked at");
            assert!(wiped >= used + used / 2, "{wiped} bytes are wiped, where the engine uses {used}");
        }

        let key = PrivateKey::from_secret(Algorithm::Ed25519, &key.bytes()).unwrap();
        paint::<PAINTED>();
        sign_with_ed25519(&key.to_secret());
        let used = looker.look().used::<PAINTED>();
        println!("Ed25519 uses {used} bytes of stack, {wiped} are wiped");
        assert!(wiped >= used + used / 2, "{wiped} bytes are wiped, where Ed25519 uses {used}");
    }

    /// What is wiped on the threads of ML-DSA, which are gone when they can be looked at.
    fn deep_wiping_reaches_below_all_that_ml_dsa_uses(looker: &Looker) {
        let works: [(&str, fn()); 3] = [
            ("ML-DSA-44", ml_dsa_work::<MlDsa44>),
            ("ML-DSA-65", ml_dsa_work::<MlDsa65>),
            ("ML-DSA-87", ml_dsa_work::<MlDsa87>),
        ];
        for ((name, work), wiped) in works.into_iter().zip(DEEP_STACKS) {
            let measure = || {
                paint::<DEEP_PAINTED>();
                work();
                looker.look().used::<DEEP_PAINTED>()
            };
            let thread = thread::Builder::new().stack_size(2 * DEEP_PAINTED);
            let used = thread::scope(|scope| thread.spawn_scoped(scope, measure).unwrap().join().unwrap());
            println!("{name} uses {used} bytes of stack, {wiped} are wiped");
            assert!(used > 10_000, "the paint is looked at");
            assert!(wiped >= used + used / 2, "{wiped} bytes are wiped, where {name} uses {used}");
        }
    }

    /// The control: the coefficients of the key are found where they are.
    fn what_ml_dsa_leaves_is_found(looker: &Looker) {
        let key = hint::black_box(Box::new(ExpandedSigningKey::<MlDsa44>::from_seed(&[5; 32].into())));
        let found = looker.look().find(&short_coefficients());
        drop(hint::black_box(key));
        assert!(!found.is_empty(), "the short coefficients of a living key");
    }

    /// As the core has it, without wiping.
    #[inline(never)]
    fn ml_dsa_work<P: MlDsaParams>() {
        let key = ExpandedSigningKey::<P>::from_seed(&[5; 32].into());
        let signature = key.sign_internal(&[MESSAGE], &[6; 32].into());
        drop(key);
        let verifying_key = SigningKey::<P>::from_seed(&[5; 32].into()).verifying_key();
        let verifying_key = VerifyingKey::<P>::decode(&verifying_key.encode());
        hint::black_box(verifying_key.verify_internal(MESSAGE, &signature));
    }

    #[inline(never)]
    fn sign_with_ed25519(seed: &passkey_provider::secret::SecretBytes) {
        let seed: [u8; 32] = seed.expose().as_slice().try_into().unwrap();
        let key = ed25519_dalek::SigningKey::from_bytes(&seed);
        hint::black_box(ed25519_dalek::Signer::sign(&key, MESSAGE));
    }

    fn making_leaves_nothing(looker: &Looker, algorithm: Algorithm, round: u8) {
        let entropy = Recorded::default();
        let public_key = PrivateKey::make(algorithm, &entropy).unwrap().public_key();
        let image = looker.look();
        let forms = forms_of_key(algorithm, &entropy.secret_of(&public_key));
        assert_eq!(image.find(&forms), Found::new(), "left by make of {algorithm:?}, round {round}");
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
            let left = image.find(&entropy.forms_of(&public_key, &signature, MESSAGE));
            assert_eq!(left, Found::new(), "left by sign of {algorithm:?}, hedged {hedged}, round {round}");
        }
    }

    fn ceremonies_leave_nothing(looker: &Looker, algorithm: Algorithm, gate: Option<[u8; 32]>) {
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
            let created = create(&provider, algorithm, gate, round);
            let after_create = looker.look();

            let id = created.passkey.metadata.credential_id.clone();
            let plan = provider.begin_get(&RequestOptions::from_parts(rp_id(), vec![id.clone()]), &caller()).unwrap();
            let ConsentedGet::Sealed(plan) = plan.choose(&id).unwrap().consent(consent(gate)).unwrap() else {
                panic!("a sealed passkey was expected")
            };
            let asserted = provider.finish_get(plan).unwrap().value;
            let after_get = looker.look();

            // Computed last: the test itself leaves it.
            let key = &created.passkey.metadata.public_key;
            let signed = created.response.attestation_object.authenticator_data();
            let signed = signed.signing_input(created.response.client_data.hash());
            let signature = attestation_signature(created.response.attestation_object.as_bytes());
            let left = after_create.find(&entropy.forms_of(key, signature, &signed));
            assert_eq!(left, Found::new(), "left by finish_create of {algorithm:?}, gated {is_gated}, round {round}");
            let response = asserted.response;
            let signed = response.authenticator_data.signing_input(response.client_data.hash());
            let left = after_get.find(&entropy.forms_of(key, &response.signature, &signed));
            assert_eq!(left, Found::new(), "left by finish_get of {algorithm:?}, gated {is_gated}, round {round}");
        }
    }

    fn create(provider: &Provider, algorithm: Algorithm, gate: Option<[u8; 32]>, round: u8) -> Created {
        let user =
            User { handle: UserHandle::from_bytes([round]).unwrap(), name: String::new(), display_name: String::new() };
        let mut options =
            CreationOptions::from_parts(rp_id(), user, Algorithms::from_cose(vec![algorithm.cose()]), Vec::new());
        options.attestation = Attestation::Direct;
        options.challenge = Some(Challenge::from_bytes(HASH).unwrap());
        let origin = Origin::parse("https://example.com").unwrap();
        // A page, which is told what an iPhone's extension would not pass on.
        let caller = VerifiedCaller::web(&origin, Frame::SameOrigin, Some(&rp_id())).unwrap();
        let plan = provider.begin_create(&options, &caller, Model::device_bound(Aaguid::default())).unwrap();
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

    /// `sig` of a packed attestation statement: a text of three letters, then a byte string of one or two bytes of
    /// length.
    fn attestation_signature(object: &[u8]) -> &[u8] {
        let at = object.windows(4).position(|window| window == b"csig").unwrap() + 4;
        let (length, from) = match object[at] {
            0x58 => (usize::from(object[at + 1]), at + 2),
            0x59 => (usize::from(u16::from_be_bytes([object[at + 1], object[at + 2]])), at + 3),
            other => panic!("a byte string begins with {other}"),
        };
        &object[from..][..length]
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
        /// Which of the draws became this key, masked.
        fn secret_of(&self, public_key: &PublicKey) -> Masked {
            let is_it = |draw: &&[u8; 32]| {
                let secret = Masked(**draw);
                PrivateKey::from_secret(public_key.algorithm(), &secret.bytes())
                    .is_ok_and(|key| key.public_key() == *public_key)
            };
            Masked(*self.0.lock().unwrap().iter().rev().find(is_it).unwrap())
        }

        /// All that gives the key away beside this signature, whichever of the draws it was hedged with.
        fn forms_of(&self, public_key: &PublicKey, signature: &[u8], message: &[u8]) -> Forms {
            let secret = self.secret_of(public_key);
            match public_key.algorithm() {
                Algorithm::Es256 | Algorithm::Esp256 => forms_of_signature(secret.scalar(), signature, message),
                Algorithm::EdDsa | Algorithm::Ed25519 => ed25519::forms(&secret.bytes(), signature, message),
                algorithm => {
                    let mut hedges: Vec<_> = self.0.lock().unwrap().iter().map(|draw| Masked(*draw).bytes()).collect();
                    hedges.push([0; 32]);
                    let spki = public_key.to_spki();
                    ml_dsa::forms(algorithm, &secret.bytes(), &spki, &hedges, message)
                }
            }
        }
    }

    /// The limbs of a number, in both orders of their bytes, as it is and as Montgomery multiplication has it: times
    /// 2^256.
    fn forms(name: &'static str, number: Scalar) -> Forms {
        let montgomery = (0..256).fold(number, |number, _| number.double());
        let bytes = [number, montgomery].map(|number| <[u8; 32]>::from(number.to_repr()));
        bytes.iter().flat_map(|bytes| limbs(name, bytes)).collect()
    }

    fn forms_of_key(algorithm: Algorithm, secret: &Masked) -> Forms {
        match algorithm {
            Algorithm::Es256 | Algorithm::Esp256 => forms("scalar", secret.scalar()),
            Algorithm::EdDsa | Algorithm::Ed25519 => ed25519::forms_of_key(&secret.bytes()),
            algorithm => ml_dsa::forms_of_key(algorithm, &secret.bytes()),
        }
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
