//! What of an enrolment is durable. No token, no cookie, no credential.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::dialect::{Dialect, Values};
use super::server::Server;
use crate::caller::VerifiedCaller;
use crate::clock::Timestamp;
use crate::id::{CredentialId, Origin, PasskeyRef, RpId, UserHandle};

/// Names an enrolment in the store. Random.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct EnrolmentId(pub(super) [u8; 16]);

/// What an enrolment knows that outlives this process.
#[derive(Clone)]
pub(super) struct Record {
    pub(super) dialect: Dialect,
    pub(super) server: Server,
    pub(super) parameters: BTreeMap<String, String>,
    pub(super) account: Option<String>,
    pub(super) name: Option<String>,
    pub(super) page: Option<Origin>,
    pub(super) begun: Timestamp,
    /// The passkey that the person gives up by this registration.
    pub(super) replaces: Option<PasskeyRef>,
    pub(super) stage: Stage,
}

/// How far it is.
#[derive(Clone)]
pub(super) enum Stage {
    /// No key is made.
    Began,
    /// The key is made and the passkey is here, unconfirmed; the server may have been told.
    Made(Subject),
    /// The person wants the passkey deleted on both sides.
    Removing(Subject),
    /// The server's list is asked for. Not durable.
    Looking { rp_id: RpId, handle: UserHandle },
}

/// The passkey that it is about.
#[derive(Clone, Eq, PartialEq)]
pub(super) struct Subject {
    pub(super) passkey: PasskeyRef,
    pub(super) handle: UserHandle,
    /// What the server calls it, where that is known.
    pub(super) registration: Option<Value>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    id: String,
    shipped: Option<String>,
    own: Option<String>,
    server: String,
    parameters: BTreeMap<String, String>,
    account: Option<String>,
    name: Option<String>,
    page: Option<String>,
    begun: u64,
    replaces: Option<(String, String)>,
    stage: String,
    passkey: Option<(String, String)>,
    handle: Option<String>,
    registration: Option<Value>,
}

impl EnrolmentId {
    /// As text: 32 hexadecimal digits.
    pub fn to_text(self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Reads what [`EnrolmentId::to_text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let digit = |letter: u8| char::from(letter).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let bytes: Option<Vec<u8>> =
            pairs.iter().map(|[high, low]| Some((digit(*high)? << 4) | digit(*low)?)).collect();
        if rest.is_empty() { bytes?.try_into().ok().map(Self) } else { None }
    }
}

impl fmt::Debug for EnrolmentId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.to_text())
    }
}

impl Record {
    pub(super) fn new(dialect: Dialect, server: Server, parameters: BTreeMap<String, String>) -> Self {
        Self {
            dialect,
            server,
            parameters,
            account: None,
            name: None,
            page: None,
            begun: Timestamp::default(),
            replaces: None,
            stage: Stage::Began,
        }
    }

    /// Takes a name, cut to what the server takes; one of nothing but space is none.
    pub(super) fn name_it(&mut self, name: &str) {
        let cut: String =
            name.trim().chars().filter(|letter| !letter.is_control()).take(self.dialect.longest_name).collect();
        self.name = Some(cut).filter(|name| !name.is_empty());
    }

    /// What can be filled into paths and bodies before anything was answered.
    pub(super) fn values(&self) -> Values {
        let text = |text: &str| Value::String(text.to_owned());
        let defaults = self.dialect.defaults.iter().map(|(name, value)| (name.clone(), text(value)));
        let given = self.parameters.iter().map(|(name, value)| (name.clone(), text(value)));
        let mut values: Values = defaults.chain(given).collect();
        values.insert("origin".to_owned(), Value::String(self.server.origin()));
        values.extend(self.name.as_ref().map(|name| ("name".to_owned(), text(name))));
        values
    }

    /// This app as the caller, for an RP ID that the server speaks for: one of the domain of its own pages, of the
    /// page that the app named, or one that a dialect of the library lists.
    pub(super) fn caller(&self, requested: Option<&RpId>) -> Option<VerifiedCaller> {
        let pages = self.page.clone().into_iter().chain(self.server.page());
        let own = pages.filter_map(|page| VerifiedCaller::enrolling(&page, requested).ok()).next();
        own.or_else(|| {
            let listed = self.dialect.rp_ids.iter().find(|rp_id| Some(*rp_id) == requested)?;
            let page = Origin::parse(&format!("https://{listed}")).ok()?;
            VerifiedCaller::enrolling(&page, requested).ok()
        })
    }

    pub(super) fn subject(&self) -> Option<&Subject> {
        match &self.stage {
            Stage::Made(subject) | Stage::Removing(subject) => Some(subject),
            Stage::Began | Stage::Looking { .. } => None,
        }
    }

    /// As the store keeps it.
    pub(super) fn render(&self, id: EnrolmentId) -> Vec<u8> {
        let reference = |passkey: &PasskeyRef| (passkey.rp_id.to_string(), passkey.credential_id.to_base64url());
        let subject = self.subject();
        let is_shipped = self.dialect.is_shipped();
        let kept = Kept {
            id: id.to_text(),
            shipped: is_shipped.then(|| self.dialect.name().to_owned()),
            own: (!is_shipped).then(|| self.dialect.text().to_owned()),
            server: self.server.text().to_owned(),
            parameters: self.parameters.clone(),
            account: self.account.clone(),
            name: self.name.clone(),
            page: self.page.as_ref().map(|page| page.as_str().to_owned()),
            begun: self.begun.as_millis(),
            replaces: self.replaces.as_ref().map(reference),
            stage: match &self.stage {
                Stage::Began | Stage::Looking { .. } => "began",
                Stage::Made(_) => "made",
                Stage::Removing(_) => "removing",
            }
            .to_owned(),
            passkey: subject.map(|subject| reference(&subject.passkey)),
            handle: subject.map(|subject| subject.handle.to_base64url()),
            registration: subject.and_then(|subject| subject.registration.clone()),
        };
        // Names and texts only: nothing in it fails to render.
        serde_json::to_vec(&kept).unwrap_or_default()
    }

    /// Reads what was kept; `None` where a newer version wrote it.
    pub(super) fn parse(bytes: &[u8]) -> Option<(EnrolmentId, Self)> {
        let kept: Kept = serde_json::from_slice(bytes).ok()?;
        let dialect = match (&kept.shipped, &kept.own) {
            (Some(name), None) => Dialect::shipped(name)?,
            (None, Some(text)) => Dialect::parse(text.as_bytes()).ok()?,
            _ => return None,
        };
        let reference = |(rp_id, id): &(String, String)| {
            Some(PasskeyRef { rp_id: RpId::parse(rp_id).ok()?, credential_id: CredentialId::from_base64url(id)? })
        };
        let subject = match (&kept.passkey, &kept.handle) {
            (Some(passkey), Some(handle)) => Some(Subject {
                passkey: reference(passkey)?,
                handle: UserHandle::from_base64url(handle)?,
                registration: kept.registration,
            }),
            _ => None,
        };
        let stage = match (kept.stage.as_str(), subject) {
            ("began", None) => Stage::Began,
            ("made", Some(subject)) => Stage::Made(subject),
            ("removing", Some(subject)) => Stage::Removing(subject),
            _ => return None,
        };
        let page = match &kept.page {
            Some(page) => Some(Origin::parse(page).ok()?),
            None => None,
        };
        let replaces = match &kept.replaces {
            Some(passkey) => Some(reference(passkey)?),
            None => None,
        };
        let record = Self {
            dialect,
            server: Server::parse(&kept.server).ok()?,
            parameters: kept.parameters,
            account: kept.account,
            name: kept.name,
            page,
            begun: Timestamp::from_millis(kept.begun),
            replaces,
            stage,
        };
        Some((EnrolmentId::parse(&kept.id)?, record))
    }
}
