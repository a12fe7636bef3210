//! Finds the options inside whatever an app or a server put around them, by their shape.
//!
//! A text that is called `challenge` does not make options of what it stands in: the session of a
//! sign-in has one too. So what is around is looked through to the bottom, and where two places
//! could be the options neither is taken: a signature over the wrong text can be replayed, and what
//! the real options ask for would be lost.

use std::borrow::Cow;

use super::json::{Json, Object};
use super::names::{self, Name};
use super::path::Path;
use super::{Limit, OptionsError};

/// What the options are recognised by.
#[derive(Clone, Copy)]
pub(super) struct Marks<'n> {
    /// Members that the options have.
    pub(super) names: &'n [&'static Name],
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
///
/// `protections` are members whose default must not stand in for one that strayed: if the options
/// lack it and something inside them has it, that could be the options as well.
pub(super) fn locate<'t>(
    root: &'t Json<'t>,
    marks: &[Marks<'_>],
    protections: &[&'static Name],
) -> Result<Located<'t>, OptionsError> {
    for marks in marks {
        let mut search = Search::new(*marks);
        search.look_into(root, Path::Root("$"), 1);
        let mut found = search.found.into_iter();
        let Some(first) = found.next() else {
            search.refused.map_or(Ok(()), Err)?;
            continue;
        };
        // The same options twice, as an object and as text, say one thing.
        if let Some(other) = found.find(|other| other.options != first.options) {
            return Err(OptionsError::Ambiguous { first: first.path, second: other.path });
        }
        return match strayed(&first, protections) {
            None => Ok(first),
            Some(second) => Err(OptionsError::Ambiguous { first: first.path, second }),
        };
    }
    Ok(Located { options: Cow::Borrowed(root), path: "$".to_owned() })
}

/// The place inside the options of a protection that they lack themselves.
fn strayed(located: &Located<'_>, protections: &[&'static Name]) -> Option<String> {
    let Json::Object(object) = &*located.options else { return None };
    let lacking: Vec<&'static Name> = protections.iter().copied().filter(|name| !has(object, name)).collect();
    let mut search = Search::new(Marks { names: &lacking, enough: 1 });
    search.look_into_members(object, Path::Root(&located.path), 1);
    search.found.into_iter().next().map(|stray| stray.path)
}

/// Members of options that hold anything, and are never put around options: an extension's input may
/// have a `challenge` of its own, while that of the request stays with the platform, and a name is
/// whatever a person typed.
const NEVER_AROUND: [&Name; 7] = [
    names::EXTENSIONS,
    names::HINTS,
    names::ALLOW,
    names::EXCLUDE,
    names::SELECTION,
    names::USER_NAME,
    names::DISPLAY_NAME,
];

fn is_never_around(name: &str) -> bool {
    const INITIALS: u32 = names::initials_of(&NEVER_AROUND);
    if !names::begins_with_one_of(name, INITIALS) {
        return false;
    }
    // A bare `credentials` may be the allow list, and may as well be the answer around the options.
    NEVER_AROUND.iter().any(|never| never.is_called(name)) && !names::is_same(name, "credentials")
}

struct Search<'t, 'n> {
    marks: Marks<'n>,
    /// From the outside inwards.
    found: Vec<Located<'t>>,
    /// Why the first text within the text was refused; of no account if the options are elsewhere.
    refused: Option<OptionsError>,
}

impl<'t, 'n> Search<'t, 'n> {
    fn new(marks: Marks<'n>) -> Self {
        Self { marks, found: Vec::new(), refused: None }
    }

    fn look_into(&mut self, value: &'t Json<'t>, at: Path<'_>, level: usize) {
        match value {
            // So many are byte values, and nothing else.
            Json::Object(Object(members)) if members.len() > Limit::Entries.most() => {}
            Json::List(entries) if entries.len() > Limit::Entries.most() => {}
            Json::Object(object) => {
                let before = self.found.len();
                let is_around = self.look_into_members(object, at, level);
                if self.marks.fit(object, is_around) {
                    self.found.insert(before, Located { options: Cow::Borrowed(value), path: at.written() });
                }
            }
            Json::List(entries) => {
                let below = level.saturating_add(1);
                let entries = entries.iter().enumerate();
                entries.for_each(|(index, inner)| self.look_into(inner, Path::Entry(&at, index), below));
            }
            Json::String(text) => self.look_into_text(text, at, level),
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }

    /// Says whether the member called `challenge` is put around options, and so is no challenge.
    fn look_into_members(&mut self, object: &'t Object<'t>, at: Path<'_>, level: usize) -> bool {
        let mut is_around = false;
        let around = object.0.iter().filter(|(name, _)| !is_never_around(name));
        for (name, inner) in around {
            let before = self.found.len();
            self.look_into(inner, Path::Member(&at, name), level.saturating_add(1));
            is_around |= name == names::CHALLENGE.own && self.found.len() > before;
        }
        is_around
    }

    /// Options may be JSON once more: text within a member.
    fn look_into_text(&mut self, text: &str, at: Path<'_>, level: usize) {
        let text = text.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
        if !text.starts_with(['{', '[', '"']) {
            return;
        }
        let path = at.written();
        let inner = match Json::parse(text, &path, level.saturating_sub(1)) {
            Ok(parsed) => parsed.json,
            // Text that only begins like JSON is text.
            Err(OptionsError::NotJson { .. }) => return,
            Err(error) => {
                self.refused.get_or_insert(error);
                return;
            }
        };
        let mut within = Search::new(self.marks);
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

impl Marks<'_> {
    fn fit(self, object: &Object<'_>, challenge_is_around: bool) -> bool {
        let counts = |name: &&&Name| has(object, name) && !(challenge_is_around && name.own == names::CHALLENGE.own);
        let present = self.names.iter().filter(counts).take(self.enough).count();
        present >= self.enough && !is_u2f(object)
    }
}

/// Whether an object is a request of U2F (FIDO U2F JavaScript API 1.2, section 3), which has a
/// challenge too.
fn is_u2f(object: &Object<'_>) -> bool {
    let marks = [names::RP, names::RP_ID, names::USER, names::PARAMS, names::ALLOW, names::USER_VERIFICATION];
    (has(object, names::U2F_APP) || has(object, names::U2F_KEY)) && !marks.iter().any(|name| has(object, name))
}

fn has(object: &Object<'_>, name: &Name) -> bool {
    object.0.iter().any(|(other, value)| name.is_read_as(other) && !matches!(value, Json::Null))
}
