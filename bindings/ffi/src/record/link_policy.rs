//! How far what a site says of an app is believed.

use std::time::Duration;

use passkey_provider::caller as core;

use crate::boundary::mirror::mirror_both_ways;

/// How far asset links are believed.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct LinkPolicy {
    /// Which statement an app needs.
    pub relation: LinkRelation,
    /// How long an answer of the site holds without asking again.
    pub fresh_for: Duration,
    /// Where the site cannot be reached: how old an answer may be that is believed all the same. None
    /// refuses.
    pub accept_offline: Option<Duration>,
}

mirror_both_ways! {
    /// Which statement an app needs.
    LinkRelation = core::LinkRelation {
        /// `delegate_permission/common.get_login_creds`.
        LoginCredentials,
        /// That, or `delegate_permission/common.handle_all_urls`, which is not said for signing in.
        LoginCredentialsOrUrls,
    }
}

impl From<LinkPolicy> for core::LinkPolicy {
    fn from(policy: LinkPolicy) -> Self {
        Self {
            relation: policy.relation.into(),
            fresh_for: policy.fresh_for,
            offline: policy.accept_offline.map_or(core::Offline::Refuse, core::Offline::Accept),
        }
    }
}
