use passkey_provider::key::KeyHandle;
use passkey_provider::store::{Committed, LooseReason};
use serde_json::{Value, json};

use super::input::{self, parsed};
use super::{CoreDriver, epoch_alone, render, with_epoch};
use crate::{Call, Stop};

impl CoreDriver {
    pub(super) fn keys_to_delete(&mut self, request: Call) -> Result<Value, Stop> {
        let keys = self.provider(&request)?.hardware_keys().to_delete()?;
        request.with.finish()?;
        let render = |key: &passkey_provider::store::LooseKey| {
            json!({
                "handle": render::bytes(key.handle.as_bytes()),
                "reason": match key.reason {
                    LooseReason::Intended => "intended",
                    LooseReason::Interrupted => "interrupted",
                    LooseReason::Purged => "purged",
                },
                "since": render::time(key.since),
            })
        };
        Ok(with_epoch(json!({ "keys": keys.value.iter().map(render).collect::<Vec<_>>() }), keys.epoch))
    }

    pub(super) fn abandon_hardware_key(&mut self, mut request: Call) -> Result<Value, Stop> {
        let handle = input::key_handle(&mut request.with)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        Ok(epoch_alone(provider.hardware_keys().abandon(&handle)?))
    }

    pub(super) fn key_gone(&mut self, mut request: Call) -> Result<Value, Stop> {
        let handle = input::key_handle(&mut request.with)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        Ok(epoch_alone(provider.hardware_keys().gone(&handle)?))
    }

    pub(super) fn compare_hardware_keys(&mut self, mut request: Call) -> Result<Value, Stop> {
        let existing = request.with.list_of_bytes("existing")?.into_iter().map(KeyHandle::from_bytes);
        let existing = parsed("existing", existing.collect::<Result<Vec<_>, _>>())?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let Committed { value: comparison, epoch } = provider.hardware_keys().compare(&existing)?;
        let handles =
            |handles: &[KeyHandle]| handles.iter().map(|handle| render::bytes(handle.as_bytes())).collect::<Vec<_>>();
        Ok(json!({
            "to_delete": handles(&comparison.to_delete),
            "unknown": handles(&comparison.unknown),
            "missing": render::references(&comparison.missing),
            "found": render::references(&comparison.found),
            "epoch": epoch.number(),
        }))
    }
}
