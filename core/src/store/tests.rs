//! The promises of the store, each against real files. Fake here: the generator, where a test
//! breaks it; nothing else.

mod concurrency;
mod content;
mod damage;
mod durability;
mod large_blobs;
mod numbers;
mod opening;
mod presence;
mod privacy;
mod quarantine;
mod road;
mod rollback;
mod set_aside;
mod splice;
mod versions;
pub(in crate::store) mod world;
