//! The main job, played against a relying party that we did not write: register, sign in, and get
//! out of a registration that the server never accepted.

mod app;
mod expectation;
mod loopback;
mod phone;
mod relying_party;
mod steps;
mod story;
mod transcript;
mod way_out;

use passkey_provider::entropy::SystemEntropy;
use passkey_provider::seal::DeviceKey;
use passkey_provider::{OpenOptions, Provider};

use crate::args::Global;
use crate::failure::Failure;
use crate::host::{RETENTION, model};
use crate::output::Output;
use crate::time::Pretended;
use phone::Phone;
use transcript::Transcript;

/// Plays the demonstration in temporary stores, whose keys are in memory and die with it.
pub(crate) fn run(global: &Global, output: Output) -> Result<(), Failure> {
    let folder = tempfile::tempdir().map_err(|error| Failure::file("a temporary folder", error))?;
    let open = |name: &str| {
        let mut options = OpenOptions::new(folder.path().join(name), DeviceKey::make(&SystemEntropy)?);
        options = options.retention(RETENTION);
        if let Some(moment) = global.at {
            options = options.clock(Pretended::at(moment));
        }
        Ok::<_, Failure>(Phone::new(Provider::open(options)?, model(global.platform)))
    };
    story::play(&open("phone.db")?, &open("laptop.db")?, &mut Transcript::new(output))
}
