//! Promises of the hardware custody, kept with a real token: SoftHSM2, a new one for each test.

#[cfg(test)]
mod ceremonies;
#[cfg(test)]
mod command;
#[cfg(test)]
mod custody;
#[cfg(test)]
mod own_process;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod relying_party;
#[cfg(test)]
mod world;
