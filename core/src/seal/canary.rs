use super::envelope::{self, Place, SealFailed};
use super::{CanaryKey, GateBaseKey, GateCanaryKey, GateSecret, StoreId};
use crate::entropy::Entropy;

const TABLE: &str = "store";

/// The first byte under both seals: the format of what follows. They are never sealed anew.
const FORMAT: u8 = 1;

/// What the gate canary says. The device canary says whether the store is gated.
const ALIVE: &[u8] = &[FORMAT, b'g', b'a', b't', b'e'];

/// Makes the envelope that proves the device key, and that says under its seal whether the store
/// is gated: nobody without the key turns a gated store into an open one.
pub(crate) fn make_device_canary(
    key: &CanaryKey,
    store: StoreId,
    gated: bool,
    entropy: &dyn Entropy,
) -> Result<Vec<u8>, SealFailed> {
    envelope::seal(key, device_place(&[store.as_bytes()]), &[FORMAT, u8::from(gated)], entropy)
}

/// Whether the store is gated; `None` if `key` is not derived from the key that the store was
/// made with.
pub(crate) fn open_device_canary(key: &CanaryKey, store: StoreId, canary: &[u8]) -> Option<bool> {
    let said = envelope::open(key, device_place(&[store.as_bytes()]), canary).ok()?;
    match said.expose().as_slice() {
        [FORMAT, 0] => Some(false),
        [FORMAT, 1] => Some(true),
        _ => None,
    }
}

/// Makes the envelope that proves the gate secret.
pub(crate) fn make_gate_canary(
    base: &GateBaseKey,
    gate: &GateSecret,
    store: StoreId,
    entropy: &dyn Entropy,
) -> Result<Vec<u8>, SealFailed> {
    let key = GateCanaryKey::derive(base, gate, store);
    envelope::seal(&key, gate_place(&[store.as_bytes()]), ALIVE, entropy)
}

/// Whether `gate` is the secret that the store was made with.
pub(crate) fn opens_gate_canary(base: &GateBaseKey, gate: &GateSecret, store: StoreId, canary: &[u8]) -> bool {
    let key = GateCanaryKey::derive(base, gate, store);
    envelope::open(&key, gate_place(&[store.as_bytes()]), canary).is_ok()
}

fn device_place<'a>(clear: &'a [&'a [u8]]) -> Place<'a> {
    Place { table: TABLE, column: "canary", clear }
}

fn gate_place<'a>(clear: &'a [&'a [u8]]) -> Place<'a> {
    Place { table: TABLE, column: "gate_canary", clear }
}

#[cfg(test)]
mod tests;
