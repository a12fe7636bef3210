//! How the store is, and what happened to it.

use passkey_provider::store::Freshness;
use serde_json::{Value, json};

use super::{CoreDriver, epoch_alone, input, render};
use crate::{Call, Mistake, Stop};

impl CoreDriver {
    pub(super) fn check(&mut self, request: Call) -> Result<Value, Stop> {
        let health = self.provider(&request)?.health()?;
        request.with.finish()?;
        Ok(json!({
            "is_good": health.is_good(),
            "is_intact": health.is_intact(),
            "passkeys": health.passkeys,
            "damaged": health.damaged.iter().map(|damaged| damaged.row).collect::<Vec<_>>(),
            "damaged_parts": health.damaged_parts.iter().map(render::damaged_part).collect::<Vec<_>>(),
            "is_as_written": health.is_as_written,
            "is_gated": health.is_gated,
            "schema_version": health.schema_version,
            "epoch": health.epoch.map(|epoch| epoch.number()),
        }))
    }

    pub(super) fn epoch(&mut self, request: Call) -> Result<Value, Stop> {
        let epoch = self.provider(&request)?.epoch()?;
        request.with.finish()?;
        Ok(json!({ "epoch": epoch.number() }))
    }

    pub(super) fn freshness(&mut self, request: Call) -> Result<Value, Stop> {
        let freshness = self.provider(&request)?.freshness()?;
        request.with.finish()?;
        Ok(match freshness {
            Freshness::Current => json!({ "state": "current" }),
            Freshness::Made => json!({ "state": "made" }),
            Freshness::RolledBack { missing } => json!({ "state": "rolled_back", "missing": missing }),
        })
    }

    pub(super) fn accept_rollback(&mut self, request: Call) -> Result<Value, Stop> {
        let accepted = self.provider(&request)?.accept_rollback()?;
        request.with.finish()?;
        Ok(epoch_alone(accepted))
    }

    pub(super) fn journal(&mut self, request: Call) -> Result<Value, Stop> {
        let journal = self.provider(&request)?.journal()?;
        request.with.finish()?;
        Ok(render::history(&journal))
    }

    pub(super) fn diagnose(&mut self, request: Call) -> Result<Value, Stop> {
        let report = self.provider(&request)?.diagnose()?;
        request.with.finish()?;
        let report = serde_json::to_value(&report).map_err(|error| Mistake(error.to_string()))?;
        Ok(json!({ "report": report }))
    }

    pub(super) fn report_tags(&mut self, mut request: Call) -> Result<Value, Stop> {
        let passkey = input::passkey(&mut request.with)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let tags = provider.passkeys().report_tags(&provider.passkeys().get(&passkey)?);
        Ok(json!({ "rp_tag": tags.rp_tag, "tag": tags.tag }))
    }
}
