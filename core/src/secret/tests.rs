use std::cell::Cell;
use std::fmt::{Debug, Display};
use std::rc::Rc;

use serde::Serialize;
use zeroize::Zeroize;

use super::{Secret, SecretKey};
use crate::entropy::{Entropy, EntropyFailed, SystemEntropy};
use crate::key::{KeyPair, PrivateKey};
use crate::seal::{DeviceKey, GateSecret};
use crate::store::{NewKey, NewPasskey};
use crate::webauthn::extensions::ClientExtensionResults;

/// Does not compile where a type implements a trait: two implementations of `Ambiguous` then fit it, and Rust
/// cannot say which is meant.
macro_rules! implements_none_of {
    ($type:ty: $($name:path),+) => {
        $(const _: fn() = || {
            trait Ambiguous<A> {
                fn meant() {}
            }
            struct Implemented;
            impl<T: ?Sized> Ambiguous<()> for T {}
            impl<T: ?Sized + $name> Ambiguous<Implemented> for T {}
            let _ = <$type as Ambiguous<_>>::meant;
        };)+
    };
}

/// What holds a secret cannot be printed, copied, compared or serialised.
macro_rules! stays_a_secret {
    ($($type:ty),+) => {
        $(implements_none_of!($type: Debug, Display, Clone, PartialEq, Serialize);)+
    };
}

stays_a_secret!(SecretKey, Secret<[u8; 32]>, DeviceKey, GateSecret, PrivateKey, KeyPair, NewKey, NewPasskey);
implements_none_of!(ClientExtensionResults: Display, Clone, PartialEq, Serialize);

/// Stands in for secret bytes: it can be asked, after its death, whether it was wiped.
struct Witness(Rc<Cell<bool>>);

impl Zeroize for Witness {
    fn zeroize(&mut self) {
        self.0.set(true);
    }
}

/// A generator that gives out.
#[derive(Debug)]
struct Broken;

impl Entropy for Broken {
    fn fill(&self, _: &mut [u8]) -> Result<(), EntropyFailed> {
        Err(EntropyFailed)
    }
}

#[test]
fn a_secret_is_wiped_when_it_is_dropped_and_not_before() {
    let wiped = Rc::new(Cell::new(false));
    let secret = Secret::new(Witness(Rc::clone(&wiped)));
    let moved = secret;
    assert!(!wiped.get());
    drop(moved);
    assert!(wiped.get());
}

#[test]
fn a_move_leaves_the_bytes_where_they_are() {
    let secret = SecretKey::copy_from(&[1; 32]).unwrap();
    let before = std::ptr::from_ref(secret.expose());
    let moved = [secret];
    assert_eq!(std::ptr::from_ref(moved[0].expose()), before);
}

#[test]
fn two_made_secrets_differ() {
    let (one, other) = (SecretKey::make(&SystemEntropy).unwrap(), SecretKey::make(&SystemEntropy).unwrap());
    assert_ne!(one.expose(), other.expose());
}

#[test]
fn a_broken_generator_makes_no_secret() {
    assert_eq!(SecretKey::make(&Broken).err(), Some(EntropyFailed));
}

#[test]
fn a_secret_is_copied_from_bytes_of_its_own_length_only() {
    assert_eq!(SecretKey::copy_from(&[7; 32]).unwrap().expose(), &[7; 32]);
    for length in [0, 1, 31, 33, 64] {
        assert!(SecretKey::copy_from(&vec![7; length]).is_none(), "{length}");
    }
}

#[test]
fn a_secret_is_filled_in_place_or_not_made() {
    let filled = SecretKey::fill_with(|bytes| {
        assert_eq!(bytes, &[0; 32]);
        bytes[31] = 9;
        Ok::<_, EntropyFailed>(())
    });
    assert_eq!(filled.unwrap().expose()[31], 9);
    assert_eq!(SecretKey::fill_with(|_| Err(EntropyFailed)).err(), Some(EntropyFailed));
}
