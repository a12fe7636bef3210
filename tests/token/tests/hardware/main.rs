//! Promises of the hardware custody, kept with a real token: SoftHSM2, a new one for each test.

mod ceremonies;
mod command;
mod custody;
mod own_process;
mod refusals;
mod relying_party;
mod world;
