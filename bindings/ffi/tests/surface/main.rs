//! Promises of the surface that Kotlin and Swift see, through the very functions that are exported.

mod callers;
mod ceremonies;
mod errors;
mod hardware;
mod life;
mod misuse;
mod threads;
mod world;
