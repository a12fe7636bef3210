//! `none`: no statement (WebAuthn L3, section 8.7).

use ciborium::Value;

pub(super) const IDENTIFIER: &str = "none";

pub(super) const fn statement() -> Value {
    Value::Map(Vec::new())
}
