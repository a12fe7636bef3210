mod cases;
mod table;
mod unknown;

use super::row::{Key, Row};
use super::*;
use crate::enrolment::Actor;
use crate::id::Aaguid;

const AAGUID: &str = "5f3e3b6e-0b0f-4f0e-9d43-5d0f3a1f2c77";

fn rows() -> impl Iterator<Item = (Family, &'static Row)> {
    Family::ALL.into_iter().flat_map(|family| super::rows::of(family).iter().map(move |row| (family, row)))
}

/// The refusal that a row is about.
fn refusal(family: Family, row: &Row) -> Refusal<'static> {
    let (code, status) = match row.key {
        Key::Code(code) => (Some(code), None),
        Key::Status(status) => (None, Some(status)),
    };
    Refusal { family, status, code, during: row.during, aaguid: None }
}
