use std::io;

use passkey_provider::store::Epoch;

use crate::failure::Failure;

/// The epoch as text, so that a person can read the file.
pub(super) fn render(epoch: Epoch) -> Vec<u8> {
    epoch.number().to_string().into_bytes()
}

/// The epoch of that text.
pub(super) fn parse(bytes: &[u8]) -> Result<Epoch, Failure> {
    str::from_utf8(bytes)
        .ok()
        .and_then(|text| text.trim().parse().ok())
        .map(Epoch::from_number)
        .ok_or_else(|| Failure::file("the last epoch", io::Error::from(io::ErrorKind::InvalidData)))
}
