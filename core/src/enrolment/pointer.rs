//! JSON pointers (RFC 6901), which go on through JSON that stands in a text: some servers write it so.

use std::borrow::Cow;

use serde_json::Value;

/// Whether a text is a pointer.
pub(super) fn is_pointer(text: &str) -> bool {
    text.is_empty() || text.starts_with('/')
}

/// What a pointer names.
pub(super) fn find<'v>(value: &'v Value, pointer: &str) -> Option<Cow<'v, Value>> {
    let mut found = Cow::Borrowed(value);
    if pointer.is_empty() {
        return Some(found);
    }
    for part in pointer.strip_prefix('/')?.split('/') {
        let name = part.replace("~1", "/").replace("~0", "~");
        found = match found {
            Cow::Borrowed(value) => step(value, &name)?,
            Cow::Owned(value) => Cow::Owned(step(&value, &name)?.into_owned()),
        };
    }
    Some(found)
}

fn step<'v>(value: &'v Value, name: &str) -> Option<Cow<'v, Value>> {
    match value {
        Value::Object(members) => members.get(name).map(Cow::Borrowed),
        Value::Array(entries) => entries.get(name.parse::<usize>().ok()?).map(Cow::Borrowed),
        Value::String(text) => {
            let inner: Value = serde_json::from_str(text).ok()?;
            if inner.is_string() { None } else { step(&inner, name).map(|found| Cow::Owned(found.into_owned())) }
        }
        _ => None,
    }
}

/// The text of a text, a number or a flag.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::find;

    /// RFC 6901, section 5.
    #[test]
    fn a_pointer_finds_what_the_rfc_says() {
        let document = json!({"foo": ["bar", "baz"], "": 0, "a/b": 1, "m~n": 8});
        for (pointer, expected) in [
            ("/foo", json!(["bar", "baz"])),
            ("/foo/0", json!("bar")),
            ("/", json!(0)),
            ("/a~1b", json!(1)),
            ("/m~0n", json!(8)),
        ] {
            assert_eq!(find(&document, pointer).as_deref(), Some(&expected), "{pointer}");
        }
        assert_eq!(find(&document, "").as_deref(), Some(&document));
        for pointer in ["/foo/2", "/none", "foo", "/foo/bar", "//x"] {
            assert!(find(&document, pointer).is_none(), "{pointer}");
        }
    }

    /// Keycloak writes `credentialData` so.
    #[test]
    fn a_pointer_goes_on_through_json_in_a_text() {
        let document = json!({"credentialData": "{\"credentialId\":\"AQ==\"}"});
        assert_eq!(find(&document, "/credentialData/credentialId").as_deref(), Some(&json!("AQ==")));
        assert!(find(&document, "/credentialData/other").is_none());
    }
}
