//! What needs no provider: opening one, and the functions beside it.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use passkey_provider_ffi::{
    IfMissing, KeySource, LinkPolicy, LinkRelation, OpenRequest, Presence, Provider, SecretBytes, SetAside, build_id,
    error_table, inspect_creation_options, inspect_request_options, look_at_store, make_device_key, set_store_aside,
};
use scenarios::{Arguments, Call, Mistake, Stop};
use serde_json::{Value, json};

use crate::driver::{FfiDriver, failed};
use crate::render;

impl FfiDriver {
    pub(crate) fn open(&mut self, request: Call) -> Result<Value, Stop> {
        let name = request.name()?;
        let mut with = request.with;
        let opening = OpenRequest {
            path: self.folder.join(with.text("store")?).display().to_string(),
            device_key: key_source(&mut with)?,
            gate_secret: with
                .bytes_if_any("gate_secret")?
                .map(|bytes| SecretBytes::new(&bytes))
                .transpose()
                .map_err(failed)?,
            if_missing: match with.text_if_any("if_missing")?.as_deref() {
                None | Some("make") => IfMissing::Make,
                Some("fail") => IfMissing::Fail,
                Some(_) => return Err(with.wrong("if_missing", "make or fail").into()),
            },
            last_epoch: with.number_if_any("last_epoch")?,
            retention: with.number_if_any("retention_seconds")?.map(Duration::from_secs),
            manage_urls: match with.take("manage_urls") {
                None => HashMap::new(),
                Some(urls) => serde_json::from_value(urls).map_err(|_| with.wrong("manage_urls", "texts"))?,
            },
            link_policy: with.object_if_any("link_policy")?.map(link_policy).transpose()?,
            is_developer_build: with.flag("is_developer_build")?,
        };
        with.finish()?;
        self.providers.insert(name, Provider::open(opening).map_err(failed)?);
        Ok(json!({}))
    }

    pub(crate) fn look_at_store(&self, request: Call) -> Result<Value, Stop> {
        Ok(match look_at_store(self.store_path(request)?).map_err(failed)? {
            Presence::Nothing => json!({ "state": "nothing" }),
            Presence::Store { passkeys } => json!({ "state": "store", "passkeys": passkeys }),
            Presence::TooNew { found, known } => json!({ "state": "too_new", "found": found, "known": known }),
            Presence::Foreign => json!({ "state": "foreign" }),
            Presence::NotADatabase => json!({ "state": "not_a_database" }),
            Presence::Damaged => json!({ "state": "damaged" }),
        })
    }

    pub(crate) fn set_store_aside(&self, request: Call) -> Result<Value, Stop> {
        let SetAside { path, passkeys } = set_store_aside(self.store_path(request)?).map_err(failed)?;
        let name = Path::new(&path).file_name().map(|name| name.to_string_lossy());
        Ok(json!({ "kept_as": name, "passkeys": passkeys }))
    }

    fn store_path(&self, request: Call) -> Result<String, Mistake> {
        let mut with = request.with;
        let path = self.folder.join(with.text("store")?).display().to_string();
        with.finish()?;
        Ok(path)
    }
}

pub(crate) fn free(operation: &str, mut with: Arguments) -> Result<Value, Stop> {
    match operation {
        "make_device_key" => {
            let (service, account) = (with.text("service")?, with.text("account")?);
            with.finish()?;
            Ok(json!({ "made": make_device_key(service, account).map_err(failed)? }))
        }
        "error_table" => {
            with.finish()?;
            Ok(json!({ "rows": render::all(&error_table().map_err(failed)?, render::error_row) }))
        }
        "build_id" => {
            with.finish()?;
            Ok(json!({ "id": build_id() }))
        }
        _ => {
            let (text, strict) = (with.document("options")?.0, with.flag("strict")?);
            with.finish()?;
            let inspected = if operation == "inspect_creation_options" {
                inspect_creation_options(text, strict)
            } else {
                inspect_request_options(text, strict)
            };
            let inspection = inspected.map_err(failed)?;
            Ok(json!({
                "options": render::parsed_json(&inspection.json),
                "rp_id": inspection.rp_id,
                "repairs": render::all(&inspection.repairs, render::repair),
            }))
        }
    }
}

fn key_source(with: &mut Arguments) -> Result<KeySource, Mistake> {
    if let Some(bytes) = with.bytes_if_any("device_key")? {
        let device_key = SecretBytes::new(&bytes).map_err(|_| with.wrong("device_key", "bytes"))?;
        return Ok(KeySource::Bytes { device_key });
    }
    let mut place = with.object("key_store")?;
    let source = KeySource::PlatformKeyStore { service: place.text("service")?, account: place.text("account")? };
    place.finish()?;
    Ok(source)
}

fn link_policy(mut with: Arguments) -> Result<LinkPolicy, Mistake> {
    let policy = LinkPolicy {
        relation: match with.text_if_any("relation")?.as_deref() {
            None | Some("login_credentials") => LinkRelation::LoginCredentials,
            Some("login_credentials_or_urls") => LinkRelation::LoginCredentialsOrUrls,
            Some(_) => return Err(with.wrong("relation", "a relation")),
        },
        fresh_for: Duration::from_secs(with.number_if_any("fresh_for_seconds")?.unwrap_or(24 * 60 * 60)),
        accept_offline: with.number_if_any("accept_offline_seconds")?.map(Duration::from_secs),
    };
    with.finish()?;
    Ok(policy)
}
