//! The parts of a dialect: how one is signed in, the steps, and where a refusal's reason stands.

use std::time::Duration;

use serde_json::Value;

use super::read::Node;
use super::refused::{DialectProblem, InvalidDialect};
use super::template::{PathTemplate, Template};
use crate::enrolment::refusal::Family;
use crate::exchange::Method;

type Read<T> = Result<T, InvalidDialect>;

/// How a request shows who is signed in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Way {
    /// `Authorization: Bearer …`.
    Bearer,
    /// The token alone, in a header.
    Header(String),
    /// `Cookie`.
    Cookie,
    /// Not at all.
    Nothing,
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct SignIn {
    pub(crate) way: Way,
    /// Where an answer has a newer token.
    pub(crate) renewed: Option<String>,
    pub(crate) scope: Option<String>,
    /// How long ago the person may have signed in.
    pub(crate) fresh: Option<Duration>,
    /// A cookie whose value goes into a header too.
    pub(crate) csrf: Option<(String, String)>,
}

/// Where a request goes.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    /// Below the dialect's root.
    Path(PathTemplate),
    /// What a value of this name says: a URL of the same server, or a path.
    Given(String),
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Encoding {
    Json,
    Form,
}

#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    pub(crate) method: Method,
    pub(crate) target: Target,
    pub(crate) body: Option<Template>,
    pub(crate) encoding: Encoding,
    /// Where it is another one than the dialect's.
    pub(crate) sign_in: Option<SignIn>,
}

#[derive(Clone, Debug)]
pub(crate) struct OptionsStep {
    /// `None`: the host has the options, as from a page.
    pub(crate) endpoint: Option<Endpoint>,
    pub(crate) at: String,
    /// The options, made of what was answered.
    pub(crate) members: Option<Template>,
    /// Whether the challenge is text, whose bytes are the challenge.
    pub(crate) challenge_is_text: bool,
    pub(crate) take: Vec<(String, String)>,
    /// The name that the end of `Location` gets.
    pub(crate) location: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct RegisterStep {
    pub(crate) endpoint: Endpoint,
    pub(crate) success: Success,
    pub(crate) id: Option<Template>,
    /// Whether the id stands in the answer, and is not known before.
    pub(crate) id_is_answered: bool,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Success {
    /// Empty: 200 to 299.
    pub(crate) status: Vec<u16>,
    pub(crate) member: Option<(String, Value)>,
    pub(crate) location: Option<(String, String)>,
}

#[derive(Clone, Debug)]
pub(crate) struct ListStep {
    pub(crate) endpoint: Endpoint,
    pub(crate) at: String,
    /// The entries that count: a pointer, and the values that it may find.
    pub(crate) only: Vec<(String, Vec<Value>)>,
    pub(crate) credential: Option<String>,
    pub(crate) registration: Option<String>,
    pub(crate) next: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct RefusalRule {
    /// Whose codes these are.
    pub(crate) family: Family,
    pub(crate) code: Vec<String>,
    pub(crate) sign_in: Vec<u16>,
    pub(crate) sign_in_codes: Vec<String>,
    pub(crate) prerequisite: Vec<u16>,
    pub(crate) wait: Vec<u16>,
}

impl Default for RefusalRule {
    fn default() -> Self {
        Self {
            family: Family::Http,
            code: Vec::new(),
            sign_in: vec![401],
            sign_in_codes: Vec::new(),
            prerequisite: Vec::new(),
            wait: vec![429],
        }
    }
}

/// Headers that say who asks, to whom, or how long the body is.
const NOT_A_DIALECTS: &[&str] = &[
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "expect",
    "host",
    "te",
    "transfer-encoding",
    "upgrade",
];

pub(super) fn header_name(name: &str) -> bool {
    let is_token =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    is_token && !name.starts_with("proxy-") && !NOT_A_DIALECTS.contains(&name)
}

impl SignIn {
    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        let mut members = node.members()?;
        let header = members.read("header", Node::owned)?;
        let way = match (members.need("by")?, header) {
            (by, Some(name)) if by.text()? == "header" => {
                // The one place where a token may stand in a header of this name.
                if name == "authorization" || header_name(&name) {
                    Way::Header(name)
                } else {
                    return Err(node.wrong(DialectProblem::NotAHeader));
                }
            }
            (_, Some(_)) => return Err(node.wrong(DialectProblem::NotAValue)),
            (by, None) => match by.text()? {
                "bearer" => Way::Bearer,
                "cookie" => Way::Cookie,
                "nothing" => Way::Nothing,
                _ => return Err(by.wrong(DialectProblem::NotAValue)),
            },
        };
        let csrf = members.read("csrf", |node| {
            let mut members = node.members()?;
            let (cookie, header) = (members.need("cookie")?.owned()?, members.need("header")?);
            if !header_name(header.text()?) {
                return Err(header.wrong(DialectProblem::NotAHeader));
            }
            members.finish()?;
            Ok((cookie, header.owned()?))
        })?;
        let read = Self {
            way,
            renewed: members.read("renewed", Node::pointer)?,
            scope: members.read("scope", Node::owned)?,
            fresh: members.read("fresh_seconds", |node| node.number(86_400))?.map(Duration::from_secs),
            csrf,
        };
        members.finish()?;
        Ok(read)
    }
}

impl Endpoint {
    /// The members of a step that say where it goes; the step's own are read by `others`.
    pub(super) fn read(members: &mut super::read::Members<'_>, known: &[&str], default: Method) -> Read<Self> {
        let given = members.read("url_of", |node| {
            let name = node.text()?;
            if known.contains(&name) { Ok(name.to_owned()) } else { Err(node.wrong(DialectProblem::UnknownValue)) }
        })?;
        let target = match given {
            Some(name) => Target::Given(name),
            None => Target::Path(PathTemplate::read(&members.need("path")?, known)?),
        };
        let methods = [
            ("GET", Method::Get),
            ("POST", Method::Post),
            ("PUT", Method::Put),
            ("PATCH", Method::Patch),
            ("DELETE", Method::Delete),
        ];
        let encodings = [("json", Encoding::Json), ("form", Encoding::Form)];
        Ok(Self {
            method: members.read("method", |node| node.one_of(&methods))?.unwrap_or(default),
            target,
            body: members.read("body", |node| Template::read(node, known))?,
            encoding: members.read("encoding", |node| node.one_of(&encodings))?.unwrap_or(Encoding::Json),
            sign_in: members.read("sign_in", SignIn::read)?,
        })
    }

    pub(super) fn names(&self, root: &str) -> bool {
        let in_target = match &self.target {
            Target::Path(path) => path.names(root),
            Target::Given(name) => name == root,
        };
        in_target || self.body.as_ref().is_some_and(|body| body.names(root))
    }
}

impl Success {
    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        let mut members = node.members()?;
        let status = members.read("status", |node| node.list(Node::status))?.unwrap_or_default();
        let member = match members.read("at", Node::pointer)? {
            Some(at) => Some((at, members.need("equals")?.value.clone())),
            None => None,
        };
        let location = members.read("location", |node| {
            let mut members = node.members()?;
            let pair = (members.need("query")?.owned()?, members.need("equals")?.owned()?);
            members.finish()?;
            Ok(pair)
        })?;
        members.finish()?;
        Ok(Self { status, member, location })
    }
}

impl RefusalRule {
    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        let mut members = node.members()?;
        let default = Self::default();
        let mut statuses = |name| members.read(name, |node| node.list(Node::status));
        let (sign_in, prerequisite, wait) = (statuses("sign_in")?, statuses("prerequisite")?, statuses("wait")?);
        let families = Family::ALL.map(|family| (family.as_str(), family));
        let read = Self {
            family: members.read("family", |node| node.one_of(&families))?.unwrap_or(default.family),
            code: members.read("code", |node| node.list(Node::pointer))?.unwrap_or_default(),
            sign_in: sign_in.unwrap_or(default.sign_in),
            sign_in_codes: members.read("sign_in_codes", |node| node.list(Node::owned))?.unwrap_or_default(),
            prerequisite: prerequisite.unwrap_or_default(),
            wait: wait.unwrap_or(default.wait),
        };
        members.finish()?;
        Ok(read)
    }
}
