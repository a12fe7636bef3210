//! What sites answered, from files: the command itself asks nobody.

use std::io;
use std::path::Path;

use passkey_provider::exchange::{Answer, Response, ResponseHeaders};
use serde::Deserialize;

use crate::args::Asking;
use crate::failure::Failure;
use crate::input::read_file;

/// What a site answers to one request after the other, as far as the command line says.
pub(crate) enum Answers {
    /// It was not asked.
    None,
    /// It cannot be reached.
    Unreachable,
    /// These.
    Given(Vec<Answer>),
}

/// A name that ends so is of a whole answer, not of its body.
const WHOLE_ANSWER: &str = ".answer.json";

/// The most bytes of a file that are read: more than the core takes of any answer, so that the core
/// says what is wrong.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// A whole answer as a file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Recorded {
    status: u16,
    #[serde(default)]
    content_type: Option<String>,
    #[serde(default)]
    redirects: Vec<String>,
    #[serde(default)]
    body: String,
}

impl Answers {
    /// What the command line says of the site.
    pub(super) fn read(asking: &Asking) -> Result<Self, Failure> {
        let files: Vec<_> = asking.asset_links.iter().chain(&asking.related_origins).collect();
        Ok(match (asking.offline, files.as_slice()) {
            (true, _) => Self::Unreachable,
            (false, []) => Self::None,
            (false, files) => Self::Given(files.iter().map(|path| read(path)).collect::<Result<_, _>>()?),
        })
    }

    /// Whether the site said something.
    pub(super) fn are_given(&self) -> bool {
        matches!(self, Self::Given(_))
    }

    /// The answer to the request of this number, from 0.
    pub(super) fn to(&self, request: usize) -> Option<Answer> {
        match self {
            Self::None => None,
            Self::Unreachable => Some(Answer::Unreachable),
            Self::Given(answers) => answers.get(request).cloned(),
        }
    }
}

fn read(path: &Path) -> Result<Answer, Failure> {
    let content = read_file(path, MOST_BYTES)?;
    if !path.to_string_lossy().ends_with(WHOLE_ANSWER) {
        let content_type = Some("application/json".to_owned());
        return Ok(Answer::Response(Response {
            status: 200,
            content_type,
            redirects: vec![],
            headers: ResponseHeaders::default(),
            body: content,
        }));
    }
    let Recorded { status, content_type, redirects, body } = serde_json::from_slice(&content)
        .map_err(|error| Failure::file(path, io::Error::new(io::ErrorKind::InvalidData, error)))?;
    Ok(Answer::Response(Response {
        status,
        content_type,
        redirects,
        headers: ResponseHeaders::default(),
        body: body.into_bytes(),
    }))
}
