//! What there is, and the person's word.

use passkey_provider::lifecycle::Identity;
use passkey_provider::store::Committed;
use serde_json::{Value, json};

use super::{CoreDriver, epoch_alone, input, render, with_epoch};
use crate::{Arguments, Call, Mistake, Stop};

impl CoreDriver {
    pub(super) fn candidates(&mut self, mut request: Call) -> Result<Value, Stop> {
        let rp_id = input::rp_id(&mut request.with, "rp_id")?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let candidates = provider.candidates(&rp_id)?;
        Ok(json!({ "candidates": candidates.iter().map(render::summary).collect::<Vec<_>>() }))
    }

    pub(super) fn list(&mut self, request: Call) -> Result<Value, Stop> {
        let listing = self.provider(&request)?.passkeys().all()?;
        request.with.finish()?;
        render::listing(&listing)
    }

    pub(super) fn deleted(&mut self, request: Call) -> Result<Value, Stop> {
        let listing = self.provider(&request)?.passkeys().deleted()?;
        request.with.finish()?;
        render::listing(&listing)
    }

    pub(super) fn show(&mut self, mut request: Call) -> Result<Value, Stop> {
        let passkey = input::passkey(&mut request.with)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        render::passkey(&provider.passkeys().get(&passkey)?)
    }

    pub(super) fn rename(&mut self, mut request: Call) -> Result<Value, Stop> {
        let (passkey, label) = (input::passkey(&mut request.with)?, request.with.text("label")?);
        let provider = self.provider(&request)?;
        request.with.finish()?;
        Ok(epoch_alone(provider.passkeys().rename(&passkey, &label)?))
    }

    pub(super) fn delete(&mut self, mut request: Call) -> Result<Value, Stop> {
        let passkey = input::passkey(&mut request.with)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let Committed { value: removal, epoch } = provider.passkeys().delete(&passkey)?;
        Ok(json!({
            "credential_id": removal.passkey.credential_id.to_base64url(),
            "rp_id": removal.passkey.rp_id.as_str(),
            "server_may_hold_it": removal.server_may_hold_it,
            "manage_url": removal.manage_url,
            "epoch": epoch.number(),
        }))
    }

    pub(super) fn restore(&mut self, mut request: Call) -> Result<Value, Stop> {
        let passkey = input::passkey(&mut request.with)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        Ok(epoch_alone(provider.passkeys().restore(&passkey)?))
    }

    pub(super) fn purge(&mut self, mut request: Call) -> Result<Value, Stop> {
        let passkey = input::passkey(&mut request.with)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let purged = provider.passkeys().purge(&passkey)?;
        Ok(with_epoch(render::purged(&purged.value), purged.epoch))
    }

    pub(super) fn purge_expired(&mut self, request: Call) -> Result<Value, Stop> {
        let purged = self.provider(&request)?.passkeys().purge_expired()?;
        request.with.finish()?;
        Ok(with_epoch(render::purged(&purged.value), purged.epoch))
    }

    pub(super) fn history(&mut self, mut request: Call) -> Result<Value, Stop> {
        let passkey = input::passkey(&mut request.with)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        Ok(render::history(&provider.passkeys().history(&passkey)?))
    }

    pub(super) fn identities(&mut self, request: Call) -> Result<Value, Stop> {
        let identities = self.provider(&request)?.passkeys().identities()?;
        request.with.finish()?;
        Ok(json!({ "identities": identities.iter().map(identity).collect::<Vec<_>>() }))
    }

    pub(super) fn identity_delta(&mut self, mut request: Call) -> Result<Value, Stop> {
        let listed = request.with.objects("listed")?.into_iter().map(read_identity);
        let listed = listed.collect::<Result<Vec<_>, _>>()?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let delta = provider.passkeys().identity_delta(&listed)?;
        Ok(json!({
            "add": delta.add.iter().map(identity).collect::<Vec<_>>(),
            "remove": delta.remove.iter().map(identity).collect::<Vec<_>>(),
        }))
    }
}

fn identity(identity: &Identity) -> Value {
    json!({
        "rp_id": identity.passkey.rp_id.as_str(),
        "credential_id": identity.passkey.credential_id.to_base64url(),
        "user_handle": render::bytes(identity.user_handle.as_bytes()),
        "user_name": identity.user_name,
    })
}

fn read_identity(mut with: Arguments) -> Result<Identity, Mistake> {
    let identity = Identity {
        passkey: input::passkey(&mut with)?,
        user_handle: input::user_handle(&mut with)?,
        user_name: with.text("user_name")?,
    };
    with.finish()?;
    Ok(identity)
}
