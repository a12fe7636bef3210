//! What a site says of its apps (Digital Asset Links, <https://developers.google.com/digital-asset-links/v1/statements>).

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::CallerRefused;
use super::android_app::AndroidApp;
use crate::clock::Timestamp;
use crate::document::Unambiguous;
use crate::exchange::url_to_fetch;
use crate::id::{CertificateFingerprint, PackageName, RpId};

/// How far asset links are believed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct LinkPolicy {
    /// Which statement an app needs.
    pub relation: LinkRelation,
    /// How long an answer of the site holds without asking again.
    pub fresh_for: Duration,
    /// What to do where the site cannot be reached.
    pub offline: Offline,
}

/// Which statement an app needs.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum LinkRelation {
    /// `delegate_permission/common.get_login_creds`: the app may use what signs in to the site.
    #[default]
    LoginCredentials,
    /// That, or `delegate_permission/common.handle_all_urls`: the app may open the site's links,
    /// which some sites say of their apps and nothing else. It is not said for signing in.
    LoginCredentialsOrUrls,
}

/// What to do where the site cannot be reached and its last answer is no longer fresh.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Offline {
    /// Refuse.
    #[default]
    Refuse,
    /// Believe an answer that is at most this old.
    Accept(Duration),
}

impl Default for LinkPolicy {
    /// Login credentials only, asked for once a day, and refused offline.
    fn default() -> Self {
        Self {
            relation: LinkRelation::default(),
            fresh_for: Duration::from_secs(24 * 60 * 60),
            offline: Offline::default(),
        }
    }
}

/// A site said that an app may use its sign-in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LinkedApp {
    /// The site.
    pub rp_id: RpId,
    /// The app's package.
    pub package: PackageName,
    /// The certificate that the site names: the app's, or one that it took over from.
    pub certificate: CertificateFingerprint,
    /// The statement that the site made.
    pub relation: LinkRelation,
    /// When it said so last, by the device's clock.
    pub fetched: Timestamp,
}

impl LinkedApp {
    /// Whether it is about this app as it is signed now, at this site, and enough for the policy.
    pub(super) fn is_for(&self, rp_id: &RpId, app: &AndroidApp, policy: &LinkPolicy) -> bool {
        self.rp_id == *rp_id
            && self.package == *app.package()
            && app.lineage().any(|certificate| *certificate == self.certificate)
            && policy.relation.takes(self.relation)
    }

    /// Whether the site said so within `age` before `now`. Not if it said so later than now: the
    /// clock was set back, and nobody knows how long ago that was.
    pub(super) fn is_within(&self, age: Duration, now: Timestamp) -> bool {
        self.fetched <= now && now <= self.fetched.saturating_add(age)
    }

    /// The record of the store.
    pub(crate) fn render(&self) -> Vec<u8> {
        let record = LinkRecord {
            rp_id: self.rp_id.to_string(),
            package: self.package.to_string(),
            certificate: self.certificate.to_string(),
            is_login: self.relation == LinkRelation::LoginCredentials,
            fetched: self.fetched.as_millis(),
        };
        serde_json::to_vec(&record).unwrap_or_default()
    }

    /// A record of the store; `None` if it is not valid.
    pub(crate) fn parse(record: &[u8]) -> Option<Self> {
        let record: LinkRecord = serde_json::from_slice(record).ok()?;
        Some(Self {
            rp_id: RpId::parse(&record.rp_id).ok()?,
            package: PackageName::parse(&record.package).ok()?,
            certificate: CertificateFingerprint::parse(&record.certificate).ok()?,
            relation: if record.is_login {
                LinkRelation::LoginCredentials
            } else {
                LinkRelation::LoginCredentialsOrUrls
            },
            fetched: Timestamp::from_millis(record.fetched),
        })
    }
}

#[derive(Deserialize, Serialize)]
struct LinkRecord {
    rp_id: String,
    package: String,
    certificate: String,
    is_login: bool,
    fetched: u64,
}

impl LinkRelation {
    /// Whether a statement of this strength is enough.
    fn takes(self, stated: Self) -> bool {
        self == Self::LoginCredentialsOrUrls || stated == Self::LoginCredentials
    }
}

/// Where a site's statements are.
pub(super) fn url_of(rp_id: &RpId) -> String {
    format!("https://{rp_id}/.well-known/assetlinks.json")
}

/// What one document says of an app.
pub(super) struct Reading {
    /// The strongest statement about the app, enough for the policy or not, and the certificate that it
    /// names.
    pub(super) link: Option<(LinkRelation, CertificateFingerprint)>,
    /// Documents that belong to this one.
    pub(super) includes: Vec<String>,
}

/// Reads the statements of one document. A statement that is not understood grants nothing, one that
/// says a member twice and differently among them, and the others stand; a document that is no list of
/// statements is refused.
pub(super) fn read(document: &[u8], app: &AndroidApp) -> Result<Reading, CallerRefused> {
    let statements: Vec<&RawValue> = serde_json::from_slice(document).map_err(|_| CallerRefused::Unreadable)?;
    let mut reading = Reading { link: None, includes: Vec::new() };
    for statement in statements {
        let Ok(Unambiguous(statement)) = serde_json::from_str(statement.get()) else { continue };
        if let Some(include) = statement.get("include") {
            reading.includes.extend(include.as_str().and_then(url_to_fetch).map(String::from));
            continue;
        }
        // By itself serde takes an array of the members' values for an object too.
        let is_statement = statement.is_object() && statement.get("target").is_some_and(Value::is_object);
        let statement = is_statement.then_some(statement).and_then(|statement| serde_json::from_value(statement).ok());
        let found = statement.and_then(|statement| link(&statement, app));
        reading.link = match (reading.link, found) {
            (Some((LinkRelation::LoginCredentials, _)), _) | (_, None) => reading.link,
            (_, found) => found,
        };
    }
    Ok(reading)
}

#[derive(Deserialize)]
struct Statement {
    relation: Vec<String>,
    target: Target,
}

#[derive(Deserialize)]
struct Target {
    namespace: String,
    package_name: String,
    sha256_cert_fingerprints: Vec<String>,
}

/// What a statement says of the app, and by which certificate it names it: the current one, or one that
/// it took over from. The earlier one signed for its successor, and the system verified that; so AOSP's
/// own check counts the history (`StatementService`), and sites go on listing the certificate that they
/// know. Several signers at once get no further than their missing origin.
fn link(statement: &Statement, app: &AndroidApp) -> Option<(LinkRelation, CertificateFingerprint)> {
    let Statement { relation, target } = statement;
    if target.namespace != "android_app" || target.package_name != app.package().as_str() {
        return None;
    }
    let fingerprints = &target.sha256_cert_fingerprints;
    let is_named = |certificate: &&CertificateFingerprint| {
        fingerprints.iter().any(|text| CertificateFingerprint::parse(text).is_ok_and(|named| named == **certificate))
    };
    let certificate = *app.lineage().find(is_named)?;
    let says = |wanted: &str| relation.iter().any(|relation| relation == wanted);
    if says("delegate_permission/common.get_login_creds") {
        Some((LinkRelation::LoginCredentials, certificate))
    } else if says("delegate_permission/common.handle_all_urls") {
        Some((LinkRelation::LoginCredentialsOrUrls, certificate))
    } else {
        None
    }
}
