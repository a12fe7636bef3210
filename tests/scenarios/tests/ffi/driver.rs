//! The functions that the bindings export, called from Rust.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use passkey_provider_ffi::{
    CallerRefused, CreatePlan, FfiError, Freshness, GetPlan, KeySource, LinkPolicy, LinkRelation, OpenRequest,
    PendingCaller, Profile, Provider, SecretBytes, VerifiedCaller, VerifiedSignal, build_id, error_table,
    inspect_creation_options, inspect_request_options, make_device_key,
};
use scenarios::{Arguments, Call, Driver, Mistake, Outcome, Stop};
use serde_json::{Value, json};

use crate::render::{self, word};

#[derive(Default)]
pub(crate) struct FfiDriver {
    folder: PathBuf,
    providers: HashMap<String, Arc<Provider>>,
    pub(crate) registrations: HashMap<String, Arc<CreatePlan>>,
    pub(crate) sign_ins: HashMap<String, Arc<GetPlan>>,
    pub(crate) callers: HashMap<String, Arc<VerifiedCaller>>,
    pub(crate) pending: HashMap<String, Arc<PendingCaller>>,
    pub(crate) signals: HashMap<String, Arc<VerifiedSignal>>,
}

/// One call, on its way to the function.
pub(crate) struct Request {
    on: String,
    bound_as: Option<String>,
    pub(crate) with: Arguments,
}

impl Driver for FfiDriver {
    fn name(&self) -> &'static str {
        "ffi"
    }

    fn begin(&mut self, folder: &Path) {
        *self = Self { folder: folder.to_owned(), ..Self::default() };
    }

    fn call(&mut self, call: Call) -> Result<Outcome, Mistake> {
        let Call { operation, on, bound_as, with } = call;
        Outcome::of(self.perform(&operation, Request { on, bound_as, with }))
    }
}

impl Request {
    /// The name of an outcome that is more than a value: it must have one.
    pub(crate) fn name(&self) -> Result<String, Mistake> {
        self.bound_as.clone().ok_or_else(|| Mistake::new("the step needs `as`"))
    }
}

impl FfiDriver {
    /// The ceremonies and callers are in files of their own; the rest is here.
    fn perform(&mut self, operation: &str, request: Request) -> Result<Value, Stop> {
        match operation {
            "open" => self.open(request),
            "close_store" => {
                let provider = self.provider(&request)?;
                request.with.finish()?;
                provider.close_store();
                Ok(json!({}))
            }
            "begin_create" => self.begin_create(request),
            "finish_create" => self.finish_create(request),
            "create_conditionally" => self.create_conditionally(request),
            "intend_hardware_key" => self.intend_hardware_key(request),
            "begin_hardware_create" => self.begin_hardware_create(request),
            "finish_hardware_create" => self.finish_hardware_create(request),
            "begin_get" => self.begin_get(request),
            "finish_get" => self.finish_get(request),
            "finish_hardware_get" => self.finish_hardware_get(request),
            "check_caller" => self.check_caller(request),
            "answer_fetch" => self.answer_fetch(request),
            "update_privileged_list" => self.update_privileged_list(request),
            "trust_app" => self.trust_app(request),
            "verify_signal" => self.verify_signal(request),
            "apply_signal" => self.apply_signal(request),
            "reconcile" => self.reconcile(request),
            "identity_delta" => self.identity_delta(request),
            _ if TAKES_NO_PROVIDER.contains(&operation) => free(operation, request.with),
            _ if TAKES_ID.contains(&operation) => self.with_id(operation, request),
            _ if TAKES_NOTHING.contains(&operation) => self.with_nothing(operation, request),
            _ => self.with_little(operation, request),
        }
    }

    pub(crate) fn provider(&self, request: &Request) -> Result<Arc<Provider>, Mistake> {
        let on = &request.on;
        self.providers.get(on).cloned().ok_or_else(|| Mistake(format!("no provider is called {on}")))
    }

    fn open(&mut self, request: Request) -> Result<Value, Stop> {
        let name = request.name()?;
        let mut with = request.with;
        let opening = OpenRequest {
            path: self.folder.join(with.text("store")?).display().to_string(),
            device_key: key_source(&mut with)?,
            aaguid: with.text("aaguid")?,
            profile: match with.text("profile")?.as_str() {
                "device_bound" => Profile::DeviceBound,
                "ios" => Profile::Ios,
                _ => return Err(with.wrong("profile", "device_bound or ios").into()),
            },
            gate_secret: with.bytes_if_any("gate_secret")?.map(SecretBytes::from),
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

    fn with_id(&self, operation: &str, mut request: Request) -> Result<Value, Stop> {
        let id = request.with.bytes("credential_id")?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        match operation {
            "show" => Ok(render::passkey(&provider.show(id).map_err(failed)?)),
            "delete" => {
                let removal = provider.delete(id).map_err(failed)?;
                Ok(json!({
                    "credential_id": render::bytes(&removal.credential_id),
                    "rp_id": removal.rp_id,
                    "server_may_hold_it": removal.server_may_hold_it,
                    "manage_url": removal.manage_url,
                    "epoch": removal.epoch,
                }))
            }
            "history" => Ok(render::history(&provider.history(id).map_err(failed)?)),
            "report_tags" => {
                let tags = provider.report_tags(id).map_err(failed)?;
                Ok(json!({ "rp_tag": tags.rp_tag, "tag": tags.tag }))
            }
            "restore" => epoch_alone(provider.restore(id)),
            "purge" => epoch_alone(provider.purge(id)),
            "confirm" => epoch_alone(provider.confirm(id)),
            "note_account_moved" => epoch_alone(provider.note_account_moved(id)),
            _ => Err(no_such(operation)),
        }
    }

    fn with_nothing(&self, operation: &str, request: Request) -> Result<Value, Stop> {
        let provider = self.provider(&request)?;
        request.with.finish()?;
        Ok(match operation {
            "list" => render::listing(&provider.list().map_err(failed)?),
            "deleted" => render::listing(&provider.deleted().map_err(failed)?),
            "stale" => json!({ "passkeys": render::all(&provider.stale().map_err(failed)?, render::passkey) }),
            "purge_expired" => {
                let purged = provider.purge_expired().map_err(failed)?;
                json!({ "count": purged.count, "epoch": purged.epoch })
            }
            "identities" => {
                json!({ "identities": render::all(&provider.identities().map_err(failed)?, render::identity) })
            }
            "journal" => render::history(&provider.journal().map_err(failed)?),
            "keys_to_delete" => {
                json!({ "keys": render::all(&provider.keys_to_delete().map_err(failed)?, render::loose_key) })
            }
            "linked_apps" => {
                json!({ "apps": render::all(&provider.linked_apps().map_err(failed)?, render::linked_app) })
            }
            "trusted_apps" => {
                json!({ "apps": render::all(&provider.trusted_apps().map_err(failed)?, render::trusted_app) })
            }
            "privileged_list" => match provider.privileged_list().map_err(failed)? {
                None => json!({}),
                Some(list) => json!({ "packages": list.packages, "as_of": render::time(list.as_of) }),
            },
            "check" => {
                let health = provider.check().map_err(failed)?;
                json!({
                    "is_good": health.is_good,
                    "is_intact": health.is_intact,
                    "passkeys": health.passkeys,
                    "damaged": health.damaged,
                    "is_gated": health.is_gated,
                    "schema_version": health.schema_version,
                    "epoch": health.epoch,
                })
            }
            "epoch" => return epoch_alone(provider.epoch()),
            "accept_rollback" => return epoch_alone(provider.accept_rollback()),
            "freshness" => match provider.freshness().map_err(failed)? {
                Freshness::Current => json!({ "state": "current" }),
                Freshness::RolledBack { missing } => json!({ "state": "rolled_back", "missing": missing }),
            },
            "diagnose" => json!({ "report": render::parsed_json(&provider.diagnose().map_err(failed)?) }),
            _ => return Err(no_such(operation)),
        })
    }

    fn with_little(&self, operation: &str, mut request: Request) -> Result<Value, Stop> {
        let with = &mut request.with;
        match operation {
            "candidates" => {
                let rp_id = with.text("rp_id")?;
                let candidates = self.ready(request)?.candidates(rp_id).map_err(failed)?;
                Ok(json!({ "candidates": render::all(&candidates, render::candidate) }))
            }
            "rename" => {
                let (id, label) = (with.bytes("credential_id")?, with.text("label")?);
                epoch_alone(self.ready(request)?.rename(id, label))
            }
            "reject" => {
                let (id, reason) = (with.bytes("credential_id")?, with.text_if_any("reason")?);
                epoch_alone(self.ready(request)?.reject(id, reason))
            }
            "note_no_answer" => {
                let (id, reason) = (with.bytes("credential_id")?, with.text_if_any("reason")?);
                epoch_alone(self.ready(request)?.note_no_answer(id, reason))
            }
            "abandon_hardware_key" => {
                let handle = with.bytes("handle")?;
                epoch_alone(self.ready(request)?.abandon_hardware_key(handle))
            }
            "key_gone" => {
                let handle = with.bytes("handle")?;
                epoch_alone(self.ready(request)?.key_gone(handle))
            }
            "compare_hardware_keys" => {
                let existing = with.list_of_bytes("existing")?;
                let comparison = self.ready(request)?.compare_hardware_keys(existing).map_err(failed)?;
                Ok(json!({
                    "to_delete": render::list_of_bytes(&comparison.to_delete),
                    "unknown": render::list_of_bytes(&comparison.unknown),
                    "missing": render::list_of_bytes(&comparison.missing),
                    "found": render::list_of_bytes(&comparison.found),
                    "epoch": comparison.epoch,
                }))
            }
            "revoke_app" => {
                let package = with.text("package")?;
                epoch_alone(self.ready(request)?.revoke_app(package))
            }
            "note_refused" => {
                let (reason, who) = (with.text("reason")?, with.text("who")?);
                let refused = REFUSALS.into_iter().find(|refused| word(refused) == reason);
                let refused = refused.ok_or_else(|| with.wrong("reason", "a reason"))?;
                epoch_alone(self.ready(request)?.note_refused(refused, who))
            }
            _ => Err(no_such(operation)),
        }
    }

    /// The provider, once every argument was taken.
    pub(crate) fn ready(&self, request: Request) -> Result<Arc<Provider>, Mistake> {
        let provider = self.provider(&request)?;
        request.with.finish()?;
        Ok(provider)
    }
}

const TAKES_NO_PROVIDER: [&str; 5] =
    ["make_device_key", "inspect_creation_options", "inspect_request_options", "error_table", "build_id"];
const TAKES_ID: [&str; 8] =
    ["show", "delete", "history", "report_tags", "restore", "purge", "confirm", "note_account_moved"];
const TAKES_NOTHING: [&str; 15] = [
    "list",
    "deleted",
    "stale",
    "purge_expired",
    "identities",
    "journal",
    "keys_to_delete",
    "linked_apps",
    "trusted_apps",
    "privileged_list",
    "check",
    "epoch",
    "accept_rollback",
    "freshness",
    "diagnose",
];

/// Every reason to refuse a caller.
const REFUSALS: [CallerRefused; 17] = [
    CallerRefused::NotADomain,
    CallerRefused::ForeignRpId,
    CallerRefused::PublicSuffix,
    CallerRefused::UnusableOrigin,
    CallerRefused::NoPrivilegedList,
    CallerRefused::BrowserNotListed,
    CallerRefused::WrongCertificate,
    CallerRefused::HashWithoutOrigin,
    CallerRefused::NoRpId,
    CallerRefused::SeveralSigners,
    CallerRefused::NotLinked,
    CallerRefused::NotRelated,
    CallerRefused::Unreachable,
    CallerRefused::NotPublished,
    CallerRefused::Redirected,
    CallerRefused::TooLong,
    CallerRefused::Unreadable,
];

fn free(operation: &str, mut with: Arguments) -> Result<Value, Stop> {
    match operation {
        "make_device_key" => {
            let (service, account) = (with.text("service")?, with.text("account")?);
            with.finish()?;
            Ok(json!({ "made": make_device_key(service, account).map_err(failed)? }))
        }
        "error_table" => {
            with.finish()?;
            Ok(json!({ "rows": render::all(&error_table(), render::error_row) }))
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
        return Ok(KeySource::Bytes { device_key: SecretBytes::from(bytes) });
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

pub(crate) fn epoch_alone(epoch: Result<u64, FfiError>) -> Result<Value, Stop> {
    Ok(json!({ "epoch": epoch.map_err(failed)? }))
}

pub(crate) fn failed(error: FfiError) -> Stop {
    Stop::Failed(render::failure(&error))
}

pub(crate) fn time_of(millis: u64) -> std::time::SystemTime {
    UNIX_EPOCH + Duration::from_millis(millis)
}

fn no_such(operation: &str) -> Stop {
    Mistake(format!("no operation is called {operation}")).into()
}
