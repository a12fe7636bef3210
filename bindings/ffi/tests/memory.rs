//! No secret that comes in stays in the process's memory: neither in what it is parsed to, nor in the
//! buffer that UniFFI copies it through. Every byte that the process can write to is looked at.
//!
//! Fake here: the foreign side, which serialises the secret as generated code does.

#![cfg(target_os = "linux")]

#[cfg(test)]
mod memory {
    use std::fs::{self, File};
    use std::os::unix::fs::FileExt;

    use passkey_provider_ffi::{Consent, UniFfiTag};
    use uniffi::{Lift, RustBuffer};

    /// Keeps what is looked for from being found.
    const MASK: u8 = 0xa5;

    /// The second half of the secret, masked: an allocator writes its own notes over the beginning of
    /// what was freed.
    const HALF: [u8; 16] =
        [0x4f, 0x91, 0xd3, 0x2c, 0x6e, 0x08, 0xb7, 0x55, 0xe2, 0x1d, 0x70, 0x9a, 0x3b, 0xc4, 0x86, 0x5f];

    /// So many that not every block that was freed is written over by chance.
    const SECRETS: usize = 64;

    #[test]
    fn a_gate_secret_is_gone_with_its_consent_and_with_the_buffer_that_it_came_in() {
        assert_eq!(found(), 0, "before there was one");
        let buffers: Vec<_> = (0..SECRETS).map(|_| serialised()).collect();
        assert_eq!(found(), SECRETS, "in the buffers");
        let lift = |buffer| <Consent as Lift<UniFfiTag>>::try_lift(buffer).unwrap();
        let consents: Vec<_> = buffers.into_iter().map(lift).collect();
        assert!(consents.iter().all(|consent| matches!(consent, Consent::Gate { .. })));
        assert_eq!(found(), SECRETS, "in the consents, and the buffers are wiped");
        drop(consents);
        assert_eq!(found(), 0, "after them");
    }

    /// `Consent.Gate` in a buffer of the library: the variant's number, the length, the bytes.
    fn serialised() -> RustBuffer {
        // Of another size than what it is lifted to, which would be written over it at once.
        let mut bytes = Vec::with_capacity(512);
        bytes.extend(4_i32.to_be_bytes());
        bytes.extend(32_i32.to_be_bytes());
        bytes.extend([1; 16]);
        for masked in HALF {
            bytes.push(std::hint::black_box(masked) ^ MASK);
        }
        RustBuffer::from_vec(bytes)
    }

    /// How often the half of the secret is in memory.
    fn found() -> usize {
        let memory = File::open("/proc/self/mem").unwrap();
        let mut buffer = vec![0; 1 << 16];
        // What is read must not be read again: the buffer itself is left out.
        let own = u64::try_from(buffer.as_ptr().addr()).unwrap();
        let own = own..own + u64::try_from(buffer.len()).unwrap();
        let mut count = 0;
        for (from, to) in writable_mappings() {
            let parts = if from <= own.start && own.end <= to {
                vec![(from, own.start), (own.end, to)]
            } else {
                vec![(from, to)]
            };
            for (mut at, to) in parts {
                while at < to {
                    let length = buffer.len().min(usize::try_from(to - at).unwrap());
                    // A mapping may have gone since it was listed.
                    if memory.read_exact_at(&mut buffer[..length], at).is_err() {
                        break;
                    }
                    count += buffer[..length].windows(HALF.len()).filter(is_secret).count();
                    let end = at + u64::try_from(length).unwrap();
                    // One may lie across the end.
                    at = if end < to { end - u64::try_from(HALF.len() - 1).unwrap() } else { end };
                }
            }
        }
        count
    }

    fn is_secret(window: &&[u8]) -> bool {
        window.iter().zip(HALF).all(|(byte, masked)| byte ^ MASK == masked)
    }

    /// From and to of each mapping that can hold what the process wrote (proc_pid_maps(5)).
    fn writable_mappings() -> Vec<(u64, u64)> {
        let maps = fs::read_to_string("/proc/self/maps").unwrap();
        let mappings = maps.lines().filter_map(|line| {
            let (range, rest) = line.split_once(' ')?;
            let (from, to) = range.split_once('-')?;
            let address = |text| u64::from_str_radix(text, 16).unwrap();
            rest.starts_with("rw").then(|| (address(from), address(to)))
        });
        mappings.collect()
    }
}
