use std::collections::BTreeSet;
use std::fs::{self, File};
use std::os::unix::fs::FileExt;

use zeroize::Zeroize;

/// What was found: its name, and that of the mapping.
pub type Found = BTreeSet<(&'static str, String)>;

/// What the process's memory held: each mapping that can be written, and its name. Wiped on drop, so
/// that the next image does not have this one in it.
pub struct Image(Vec<(String, Vec<u8>)>);

impl Image {
    pub(crate) fn take() -> Self {
        let memory = File::open("/proc/self/mem").expect("the memory of this process");
        // Listed before the image is made, so that it is not in itself.
        let mut mappings = Vec::new();
        for (from, to, name) in writable_mappings() {
            let length = usize::try_from(to.saturating_sub(from)).expect("a length");
            let mut bytes = vec![0; length];
            // A mapping may have gone since it was listed.
            if memory.read_exact_at(&mut bytes, from).is_ok() {
                mappings.push((name, bytes));
            }
        }
        Self(mappings)
    }

    /// Which of these runs of eight bytes, as big-endian numbers with their names, are anywhere.
    pub fn find(&self, wanted: &[(u64, &'static str)]) -> Found {
        let mut starts = vec![false; 1 << 16];
        for (run, _) in wanted {
            if let Some(start) = starts.get_mut(start_of(*run)) {
                *start = true;
            }
        }
        let mut found = Found::new();
        for (mapping, bytes) in &self.0 {
            let mut window = 0_u64;
            for byte in bytes {
                window = window << 8 | u64::from(*byte);
                if starts.get(start_of(window)) == Some(&true) {
                    let here = wanted.iter().filter(|(run, _)| *run == window);
                    found.extend(here.map(|(_, name)| (*name, mapping.clone())));
                }
            }
        }
        found
    }

    /// The mappings, as they were.
    pub(crate) fn mappings(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(|(_, bytes)| bytes.as_slice())
    }
}

impl Drop for Image {
    fn drop(&mut self) {
        self.0.iter_mut().for_each(|(_, bytes)| bytes.zeroize());
    }
}

fn start_of(run: u64) -> usize {
    usize::try_from(run >> 48).unwrap_or_default()
}

/// From, to and name of each mapping that can hold what the process wrote (proc_pid_maps(5)).
fn writable_mappings() -> Vec<(u64, u64, String)> {
    let maps = fs::read_to_string("/proc/self/maps").expect("the mappings of this process");
    let mappings = maps.lines().filter_map(|line| {
        let mut columns = line.split_whitespace();
        let (from, to) = columns.next()?.split_once('-')?;
        let permissions = columns.next()?;
        let name = columns.nth(3).unwrap_or("anonymous").to_owned();
        let address = |text| u64::from_str_radix(text, 16).ok();
        permissions.starts_with("rw").then_some((address(from)?, address(to)?, name))
    });
    mappings.collect()
}
