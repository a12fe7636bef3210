//! The second engine for P-256, behind the feature `proven-p256`: graviola, whose field and curve arithmetic is
//! assembly with a formal proof (s2n-bignum). What is around that arithmetic is not proven: the encodings, the
//! derivation of the nonce, and the code here.
//!
//! It is a way to compute and no kind of key: the scalar stays `p256`'s, a store is the same with and without it, and
//! where it does not run `p256` does the work.

use p256::NonZeroScalar;

/// Bytes of an uncompressed point (SEC 1, section 2.3.3).
const POINT: usize = 65;

/// The uncompressed point of the public half; `None` where the engine does not run.
pub(super) fn public_point(scalar: &NonZeroScalar) -> Option<[u8; POINT]> {
    imp::public_point(scalar)
}

/// The DER of an ECDSA-Sig-Value with SHA-256. The nonce is that of RFC 6979 with 16 bytes of the system's randomness
/// (section 3.6). `None` where the engine does not run, or the system gives no randomness.
pub(super) fn sign(scalar: &NonZeroScalar, message: &[u8]) -> Option<Vec<u8>> {
    imp::sign(scalar, message)
}

#[cfg(all(feature = "proven-p256", any(target_arch = "x86_64", target_arch = "aarch64")))]
mod imp {
    use graviola::hashing::Sha256;
    use graviola::signing::ecdsa::{P256, SigningKey};
    use p256::NonZeroScalar;
    use zeroize::Zeroizing;

    use super::POINT;
    use crate::stack;

    /// An ECPrivateKey (RFC 5915, section 3) without its public half: `SEQUENCE { 1, OCTET STRING, [0] secp256r1 }`.
    const HEAD: [u8; 7] = [0x30, 0x31, 0x02, 0x01, 0x01, 0x04, 0x20];
    const TAIL: [u8; 12] = [0xa0, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];

    /// The longest ECDSA-Sig-Value on P-256: two numbers of 33 bytes, each with tag and length, in a sequence.
    const SIGNATURE: usize = 72;

    /// A SubjectPublicKeyInfo on P-256 (RFC 5480, section 2), which ends with the point.
    const SPKI: usize = 91;

    pub(super) fn public_point(scalar: &NonZeroScalar) -> Option<[u8; POINT]> {
        stack::wiped(|| {
            let mut spki = [0; SPKI];
            read(scalar)?.to_spki_der(&mut spki).ok()?.last_chunk().copied()
        })
    }

    pub(super) fn sign(scalar: &NonZeroScalar, message: &[u8]) -> Option<Vec<u8>> {
        stack::wiped(|| {
            let mut signature = [0; SIGNATURE];
            read(scalar)?.sign_asn1::<Sha256>(&[message], &mut signature).ok().map(<[u8]>::to_vec)
        })
    }

    /// It takes keys as DER only.
    fn read(scalar: &NonZeroScalar) -> Option<SigningKey<P256>> {
        // Asked first: everything else of it panics on a processor that it does not know.
        if !graviola::util::is_cpu_supported() {
            return None;
        }
        let scalar = Zeroizing::new(<[u8; 32]>::from(scalar.to_bytes()));
        let mut der = Zeroizing::new([0; HEAD.len() + 32 + TAIL.len()]);
        let parts = HEAD.iter().chain(&*scalar).chain(&TAIL);
        der.iter_mut().zip(parts).for_each(|(byte, part)| *byte = *part);
        SigningKey::from_sec1_der(&*der).ok()
    }
}

#[cfg(not(all(feature = "proven-p256", any(target_arch = "x86_64", target_arch = "aarch64"))))]
mod imp {
    use p256::NonZeroScalar;

    use super::POINT;

    pub(super) const fn public_point(_: &NonZeroScalar) -> Option<[u8; POINT]> {
        None
    }

    pub(super) const fn sign(_: &NonZeroScalar, _: &[u8]) -> Option<Vec<u8>> {
        None
    }
}
