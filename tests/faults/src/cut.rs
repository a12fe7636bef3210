//! What a disk may hold after a power cut.
//!
//! Written to a file and not synced since: each write may be there whole, in part (sectors of 512 bytes), not at all,
//! or as what lay on the disk before, and in any order. Names made or removed last once the folder is synced; before,
//! each may or may not. A file whose name is not there is lost with what was synced to it. Nothing else changes:
//! SQLite relies on that too ("Atomic Commit In SQLite", section 2).

use std::collections::BTreeMap;

use crate::images::Image;
use crate::trace::Event;

const SECTOR: usize = 512;

/// Numbers that look random and are the same for a seed (SplitMix64).
#[derive(Clone, Copy, Debug)]
pub struct Numbers(u64);

impl Numbers {
    /// Those of a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// One below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).expect("a small number");
        usize::try_from(self.next() % end).expect("a small number")
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last + 1);
            items.swap(last, other);
        }
    }
}

/// What becomes of what was not synced.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Unsynced {
    /// All of it is lost.
    Lost,
    /// All of it is there.
    There,
    /// Some writes are there, in order.
    Some,
    /// Some writes are there, and which of two came last is open.
    Reordered,
    /// Some sectors of each write are there.
    Torn,
    /// Some sectors of each write hold what lay on the disk.
    Garbage,
}

impl Unsynced {
    /// Every one.
    pub const ALL: [Self; 6] = [Self::Lost, Self::There, Self::Some, Self::Reordered, Self::Torn, Self::Garbage];
}

/// A file, whatever its name.
#[derive(Clone, Debug, Default)]
struct File {
    lasting: Vec<u8>,
    waiting: Vec<Change>,
}

#[derive(Clone, Debug)]
enum Change {
    Write { offset: usize, bytes: Vec<u8> },
    Truncate(usize),
}

#[derive(Clone, Debug)]
enum Naming {
    Made(String, usize),
    Removed(String),
}

/// A disk in the middle of a trace.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    files: Vec<File>,
    /// As processes see them.
    names: BTreeMap<String, usize>,
    lasting_names: BTreeMap<String, usize>,
    waiting_names: Vec<Naming>,
}

impl Disk {
    /// One on which these files last.
    pub fn of(image: &Image) -> Self {
        let mut disk = Self::default();
        for (name, bytes) in &image.clone().without_index().0 {
            disk.lasting_names.insert(name.clone(), disk.files.len());
            disk.files.push(File { lasting: bytes.clone(), waiting: Vec::new() });
        }
        disk.names.clone_from(&disk.lasting_names);
        disk
    }

    /// Does what a process did.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::Write { name, offset, bytes } => {
                self.file(name).waiting.push(Change::Write { offset: *offset, bytes: bytes.clone() });
            }
            Event::Truncate { name, length } => self.file(name).waiting.push(Change::Truncate(*length)),
            Event::Create(name) => {
                let number = self.files.len();
                self.files.push(File::default());
                self.names.insert(name.clone(), number);
                self.waiting_names.push(Naming::Made(name.clone(), number));
            }
            Event::Unlink(name) => {
                // The index has no part in this.
                if self.names.remove(name).is_some() {
                    self.waiting_names.push(Naming::Removed(name.clone()));
                }
            }
            Event::Sync(name) => {
                let file = self.file(name);
                for change in std::mem::take(&mut file.waiting) {
                    change.apply(&mut file.lasting);
                }
            }
            Event::SyncFolder => {
                for naming in std::mem::take(&mut self.waiting_names) {
                    naming.apply(&mut self.lasting_names);
                }
            }
            Event::Armed | Event::Acknowledged => {}
        }
    }

    /// What is there after a power cut now.
    pub fn cut(&self, unsynced: Unsynced, numbers: &mut Numbers) -> Image {
        let mut names = self.lasting_names.clone();
        for naming in &self.waiting_names {
            let is_there = match unsynced {
                Unsynced::Lost => false,
                Unsynced::There => true,
                _ => numbers.below(2) == 0,
            };
            if is_there {
                naming.apply(&mut names);
            }
        }
        let mut image = Image::default();
        for (name, number) in names {
            let file = self.files.get(number).expect("a file");
            image.0.insert(name, file.cut(unsynced, numbers));
        }
        // What is in the index is of no account, be it from before or anything.
        if unsynced == Unsynced::Garbage && image.0.contains_key("passkeys.db-wal") {
            image.0.insert("passkeys.db-shm".into(), garbage(32_768, numbers));
        }
        image
    }

    fn file(&mut self, name: &str) -> &mut File {
        let number = self.names.get(name).expect("a file that was made");
        self.files.get_mut(*number).expect("a file")
    }
}

impl File {
    fn cut(&self, unsynced: Unsynced, numbers: &mut Numbers) -> Vec<u8> {
        let mut bytes = self.lasting.clone();
        let mut waiting: Vec<&Change> = self.waiting.iter().collect();
        if unsynced == Unsynced::Reordered {
            numbers.shuffle(&mut waiting);
        }
        for change in waiting {
            match (unsynced, change) {
                (Unsynced::Lost, _) => {}
                (Unsynced::There, change) => change.apply(&mut bytes),
                (Unsynced::Torn | Unsynced::Garbage, Change::Write { offset, bytes: written }) => {
                    for sector in sectors(*offset, written.len()) {
                        let (from, to) = sector;
                        let part = written.get(from..to).expect("a sector").to_vec();
                        let offset = offset + from;
                        match numbers.below(3) {
                            0 => {}
                            1 if unsynced == Unsynced::Garbage => {
                                let bytes_there = garbage(part.len(), numbers);
                                Change::Write { offset, bytes: bytes_there }.apply(&mut bytes);
                            }
                            _ => Change::Write { offset, bytes: part }.apply(&mut bytes),
                        }
                    }
                }
                (_, change) => {
                    if numbers.below(2) == 0 {
                        change.apply(&mut bytes);
                    }
                }
            }
        }
        bytes
    }
}

/// The parts of a write that the disk writes at once, as ranges of the written bytes.
fn sectors(offset: usize, length: usize) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let mut from = 0;
    while from < length {
        let to = (from + SECTOR - (offset + from) % SECTOR).min(length);
        parts.push((from, to));
        from = to;
    }
    parts
}

fn garbage(length: usize, numbers: &mut Numbers) -> Vec<u8> {
    (0..length).map(|_| u8::try_from(numbers.below(256)).expect("a byte")).collect()
}

impl Change {
    fn apply(&self, file: &mut Vec<u8>) {
        match self {
            Self::Write { offset, bytes } => {
                let end = offset + bytes.len();
                if file.len() < end {
                    file.resize(end, 0);
                }
                file.get_mut(*offset..end).expect("long enough").copy_from_slice(bytes);
            }
            Self::Truncate(length) => file.resize(*length, 0),
        }
    }
}

impl Naming {
    fn apply(&self, names: &mut BTreeMap<String, usize>) {
        match self {
            Self::Made(name, number) => {
                names.insert(name.clone(), *number);
            }
            Self::Removed(name) => {
                names.remove(name);
            }
        }
    }
}

/// What may be there after a power cut at an event of a trace.
#[derive(Debug)]
pub struct Cuts {
    disks: Vec<(Disk, bool)>,
}

impl Cuts {
    /// After each event from the operation's beginning on. With each, whether the operation had returned success.
    pub fn new(image: &Image, events: &[Event]) -> Self {
        let mut disk = Disk::of(image);
        let (mut disks, mut is_armed, mut is_acknowledged) = (Vec::new(), false, false);
        for event in events {
            disk.apply(event);
            is_armed |= *event == Event::Armed;
            is_acknowledged |= *event == Event::Acknowledged;
            if is_armed {
                disks.push((disk.clone(), is_acknowledged));
            }
        }
        assert!(is_armed && is_acknowledged, "a trace of a whole operation");
        Self { disks }
    }

    /// How many events there are to cut at.
    pub fn len(&self) -> usize {
        self.disks.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.disks.is_empty()
    }

    /// What is there after a cut at this event, and whether the operation had returned success.
    pub fn cut(&self, at: usize, unsynced: Unsynced, numbers: &mut Numbers) -> (Image, bool) {
        let (disk, is_acknowledged) = self.disks.get(at).expect("an event");
        (disk.cut(unsynced, numbers), *is_acknowledged)
    }
}
