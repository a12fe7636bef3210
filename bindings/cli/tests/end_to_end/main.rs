//! Drives the built command as a program does, with options that an independent relying party
//! made, and has that relying party verify the answers.

#[cfg(test)]
mod account;
#[cfg(test)]
mod apps;
#[cfg(test)]
mod attestation;
#[cfg(test)]
mod caller_commands;
#[cfg(test)]
mod callers;
#[cfg(test)]
mod ceremonies;
#[cfg(test)]
mod command;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod duplicates;
#[cfg(test)]
mod enrolling;
#[cfg(test)]
mod enrolment;
#[cfg(test)]
mod hashes;
#[cfg(test)]
mod inspection;
#[cfg(test)]
mod lifecycle;
#[cfg(test)]
mod metadata;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod people;
#[cfg(test)]
mod policies;
#[cfg(test)]
mod reconciliation;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod signals;
#[cfg(test)]
mod stores;
#[cfg(test)]
mod tombstones;

#[cfg(test)]
#[path = "../../src/authenticator_data/mod.rs"]
#[expect(dead_code, reason = "the command uses more of it")]
mod authenticator_data;
#[cfg(test)]
#[path = "../../src/bytes/mod.rs"]
mod bytes;
#[cfg(test)]
#[path = "../../src/demo/loopback/mod.rs"]
mod loopback;
#[cfg(test)]
#[path = "../../src/demo/relying_party.rs"]
#[expect(dead_code, reason = "the command uses more of it")]
mod relying_party;
