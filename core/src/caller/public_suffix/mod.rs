//! The Public Suffix List (<https://publicsuffix.org>): under which domains anybody may register.
//!
//! `list.txt` is the list, its rules in A-labels; the build packs it into a transducer of the labels
//! from the right.

use fst::raw::{Fst, Node, Output};

/// Made by `build.rs`, which says what an output means.
static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/public_suffixes.fst"));

const PRIVATE: u64 = 1;
const EXCEPTION: u64 = 2;

/// A domain's public suffix, and who made it one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct PublicSuffix<'a> {
    /// The suffix; where no rule matches, the last label.
    pub(super) domain: &'a str,
    /// The section of the list that the rule stands in; `None` where no rule matches.
    pub(super) section: Option<Section>,
}

/// A section of the list.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Section {
    /// Of a registry, as `co.uk`.
    Icann,
    /// Of somebody who lets others have names below their own, as `github.io`.
    Private,
}

/// The public suffix of a domain in lower-case A-labels, by the list's algorithm: an exception
/// prevails, or else the rule with the most labels.
pub(super) fn find(domain: &str) -> PublicSuffix<'_> {
    let Ok(list) = Fst::new(PACKED) else {
        // What cannot be placed is a suffix as a whole, and nobody may claim it.
        return PublicSuffix { domain, section: None };
    };
    let last = domain.rfind('.').map_or(0, |dot| dot + 1);
    let mut found = PublicSuffix { domain: tail(domain, last), section: None };
    let mut place = Place { list: &list, node: list.root(), output: Output::zero() };
    let mut end = domain.len();
    for label in domain.rsplit('.') {
        let start = end - label.len();
        let suffix = tail(domain, start);
        if let Some(rule) = place.after(b"*").and_then(Place::rule) {
            found = PublicSuffix { domain: suffix, section: Some(section(rule)) };
        }
        let Some(at) = place.after(label.as_bytes()) else { break };
        match at.rule() {
            Some(rule) if rule & EXCEPTION != 0 => {
                return PublicSuffix { domain: tail(domain, end + 1), section: Some(section(rule)) };
            }
            Some(rule) => found = PublicSuffix { domain: suffix, section: Some(section(rule)) },
            None => {}
        }
        let Some(above) = at.after(b".") else { break };
        place = above;
        end = start.saturating_sub(1);
    }
    found
}

/// How far the labels of a domain have led.
#[derive(Clone, Copy)]
struct Place<'f> {
    list: &'f Fst<&'static [u8]>,
    node: Node<'f>,
    output: Output,
}

impl Place<'_> {
    fn after(mut self, bytes: &[u8]) -> Option<Self> {
        for byte in bytes {
            let transition = self.node.transition(self.node.find_input(*byte)?);
            self.output = self.output.cat(transition.out);
            self.node = self.list.node(transition.addr);
        }
        Some(self)
    }

    /// What the rule that ends here says.
    fn rule(self) -> Option<u64> {
        self.node.is_final().then(|| self.output.cat(self.node.final_output()).value())
    }
}

fn section(rule: u64) -> Section {
    if rule & PRIVATE == 0 { Section::Icann } else { Section::Private }
}

fn tail(domain: &str, start: usize) -> &str {
    domain.get(start..).unwrap_or(domain)
}

#[cfg(test)]
mod tests;
