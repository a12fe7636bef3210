use passkey_provider::store::{LooseKey, LooseReason};
use serde_json::{Value, json};

use crate::args::Global;
use crate::bytes::to_base64url;
use crate::failure::Failure;
use crate::host::Host;
use crate::output::Output;
use crate::table;
use crate::time;

/// `keys`: hardware keys that nothing needs. The command reaches no hardware: the app deletes them.
pub(super) fn run(global: &Global, output: Output) -> Result<(), Failure> {
    let host = Host::open(global, output)?;
    let keys = host.remember(host.provider.hardware_keys().to_delete()?)?;
    let values: Vec<Value> = keys
        .iter()
        .map(|key| {
            json!({
                "handle": to_base64url(key.handle.as_bytes()),
                "reason": reason(key.reason).0,
                "why": reason(key.reason).1,
                "since": time::render(key.since),
            })
        })
        .collect();
    output.answer(&json!({ "keys": values }), &to_table(&keys))
}

fn to_table(keys: &[LooseKey]) -> String {
    if keys.is_empty() {
        return "No key waits to be deleted.".to_owned();
    }
    let row = |key: &LooseKey| {
        [to_base64url(key.handle.as_bytes()), time::render(key.since), reason(key.reason).1.to_owned()]
    };
    let rows: Vec<[String; 3]> = keys.iter().map(row).collect();
    table::render(["HANDLE", "SINCE", "WHY"], &rows)
}

/// Why a key is to be deleted: for programs, and for people.
fn reason(reason: LooseReason) -> (&'static str, &'static str) {
    match reason {
        LooseReason::Intended => ("intended", "Its registration is under way."),
        LooseReason::Interrupted => ("interrupted", "Its registration was interrupted."),
        LooseReason::Purged => ("purged", "Its passkey was purged."),
    }
}
