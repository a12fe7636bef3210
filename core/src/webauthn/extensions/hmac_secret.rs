//! `hmacCreateSecret`: whether the passkey has the secret of CTAP's `hmac-secret` (CTAP 2.1, section 12.5). Every
//! passkey is made with one, that of its pseudo-random function; what a site asks of it goes by `prf`, and by a
//! transport of CTAP, which the core is not.

use ciborium::Value;

/// Of the client's input and output.
pub(super) const IDENTIFIER: &str = "hmacCreateSecret";

/// In authenticator data, and among what an authenticator says that it knows.
pub(super) const IN_DATA: &str = "hmac-secret";

/// The output in authenticator data.
pub(super) fn data(is_asked: bool) -> Option<(&'static str, Value)> {
    is_asked.then_some((IN_DATA, Value::Bool(true)))
}
