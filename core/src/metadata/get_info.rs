//! What the authenticator would answer to `authenticatorGetInfo` (CTAP 2.3, section 6.4), as a statement carries it.

use serde_json::{Value, json};

use super::Product;
use crate::key::Algorithm;
use crate::webauthn::extensions;
use crate::webauthn::response::TRANSPORTS;

/// The version of CTAP whose ceremonies these are. Later ones add commands, such as credential management, that no
/// platform hands to a provider.
const VERSION: &str = "FIDO_2_0";

/// The same as a statement's `upv` has it (section 4): `FIDO_2_0` is 1.0.
pub(super) fn upv() -> Value {
    json!([{ "major": 1, "minor": 0 }])
}

pub(super) fn get_info(product: &Product) -> Value {
    let aaguid: String = product.model.aaguid.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let algorithm = |algorithm: Algorithm| json!({ "type": "public-key", "alg": algorithm.cose() });
    let mut identifiers: Vec<&str> = Vec::new();
    for format in product.formats() {
        if !identifiers.contains(&format.identifier()) {
            identifiers.push(format.identifier());
        }
    }
    json!({
        "versions": [VERSION],
        "extensions": extensions::OF_AUTHENTICATOR,
        "aaguid": aaguid,
        "options": { "plat": true, "rk": true, "up": true, "uv": true },
        "transports": TRANSPORTS,
        "algorithms": product.algorithms().map(algorithm).collect::<Vec<_>>(),
        "firmwareVersion": product.version,
        "attestationFormats": identifiers,
    })
}
