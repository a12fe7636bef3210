//! Promises of the `largeBlob` extension.

use serde_json::json;

use super::{LargeBlob, LargeBlobOutput, RequestLargeBlob};
use crate::webauthn::extensions::{ClientExtensionResults, CreationExtensions};

/// `AuthenticationExtensionsLargeBlobOutputsJSON` of section 10.1.5, and base64url of RFC 4648, section 10: `foobar`.
#[test]
fn the_answer_has_the_members_of_the_standard_and_no_others() {
    let json = |output: LargeBlobOutput| serde_json::to_value(output).unwrap();
    assert_eq!(json(LargeBlobOutput::Supported), json!({ "supported": true }));
    let blob = LargeBlob::new(b"foobar".to_vec());
    assert_eq!(json(LargeBlobOutput::Read(Some(blob))), json!({ "blob": "Zm9vYmFy" }));
    assert_eq!(json(LargeBlobOutput::Read(None)), json!({}));
    assert_eq!(json(LargeBlobOutput::Written(true)), json!({ "written": true }));
    assert_eq!(json(LargeBlobOutput::Written(false)), json!({ "written": false }));
}

#[test]
fn a_registration_answers_only_if_it_was_asked() {
    let asked = CreationExtensions { large_blob: true, ..<_>::default() };
    assert!(matches!(asked.results(None).large_blob, Some(LargeBlobOutput::Supported)));
    assert!(CreationExtensions::default().results(None).large_blob.is_none());
}

#[test]
fn a_blob_that_is_read_is_rendered_as_a_secret_and_no_other_answer_is() {
    let results = |output| ClientExtensionResults { large_blob: Some(output), ..<_>::default() };
    assert!(results(LargeBlobOutput::Read(Some(LargeBlob::new(vec![1])))).holds_secret());
    for output in [LargeBlobOutput::Supported, LargeBlobOutput::Read(None), LargeBlobOutput::Written(true)] {
        assert!(!results(output).holds_secret());
    }
}

#[test]
fn debug_shows_no_byte() {
    let blob = LargeBlob::new(b"foobar".to_vec());
    assert_eq!(format!("{:?}", RequestLargeBlob::Write(blob.clone())), "Write(LargeBlob)");
    assert_eq!(format!("{:?}", LargeBlobOutput::Read(Some(blob))), "Read(Some(LargeBlob))");
}
