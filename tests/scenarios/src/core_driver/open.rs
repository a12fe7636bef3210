use std::path::PathBuf;
use std::time::Duration;

use passkey_provider::caller::{BuildType, LinkPolicy, LinkRelation, Offline};
use passkey_provider::entropy::SystemEntropy;
use passkey_provider::id::RpId;
use passkey_provider::seal::{DeviceKey, KeyStore, KeyStoreError};
use passkey_provider::store::{Epoch, IfMissing, Presence, SetAside};
use passkey_provider::{Error, OpenOptions, Provider};
use serde_json::{Value, json};

use super::CoreDriver;
use super::input::{self, parsed};
use crate::{Arguments, Call, Mistake, Stop};

impl CoreDriver {
    pub(super) fn open(&mut self, request: Call) -> Result<Value, Stop> {
        let name = request.name()?;
        let mut with = request.with;
        let path = self.folder.join(with.text("store")?);
        let mut options = OpenOptions::new(path, device_key(&mut with)?);
        if let Some(gate) = input::gate(&mut with, "gate_secret")? {
            options = options.gate(gate);
        }
        options = options.if_missing(if_missing(&mut with)?);
        if let Some(epoch) = with.number_if_any("last_epoch")? {
            options = options.last_epoch(Epoch::from_number(epoch));
        }
        if let Some(seconds) = with.number_if_any("retention_seconds")? {
            options = options.retention(Duration::from_secs(seconds));
        }
        if let Some(Value::Object(urls)) = with.take("manage_urls") {
            for (rp_id, url) in urls {
                let url = url.as_str().ok_or_else(|| Mistake::new("`manage_urls` has no text for a URL"))?;
                options = options.manage_url(parsed("manage_urls", RpId::parse(&rp_id))?, url);
            }
        }
        if let Some(policy) = with.object_if_any("link_policy")? {
            options = options.link_policy(link_policy(policy)?);
        }
        if with.flag("is_developer_build")? {
            options = options.build_type(BuildType::Userdebug);
        }
        with.finish()?;
        let provider = Provider::open(options)?;
        self.providers.insert(name, provider);
        Ok(json!({}))
    }

    pub(super) fn opening(&mut self, request: Call) -> Result<Value, Stop> {
        let opening = self.provider(&request)?.opening();
        request.with.finish()?;
        Ok(json!({ "made": opening.made, "is_gated": opening.is_gated }))
    }

    pub(super) fn look_at_store(&mut self, request: Call) -> Result<Value, Stop> {
        let path = self.store_path(request)?;
        Ok(match Provider::look(path)? {
            Presence::Nothing => json!({ "state": "nothing" }),
            Presence::Store { passkeys } => json!({ "state": "store", "passkeys": passkeys }),
            Presence::TooNew { found, known } => json!({ "state": "too_new", "found": found, "known": known }),
            Presence::Foreign => json!({ "state": "foreign" }),
            Presence::NotADatabase => json!({ "state": "not_a_database" }),
            Presence::Damaged => json!({ "state": "damaged" }),
        })
    }

    pub(super) fn set_store_aside(&mut self, request: Call) -> Result<Value, Stop> {
        let SetAside { kept_as, passkeys } = Provider::set_aside(self.store_path(request)?)?;
        Ok(json!({ "kept_as": kept_as.to_string(), "passkeys": passkeys }))
    }

    fn store_path(&self, request: Call) -> Result<PathBuf, Mistake> {
        let mut with = request.with;
        let path = self.folder.join(with.text("store")?);
        with.finish()?;
        Ok(path)
    }

    pub(super) fn close_store(&mut self, request: Call) -> Result<Value, Stop> {
        self.provider(&request)?;
        request.with.finish()?;
        self.providers.remove(&request.on);
        Ok(json!({}))
    }
}

/// Makes a device key unless there is one: what a host of the core does with its key store.
pub(super) fn make_device_key(request: Call) -> Result<Value, Stop> {
    let mut with = request.with;
    let (service, account) = (with.text("service")?, with.text("account")?);
    with.finish()?;
    let made = match KeyStore::Platform.load_device_key(&service, &account) {
        Ok(_) => false,
        Err(KeyStoreError::NotFound) => {
            let key = DeviceKey::make(&SystemEntropy).map_err(Error::from)?;
            KeyStore::Platform.save_device_key(&service, &account, &key).map_err(Error::from)?;
            true
        }
        Err(error) => return Err(Error::from(error).into()),
    };
    Ok(json!({ "made": made }))
}

/// Bytes, or where the platform's key store has it.
fn device_key(with: &mut Arguments) -> Result<DeviceKey, Stop> {
    if let Some(bytes) = with.bytes_if_any("device_key")? {
        return Ok(parsed("device_key", DeviceKey::from_bytes(&bytes))?);
    }
    let mut place = with.object("key_store")?;
    let (service, account) = (place.text("service")?, place.text("account")?);
    place.finish()?;
    Ok(KeyStore::Platform.load_device_key(&service, &account).map_err(Error::from)?)
}

fn if_missing(with: &mut Arguments) -> Result<IfMissing, Mistake> {
    match with.text_if_any("if_missing")?.as_deref() {
        None | Some("make") => Ok(IfMissing::Make),
        Some("fail") => Ok(IfMissing::Fail),
        Some(_) => Err(with.wrong("if_missing", "make or fail")),
    }
}

fn link_policy(mut with: Arguments) -> Result<LinkPolicy, Mistake> {
    let relation = match with.text_if_any("relation")?.as_deref() {
        None | Some("login_credentials") => LinkRelation::LoginCredentials,
        Some("login_credentials_or_urls") => LinkRelation::LoginCredentialsOrUrls,
        Some(_) => return Err(with.wrong("relation", "a relation")),
    };
    let fresh_for = with.number_if_any("fresh_for_seconds")?.map(Duration::from_secs);
    let offline = with.number_if_any("accept_offline_seconds")?.map(Duration::from_secs);
    with.finish()?;
    Ok(LinkPolicy {
        relation,
        fresh_for: fresh_for.unwrap_or(LinkPolicy::default().fresh_for),
        offline: offline.map_or(Offline::Refuse, Offline::Accept),
    })
}
