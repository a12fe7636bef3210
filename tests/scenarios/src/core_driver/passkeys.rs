//! What there is, and the person's word.

use passkey_provider::id::{CredentialId, UserHandle};
use passkey_provider::lifecycle::Identity;
use serde_json::{Value, json};

use super::input::{self, parsed};
use super::{CoreDriver, epoch_alone, render};
use crate::{Arguments, Call, Mistake, Stop};

impl CoreDriver {
    pub(super) fn candidates(&mut self, mut request: Call) -> Result<Value, Stop> {
        let rp_id = input::rp_id(&mut request.with, "rp_id")?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let candidates = provider.candidates(&rp_id)?;
        Ok(json!({ "candidates": candidates.iter().map(render::candidate).collect::<Vec<_>>() }))
    }

    pub(super) fn list(&mut self, request: Call) -> Result<Value, Stop> {
        let listing = self.provider(&request)?.list()?;
        request.with.finish()?;
        render::listing(&listing)
    }

    pub(super) fn deleted(&mut self, request: Call) -> Result<Value, Stop> {
        let listing = self.provider(&request)?.deleted()?;
        request.with.finish()?;
        render::listing(&listing)
    }

    pub(super) fn show(&mut self, mut request: Call) -> Result<Value, Stop> {
        let id = input::credential_id(&mut request.with)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        render::passkey(&provider.show(&id)?)
    }

    pub(super) fn rename(&mut self, mut request: Call) -> Result<Value, Stop> {
        let (id, label) = (input::credential_id(&mut request.with)?, request.with.text("label")?);
        let provider = self.provider(&request)?;
        request.with.finish()?;
        Ok(epoch_alone(provider.rename(&id, &label)?))
    }

    pub(super) fn delete(&mut self, mut request: Call) -> Result<Value, Stop> {
        let id = input::credential_id(&mut request.with)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let (removal, epoch) = provider.delete(&id)?;
        Ok(json!({
            "credential_id": render::bytes(removal.credential_id.as_bytes()),
            "rp_id": removal.rp_id.as_str(),
            "server_may_hold_it": removal.server_may_hold_it,
            "manage_url": removal.manage_url,
            "epoch": epoch.number(),
        }))
    }

    pub(super) fn restore(&mut self, mut request: Call) -> Result<Value, Stop> {
        let id = input::credential_id(&mut request.with)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        Ok(epoch_alone(provider.restore(&id)?))
    }

    pub(super) fn purge(&mut self, mut request: Call) -> Result<Value, Stop> {
        let id = input::credential_id(&mut request.with)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        Ok(render::purged(&provider.purge(&id)?))
    }

    pub(super) fn purge_expired(&mut self, request: Call) -> Result<Value, Stop> {
        let purged = self.provider(&request)?.purge_expired()?;
        request.with.finish()?;
        Ok(render::purged(&purged))
    }

    pub(super) fn history(&mut self, mut request: Call) -> Result<Value, Stop> {
        let id = input::credential_id(&mut request.with)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        Ok(render::history(&provider.history(&id)?))
    }

    pub(super) fn identities(&mut self, request: Call) -> Result<Value, Stop> {
        let identities = self.provider(&request)?.identities()?;
        request.with.finish()?;
        Ok(json!({ "identities": identities.iter().map(identity).collect::<Vec<_>>() }))
    }

    pub(super) fn identity_delta(&mut self, mut request: Call) -> Result<Value, Stop> {
        let listed = request.with.objects("listed")?.into_iter().map(read_identity);
        let listed = listed.collect::<Result<Vec<_>, _>>()?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let delta = provider.identity_delta(&listed)?;
        Ok(json!({
            "add": delta.add.iter().map(identity).collect::<Vec<_>>(),
            "remove": delta.remove.iter().map(identity).collect::<Vec<_>>(),
        }))
    }
}

fn identity(identity: &Identity) -> Value {
    json!({
        "rp_id": identity.rp_id.as_str(),
        "credential_id": render::bytes(identity.credential_id.as_bytes()),
        "user_handle": render::bytes(identity.user_handle.as_bytes()),
        "user_name": identity.user_name,
    })
}

fn read_identity(mut with: Arguments) -> Result<Identity, Mistake> {
    let identity = Identity {
        rp_id: input::rp_id(&mut with, "rp_id")?,
        credential_id: parsed("credential_id", CredentialId::from_bytes(with.bytes("credential_id")?))?,
        user_handle: parsed("user_handle", UserHandle::from_bytes(with.bytes("user_handle")?))?,
        user_name: with.text("user_name")?,
    };
    with.finish()?;
    Ok(identity)
}
