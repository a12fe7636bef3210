use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Entropy, EntropyFailed};
use crate::stack;

/// How many draws back a repetition shows.
const REMEMBERED: usize = 256;

/// How much of a draw is compared. Draws of other lengths than the one before begin alike too, where the
/// generator does.
const COMPARED: usize = 16;

/// A generator that fails where the one behind it gives again what it gave before: one that stands
/// still, goes round, or begins anew. An id would be given twice, and a key; and two envelopes of one
/// nonce open each other.
///
/// Keeps 64 bits of a keyed hash of each draw, which say nothing of a secret. A good generator trips over
/// it once in 2^56 draws.
pub(crate) struct Watched {
    inner: Arc<dyn Entropy>,
    hasher: RandomState,
    seen: Mutex<Seen>,
}

struct Seen {
    draws: [u64; REMEMBERED],
    count: usize,
}

impl Watched {
    pub(crate) fn new(inner: Arc<dyn Entropy>) -> Self {
        let seen = Mutex::new(Seen { draws: [0; REMEMBERED], count: 0 });
        Self { inner, hasher: RandomState::new(), seen }
    }

    fn note(&self, bytes: &[u8]) -> Result<(), EntropyFailed> {
        let Some(beginning) = bytes.first_chunk::<COMPARED>() else { return Ok(()) };
        let hash = self.hasher.hash_one(beginning);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.draws.iter().take(seen.count).any(|before| *before == hash) {
            return Err(EntropyFailed);
        }
        let place = seen.count % REMEMBERED;
        if let Some(oldest) = seen.draws.get_mut(place) {
            *oldest = hash;
        }
        seen.count = seen.count.wrapping_add(1);
        Ok(())
    }
}

impl Entropy for Watched {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyFailed> {
        // The hash goes over secrets too.
        stack::wiped(|| {
            self.inner.fill(bytes)?;
            self.note(bytes)
        })
    }
}

impl fmt::Debug for Watched {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Watched").field("inner", &self.inner).finish_non_exhaustive()
    }
}
