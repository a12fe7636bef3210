//! No secret that comes in stays in the process's memory, and nothing does that this library frees. Every
//! byte that the process can write to is looked at.
//!
//! Fake here: the foreign side, which lends its secret and lets go of it as generated code does.

#![cfg(target_os = "linux")]

#[cfg(test)]
mod memory {
    use std::fs::{self, File};
    use std::os::unix::fs::FileExt;
    use std::sync::{Arc, Mutex, PoisonError};

    use passkey_provider_ffi::{Consent, SecretBytes};
    use uniffi::RustBuffer;

    /// Keeps what is looked for from being found.
    const MASK: u8 = 0xa5;

    /// The second half of the secret, masked: an allocator writes its own notes over the beginning of
    /// what was freed.
    const HALF: [u8; 16] =
        [0x4f, 0x91, 0xd3, 0x2c, 0x6e, 0x08, 0xb7, 0x55, 0xe2, 0x1d, 0x70, 0x9a, 0x3b, 0xc4, 0x86, 0x5f];

    /// So many that not every block that was freed is written over by chance.
    const SECRETS: usize = 64;

    /// Both tests look for the same bytes in the same memory.
    static ALONE: Mutex<()> = Mutex::new(());

    #[test]
    fn a_secret_is_in_memory_once_and_gone_with_its_last_reference() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        assert_eq!(found(), 0, "before there was one");
        let lent: Vec<_> = (0..SECRETS).map(|_| secret(32)).collect();
        let objects: Vec<_> = lent.iter().map(|bytes| SecretBytes::new(bytes).unwrap()).collect();
        assert_eq!(found(), 2 * SECRETS, "the host's and the library's");
        drop(lent);
        let consents: Vec<_> = objects.iter().map(|secret| Consent::Gate { secret: Arc::clone(secret) }).collect();
        assert_eq!(found(), SECRETS, "the library's");
        drop(objects);
        assert_eq!(found(), SECRETS, "the host let go of its objects, and the consents still have them");
        drop(consents);
        assert_eq!(found(), 0, "after them");
    }

    #[test]
    fn a_buffer_that_arguments_came_in_is_wiped_when_it_is_freed() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        assert_eq!(found(), 0, "before there was one");
        let buffers: Vec<_> = (0..SECRETS).map(|_| RustBuffer::from_vec(secret(512))).collect();
        assert_eq!(found(), SECRETS, "in the buffers");
        buffers.into_iter().for_each(RustBuffer::destroy);
        assert_eq!(found(), 0, "after them");
    }

    /// Sixteen bytes, and then the half, with room for so many.
    fn secret(room: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(room);
        bytes.extend([1; 16]);
        for masked in HALF {
            bytes.push(std::hint::black_box(masked) ^ MASK);
        }
        bytes
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
