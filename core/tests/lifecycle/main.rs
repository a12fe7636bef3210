//! The life of a passkey through the public interface of the core: what each piece of evidence does,
//! what it leaves alone, and the ways out of "a passkey already exists".
//!
//! Fake here, at the edge: the clock, which the tests step; the hardware, whose keys the tests hold.

#[cfg(test)]
mod algorithms;
#[cfg(test)]
mod damage;
#[cfg(test)]
mod diagnostics;
#[cfg(test)]
mod duplicates;
#[cfg(test)]
mod evidence;
#[cfg(test)]
mod floods;
#[cfg(test)]
mod hardware;
#[cfg(test)]
mod identities;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod meanwhile;
#[cfg(test)]
mod picked;
#[cfg(test)]
mod privacy;
#[cfg(test)]
mod removal;
#[cfg(test)]
mod same_account;
#[cfg(test)]
mod signals;
#[cfg(test)]
mod tables;
#[cfg(test)]
mod world;
