use hmac::Mac;

use super::ContentKey;
use super::derivation::keyed_hash;
use super::envelope::{Place, associated_data};

/// What many rows hold, in 32 bytes: the sum of their parts, modulo 2^256. A row that is written,
/// altered or removed changes it by its own part, whatever the number of the others.
///
/// It is the additive multiset hash of Clarke, Devadas, van Dijk, Gassend and Suh, "Incremental
/// Multiset Hash Functions and Their Application to Memory Integrity Checking" (ASIACRYPT 2003). What it
/// stands on:
///
/// - A part is HMAC-SHA256 under a key of its own, so that nobody without the device key can
///   compute one, and the sum is only ever stored sealed. Whoever reads many days of a file learns
///   neither a part nor a difference of two sums: there is nothing to solve for a set with the same
///   sum, and a guess fits once in 2^256.
/// - A part covers what is new at each writing, the nonce of an envelope or the epoch of the
///   commit, so that a part never comes back. Whoever puts an old row back, and lets it be written
///   again, leaves a part taken off twice that was added once. No later write makes up for that: it
///   would have to add the same part again. With XOR in the place of addition a third time would.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Sum([u64; 4]);

/// What one place holds, as a summand.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Part([u64; 4]);

impl ContentKey {
    /// The part of this version of what stands at a place.
    pub(crate) fn part(&self, place: Place<'_>, version: &[u8]) -> Part {
        let hash: [u8; 32] =
            keyed_hash(self.secret(), &[&associated_data(place), version]).finalize().into_bytes().into();
        Part(limbs(&hash))
    }
}

impl Part {
    pub(crate) fn to_bytes(self) -> [u8; 32] {
        bytes(self.0)
    }
}

impl Sum {
    #[must_use]
    pub(crate) fn plus(self, part: Part) -> Self {
        let mut carry = false;
        let mut sum = self.0;
        for (limb, summand) in sum.iter_mut().zip(part.0) {
            (*limb, carry) = add(*limb, summand, carry);
        }
        Self(sum)
    }

    #[must_use]
    pub(crate) fn minus(self, part: Part) -> Self {
        // The complement of two: all bits the other way, and one more.
        let mut carry = true;
        let mut sum = self.0;
        for (limb, summand) in sum.iter_mut().zip(part.0) {
            (*limb, carry) = add(*limb, !summand, carry);
        }
        Self(sum)
    }

    pub(crate) fn from_bytes(from: &[u8; 32]) -> Self {
        Self(limbs(from))
    }

    pub(crate) fn to_bytes(self) -> [u8; 32] {
        bytes(self.0)
    }
}

fn add(a: u64, b: u64, carry: bool) -> (u64, bool) {
    let (sum, first) = a.overflowing_add(b);
    let (sum, second) = sum.overflowing_add(u64::from(carry));
    (sum, first || second)
}

/// The lowest limb first.
fn limbs(from: &[u8; 32]) -> [u64; 4] {
    let mut limbs = [0; 4];
    for (limb, chunk) in limbs.iter_mut().zip(from.as_chunks().0) {
        *limb = u64::from_le_bytes(*chunk);
    }
    limbs
}

fn bytes(from: [u64; 4]) -> [u8; 32] {
    let mut bytes = [0; 32];
    for (chunk, limb) in bytes.as_chunks_mut().0.iter_mut().zip(from) {
        *chunk = limb.to_le_bytes();
    }
    bytes
}

#[cfg(test)]
mod tests;
