//! Which operations, from which starts, and how much of each.

use std::env;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::case::Case;
use crate::images::Image;
use crate::operation::Operation;
use crate::phone::Phone;
use crate::start::Start;

/// Whether all is to be tried (`FAULTS_WHOLE=1`), and not a part.
pub fn is_whole() -> bool {
    env::var_os("FAULTS_WHOLE").is_some()
}

/// The one operation to try (`FAULTS_ONLY`), where there is one.
pub fn only() -> Option<String> {
    env::var("FAULTS_ONLY").ok()
}

/// Does `work` for each operation from each start, two at a time.
pub fn for_each(phone: &Phone, starts: &[Start], work: impl Fn(&Case) + Sync) {
    let only = only();
    let images: Vec<(Start, Image)> = starts.iter().map(|start| (*start, start.image())).collect();
    let pairs: Vec<(Operation, &(Start, Image))> = Operation::ALL
        .iter()
        .filter(|operation| only.as_ref().is_none_or(|only| only == operation.name()))
        .flat_map(|operation| images.iter().map(|image| (*operation, image)))
        .filter(|(operation, (start, _))| operation.begins_with(*start))
        .collect();
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some((operation, (start, image))) = pairs.get(next.fetch_add(1, Ordering::SeqCst)) {
                    work(&Case::new(phone, *operation, *start, image));
                }
            });
        }
    });
}
