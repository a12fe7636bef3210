//! Reads Rust sources as text and says which module uses which; its tests hold the tree to its layout and its words.
//!
//! Assumes code that `cargo fmt` has laid out, and no path hidden in a macro. Reads every
//! `crate::`, `self::` and `super::` path, in `use` lines and elsewhere; comments, strings and
//! test files do not count.

pub mod foreign;
mod paths;
mod source;

pub use paths::{Edge, edges};
pub use source::{SourceFile, rust_files};

#[cfg(test)]
mod phrases;
#[cfg(test)]
mod tests;
