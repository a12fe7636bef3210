//! Which events give way when there are too many.
//!
//! What sites do has a ring of its own, so that no page pushes out what the person did. Within a ring the
//! oldest of the kind that there is most of gives way: whoever repeats one thing without end replaces their
//! own, and the last event of each kind, which may be what decided a standing, stays.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::standing::EventKind;

/// The places of the events that give way, where each ring holds at most `capacity`; oldest first.
pub(super) fn surplus(kinds: impl IntoIterator<Item = EventKind>, capacity: usize) -> BTreeSet<usize> {
    let mut rings: [Ring; 2] = Default::default();
    let [of_others, of_sites] = &mut rings;
    for (place, kind) in kinds.into_iter().enumerate() {
        let ring = if kind.is_of_site() { &mut *of_sites } else { &mut *of_others };
        ring.0.entry(kind.as_str()).or_default().push_back(place);
    }
    rings.iter_mut().flat_map(|ring| ring.give_way(capacity)).collect()
}

/// The places of the events of a ring, by kind.
#[derive(Default)]
struct Ring(BTreeMap<&'static str, VecDeque<usize>>);

impl Ring {
    fn give_way(&mut self, capacity: usize) -> Vec<usize> {
        let held: usize = self.0.values().map(VecDeque::len).sum();
        (0..held.saturating_sub(capacity)).filter_map(|_| self.oldest_of_most()?.pop_front()).collect()
    }

    fn oldest_of_most(&mut self) -> Option<&mut VecDeque<usize>> {
        self.0.values_mut().max_by_key(|places| (places.len(), Reverse(places.front().copied())))
    }
}

#[cfg(test)]
mod tests {
    use super::surplus;
    use crate::standing::EventKind::{
        Created, Deleted, NamesUpdated, Renamed, SignalledAccepted, SignalledNotAccepted,
    };

    #[test]
    fn what_is_repeated_gives_way_to_itself_and_what_sites_do_to_what_sites_do() {
        let flood = [SignalledAccepted, SignalledNotAccepted].repeat(20);
        let kinds = [&[Created(None), Renamed, Renamed, NamesUpdated][..], &flood, &[Deleted]].concat();
        let gone = surplus(kinds.iter().copied(), 4);
        let kept: Vec<_> = (0..kinds.len()).filter(|place| !gone.contains(place)).map(|place| kinds[place]).collect();
        assert_eq!(
            kept,
            [
                Created(None),
                Renamed,
                Renamed,
                NamesUpdated,
                SignalledNotAccepted,
                SignalledAccepted,
                SignalledNotAccepted,
                Deleted
            ]
        );
        assert!(surplus(kinds, 64).is_empty());
    }
}
