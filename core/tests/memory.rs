//! No secret stays in the process's memory: every mapped byte is looked at, after the values that
//! held the secrets are gone.
//!
//! What this cannot see: a copy that was left behind and then written over by chance, for the heap
//! is used again at once. So it looks after one ceremony and after a hundred, and for halves.
//!
//! Fake here: the generator, so that the test knows every private key and seed. It writes them in
//! place and keeps them masked, as the test does with all that it looks for.

#![cfg(target_os = "linux")]

#[cfg(test)]
mod memory {
    use passkey_provider::key::Model;
    use std::collections::BTreeSet;
    use std::fs::{self, File};
    use std::os::unix::fs::FileExt;
    use std::sync::{Arc, Mutex};

    use passkey_provider::caller::VerifiedCaller;
    use passkey_provider::ceremony::ConsentedGet;
    use passkey_provider::enrolment::qr::Code;
    use passkey_provider::entropy::{Entropy, EntropyFailed, SystemEntropy};
    use passkey_provider::id::{Aaguid, ClientDataHash, RpId, User, UserHandle};
    use passkey_provider::key::{Algorithm, PrivateKey};
    use passkey_provider::seal::{DeviceKey, GateSecret};
    use passkey_provider::secret::SecretKey;
    use passkey_provider::webauthn::extensions::{
        ClientExtensionResults, CreationExtensions, CreationPrf, LargeBlob, LargeBlobOutput, PrfInputs, PrfSalt,
        RequestExtensions, RequestLargeBlob, RequestPrf,
    };
    use passkey_provider::webauthn::options::{Algorithms, CreationOptions, RequestOptions};
    use passkey_provider::{Consent, OpenOptions, Provider, VerificationMethod};
    use zeroize::Zeroize;

    /// What the authenticator of these tests says of itself.
    const MODEL: Model = Model::device_bound(Aaguid::from_bytes([0; 16]));

    const ROUNDS: usize = 100;

    /// One test, so that nothing else runs in this process while it looks.
    #[test]
    fn after_a_hundred_ceremonies_no_secret_is_in_memory() {
        a_living_secret_is_found();
        a_codes_secret_is_gone();
        for gated in [false, true] {
            secrets_are_gone(gated);
        }
    }

    /// The control: what is alive is found, in each form that it has, and is gone when dropped.
    fn a_living_secret_is_found() {
        let known = Known::default();
        let secret = known.make();
        assert_eq!(known.found().len(), 1, "a living secret");
        let key = PrivateKey::from_secret(Algorithm::Es256, secret.expose()).unwrap();
        drop(secret);
        assert_eq!(known.found().len(), 1, "a living private key");
        drop(key);
        assert_eq!(known.found(), Found::new(), "left by a secret or a private key");
    }

    /// A code that Chrome showed: tests/corpus/webauthn_l3_vectors.json.
    const CODE: &str = "FIDO:/162870791865632382552704231438327900152302540348097243854039966655366469794954476199\
                        158014113179232779520163209900691930075274801398564434658077048963842109321447142660";

    /// Its secret, and digits that hold nothing else.
    const OF_CODE: [&[u8; HALF]; 2] = [
        &[0x87, 0x1b, 0xce, 0xc9, 0xc1, 0x22, 0x7f, 0x91, 0xcc, 0xb8, 0x6c, 0x9f, 0xfa, 0xcd, 0x9e, 0xac],
        b"5201632099006919",
    ];

    /// Whether it is taken, or refused by what comes after the secret.
    fn a_codes_secret_is_gone() {
        let known = Known::default();
        known.0.lock().unwrap().push(std::array::from_fn(|index| OF_CODE[index / HALF][index % HALF] ^ MASK));
        let read = |more: &str| {
            // What grows leaves copies behind.
            let mut text = String::with_capacity(CODE.len() + more.len());
            text.extend([CODE, more]);
            let code = Code::parse(&text);
            text.zeroize();
            code
        };
        let code = read("").unwrap();
        assert_eq!(known.found().len(), 1, "a living code");
        drop(code);
        assert_eq!(known.found(), Found::new(), "left by a code");
        // At its end, when the secret has been decoded.
        assert!(read("000").is_err());
        assert_eq!(known.found(), Found::new(), "left by a code that was refused");
    }

    /// The value that a ceremony evaluated.
    fn results(results: &ClientExtensionResults) -> &SecretKey {
        &results.prf.as_ref().unwrap().results.as_ref().unwrap().first
    }

    fn secrets_are_gone(gated: bool) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("passkeys.db");
        let known = Known::default();
        let (device, gate) = (known.make(), known.make());
        let open = || {
            let key = DeviceKey::from_bytes(device.expose()).unwrap();
            let mut options = OpenOptions::new(&path, key).entropy(Recorded(Arc::clone(&known.0)));
            if gated {
                options = options.gate(GateSecret::from_bytes(gate.expose()).unwrap());
            }
            Provider::open(options).unwrap()
        };
        // Verified, so that each ceremony evaluates the passkey's function too.
        let consent = || match gated {
            true => Consent::Gate(GateSecret::from_bytes(gate.expose()).unwrap()),
            false => Consent::Stated(VerificationMethod::Biometric),
        };
        let rp_id = || RpId::parse("example.com").unwrap();
        let caller = || VerifiedCaller::platform(rp_id(), ClientDataHash::from_bytes(&[3; 32]).unwrap()).unwrap();

        let provider = open();
        for round in 0..ROUNDS {
            let handle = UserHandle::from_bytes([1]).unwrap();
            let user = User { handle, name: String::new(), display_name: String::new() };
            let mut options = CreationOptions::from_parts(rp_id(), user, Algorithms::Default, Vec::new());
            let salt = known.make();
            let eval = || Some(PrfInputs { first: PrfSalt::from_hashed(salt.expose()).unwrap(), second: None });
            options.extensions = CreationExtensions::from_parts(Some(CreationPrf { eval: eval() }), false);
            let plan = provider.begin_create(&options, &caller(), MODEL).unwrap();
            drop(options);
            let created = provider.finish_create(plan.consent(consent()).unwrap()).unwrap().value;
            known.remember(results(&created.response.extensions));
            created.response.to_json().unwrap().zeroize();
            let id = created.passkey.metadata.credential_id.clone();
            drop(created);
            // It was drawn like a secret and is none.
            known.forget(id.as_bytes());
            let sign_in = |prf: Option<PrfInputs>, large_blob: RequestLargeBlob| {
                let prf = prf.map(|eval| RequestPrf { eval: Some(eval), by_credential: Vec::new() });
                let mut options = RequestOptions::from_parts(rp_id(), vec![id.clone()]);
                options.extensions = RequestExtensions::from_parts(prf, Some(large_blob));
                let plan = provider.begin_get(&options, &caller()).unwrap();
                drop(options);
                let ConsentedGet::Sealed(plan) = plan.choose(&id).unwrap().consent(consent()).unwrap() else {
                    panic!("a sealed passkey was expected")
                };
                let asserted = provider.finish_get(plan).unwrap().value;
                asserted.response.to_json().unwrap().zeroize();
                asserted.response.extensions
            };
            let blob = known.make();
            let answered = sign_in(eval(), RequestLargeBlob::Write(LargeBlob::new(blob.expose().to_vec())));
            drop(blob);
            drop(salt);
            assert!(known.knows(results(&answered)), "the value of the registration");
            drop(answered);
            let answered = sign_in(None, RequestLargeBlob::Read).large_blob;
            let Some(LargeBlobOutput::Read(Some(kept))) = answered else { panic!("what was written was expected") };
            assert!(known.knows(&SecretKey::copy_from(kept.expose()).unwrap()), "the blob that was written");
            drop(kept);
            if round == 0 {
                // Before anything else is written over what the ceremony left.
                let left = known.found().into_iter().filter(|(number, _)| *number > 1).collect::<Found>();
                assert_eq!(left, Found::new(), "left in memory by one ceremony, gated {gated}");
            }
        }
        drop(gate);
        drop(device);
        // A provider that is still open holds derived keys, and nothing that they came from.
        let left = known.found();
        drop(provider);
        assert_eq!(left, Found::new(), "left in memory beside an open provider, gated {gated}");
        assert_eq!(known.found(), Found::new(), "left in memory, gated {gated}");
    }

    /// Keeps what it looks for from being found.
    const MASK: u8 = 0xa5;
    const LENGTH: usize = 32;
    const HALF: usize = LENGTH / 2;

    /// Masked secrets, in the order in which they were made.
    #[derive(Debug, Default)]
    struct Known(Arc<Mutex<Vec<[u8; LENGTH]>>>);

    /// Where a secret was found: its number, and the name of the mapping.
    type Found = BTreeSet<(usize, String)>;

    /// A generator that remembers everything as long as a secret.
    #[derive(Debug)]
    struct Recorded(Arc<Mutex<Vec<[u8; LENGTH]>>>);

    impl Entropy for Recorded {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyFailed> {
            SystemEntropy.fill(bytes)?;
            if bytes.len() == LENGTH {
                self.0.lock().unwrap().push(masked(bytes));
            }
            Ok(())
        }
    }

    impl Known {
        fn make(&self) -> SecretKey {
            SecretKey::make(&Recorded(Arc::clone(&self.0))).unwrap()
        }

        /// Looks for what was computed, too.
        fn remember(&self, secret: &SecretKey) {
            self.0.lock().unwrap().push(masked(secret.expose()));
        }

        fn knows(&self, secret: &SecretKey) -> bool {
            self.0.lock().unwrap().contains(&masked(secret.expose()))
        }

        fn forget(&self, bytes: &[u8]) {
            let mut known = self.0.lock().unwrap();
            let before = known.len();
            known.retain(|other| *other != masked(bytes));
            assert_eq!(known.len(), before - 1);
        }

        /// Looks at every byte that this process can write to.
        fn found(&self) -> Found {
            let known = self.0.lock().unwrap();
            // Halves, for an allocator writes its own notes over the beginning of what was freed; and
            // backwards, for numbers lie in memory with their last byte first.
            let forms = known.iter().enumerate().flat_map(|(number, secret)| {
                let (first, second) = secret.split_at(HALF);
                [first, second].into_iter().flat_map(move |half| {
                    let forwards: [u8; HALF] = half.try_into().unwrap();
                    let mut backwards = forwards;
                    backwards.reverse();
                    [(number, forwards), (number, backwards)]
                })
            });
            let mut by_start = vec![Vec::new(); 1 << 16];
            for (number, secret) in forms {
                by_start[start(secret[0] ^ MASK, secret[1] ^ MASK)].push((number, secret));
            }
            let mut found = Found::new();
            let memory = File::open("/proc/self/mem").unwrap();
            let mut buffer = vec![0; 1 << 16];
            for (from, to, name) in writable_mappings() {
                let mut at = from;
                while at < to {
                    let length = buffer.len().min(usize::try_from(to - at).unwrap());
                    let chunk = &mut buffer[..length];
                    // A mapping may have gone since it was listed.
                    if memory.read_exact_at(chunk, at).is_err() {
                        break;
                    }
                    for window in chunk.windows(HALF) {
                        for (number, secret) in &by_start[start(window[0], window[1])] {
                            if window.iter().zip(secret).all(|(byte, masked)| byte ^ MASK == *masked) {
                                found.insert((*number, name.clone()));
                            }
                        }
                    }
                    // A secret may lie across the end.
                    at += u64::try_from(if at + u64::try_from(length).unwrap() < to { length - HALF } else { length })
                        .unwrap();
                }
            }
            // It has held all of it.
            buffer.zeroize();
            found
        }
    }

    fn start(first: u8, second: u8) -> usize {
        u16::from_be_bytes([first, second]).into()
    }

    fn masked(secret: &[u8]) -> [u8; LENGTH] {
        std::array::from_fn(|index| secret[index] ^ MASK)
    }

    /// From, to and name of each mapping that can hold what the process wrote (proc_pid_maps(5)).
    fn writable_mappings() -> Vec<(u64, u64, String)> {
        let maps = fs::read_to_string("/proc/self/maps").unwrap();
        let mappings = maps.lines().filter_map(|line| {
            let mut columns = line.split_whitespace();
            let (from, to) = columns.next()?.split_once('-')?;
            let permissions = columns.next()?;
            let name = columns.nth(3).unwrap_or("anonymous").to_owned();
            let address = |text| u64::from_str_radix(text, 16).unwrap();
            permissions.starts_with("rw").then(|| (address(from), address(to), name))
        });
        mappings.collect()
    }
}
