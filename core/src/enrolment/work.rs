//! What a step holds, and what is sent next.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use super::dialect::{Dialect, Encoding, Endpoint, PathTemplate, SignIn, Target, Values};
use super::failure::Failure;
use super::outcome::Outcome;
use super::record::{EnrolmentId, Record};
use super::session::Session;
use crate::error::Error;
use crate::exchange::{Header, Limits, Request};
use crate::secret::Secret;
use crate::store::Epoch;

/// What a step holds.
pub(super) struct Work {
    pub(super) id: EnrolmentId,
    pub(super) record: Record,
    pub(super) session: Session,
    /// What answers gave to be sent back, and the credential.
    pub(super) taken: Values,
    /// How often in a row it was not the server's last word: signed in again, waited.
    pub(super) tries: u8,
    /// Whether the registration was sent before to a server that may have taken it: then a refusal may be of the
    /// second.
    pub(super) may_be_taken: bool,
}

/// What a request is for.
#[derive(Clone)]
pub(super) enum Errand {
    Options,
    Register,
    List(Listing),
    Delete(Value),
    /// The server has the passkey, and takes its name now.
    Name(Box<Outcome>),
}

/// A list, as far as it is read.
#[derive(Clone, Default)]
pub(super) struct Listing {
    /// The store's epoch before it was asked for.
    pub(super) asked: Epoch,
    pub(super) pages: u8,
    pub(super) entries: Vec<Value>,
    /// The URL of the next page.
    pub(super) next: Option<String>,
    /// Whether it was asked for before, and did not have the passkey: a server that is slow may still take it.
    pub(super) was_missing: bool,
}

/// The stage and the errand do not fit.
pub(super) const UNEXPECTED: Error = Error::Internal { at: "an enrolment without a passkey" };

const LIMITS: Limits = Limits { most_bytes: 1024 * 1024, timeout: Duration::from_secs(30), most_redirects: 0 };

impl Work {
    /// In a box, for steps are passed on.
    pub(super) fn new(id: EnrolmentId, record: Record) -> Box<Self> {
        Box::new(Self { id, record, session: Session::default(), taken: Values::new(), tries: 0, may_be_taken: false })
    }

    pub(super) fn dialect(&self) -> &Dialect {
        &self.record.dialect
    }

    pub(super) fn values(&self) -> Values {
        let mut values = self.record.values();
        values.extend(self.taken.clone());
        values
    }

    /// The endpoint of an errand; `None` where the server has none.
    fn endpoint(&self, errand: &Errand) -> Option<&Endpoint> {
        let dialect = self.dialect();
        match errand {
            Errand::Options => dialect.options.endpoint.as_ref(),
            Errand::Register => Some(&dialect.register.endpoint),
            Errand::List(_) => dialect.list.as_ref().map(|list| &list.endpoint),
            Errand::Delete(_) => dialect.delete.as_ref(),
            Errand::Name(_) => dialect.naming.as_ref(),
        }
    }

    pub(super) fn sign_in(&self, errand: &Errand) -> &SignIn {
        let own = self.endpoint(errand).and_then(|endpoint| endpoint.sign_in.as_ref());
        own.unwrap_or(&self.dialect().sign_in)
    }

    /// Whether the server's list can say of the passkey whether the server has it.
    pub(super) fn list_can_tell(&self) -> bool {
        let knows_registration = self.record.subject().is_some_and(|subject| subject.registration.is_some());
        self.dialect()
            .list
            .as_ref()
            .is_some_and(|list| list.credential.is_some() || (list.registration.is_some() && knows_registration))
    }

    /// The request of an errand.
    pub(super) fn request(&self, errand: &Errand) -> Result<Request, Failure> {
        let endpoint = self.endpoint(errand).ok_or(Failure::NotDeletable)?;
        let mut values = self.values();
        let id = match errand {
            Errand::Delete(id) => Some(id),
            Errand::Name(_) => self.record.subject().and_then(|subject| subject.registration.as_ref()),
            Errand::Options | Errand::Register | Errand::List(_) => None,
        };
        values.extend(id.map(|id| ("id".to_owned(), id.clone())));
        let url = match errand {
            Errand::List(Listing { next: Some(next), .. }) => self.record.server.url_named(next, None),
            _ => self.url(endpoint, &values)?,
        };
        // The last look before anything secret is attached.
        let url = url.ok_or(Failure::OtherHost)?;
        let mut headers = self.session.headers(self.sign_in(errand));
        for (name, template) in &self.dialect().headers {
            if let Some(Value::String(value)) = template.fill(&values)
                && value.bytes().all(|byte| (0x20..0x7f).contains(&byte))
            {
                headers.push(Header { name: name.clone().into(), value: Secret::new(value.into_bytes()) });
            }
        }
        let body = match &endpoint.body {
            Some(body) => {
                let filled = body.fill(&values).ok_or(Failure::WrongShape)?;
                Some(render(&filled, endpoint.encoding).ok_or(Failure::WrongShape)?)
            }
            None => None,
        };
        if body.is_some() || endpoint.method == crate::exchange::Method::Post {
            let content_type: &[u8] = match endpoint.encoding {
                Encoding::Json => b"application/json",
                Encoding::Form => b"application/x-www-form-urlencoded",
            };
            headers.push(Header { name: "content-type".into(), value: Secret::new(content_type.to_vec()) });
        }
        Ok(Request { method: endpoint.method, url, headers, body: body.map(Secret::new), limits: LIMITS })
    }

    /// The inner `None`: it would be elsewhere.
    fn url(&self, endpoint: &Endpoint, values: &Values) -> Result<Option<String>, Failure> {
        let named = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        Ok(match &endpoint.target {
            Target::Given(name) => {
                self.record.server.url_named(&named(values.get(name)).ok_or(Failure::WrongShape)?, None)
            }
            Target::Path(path) => {
                let root = self.dialect().roots.iter().find_map(|root: &PathTemplate| root.fill(values));
                let path = path.fill(values).ok_or(Failure::WrongShape)?;
                self.record.server.url(&format!("{}{path}", root.unwrap_or_default()))
            }
        })
    }
}

fn render(body: &Value, encoding: Encoding) -> Option<Vec<u8>> {
    match encoding {
        Encoding::Json => serde_json::to_vec(body).ok(),
        Encoding::Form => {
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            for (name, value) in body.as_object()? {
                form.append_pair(name, &super::pointer::scalar(value)?);
            }
            Some(form.finish().into_bytes())
        }
    }
}

impl Errand {
    /// Stable machine-readable name.
    pub(super) const fn as_str(&self) -> &'static str {
        match self {
            Self::Options => "options",
            Self::Register => "register",
            Self::List(_) => "list",
            Self::Delete(_) => "delete",
            Self::Name(_) => "name",
        }
    }
}

/// Names neither account nor passkey.
impl fmt::Debug for Work {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Enrolment")
            .field("id", &self.id)
            .field("dialect", &self.record.dialect)
            .field("server", &self.record.server)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Errand {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
