//! How one server speaks, as data.

mod parts;
mod read;
mod refused;
mod shipped;
mod template;

pub(crate) use parts::{
    Encoding, Endpoint, ListStep, OptionsStep, RefusalRule, RegisterStep, SignIn, Success, Target, Way,
};
pub use refused::{DialectProblem, InvalidDialect};
pub(crate) use template::{PathTemplate, Template, Values, encode};

use std::fmt;

use serde_json::Value;

use crate::document::Unambiguous;
use crate::exchange::Method;
use crate::id::RpId;
use read::Node;

/// Far more than any server needs.
const MAX_BYTES: usize = 16 * 1024;

/// How one server speaks: where it is asked for options, how it takes a credential, and what its answers mean.
///
/// A dialect is a JSON file of the schema [`Dialect::SCHEMA`]. The library brings some ([`Dialect::shipped`]); an
/// app may load its own ([`Dialect::parse`]), which serves RP IDs of its server's own domain. No dialect names a
/// host: the app does.
#[derive(Clone)]
pub struct Dialect {
    text: String,
    is_shipped: bool,
    name: String,
    title: String,
    verified: Verified,
    pub(crate) rp_ids: Vec<RpId>,
    parameters: Vec<String>,
    pub(crate) defaults: Vec<(String, String)>,
    pub(crate) roots: Vec<PathTemplate>,
    pub(crate) headers: Vec<(String, Template)>,
    pub(crate) sign_in: SignIn,
    pub(crate) longest_name: usize,
    pub(crate) options: OptionsStep,
    pub(crate) register: RegisterStep,
    pub(crate) list: Option<ListStep>,
    pub(crate) delete: Option<Endpoint>,
    /// Where the server takes the name when it has the passkey.
    pub(crate) naming: Option<Endpoint>,
    pub(crate) refusal: RefusalRule,
}

/// How it is known that a dialect is right.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Verified {
    /// It was run against the server.
    Ran {
        /// The server's name.
        server: String,
        /// Its version.
        version: String,
        /// When, as `2026-11-27`.
        date: String,
    },
    /// It was written from documentation, and not run.
    Documented {
        /// Which.
        source: String,
    },
}

/// The values that every dialect has beside its parameters and what it takes out of answers.
const ALWAYS: &[&str] = &["origin", "name", "credential", "answer", "id"];

/// A name is asked for where the dialect sends one.
const LONGEST_NAME: u64 = 255;

impl Dialect {
    /// The schema of dialect files (JSON Schema, draft 2020-12).
    pub const SCHEMA: &'static str = include_str!("../dialects/schema.json");

    /// Reads a dialect of the app's own. Whatever the schema does not have is refused, with its path.
    pub fn parse(json: &[u8]) -> Result<Self, InvalidDialect> {
        Self::read(json, false)
    }

    fn read(json: &[u8], is_shipped: bool) -> Result<Self, InvalidDialect> {
        if json.len() > MAX_BYTES {
            return Err(InvalidDialect::TooLarge);
        }
        let Unambiguous(value) = serde_json::from_slice(json).map_err(|_| InvalidDialect::NotJson)?;
        let text = serde_json::to_string(&value).map_err(|_| InvalidDialect::NotJson)?;
        let mut members = Node { path: String::new(), value: &value }.members()?;

        let parameters = members.read("parameters", |node| node.list(Node::owned))?.unwrap_or_default();
        let defaults = members.read("defaults", |node| node.entries(Node::owned))?.unwrap_or_default();
        let mut options = members.need("options")?.members()?;
        let take = options.read("take", |node| node.entries(Node::pointer))?.unwrap_or_default();
        let location = options.read("location", Node::owned)?;
        let before: Vec<&str> = ALWAYS.iter().copied().chain(parameters.iter().map(String::as_str)).collect();
        let taken = take.iter().map(|(name, _)| name.as_str()).chain(location.as_deref());
        let after: Vec<&str> = before.iter().copied().chain(taken).collect();

        let by_host = options.read("by", |node| node.one_of(&[("host", ())]))?.is_some();
        let endpoint = if by_host { None } else { Some(Endpoint::read(&mut options, &before, Method::Get)?) };
        let challenges = [("bytes", false), ("text", true)];
        let options_step = OptionsStep {
            endpoint,
            at: options.read("at", Node::pointer)?.unwrap_or_default(),
            members: options.read("members", |node| {
                // Only an object can be options.
                node.members()?;
                Template::read(node, &before)
            })?,
            challenge_is_text: options.read("challenge", |node| node.one_of(&challenges))?.unwrap_or_default(),
            take: take.clone(),
            location: location.clone(),
        };
        options.finish()?;

        let mut register = members.need("register")?.members()?;
        let id = register.read("id", |node| {
            node.text()?;
            Template::read(node, &after)
        })?;
        let register_step = RegisterStep {
            endpoint: Endpoint::read(&mut register, &after, Method::Post)?,
            success: register.read("success", Success::read)?.unwrap_or_default(),
            id_is_answered: id.as_ref().is_some_and(|id| id.names("answer")),
            id,
        };
        register.finish()?;

        let list = members.read("list", |node| list_step(node, &before))?;
        let delete = members.read("delete", |node| endpoint_alone(node, &before, Method::Delete))?;
        let naming = members.read("naming", |node| endpoint_alone(node, &before, Method::Patch))?;

        let rp_ids = members.read("rp_ids", |node| {
            if !is_shipped {
                return Err(node.wrong(DialectProblem::ForeignRpIds));
            }
            node.list(|node| RpId::parse(node.text()?).map_err(|_| node.wrong(DialectProblem::NotAValue)))
        })?;
        let dialect = Self {
            text,
            is_shipped,
            name: members.need("name")?.owned()?,
            title: members.need("title")?.owned()?,
            verified: verified(&members.need("verified")?)?,
            rp_ids: rp_ids.unwrap_or_default(),
            roots: members
                .read("roots", |node| node.list(|node| PathTemplate::read(node, &before)))?
                .unwrap_or_default(),
            headers: members.read("headers", |node| node.entries(|node| header(node, &before)))?.unwrap_or_default(),
            sign_in: SignIn::read(&members.need("sign_in")?)?,
            longest_name: members
                .read("longest_name", |node| node.number(LONGEST_NAME))?
                .and_then(|most| usize::try_from(most).ok())
                .unwrap_or(64),
            options: options_step,
            register: register_step,
            list,
            delete,
            naming,
            refusal: members.read("refusal", RefusalRule::read)?.unwrap_or_default(),
            parameters: parameters.clone(),
            defaults: defaults.clone(),
        };
        if let Some((name, _)) = dialect.headers.iter().find(|(name, _)| !parts::header_name(name)) {
            return Err(InvalidDialect::member(format!("/headers/{name}"), DialectProblem::NotAHeader));
        }
        members.finish()?;
        Ok(dialect)
    }

    /// Its name, such as `spring-security`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The server's name, for people.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// How it is known to be right.
    pub fn verified(&self) -> &Verified {
        &self.verified
    }

    /// The names of the values that the app gives: a realm, a user.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        self.parameters.iter().map(String::as_str)
    }

    /// Whether the host brings the options, as out of a page.
    pub fn needs_options(&self) -> bool {
        self.options.endpoint.is_none()
    }

    /// Whether the server can be asked what passkeys an account has.
    pub fn lists(&self) -> bool {
        self.list.is_some()
    }

    /// Whether the server can be asked to delete a passkey.
    pub fn deletes(&self) -> bool {
        self.delete.is_some()
    }

    /// Whether the library brought it.
    pub fn is_shipped(&self) -> bool {
        self.is_shipped
    }

    /// Whether a friendly name is sent with the registration.
    pub(crate) fn wants_name(&self) -> bool {
        let options = self.options.endpoint.as_ref();
        self.register.endpoint.names("name") || options.is_some_and(|endpoint| endpoint.names("name"))
    }

    /// How it is kept in the store.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

/// A step that is an endpoint and nothing else.
fn endpoint_alone(node: &Node<'_>, known: &[&str], default: Method) -> Result<Endpoint, InvalidDialect> {
    let mut members = node.members()?;
    let endpoint = Endpoint::read(&mut members, known, default)?;
    members.finish()?;
    Ok(endpoint)
}

fn list_step(node: &Node<'_>, known: &[&str]) -> Result<ListStep, InvalidDialect> {
    let mut members = node.members()?;
    let step = ListStep {
        endpoint: Endpoint::read(&mut members, known, Method::Get)?,
        at: members.need("at")?.pointer()?,
        only: members
            .read("only", |node| node.entries(|node| node.list(|entry| Ok(entry.value.clone()))))?
            .unwrap_or_default(),
        credential: members.read("credential", Node::pointer)?,
        registration: members.read("registration", Node::pointer)?,
        next: members.read("next", Node::pointer)?,
    };
    members.finish()?;
    Ok(step)
}

fn header(node: &Node<'_>, known: &[&str]) -> Result<Template, InvalidDialect> {
    let is_plain = |text: &str| text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    match Template::read(node, known)? {
        Template::Constant(Value::String(text)) if !is_plain(&text) => Err(node.wrong(DialectProblem::NotAHeader)),
        template @ (Template::Constant(Value::String(_)) | Template::Named(_)) => Ok(template),
        _ => Err(node.wrong(DialectProblem::NotText)),
    }
}

fn verified(node: &Node<'_>) -> Result<Verified, InvalidDialect> {
    let mut members = node.members()?;
    let ran = members.read("ran", |node| {
        let mut members = node.members()?;
        let ran = Verified::Ran {
            server: members.need("server")?.owned()?,
            version: members.need("version")?.owned()?,
            date: members.need("date")?.owned()?,
        };
        members.finish()?;
        Ok(ran)
    })?;
    let documented = members.read("documented", |node| Ok(Verified::Documented { source: node.owned()? }))?;
    members.finish()?;
    ran.or(documented).ok_or_else(|| node.wrong(DialectProblem::Missing))
}

impl fmt::Debug for Dialect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Dialect").field("name", &self.name).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
