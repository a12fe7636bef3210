//! Why a server refused, in plain words: from the code or HTTP status of its answer to the cause, who must act, and
//! what to do next. A table; a server's own words are never repeated. What is not in it keeps its number, and nobody
//! is said to have to act.

mod cause;
mod code;
mod explanation;
mod family;
mod row;
mod rows;

pub use cause::Cause;
pub use explanation::{Explanation, Refusal};
pub use family::{During, Family};

#[cfg(test)]
mod tests;
