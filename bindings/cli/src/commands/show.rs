use passkey_provider::key::BackupFlags;
use passkey_provider::lifecycle::ReportTags;
use passkey_provider::standing::Verification;
use passkey_provider::store::Passkey;
use serde_json::{Value, json};

use super::parse_id;
use crate::args::Global;
use crate::bytes::to_base64url;
use crate::failure::Failure;
use crate::host::Host;
use crate::output::Output;
use crate::report::render_custody;
use crate::standing;
use crate::table;
use crate::terminal::printable;
use crate::time;

/// `show`: one passkey.
pub(super) fn run(id: &str, global: &Global, output: Output) -> Result<(), Failure> {
    let id = parse_id(id)?;
    let host = Host::open(global, output)?;
    let passkey = host.named(&id)?;
    let passkey = host.provider.passkeys().get(&passkey)?;
    output.answer(&to_json(&host, &passkey), &to_text(&host, &passkey))
}

/// Tells how a passkey stands after something was said of it.
pub(super) fn tell_standing(passkey: &Passkey, output: Output) -> Result<(), Failure> {
    let mut value = standing::to_json(&passkey.state);
    value.insert("credential_id".to_owned(), json!(passkey.metadata.credential_id.to_base64url()));
    output.answer(&Value::Object(value), &table::render_pairs(&standing::pairs(&passkey.state)))
}

/// A passkey for programs.
pub(super) fn to_json(host: &Host, passkey: &Passkey) -> Value {
    let ReportTags { rp_tag, tag } = host.provider.passkeys().report_tags(passkey);
    let mut value = json!({
        "credential_id": passkey.metadata.credential_id.to_base64url(),
        "rp_id": passkey.metadata.rp_id.to_string(),
        "user": {
            "id": to_base64url(passkey.metadata.user.handle.as_bytes()),
            "name": passkey.metadata.user.name,
            "display_name": passkey.metadata.user.display_name,
        },
        "label": passkey.metadata.label,
        "algorithm": passkey.metadata.public_key.algorithm().cose(),
        "backup_flags": passkey.metadata.backup_flags.as_str(),
        "custody": render_custody(&passkey.metadata.custody),
        "protection": passkey.metadata.protection.as_str(),
        "created": time::render(passkey.metadata.created),
        "last_used": passkey.state.last_used.map(time::render),
        "last_verification": passkey.state.last_verification.map(Verification::as_str),
        "counter": passkey.state.sign_count,
        "report": { "tag": tag, "rp_tag": rp_tag },
    });
    if let Some(members) = value.as_object_mut() {
        members.extend(standing::to_json(&passkey.state));
    }
    value
}

fn to_text(host: &Host, passkey: &Passkey) -> String {
    let ReportTags { rp_tag, tag } = host.provider.passkeys().report_tags(passkey);
    let mut pairs = vec![
        ("id", passkey.metadata.credential_id.to_base64url()),
        ("relying party", passkey.metadata.rp_id.to_string()),
        ("account", printable(&passkey.metadata.user.name)),
        ("display name", printable(&passkey.metadata.user.display_name)),
        ("label", passkey.metadata.label.as_deref().map_or_else(|| "none".to_owned(), printable)),
        ("made", time::render(passkey.metadata.created)),
        ("last used", passkey.state.last_used.map_or_else(|| "never".to_owned(), time::render)),
        (
            "verified at last use",
            passkey.state.last_verification.map_or_else(|| "no".to_owned(), |by| by.as_str().replace('_', " ")),
        ),
        ("counter", passkey.state.sign_count.to_string()),
        ("backup state", said_of_backup(passkey.metadata.backup_flags).to_owned()),
        ("private key", render_custody(&passkey.metadata.custody).to_owned()),
    ];
    pairs.extend(standing::pairs(&passkey.state));
    pairs.push(("support tag", format!("{tag}, at {rp_tag}")));
    table::render_pairs(&pairs)
}

fn said_of_backup(backup_flags: BackupFlags) -> &'static str {
    match backup_flags {
        BackupFlags::DeviceBound => "bound to this device (BE 0, BS 0); iOS does not list it in AutoFill",
        BackupFlags::Ios => "backed up, as iOS requires; it is still bound to this device (BE 1, BS 1)",
    }
}
