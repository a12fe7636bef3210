//! Who may ask: the list of browsers, those that the person trusts, and what sites say of their apps.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use super::Provider;
use crate::caller::{
    AndroidApp, AndroidCaller, AndroidTrust, Answered, CallerRefused, Checked, InvalidPrivilegedList, Learned,
    LinkedApp, PendingCaller, PrivilegedList, TrustedApp, VerifiedCaller,
};
use crate::cause::Cause;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::exchange::Answer;
use crate::id::{PackageName, RpId};
use crate::standing::{Event, EventKind};
use crate::store::{Committed, Damage, Document, DocumentKind, StoreError};

/// For how long the same refusal of the same caller stands in the journal once: whoever asks without
/// end does not push out what else happened.
const SAME_REFUSAL: Duration = Duration::from_secs(60 * 60);

/// Who may ask: [`Provider::callers`].
///
/// ```
/// # use passkey_provider::{Provider, Error, store::{Committed, Epoch}};
/// # use passkey_provider::caller::{AndroidCaller, CallerRefused, Checked};
/// # use passkey_provider::exchange::{Answer, Request};
/// # use passkey_provider::id::RpId;
/// # fn keep(_: Epoch) {}
/// # fn fetch(_: &Request) -> Answer { unimplemented!() }
/// # fn example(provider: &Provider, caller: &AndroidCaller, rp_id: &RpId) -> Result<(), Error> {
/// let mut checked = provider.callers().check_android(caller, Some(rp_id))?;
/// let verified = loop {
///     match checked {
///         Checked::Verified(caller) => break caller,
///         Checked::Pending(pending) => {
///             let answer = fetch(pending.request());
///             let Committed { value, epoch } = provider.callers().answer_fetch(pending, &answer)?;
///             keep(epoch);
///             checked = value?;
///         }
///     }
/// };
/// # drop(verified);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Callers<'a> {
    pub(super) provider: &'a Provider,
}

/// Browsers that may speak for a page.
impl Callers<'_> {
    /// Takes a newer list of privileged browsers: the document that Google publishes for
    /// `androidx.credentials`, or one of that format. A malformed one, or one that is older than the
    /// list that is here, is refused, and the list that is here stays. `as_of` in the future counts
    /// as now, so that no mistake keeps later lists out.
    pub fn update_privileged_list(self, document: &[u8], as_of: Timestamp) -> Result<Committed<()>, Error> {
        let as_of = as_of.min(self.provider.authenticator.clock.now());
        let list = PrivilegedList::parse(document, as_of)?;
        let record = [as_of.as_millis().to_be_bytes().as_slice(), document].concat();
        self.provider.write(|transaction, now| {
            // Another process may have taken a newer one meanwhile.
            let kept = transaction.document(DocumentKind::PrivilegedList, &[])?;
            if kept.as_ref().and_then(list_timestamp).is_some_and(|kept| list.as_of() < kept) {
                return Err(InvalidPrivilegedList::Older.into());
            }
            transaction.write_document(DocumentKind::PrivilegedList, &[], &record)?;
            Ok(transaction.note(&Event::new(now, EventKind::PrivilegedListTaken))?)
        })
    }

    /// The list of privileged browsers, if one was handed in.
    pub fn privileged_list(self) -> Result<Option<Arc<PrivilegedList>>, Error> {
        let store = &self.provider.authenticator.store;
        let Some(newest) = store.document_number(DocumentKind::PrivilegedList, &[])? else { return Ok(None) };
        let mut loaded = self.provider.privileged.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, list)) = loaded.as_ref().filter(|(number, _)| *number == newest) {
            return Ok(Some(Arc::clone(list)));
        }
        let Some(kept) = store.document(DocumentKind::PrivilegedList, &[])? else { return Ok(None) };
        let read = || PrivilegedList::parse(kept.bytes.get(8..)?, list_timestamp(&kept)?).ok();
        let list =
            Arc::new(read().ok_or(StoreError::Damaged(Damage::File(Cause::Found(
                "the list of privileged browsers does not read",
            ))))?);
        *loaded = Some((kept.number, Arc::clone(&list)));
        Ok(Some(list))
    }

    /// The person trusts a browser that is on no list. Not one that has the package of a listed
    /// browser and another certificate: [`CallerRefused::WrongCertificate`].
    pub fn trust_app(self, app: &AndroidApp) -> Result<Committed<()>, Error> {
        self.refuse_impostor(app)?;
        let name = app.package().as_str();
        self.provider.write(|transaction, now| {
            let trusted = TrustedApp { app: app.clone(), since: now };
            transaction.write_document(DocumentKind::TrustedApp, name.as_bytes(), &trusted.render())?;
            Ok(transaction.note(&Event::new(now, EventKind::BrowserTrusted).with_note(Some(name)))?)
        })
    }

    /// The browsers that the person trusts, the one trusted first in front.
    pub fn trusted_apps(self) -> Result<Vec<TrustedApp>, Error> {
        let kept = self.provider.authenticator.store.documents(DocumentKind::TrustedApp)?;
        Ok(kept.iter().filter_map(|kept| TrustedApp::parse(&kept.bytes)).collect())
    }

    /// The person trusts a browser no longer. [`Error::UnknownApp`] if they did not.
    pub fn revoke_app(self, package: &PackageName) -> Result<Committed<()>, Error> {
        let name = package.as_str();
        self.provider.write(|transaction, now| {
            if !transaction.remove_document(DocumentKind::TrustedApp, name.as_bytes())? {
                return Err(Error::UnknownApp);
            }
            Ok(transaction.note(&Event::new(now, EventKind::BrowserRevoked).with_note(Some(name)))?)
        })
    }

    fn refuse_impostor(self, app: &AndroidApp) -> Result<(), Error> {
        let list = self.privileged_list()?;
        match list.map(|list| list.admits(app, self.provider.build)) {
            Some(Err(CallerRefused::WrongCertificate)) => Err(CallerRefused::WrongCertificate.into()),
            _ => Ok(()),
        }
    }
}

/// Callers.
impl Callers<'_> {
    /// Checks an Android app that asks for `requested`, the RP ID of the options. Writes nothing.
    /// Where the site has to be asked: fetch [`PendingCaller::request`], and give the answer to
    /// [`Callers::answer_fetch`].
    pub fn check_android(self, caller: &AndroidCaller, requested: Option<&RpId>) -> Result<Checked, Error> {
        let store = &self.provider.authenticator.store;
        let package = caller.app.package();
        // A browser takes the list's word or the person's, an app the site's: the other is not read.
        let (privileged, trusted, link) = match (&caller.origin, requested) {
            (Some(_), _) => {
                let trusted = store.document(DocumentKind::TrustedApp, package.as_str().as_bytes())?;
                (self.privileged_list()?, trusted, None)
            }
            (None, Some(rp_id)) => (None, None, store.document(DocumentKind::LinkedApp, &link_name(rp_id, package))?),
            (None, None) => (None, None, None),
        };
        let trusted: Vec<_> = trusted.and_then(|kept| TrustedApp::parse(&kept.bytes)).into_iter().collect();
        let link = link.and_then(|kept| LinkedApp::parse(&kept.bytes));
        let trust = AndroidTrust {
            privileged: privileged.as_deref(),
            trusted: &trusted,
            link: link.as_ref(),
            policy: self.provider.link_policy,
            build: self.provider.build,
        };
        let checked = caller.check(requested, &trust, self.provider.authenticator.clock.now())?;
        Ok(match checked {
            Checked::Verified(caller) => Checked::Verified(caller.checked_at(self.provider.authenticator.moment())),
            pending @ Checked::Pending(_) => pending,
        })
    }

    /// Dates a caller that the host keeps for later calls: from now on it holds for ten minutes, and then
    /// it is [`Error::TooOld`]. What [`Callers::check_android`] and [`Callers::answer_fetch`] give has its
    /// date, which stays; a caller by its domain or by the platform's word alone has none, for it is made
    /// anew with each request.
    pub fn keep(self, caller: VerifiedCaller) -> VerifiedCaller {
        caller.or_checked_at(self.provider.authenticator.moment())
    }

    /// Takes what came of the request of a pending caller, and remembers what the site said of an app: also
    /// where that refuses it, so that the refusal is part of what was committed.
    pub fn answer_fetch(
        self,
        pending: PendingCaller,
        answer: &Answer,
    ) -> Result<Committed<Result<Checked, CallerRefused>>, Error> {
        let about = pending.android_app().map(|app| link_name(pending.rp_id(), app.package()));
        let said = pending.android_app().map(|app| format!("{} {}", app.package(), pending.rp_id()));
        let (verdict, learned) = match pending.answer(answer, self.provider.authenticator.clock.now()) {
            Answered::Pending(pending) => return self.unchanged(Ok(Checked::Pending(pending))),
            Answered::Done { verdict, learned } => (verdict, learned),
        };
        let moment = self.provider.authenticator.moment();
        let verdict = verdict.map(|caller| Checked::Verified(caller.checked_at(moment)));
        match (learned, about) {
            (Learned::Linked(link), Some(name)) => self.provider.write(|transaction, _| {
                transaction.write_document(DocumentKind::LinkedApp, &name, &link.render())?;
                Ok(verdict)
            }),
            (Learned::NotLinked, Some(name)) if self.is_linked(&name)? => self.provider.write(|transaction, now| {
                // The site names the app no longer.
                transaction.remove_document(DocumentKind::LinkedApp, &name)?;
                transaction.note(&Event::new(now, EventKind::AppUnlinked).with_note(said.as_deref()))?;
                Ok(verdict)
            }),
            _ => self.unchanged(verdict),
        }
    }

    /// What sites said of apps, the one that was asked longest ago in front.
    pub fn linked_apps(self) -> Result<Vec<LinkedApp>, Error> {
        let kept = self.provider.authenticator.store.documents(DocumentKind::LinkedApp)?;
        Ok(kept.iter().filter_map(|kept| LinkedApp::parse(&kept.bytes)).collect())
    }

    /// Keeps in the journal that a caller was refused, and why. `who`: what the host knows of it, as
    /// its package or origin, and the RP ID. A check itself writes nothing: who may not ask is not to
    /// wear out the store.
    pub fn note_refused(self, refused: CallerRefused, who: &str) -> Result<Committed<()>, Error> {
        let now = self.provider.authenticator.clock.now();
        let event = Event::new(now, EventKind::CallerRefused).with_note(Some(&format!("{} {who}", refused.reason())));
        let is_news = self.provider.journal()?.events.iter().all(|known| {
            (known.kind, &known.note) != (event.kind, &event.note) || known.at.saturating_add(SAME_REFUSAL) < now
        });
        if is_news { self.provider.write(|transaction, _| Ok(transaction.note(&event)?)) } else { self.unchanged(()) }
    }

    fn unchanged<T>(self, value: T) -> Result<Committed<T>, Error> {
        Ok(Committed { value, epoch: self.provider.epoch()? })
    }

    fn is_linked(self, name: &[u8]) -> Result<bool, Error> {
        Ok(self.provider.authenticator.store.document_number(DocumentKind::LinkedApp, name)?.is_some())
    }
}

/// A kept list: the time that it is of in milliseconds, 8 bytes, then the document.
fn list_timestamp(kept: &Document) -> Option<Timestamp> {
    kept.bytes.first_chunk().map(|millis| Timestamp::from_millis(u64::from_be_bytes(*millis)))
}

/// Neither an RP ID nor a package holds a zero byte.
fn link_name(rp_id: &RpId, package: &PackageName) -> Vec<u8> {
    [rp_id.as_str().as_bytes(), &[0], package.as_str().as_bytes()].concat()
}

#[cfg(test)]
mod tests;
