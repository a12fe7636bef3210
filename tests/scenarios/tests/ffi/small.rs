//! Operations that take a passkey, nothing, or little.

use passkey_provider_ffi::{CallerRefused, Freshness};
use scenarios::{Call, Stop};
use serde_json::{Value, json};

use crate::driver::{FfiDriver, epoch_alone, failed, no_such, passkey};
use crate::render::{self, word};

impl FfiDriver {
    pub(crate) fn with_passkey(&self, operation: &str, mut request: Call) -> Result<Value, Stop> {
        let passkey = passkey(&mut request.with)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        match operation {
            "show" => Ok(render::passkey(&provider.show(passkey).map_err(failed)?)),
            "delete" => {
                let committed = provider.delete(passkey).map_err(failed)?;
                let removal = &committed.value;
                Ok(json!({
                    "credential_id": render::bytes(&removal.passkey.credential_id),
                    "rp_id": removal.passkey.rp_id,
                    "server_may_hold_it": removal.server_may_hold_it,
                    "manage_url": removal.manage_url,
                    "epoch": committed.epoch,
                }))
            }
            "history" => Ok(render::history(&provider.history(passkey).map_err(failed)?)),
            "report_tags" => {
                let tags = provider.report_tags(passkey).map_err(failed)?;
                Ok(json!({ "rp_tag": tags.rp_tag, "tag": tags.tag }))
            }
            "restore" => epoch_alone(provider.restore(passkey)),
            "purge" => Ok(render::purged(&provider.purge(passkey).map_err(failed)?)),
            "confirm" => epoch_alone(provider.confirm(passkey)),
            "note_account_moved" => epoch_alone(provider.note_account_moved(passkey)),
            _ => Err(no_such(operation)),
        }
    }

    pub(crate) fn with_nothing(&self, operation: &str, request: Call) -> Result<Value, Stop> {
        let provider = self.provider(&request)?;
        request.with.finish()?;
        Ok(match operation {
            "list" => render::listing(&provider.list().map_err(failed)?),
            "deleted" => render::listing(&provider.deleted().map_err(failed)?),
            "stale" => {
                let stale = provider.stale().map_err(failed)?;
                json!({ "passkeys": render::all(&stale.value, render::passkey), "epoch": stale.epoch })
            }
            "purge_expired" => render::purged(&provider.purge_expired().map_err(failed)?),
            "identities" => {
                json!({ "identities": render::all(&provider.identities().map_err(failed)?, render::identity) })
            }
            "journal" => render::history(&provider.journal().map_err(failed)?),
            "keys_to_delete" => {
                let keys = provider.keys_to_delete().map_err(failed)?;
                json!({ "keys": render::all(&keys.value, render::loose_key), "epoch": keys.epoch })
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
                    "damaged_parts": render::all(&health.damaged_parts, render::damaged_part),
                    "is_as_written": health.is_as_written,
                    "is_gated": health.is_gated,
                    "schema_version": health.schema_version,
                    "epoch": health.epoch,
                })
            }
            "epoch" => return epoch_alone(provider.epoch()),
            "accept_rollback" => return epoch_alone(provider.accept_rollback()),
            "freshness" => match provider.freshness().map_err(failed)? {
                Freshness::Current => json!({ "state": "current" }),
                Freshness::Made => json!({ "state": "made" }),
                Freshness::RolledBack { missing } => json!({ "state": "rolled_back", "missing": missing }),
            },
            "diagnose" => json!({ "report": render::parsed_json(&provider.diagnose().map_err(failed)?) }),
            _ => return Err(no_such(operation)),
        })
    }

    pub(crate) fn with_little(&self, operation: &str, mut request: Call) -> Result<Value, Stop> {
        let with = &mut request.with;
        match operation {
            "candidates" => {
                let rp_id = with.text("rp_id")?;
                let candidates = self.ready(request)?.candidates(rp_id).map_err(failed)?;
                Ok(json!({ "candidates": render::all(&candidates, render::summary) }))
            }
            "rename" => {
                let (passkey, label) = (passkey(with)?, with.text("label")?);
                epoch_alone(self.ready(request)?.rename(passkey, label))
            }
            "reject" => {
                let (passkey, reason) = (passkey(with)?, with.text_if_any("reason")?);
                epoch_alone(self.ready(request)?.reject(passkey, reason))
            }
            "note_no_answer" => {
                let (passkey, reason) = (passkey(with)?, with.text_if_any("reason")?);
                epoch_alone(self.ready(request)?.note_no_answer(passkey, reason))
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
                let committed = self.ready(request)?.compare_hardware_keys(existing).map_err(failed)?;
                let comparison = &committed.value;
                Ok(json!({
                    "to_delete": render::list_of_bytes(&comparison.to_delete),
                    "unknown": render::list_of_bytes(&comparison.unknown),
                    "missing": render::references(&comparison.missing),
                    "found": render::references(&comparison.found),
                    "epoch": committed.epoch,
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
}

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
