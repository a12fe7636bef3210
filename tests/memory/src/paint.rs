use std::hint;

use crate::Image;

const PAINT: u8 = 0x6b;

/// Paints so many bytes of the stack that the next calls use.
#[inline(never)]
pub fn paint<const PAINTED: usize>() {
    let paint = [PAINT; PAINTED];
    hint::black_box(&paint);
}

impl Image {
    /// How many bytes down the painted stack was used since.
    pub fn used<const PAINTED: usize>(&self) -> usize {
        let untouched = self.painted(PAINTED).iter().take_while(|byte| **byte == PAINT).count();
        PAINTED.saturating_sub(untouched)
    }

    /// The most bytes in a row that are zero there.
    pub fn wiped<const PAINTED: usize>(&self) -> usize {
        self.painted(PAINTED).split(|byte| *byte != 0).map(<[u8]>::len).max().unwrap_or_default()
    }

    /// The stack that was painted: from the first kilobyte of paint on.
    fn painted(&self, length: usize) -> &[u8] {
        let is_paint = |window: &[u8]| window.iter().all(|byte| *byte == PAINT);
        let painted = self.mappings().find_map(|bytes| {
            let at = bytes.windows(1024).position(is_paint)?;
            bytes.get(at..)?.get(..length)
        });
        painted.expect("a painted stack")
    }
}
