use base64::display::Base64Display;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Serialize, Serializer};

/// Bytes that go out as base64url without padding (RFC 4648, section 5), without a text of their own on the way.
#[derive(Clone, Copy)]
pub(super) struct Base64Url<'a>(pub(super) &'a [u8]);

impl Serialize for Base64Url<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&Base64Display::new(self.0, &BASE64_URL_SAFE_NO_PAD))
    }
}
