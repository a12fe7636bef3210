//! The main job, played against a relying party that we did not write: register, sign in, and get
//! out of a registration that the server never accepted.

mod phone;
mod relying_party;
mod story;
mod transcript;

use passkey_provider::entropy::SystemEntropy;
use passkey_provider::seal::DeviceKey;
use passkey_provider::{OpenOptions, Provider};

use crate::args::Global;
use crate::failure::Failure;
use crate::host::{AAGUID, profile};
use crate::output::Output;
use crate::time::Pretended;
use phone::Phone;
use transcript::Transcript;

/// Plays the demonstration in a temporary store, whose key is in memory and dies with it.
pub(crate) fn run(global: &Global, output: Output) -> Result<(), Failure> {
    let folder = tempfile::tempdir().map_err(|error| Failure::file("a temporary folder", error))?;
    let device_key = DeviceKey::make(&SystemEntropy)?;
    let mut options = OpenOptions::new(folder.path().join("passkeys.db"), device_key, AAGUID);
    options = options.profile(profile(global.platform));
    if let Some(moment) = global.at {
        options = options.clock(Pretended::at(moment));
    }
    let phone = Phone::new(Provider::open(options)?);
    story::play(&phone, &mut Transcript::new(output))
}
