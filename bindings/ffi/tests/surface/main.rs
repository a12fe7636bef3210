//! Promises of the surface that Kotlin and Swift see, through the very functions that are exported.

#[cfg(test)]
mod callers;
#[cfg(test)]
mod ceremonies;
#[cfg(test)]
mod enrolment;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod hardware;
#[cfg(test)]
mod life;
#[cfg(test)]
mod misuse;
#[cfg(test)]
mod platform_key_store;
#[cfg(test)]
mod threads;
#[cfg(test)]
mod world;
