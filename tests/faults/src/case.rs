//! An operation from a start, and the one judgement of what is left.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use crate::images::Image;
use crate::operation::Operation;
use crate::phone::{Fault, Kind, Phone, Said};
use crate::seen::Seen;
use crate::start::Start;

/// An operation from a start, and what is to be seen before and after it.
#[derive(Debug)]
pub struct Case {
    /// The operation.
    pub operation: Operation,
    /// How the process before left the store.
    pub start: Start,
    image: Image,
    before: Seen,
    after: Seen,
    /// How many calls of each kind it makes, in the order of the kinds.
    calls: Vec<u64>,
}

impl Case {
    /// Does the operation once without faults. Fails where that changes nothing although it should.
    pub fn new(phone: &Phone, operation: Operation, start: Start, image: &Image) -> Self {
        let folder = image.unpack();
        phone.stop_before(folder.path(), operation);
        let before = Seen::of(folder.path(), false);
        let folder = image.unpack();
        let said = phone.run(folder.path(), operation, None);
        assert!(said.done && said.trouble.is_none(), "{} from {start:?}: {said:?}", operation.name());
        let after = Seen::of(folder.path(), false);
        assert_eq!(before == after, operation.only_looks(), "{} from {start:?}: {after:?}", operation.name());
        let mut calls = said.calls;
        let allocations = phone.allocations(image.unpack().path(), operation);
        *calls.last_mut().expect("the allocator") = allocations;
        Self { operation, start, image: image.clone(), before, after, calls }
    }

    /// The files that it starts with.
    pub const fn image(&self) -> &Image {
        &self.image
    }

    /// How many calls of a kind it makes.
    pub fn calls(&self, kind: Kind) -> u64 {
        let position = Kind::ALL.iter().position(|known| *known == kind).unwrap_or_default();
        self.calls.get(position).copied().unwrap_or_default()
    }

    /// What is wrong with what a process said that did the operation, and with the store that it left.
    pub fn judge(&self, folder: &Path, said: &Said, fault: Fault) -> Result<(), String> {
        self.judge_recovery(folder, said, fault, said.done)
    }

    /// The same of one that opened the store after the operation was cut short.
    pub fn judge_recovery(
        &self,
        folder: &Path,
        said: &Said,
        fault: Fault,
        is_acknowledged: bool,
    ) -> Result<(), String> {
        let outcome = if let Some(trouble) = &said.trouble {
            Err(format!("the process ended badly: {trouble}"))
        } else if !said.done && said.failed.is_none() {
            Err("no answer".into())
        } else if let Some(Err(code)) = &said.later
            && !self.keeps_from_going_on(fault, code)
        {
            Err(format!("the process could not go on: {code}"))
        } else {
            self.judge_store(folder, is_acknowledged, said.later.is_some())
        };
        outcome.map_err(|why| format!("{} from {:?}, {fault:?}: {why}; {said:?}", self.operation.name(), self.start))
    }

    /// Whether a process may be left with this error where the fault is over.
    fn keeps_from_going_on(&self, fault: Fault, code: &str) -> bool {
        match code {
            // A lock that could not be given up is held until the store is closed. Where SQLite cannot open a file for
            // writing it reads it only, until the store is opened again.
            "store_busy" | "store_unavailable" => matches!(fault.kind, Kind::Unlock | Kind::Open | Kind::Denied),
            // An older store that was not accepted.
            "rolled_back" => self.operation == Operation::AcceptRollback,
            _ => false,
        }
    }

    /// What is wrong with a store.
    pub fn judge_store(&self, folder: &Path, is_acknowledged: bool, is_later_there: bool) -> Result<(), String> {
        let seen = catch_unwind(AssertUnwindSafe(|| Seen::of(folder, is_later_there)));
        let seen = seen.map_err(|panic| {
            let text = panic.downcast_ref::<String>().cloned();
            format!("it cannot be looked at: {}", text.unwrap_or_default())
        })?;
        let known = ["passkeys.db", "passkeys.db-wal", "passkeys.db-shm", "passkeys.db-journal"];
        if let Some(other) = Image::of(folder).0.keys().find(|name| !known.contains(&name.as_str())) {
            return Err(format!("there is {other}"));
        }
        if is_acknowledged && seen != self.after {
            return Err(format!("acknowledged and lost: {seen:?}, not {:?}", self.after));
        }
        if seen != self.before && seen != self.after {
            return Err(format!("half done: {seen:?}, neither {:?} nor {:?}", self.before, self.after));
        }
        Ok(())
    }
}
