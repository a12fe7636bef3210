//! Promises about callers: what a refused one gets, and what a verified one signs.

mod app;
mod client_data_hash;
mod listed;
mod native;
mod privileged;
mod related;
mod upkeep;
mod world;
