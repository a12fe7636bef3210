use std::hint;

use crate::Image;

const PAINT: u8 = 0x6b;
const PAINTED: usize = 256 * 1024;

/// Paints the stack that the next calls use.
#[inline(never)]
pub fn paint() {
    let paint = [PAINT; PAINTED];
    hint::black_box(&paint);
}

impl Image {
    /// How many bytes down the painted stack was used since.
    pub fn used(&self) -> usize {
        let untouched = self.painted().iter().take_while(|byte| **byte == PAINT).count();
        PAINTED.saturating_sub(untouched)
    }

    /// The most bytes in a row that are zero there.
    pub fn wiped(&self) -> usize {
        self.painted().split(|byte| *byte != 0).map(<[u8]>::len).max().unwrap_or_default()
    }

    /// The stack that was painted: from the first kilobyte of paint on.
    fn painted(&self) -> &[u8] {
        let is_paint = |window: &[u8]| window.iter().all(|byte| *byte == PAINT);
        let painted = self.mappings().find_map(|bytes| {
            let at = bytes.windows(1024).position(is_paint)?;
            bytes.get(at..)?.get(..PAINTED)
        });
        painted.expect("a painted stack")
    }
}
