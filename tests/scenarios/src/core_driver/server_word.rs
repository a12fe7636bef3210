//! What servers say: of a registration through the host, by signals, and by their lists.

use passkey_provider::Error;
use passkey_provider::clock::Timestamp;
use passkey_provider::lifecycle::{AsOf, VerifiedSignal};
use passkey_provider::store::{Committed, Epoch};
use passkey_provider::webauthn::server_list::ServerList;
use passkey_provider::webauthn::signal::{Signal, SignalKind};
use serde_json::{Value, json};

use super::{CoreDriver, epoch_alone, input, render, with_epoch};
use crate::{Arguments, Call, Document, Mistake, Stop};

impl CoreDriver {
    pub(super) fn confirm(&mut self, mut request: Call) -> Result<Value, Stop> {
        let passkey = input::passkey(&mut request.with)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        Ok(epoch_alone(provider.server().confirm(&passkey)?))
    }

    pub(super) fn reject(&mut self, mut request: Call) -> Result<Value, Stop> {
        let (passkey, reason) = (input::passkey(&mut request.with)?, request.with.text_if_any("reason")?);
        let provider = self.provider(&request)?;
        request.with.finish()?;
        Ok(epoch_alone(provider.server().reject(&passkey, reason.as_deref())?))
    }

    pub(super) fn note_no_answer(&mut self, mut request: Call) -> Result<Value, Stop> {
        let (passkey, reason) = (input::passkey(&mut request.with)?, request.with.text_if_any("reason")?);
        let provider = self.provider(&request)?;
        request.with.finish()?;
        Ok(epoch_alone(provider.server().note_no_answer(&passkey, reason.as_deref())?))
    }

    pub(super) fn note_account_moved(&mut self, mut request: Call) -> Result<Value, Stop> {
        let passkey = input::passkey(&mut request.with)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        Ok(epoch_alone(provider.server().note_account_moved(&passkey)?))
    }

    pub(super) fn stale(&mut self, request: Call) -> Result<Value, Stop> {
        let passkeys = self.provider(&request)?.server().doubtful()?;
        request.with.finish()?;
        let rendered = passkeys.value.iter().map(render::passkey).collect::<Result<Vec<_>, _>>()?;
        Ok(with_epoch(json!({ "passkeys": rendered }), passkeys.epoch))
    }

    pub(super) fn verify_signal(&mut self, mut request: Call) -> Result<Value, Stop> {
        let name = request.name()?;
        let kind = match request.with.text("kind")?.as_str() {
            "unknown_credential" => SignalKind::UnknownCredential,
            "all_accepted_credentials" => SignalKind::AllAcceptedCredentials,
            "current_user_details" => SignalKind::CurrentUserDetails,
            _ => return Err(request.with.wrong("kind", "a signal").into()),
        };
        let Document(text) = request.with.document("signal")?;
        let caller = self.claimed_caller(&mut request.with)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let signal = Signal::parse(kind, text.as_bytes()).map_err(Error::from)?;
        let caller = caller.verify(provider, Some(signal.rp_id()))?;
        let verified = VerifiedSignal::new(signal, &caller)?;
        self.signals.insert(name, verified);
        Ok(json!({}))
    }

    pub(super) fn apply_signal(&mut self, mut request: Call) -> Result<Value, Stop> {
        let name = request.with.text("signal")?;
        let signal = self.signals.get(&name).ok_or_else(|| Mistake(format!("no signal is called {name}")))?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        Ok(epoch_alone(provider.server().apply_signal(signal)?))
    }

    pub(super) fn reconcile(&mut self, mut request: Call) -> Result<Value, Stop> {
        let with = &mut request.with;
        let (rp_id, user_handle) = (input::rp_id(with, "rp_id")?, input::user_handle(with)?);
        let list = server_list(with.object("list")?)?;
        let as_of = match with.number_if_any("as_of_epoch")? {
            Some(epoch) => AsOf::Epoch(Epoch::from_number(epoch)),
            None => AsOf::Time(Timestamp::from_millis(with.number("as_of_time")?)),
        };
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let Committed { value: outcome, epoch } = provider.server().reconcile(&rp_id, &user_handle, &list, as_of)?;
        Ok(json!({
            "confirmed": render::references(&outcome.confirmed),
            "stale": render::references(&outcome.stale),
            "untouched": render::references(&outcome.untouched),
            "unreadable": list.unreadable(),
            "coverage": outcome.coverage.as_str(),
            "epoch": epoch.number(),
        }))
    }
}

/// A document, or ids whose bytes are known.
fn server_list(mut with: Arguments) -> Result<ServerList, Stop> {
    let list = if with.has("ids") {
        ServerList::from_ids(input::credential_ids(&mut with, "ids")?)
    } else {
        let Document(text) = with.document_here()?;
        ServerList::parse(text.as_bytes()).map_err(Error::from)?
    };
    with.finish()?;
    Ok(list)
}
