//! Finds the options inside whatever an app or a server put around them, by their shape.

use std::borrow::Cow;

use super::OptionsError;
use super::json::{Json, Object};
use super::path::Path;

/// What the options are recognised by.
#[derive(Clone, Copy)]
pub(super) struct Marks {
    /// Members that the options have.
    pub(super) names: &'static [&'static str],
    /// How many of them make it options.
    pub(super) enough: usize,
}

/// The options, and the JSONPath of the place where they were found.
pub(super) struct Located<'t> {
    pub(super) options: Cow<'t, Json<'t>>,
    pub(super) path: String,
}

/// Looks for the options in `root`, by the surest marks that anything has. If nothing looks like
/// options, the root is taken for them, so that the error names what they lack.
pub(super) fn locate<'t>(root: &'t Json<'t>, marks: &[Marks]) -> Result<Located<'t>, OptionsError> {
    for marks in marks {
        let mut search = Search { marks: *marks, found: Vec::new(), refused: None };
        search.look_into(root, Path::Root("$"), 1);
        let mut found = search.found.into_iter();
        let Some(first) = found.next() else {
            search.refused.map_or(Ok(()), Err)?;
            continue;
        };
        // The same options twice, as an object and as text, say one thing.
        return match found.find(|other| other.options != first.options) {
            None => Ok(first),
            Some(other) => Err(OptionsError::Ambiguous { first: first.path, second: other.path }),
        };
    }
    Ok(Located { options: Cow::Borrowed(root), path: "$".to_owned() })
}

/// Members of options that hold anything, and are never put around options: an extension's input may
/// have a `challenge` of its own, while that of the request stays with the platform.
const NEVER_AROUND: [&str; 4] = ["extensions", "hints", "allowCredentials", "excludeCredentials"];

struct Search<'t> {
    marks: Marks,
    found: Vec<Located<'t>>,
    /// Why the first text within the text was refused; of no account if the options are elsewhere.
    refused: Option<OptionsError>,
}

impl<'t> Search<'t> {
    fn look_into(&mut self, value: &'t Json<'t>, at: Path<'_>, level: usize) {
        let below = level.saturating_add(1);
        match value {
            Json::Object(object) if self.marks.fit(object) => {
                self.found.push(Located { options: Cow::Borrowed(value), path: at.to_string() });
                // Members of options are no options, but for the one that wraps them.
                if let Some(inner) = object.member("publicKey") {
                    self.look_into(inner, Path::Member(&at, "publicKey"), below);
                }
            }
            Json::Object(Object(members)) => {
                let around = members.iter().filter(|(name, _)| !NEVER_AROUND.contains(&name.as_ref()));
                around.for_each(|(name, inner)| self.look_into(inner, Path::Member(&at, name), below));
            }
            Json::List(entries) => {
                let entries = entries.iter().enumerate();
                entries.for_each(|(index, inner)| self.look_into(inner, Path::Entry(&at, index), below));
            }
            Json::String(text) => self.look_into_text(text, at, level),
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }

    /// Options may be JSON once more: text within a member.
    fn look_into_text(&mut self, text: &str, at: Path<'_>, level: usize) {
        let text = text.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
        if !text.starts_with(['{', '[', '"']) {
            return;
        }
        let path = at.to_string();
        let inner = match Json::parse(text.as_bytes(), &path, level.saturating_sub(1)) {
            Ok(parsed) => parsed.json,
            // Text that only begins like JSON is text.
            Err(OptionsError::NotJson { .. }) => return,
            Err(error) => {
                self.refused.get_or_insert(error);
                return;
            }
        };
        let mut within = Search { marks: self.marks, found: Vec::new(), refused: None };
        within.look_into(&inner, Path::Root(&path), level);
        self.refused = self.refused.take().or(within.refused);
        let found = within.found.into_iter();
        self.found.extend(
            found.map(|Located { options, path }| Located {
                options: Cow::Owned(options.into_owned().into_owned()),
                path,
            }),
        );
    }
}

impl Marks {
    fn fit(self, object: &Object<'_>) -> bool {
        let present = |name: &&&str| object.member(name).is_some_and(|value| !matches!(value, Json::Null));
        self.names.iter().filter(present).count() >= self.enough
    }
}
