use std::borrow::Cow;

use super::json::{Json, Object};
use super::names::Name;
use super::path::Path;
use super::{Limit, OptionsError, Repair};
use crate::id::CredentialId;

/// How one member becomes a value of the type it should have. The walk over the members is the
/// same in both modes; this is all that differs between them.
///
/// `None` stands for absent. Errors name the member; whether one can be lived with is the walk's to
/// say, by [`Coercion::excuse`].
pub(super) trait Coercion {
    /// Whether what is not as the standard says may be repaired.
    const REPAIRS: bool;

    /// A member, there or not, by whatever name the mode knows it.
    fn find<'s>(&mut self, dictionary: &'s Dictionary<'_>, name: &'static Name) -> Result<Member<'s>, OptionsError>;

    /// Every member that could be the one of this name, the standard's first. At least one, there or
    /// not.
    fn find_all<'s>(&mut self, dictionary: &'s Dictionary<'_>, name: &'static Name) -> Vec<Member<'s>>;

    /// A member that the standard has elsewhere.
    fn find_misplaced<'s>(
        &mut self,
        dictionary: &'s Dictionary<'_>,
        name: &'static Name,
    ) -> Result<Option<Member<'s>>, OptionsError>;

    /// Web IDL `DOMString`.
    fn text<'m>(&mut self, member: &Member<'m>) -> Result<Option<Cow<'m, str>>, OptionsError>;

    /// Web IDL `DOMString` with a fixed set of values, `known`. What else tolerant mode takes for one
    /// of them is in `odd`. A value that is not known comes back as it stands.
    fn choice<'m>(
        &mut self,
        member: &Member<'m>,
        known: &[&'static str],
        odd: &[(&str, &'static str)],
    ) -> Result<Option<Cow<'m, str>>, OptionsError>;

    /// The `type` of a credential: whether it is `public-key`. `otherwise` is what becomes of an
    /// entry of another type.
    fn is_public_key(&mut self, member: &Member<'_>, otherwise: &str) -> Result<bool, OptionsError>;

    /// Web IDL `long`: a COSE identifier.
    fn long(&mut self, member: &Member<'_>) -> Result<Option<i64>, OptionsError>;

    /// Web IDL `unsigned long`: milliseconds.
    fn unsigned_long(&mut self, member: &Member<'_>) -> Result<Option<u32>, OptionsError>;

    /// Web IDL `boolean`.
    fn boolean(&mut self, member: &Member<'_>) -> Result<Option<bool>, OptionsError>;

    /// `Base64URLString` that stands for bytes and reads in one way.
    fn bytes(&mut self, member: &Member<'_>) -> Result<Option<Vec<u8>>, OptionsError>;

    /// `Base64URLString` that is a credential id: every way to read it. `None` if it is absent,
    /// empty if no reading has the length of a credential id.
    fn readings(&mut self, member: &Member<'_>) -> Result<Option<Vec<CredentialId>>, OptionsError>;

    /// A Web IDL dictionary.
    fn dictionary<'m>(&mut self, member: &Member<'m>) -> Result<Option<Dictionary<'m>>, OptionsError>;

    /// A Web IDL dictionary in whose place its member `telling` may stand alone.
    fn shape<'m>(&mut self, member: &Member<'m>, telling: &str) -> Result<Shape<'m>, OptionsError>;

    /// A Web IDL sequence.
    fn sequence<'m>(&mut self, member: &'m Member<'_>) -> Result<Option<Vec<Member<'m>>>, OptionsError>;

    /// The text to show; `other` may stand in for an empty one.
    fn stand_in(&mut self, member: &Member<'_>, text: String, other: &str) -> String;

    /// Goes on in spite of `error` with `used`, if the mode allows. Never in spite of a limit.
    fn excuse(&mut self, error: OptionsError, used: &str) -> Result<(), OptionsError>;

    /// Reports what both modes understand in the same way, yet no relying party should send.
    fn note(&mut self, path: Path<'_>, found: &str, used: &str);

    /// What was repaired.
    fn into_repairs(self) -> Result<Vec<Repair>, OptionsError>;

    /// Takes a member that cannot be understood as absent, if the mode allows.
    fn or_absent<T>(&mut self, result: Result<Option<T>, OptionsError>) -> Result<Option<T>, OptionsError> {
        match result {
            Ok(value) => Ok(value),
            Err(error) => self.excuse(error, AS_IF_ABSENT).map(|()| None),
        }
    }
}

/// What is used of a member that cannot be understood and need not be.
pub(super) const AS_IF_ABSENT: &str = "as if absent";

/// What is expected where bytes are.
pub(super) const BASE64URL: &str = "base64url without padding";

/// A value and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Member<'m> {
    /// `None` if it is not there.
    pub(super) value: Option<&'m Json<'m>>,
    pub(super) path: Path<'m>,
}

/// An object and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Dictionary<'m> {
    /// `None` for one that Web IDL takes for empty.
    pub(super) object: Option<&'m Object<'m>>,
    pub(super) path: Path<'m>,
}

/// What stands where a dictionary should.
pub(super) enum Shape<'m> {
    Dictionary(Dictionary<'m>),
    /// Its telling member alone.
    Bare,
    Absent,
}

impl<'m> Dictionary<'m> {
    /// The member of a name, there or not.
    pub(super) fn member<'s>(&'s self, name: &'s str) -> Member<'s> {
        Member { value: self.object.and_then(|object| object.member(name)), path: Path::Member(&self.path, name) }
    }
}

impl Member<'_> {
    /// Refuses a list or an object that was let in because it could be bytes, and is not used so.
    pub(super) fn check_length(&self) -> Result<(), OptionsError> {
        let length = match self.value {
            Some(Json::List(entries)) => entries.len(),
            Some(Json::Object(Object(members))) => members.len(),
            _ => 0,
        };
        let limit = Limit::Entries;
        if length > limit.most() { Err(OptionsError::TooLarge { path: self.path.written(), limit }) } else { Ok(()) }
    }

    /// The error of a required member that is not there.
    pub(super) fn missing(&self, expected: &'static str) -> OptionsError {
        OptionsError::Missing { path: self.path.written(), expected }
    }

    /// Whether there is anything but null.
    pub(super) fn is_there(&self) -> bool {
        self.value.is_some_and(|value| !matches!(value, Json::Null))
    }

    /// The error of a member of the wrong kind.
    pub(super) fn wrong_type(&self, expected: &'static str) -> OptionsError {
        let found = self.value.map_or("missing", Json::kind).to_owned();
        OptionsError::WrongType { path: self.path.written(), found, expected }
    }

    /// The error of a member that holds no bytes.
    pub(super) fn encoding(&self, found: &str) -> OptionsError {
        OptionsError::Encoding { path: self.path.written(), found: found.to_owned(), expected: BASE64URL }
    }
}
