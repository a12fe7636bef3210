use crate::failure::Failure;

/// Ends the demonstration where something does not hold.
pub(super) fn expect(holds: bool, otherwise: &str) -> Result<(), Failure> {
    if holds { Ok(()) } else { Err(Failure::demo_failed(otherwise)) }
}
