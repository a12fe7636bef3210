//! Text that stands for bytes, in every way that servers write it.

use std::borrow::Cow;
use std::sync::LazyLock;

use base64::engine::{DecodePaddingMode, GeneralPurposeConfig};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

/// What the standard says: base64url without padding. Bits left over after the last byte may be
/// anything, as in browsers.
pub(super) fn decode_unpadded_url(text: &str) -> Option<Vec<u8>> {
    UNPADDED_URL.decode(text).ok()
}

/// Whether bits are left over after the last byte of unpadded base64url. Then the text is not the one
/// that its bytes are written as, and a server that compares texts does not find its own.
pub(super) fn has_bits_left_over(text: &str) -> bool {
    let left_over: u8 = match text.len() % 4 {
        2 => 0b1111,
        3 => 0b11,
        _ => return false,
    };
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'-' => 62,
        _ => 63,
    };
    text.bytes().last().is_some_and(|letter| value(letter) & left_over != 0)
}

/// The text of bytes as the standard says.
pub(super) fn encode(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads a `UrlToken` of .NET's `HttpServerUtility`, as Entra writes ids: base64url without
/// padding, then a digit that counts the `=` left out.
///
/// `None` unless the digit is right and no bits are left over: any other text was made otherwise.
pub(super) fn decode_url_token(text: &str) -> Option<Vec<u8>> {
    let (body, padding) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let padding = match padding {
        "0" => 0,
        "1" => 1,
        "2" => 2,
        _ => return None,
    };
    let consistent = body.len().checked_add(padding)?.is_multiple_of(4);
    if consistent { BASE64_URL_SAFE_NO_PAD.decode(body).ok() } else { None }
}

/// The text of bytes as [`decode_url_token`] reads it.
pub(super) fn encode_url_token(bytes: &[u8]) -> String {
    let mut text = encode(bytes);
    let digit = match text.len() % 4 {
        2 => '2',
        3 => '1',
        _ => '0',
    };
    text.push(digit);
    text
}

/// Text brought to the form of [`decode_unpadded_url`].
pub(super) struct Plain {
    pub(super) text: String,
    /// What was removed or replaced.
    oddities: Vec<&'static str>,
    pub(super) padded: bool,
}

impl Plain {
    /// Brings any dialect of base64 to the plain form. Whether it decodes is another matter.
    pub(super) fn from_text(text: &str) -> Self {
        let mut oddities = Vec::new();
        let mut note = |present: bool, oddity| present.then(|| oddities.push(oddity)).is_some();

        let inner = text.trim().strip_prefix("=?BINARY?B?").and_then(|text| text.strip_suffix("?="));
        note(inner.is_some(), "a MIME wrapper");
        let text = unescape(inner.unwrap_or(text));
        note(matches!(text, Cow::Owned(_)), "escapes left in it");
        let mut text: String = text.into_owned();
        if note(text.bytes().any(|letter| letter.is_ascii_whitespace()), "whitespace") {
            text.retain(|letter| !letter.is_ascii_whitespace());
        }
        let unpadded = text.trim_end_matches('=').len();
        let right = text.len().is_multiple_of(4) && text.len() - unpadded <= 2;
        let padded = unpadded != text.len();
        note(padded, if right { "padding" } else { "wrong padding" });
        text.truncate(unpadded);
        let has = |letter| text.as_bytes().contains(&letter);
        let standard = has(b'+') || has(b'/');
        let mixed = standard && (has(b'-') || has(b'_'));
        if note(standard, if mixed { "both alphabets" } else { "the standard alphabet" }) {
            text = text.replace('+', "-").replace('/', "_");
        }
        Self { text, oddities, padded }
    }

    /// The dialect in words: `base64 with padding and whitespace`.
    pub(super) fn dialect(&self) -> String {
        format!("base64 with {}", self.oddities.join(" and "))
    }
}

/// Real challenges have up to 7 KB of text, and reading it letter by letter takes as long as the
/// parser takes for all the rest; so the processor's vectors are used where the crate knows them.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
static UNPADDED_URL: LazyLock<base64::engine::Simd> = LazyLock::new(|| base64::engine::Simd::url_safe(UNPADDED));

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
static UNPADDED_URL: LazyLock<base64::engine::GeneralPurpose> =
    LazyLock::new(|| base64::engine::GeneralPurpose::new(&base64::alphabet::URL_SAFE, UNPADDED));

const UNPADDED: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::RequireNone)
    .with_decode_allow_trailing_bits(true);

/// What a layer too many of URL or JSON escaping leaves behind, in lower case.
const ESCAPES: &[(&str, &str)] = &[
    ("%2b", "+"),
    ("%2f", "/"),
    ("%3d", "="),
    ("%0a", ""),
    ("%0d", ""),
    ("%20", ""),
    ("\\u002b", "+"),
    ("\\u002f", "/"),
    ("\\u003d", "="),
    ("\\/", "/"),
    ("\\n", ""),
    ("\\r", ""),
];

/// Takes the escapes out; borrowed if there are none.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.as_bytes().contains(&b'%') && !text.as_bytes().contains(&b'\\') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['%', '\\']) {
        let (before, escaped) = rest.split_at(at);
        plain.push_str(before);
        let known = ESCAPES
            .iter()
            .find(|(escape, _)| escaped.get(..escape.len()).is_some_and(|start| start.eq_ignore_ascii_case(escape)));
        // An unknown escape stays, and makes the text undecodable.
        let (escape, letters) =
            known.copied().unwrap_or(if escaped.starts_with('%') { ("%", "%") } else { ("\\", "\\") });
        plain.push_str(letters);
        rest = escaped.get(escape.len()..).unwrap_or_default();
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}
