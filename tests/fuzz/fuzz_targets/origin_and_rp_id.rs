//! An origin, the byte 0xff, an RP ID. A caller that is let through asks for its own host or for
//! what is registered above it, and each text has one canonical form.

#![no_main]

use libfuzzer_sys::fuzz_target;
use passkey_provider::caller::{CallerRefused, Checked, Frame, VerifiedCaller};
use passkey_provider::id::{Origin, RpId};

fuzz_target!(|input: &[u8]| {
    // No UTF-8 has this byte.
    let mut parts = input.splitn(2, |byte| *byte == 0xff);
    let mut next = || parts.next().and_then(|part| str::from_utf8(part).ok());
    let (origin, rp_id) = (next().map(Origin::parse), next().map(RpId::parse));
    if let Some(Ok(rp_id)) = &rp_id {
        assert_eq!(RpId::parse(rp_id.as_str()).as_ref(), Ok(rp_id));
        assert!(rp_id.as_str().is_ascii() && rp_id.as_str().len() <= 253, "{rp_id}");
    }
    let Some(Ok(origin)) = origin else { return };
    assert_eq!(Origin::parse(origin.as_str()).as_ref(), Ok(&origin));
    assert!(!origin.as_str().contains(['@', '%', '\\', '?', '#']), "{origin}");
    if let Some(rp_id) = rp_id.transpose().ok().as_ref() {
        check(&origin, rp_id.as_ref());
    }
});

fn check(origin: &Origin, requested: Option<&RpId>) {
    let verdict = VerifiedCaller::web(origin, Frame::SameOrigin, requested);
    let host = origin.effective_domain();
    match (&verdict, host) {
        (Ok(caller), Some(host)) => {
            let (rp_id, host) = (caller.rp_id().as_str(), host.as_str());
            assert!(requested.is_none_or(|requested| requested.as_str() == rp_id), "{origin} for {rp_id}");
            if rp_id != host {
                assert!(host.ends_with(&format!(".{rp_id}")), "{origin} for {rp_id}");
                assert_ne!(psl::suffix_str(rp_id), Some(rp_id), "{origin} for {rp_id}");
                assert_ne!(psl::suffix_str(host), Some(rp_id), "{origin} for {rp_id}");
            }
        }
        (refused, host) => assert!(host.is_some() || *refused == Err(CallerRefused::NotADomain), "{origin}"),
    }
    // Related origins ask the site about foreign RP IDs, and decide nothing else anew.
    match VerifiedCaller::web_or_related(origin, Frame::SameOrigin, requested) {
        Ok(Checked::Pending(_)) => assert_eq!(verdict, Err(CallerRefused::ForeignRpId)),
        Ok(Checked::Verified(caller)) => assert_eq!(verdict, Ok(caller)),
        Err(_) => assert!(verdict.is_err(), "{origin}"),
    }
}
