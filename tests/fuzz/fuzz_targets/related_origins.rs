//! A site's related origins. A page is let through only if the document names its origin.

#![no_main]

mod unambiguous;

use libfuzzer_sys::fuzz_target;
use passkey_provider::caller::{Answered, CallerRefused, Checked, Frame, Learned, VerifiedCaller};
use passkey_provider::clock::Timestamp;
use passkey_provider::exchange::{Answer, Response, ResponseHeaders};
use passkey_provider::id::{Origin, RpId};
use url::Url;

const ORIGINS: &[&str] = &["https://example.co.uk", "https://example.de", "https://login.example.org:8443"];

fuzz_target!(|document: &[u8]| {
    let answer = Answer::Response(Response {
        status: 200,
        content_type: Some("application/json; charset=utf-8".to_owned()),
        redirects: Vec::new(),
        headers: ResponseHeaders::default(),
        body: document.to_vec(),
    });
    let rp_id = RpId::parse("example.com").expect("an RP ID");
    for text in ORIGINS {
        let origin = Origin::parse(text).expect("an origin");
        let pending = match VerifiedCaller::web_or_related(&origin, Frame::SameOrigin, Some(&rp_id)) {
            Ok(Checked::Pending(pending)) => pending,
            other => panic!("the site has to be asked: {other:?}"),
        };
        let Answered::Done { verdict, learned } = pending.answer(&answer, Timestamp::from_millis(1)) else {
            panic!("one document is all there is");
        };
        assert_eq!(learned, Learned::Nothing);
        let listed = listed(document);
        let is_named = |listed: &Vec<String>| listed.iter().any(|text| is_at(text, &origin));
        match &verdict {
            Ok(caller) => {
                assert_eq!((caller.rp_id(), caller.origin()), (&rp_id, Some(&origin)));
                assert!(listed.as_ref().is_some_and(is_named), "{origin} is not named");
            }
            Err(CallerRefused::NotRelated) => {
                let listed = listed.expect("a document that could be read");
                // Named, and not heard: only behind labels of other sites that were too many.
                assert!(!is_named(&listed) || listed.len() > 5, "{origin} is named");
            }
            Err(refused) => {
                assert_eq!(*refused, CallerRefused::Unreadable);
                assert_eq!(listed, None, "the document could be read");
            }
        }
    }
});

/// The members of `origins`, if the document is an object in which they are a list of texts.
fn listed(document: &[u8]) -> Option<Vec<String>> {
    let document = unambiguous::read(document)?;
    let origins = document.as_object()?.get("origins")?.as_array()?;
    origins.iter().map(|origin| origin.as_str().map(str::to_owned)).collect()
}

fn is_at(text: &str, origin: &Origin) -> bool {
    Url::parse(text).is_ok_and(|url| url.origin().ascii_serialization() == origin.as_str())
}
