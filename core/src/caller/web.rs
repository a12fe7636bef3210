use super::CallerRefused;
use super::public_suffix::{self, PublicSuffix, Section};
use crate::exchange::is_public_name;
use crate::id::{Origin, RpId};

/// Whether a page is a frame inside a page of another origin. The relying party reads it in the client data
/// (`crossOrigin` and `topOrigin`, WebAuthn L3, section 5.8.1), and refuses frames that it does not expect
/// (sections 7.1, steps 9 and 10, and 7.2, steps 12 and 13).
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Frame {
    /// The page is the top one, or it and all pages that it is in have one origin
    /// (`sameOriginWithAncestors`).
    SameOrigin,
    /// The page is in a page of another origin.
    CrossOrigin {
        /// The origin of the topmost page, if it is known.
        top: Option<Origin>,
    },
}

impl Frame {
    /// Whether the page is in a page of another origin.
    pub const fn is_cross_origin(&self) -> bool {
        matches!(self, Self::CrossOrigin { .. })
    }

    /// The origin of the topmost page, where it is another one's frame and that is known.
    pub const fn top_origin(&self) -> Option<&Origin> {
        match self {
            Self::SameOrigin => None,
            Self::CrossOrigin { top } => top.as_ref(),
        }
    }
}

/// The RP ID that a page at `origin` may use when it asks for `requested` (WebAuthn L3, section
/// 5.1.3, where the effective domain and `rp.id` are compared).
///
/// Neither scheme nor port play a part: the RP ID has none.
pub(super) fn authorise(origin: &Origin, requested: Option<&RpId>) -> Result<RpId, CallerRefused> {
    let host = origin.effective_domain().ok_or(CallerRefused::NotADomain)?;
    let rp_id = requested.unwrap_or(host);
    refuse_unless_registrable_suffix_or_equal(rp_id.as_str(), host.as_str())?;
    Ok(rp_id.clone())
}

/// Refuses an RP ID that is an ICANN public suffix. Private suffixes pass: `github.io` is a site
/// as well.
pub(super) fn refuse_icann_suffix(rp_id: &RpId) -> Result<(), CallerRefused> {
    match public_suffix::find(rp_id.as_str()) {
        PublicSuffix { domain, section: Some(Section::Icann) } if domain == rp_id.as_str() => {
            Err(CallerRefused::PublicSuffix)
        }
        _ => Ok(()),
    }
}

/// Refuses an RP ID that is a public suffix of either kind.
pub(super) fn refuse_public_suffix(rp_id: &RpId) -> Result<(), CallerRefused> {
    if public_suffix::find(rp_id.as_str()).domain == rp_id.as_str() { Err(CallerRefused::PublicSuffix) } else { Ok(()) }
}

/// Refuses an RP ID where nothing can be published for everybody to read: `localhost`, a name of a local
/// network. Nobody is asked there.
pub(super) fn refuse_unpublished(rp_id: &RpId) -> Result<(), CallerRefused> {
    if is_public_name(rp_id.as_str()) { Ok(()) } else { Err(CallerRefused::NotPublished) }
}

/// The registrable origin label of a domain: the one to the left of its public suffix (WebAuthn L3,
/// section 5.11.1, step 4.3). `None` where there is none.
pub(super) fn registrable_label(domain: &str) -> Option<&str> {
    let above = domain.strip_suffix(public_suffix::find(domain).domain)?.strip_suffix('.')?;
    above.rsplit('.').next().filter(|label| !label.is_empty())
}

/// "Is a registrable domain suffix of or is equal to" (HTML, section 7.1.1.2, steps 4 and 5; the
/// types hold steps 1 to 3).
///
/// A host that is itself a public suffix (a page at `https://github.io`) may use its own name: the
/// standard compares for equality before it looks at the list.
fn refuse_unless_registrable_suffix_or_equal(suffix: &str, host: &str) -> Result<(), CallerRefused> {
    if suffix == host {
        return Ok(());
    }
    if !is_dotted_suffix(suffix, host) {
        return Err(CallerRefused::ForeignRpId);
    }
    // Nothing at or above the host's own public suffix: neither `co.uk` for `a.co.uk`, nor
    // `compute.amazonaws.com` for `a.x.compute.amazonaws.com`, which is no suffix, yet above one.
    // "At" is what HTML's "equals its own public suffix" comes to, and one thing more: a host that
    // the list excepts (`city.kawasaki.jp`) gets no hold of its suffix, where HTML's letter gives it.
    let public = public_suffix::find(host).domain;
    if suffix == public || is_dotted_suffix(suffix, public) {
        return Err(CallerRefused::PublicSuffix);
    }
    Ok(())
}

/// Whether `host` ends in a dot and `suffix`.
fn is_dotted_suffix(suffix: &str, host: &str) -> bool {
    host.strip_suffix(suffix).is_some_and(|labels| labels.ends_with('.'))
}
