//! The two sides of each row that the benchmarks measure: ours, and what a person would pick instead.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a benchmark stops at the first thing that goes wrong")]

pub mod callers;
pub mod enrolment;
pub mod floor;
pub mod measure;
pub mod ours;
pub mod peer;
