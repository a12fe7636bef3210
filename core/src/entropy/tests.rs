use super::{Entropy, EntropyFailed, SystemEntropy, make_bytes};

/// A generator that fills a part and gives out.
#[derive(Debug)]
struct Broken;

impl Entropy for Broken {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyFailed> {
        bytes[0] = 1;
        Err(EntropyFailed)
    }
}

#[test]
fn the_system_never_gives_the_same_bytes_twice() {
    let one: [u8; 32] = make_bytes(&SystemEntropy).unwrap();
    let other: [u8; 32] = make_bytes(&SystemEntropy).unwrap();
    assert_ne!(one, other);
    assert_ne!(one, [0; 32]);
}

#[test]
fn a_broken_generator_gives_no_bytes() {
    assert_eq!(make_bytes::<16>(&Broken), Err(EntropyFailed));
}
