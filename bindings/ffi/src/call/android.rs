//! What is known about Android apps: the list of browsers, those that the person trusts, and what sites
//! said of their apps.

use std::time::SystemTime;

use crate::boundary::error::FfiError;
use crate::boundary::time;
use crate::call::provider::Provider;
use crate::record::android_app::{AndroidApp, parse_package};
use crate::record::link_policy::LinkRelation;

/// The list of privileged browsers.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct PrivilegedList {
    /// What its publisher says of its age.
    pub as_of: SystemTime,
    /// The packages in it, sorted.
    pub packages: Vec<String>,
}

/// A browser that the person trusts although it is on no list.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct TrustedApp {
    /// The app, as it was signed then.
    pub app: AndroidApp,
    /// Since when.
    pub since: SystemTime,
}

/// A site said that an app may use its sign-in.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct LinkedApp {
    /// The site.
    pub rp_id: String,
    /// The app's package.
    pub package: String,
    /// SHA-256 of the app's certificate: 32 bytes.
    pub certificate: Vec<u8>,
    /// The statement that the site made.
    pub relation: LinkRelation,
    /// When it said so last.
    pub fetched: SystemTime,
}

#[uniffi::export]
impl Provider {
    /// Takes a newer list of privileged browsers, in the format that Google publishes for
    /// `androidx.credentials`: of at most 1 MiB. One that is malformed or older is refused, and the list
    /// that is here stays. `as_of`: its `Last-Modified`, or when it was fetched. Returns the store's epoch.
    pub fn update_privileged_list(&self, document: Vec<u8>, as_of: SystemTime) -> Result<u64, FfiError> {
        Ok(self.core()?.callers().update_privileged_list(&document, time::parse(as_of))?.epoch.number())
    }

    /// The list of privileged browsers, if one was handed in.
    pub fn privileged_list(&self) -> Result<Option<PrivilegedList>, FfiError> {
        let list = self.core()?.callers().privileged_list()?;
        Ok(list.map(|list| PrivilegedList {
            as_of: time::render(list.as_of()),
            packages: list.packages().into_iter().map(ToString::to_string).collect(),
        }))
    }

    /// The person trusts a browser that is on no list. Returns the store's epoch.
    pub fn trust_app(&self, app: AndroidApp) -> Result<u64, FfiError> {
        Ok(self.core()?.callers().trust_app(&app.parse("app")?)?.epoch.number())
    }

    /// The browsers that the person trusts, the one trusted first in front.
    pub fn trusted_apps(&self) -> Result<Vec<TrustedApp>, FfiError> {
        let trusted = self.core()?.callers().trusted_apps()?.into_iter();
        Ok(trusted
            .map(|trusted| TrustedApp { app: (&trusted.app).into(), since: time::render(trusted.since) })
            .collect())
    }

    /// The person trusts a browser no longer. Returns the store's epoch.
    pub fn revoke_app(&self, package: String) -> Result<u64, FfiError> {
        Ok(self.core()?.callers().revoke_app(&parse_package("package", &package)?)?.epoch.number())
    }

    /// What sites said of apps, the one that was asked longest ago in front.
    pub fn linked_apps(&self) -> Result<Vec<LinkedApp>, FfiError> {
        let linked = self.core()?.callers().linked_apps()?.into_iter();
        Ok(linked
            .map(|linked| LinkedApp {
                rp_id: linked.rp_id.to_string(),
                package: linked.package.to_string(),
                certificate: linked.certificate.as_bytes().to_vec(),
                relation: linked.relation.into(),
                fetched: time::render(linked.fetched),
            })
            .collect())
    }
}
