//! What servers tell of their own accord, or when they are asked; and what autofill is told.

use passkey_provider_ffi::{AccountList, AsOf, Identity, ReconcileRequest, SignalKind, SignalRequest};
use scenarios::{Arguments, Call, Mistake, Stop};
use serde_json::{Value, json};

use crate::ceremonies::named;
use crate::driver::{FfiDriver, epoch_alone, failed, passkey, time_of};
use crate::render::{self, word};

impl FfiDriver {
    pub(crate) fn verify_signal(&mut self, mut request: Call) -> Result<Value, Stop> {
        let name = request.name()?;
        let with = &mut request.with;
        let signal = SignalRequest {
            kind: match with.text("kind")?.as_str() {
                "unknown_credential" => SignalKind::UnknownCredential,
                "all_accepted_credentials" => SignalKind::AllAcceptedCredentials,
                "current_user_details" => SignalKind::CurrentUserDetails,
                _ => return Err(with.wrong("kind", "a signal").into()),
            },
            json: with.document("signal")?.0,
            caller: self.caller(with)?,
        };
        let verified = self.ready(request)?.verify_signal(signal).map_err(failed)?;
        self.signals.insert(name, verified);
        Ok(json!({}))
    }

    pub(crate) fn apply_signal(&mut self, mut request: Call) -> Result<Value, Stop> {
        let signal = named(&self.signals, &mut request.with, "signal")?;
        epoch_alone(self.ready(request)?.apply_signal(signal))
    }

    pub(crate) fn reconcile(&mut self, mut request: Call) -> Result<Value, Stop> {
        let with = &mut request.with;
        let mut list = with.object("list")?;
        let wanted = ReconcileRequest {
            rp_id: with.text("rp_id")?,
            user_handle: with.bytes("user_handle")?,
            list: match list.has("ids") {
                true => AccountList::Ids { ids: list.list_of_bytes("ids")? },
                false => AccountList::Json { text: list.document_here()?.0 },
            },
            as_of: match with.number_if_any("as_of_epoch")? {
                Some(epoch) => AsOf::Epoch { epoch },
                None => AsOf::Time { at: time_of(with.number("as_of_time")?) },
            },
        };
        list.finish()?;
        let committed = self.ready(request)?.reconcile(wanted).map_err(failed)?;
        let outcome = &committed.value;
        Ok(json!({
            "confirmed": render::references(&outcome.confirmed),
            "stale": render::references(&outcome.stale),
            "untouched": render::references(&outcome.untouched),
            "unreadable": outcome.unreadable,
            "coverage": word(&outcome.coverage),
            "epoch": committed.epoch,
        }))
    }

    pub(crate) fn identity_delta(&mut self, mut request: Call) -> Result<Value, Stop> {
        let read = |mut with: Arguments| {
            let identity = Identity {
                passkey: passkey(&mut with)?,
                user_handle: with.bytes("user_handle")?,
                user_name: with.text("user_name")?,
            };
            with.finish()?;
            Ok(identity)
        };
        let listed = request.with.objects("listed")?.into_iter().map(read).collect::<Result<_, Mistake>>()?;
        let delta = self.ready(request)?.identity_delta(listed).map_err(failed)?;
        Ok(json!({
            "add": render::all(&delta.add, render::identity),
            "remove": render::all(&delta.remove, render::identity),
        }))
    }
}
