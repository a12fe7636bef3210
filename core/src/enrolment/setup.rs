//! What an app says to begin.

use std::fmt;

use super::dialect::Dialect;
use super::record::Record;
use super::server::Server;
use crate::clock::Timestamp;
use crate::id::Origin;

/// What an enrolment begins with: a server, how it speaks, and what the app knows of the account.
pub struct Setup {
    record: Record,
}

/// Why an enrolment cannot begin so.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidSetup {
    /// The dialect has no parameter of this name.
    #[error("the dialect has no parameter \"{0}\"")]
    UnknownParameter(String),
    /// The dialect's paths need values that are not there.
    #[error("the dialect needs more parameters: it has {0}")]
    MissingParameter(String),
}

impl Setup {
    /// `parameters`: the values that the dialect wants of the app ([`Dialect::parameters`]), such as a realm. They go
    /// into paths encoded, and name no host.
    pub fn new(dialect: Dialect, server: Server, parameters: &[(&str, &str)]) -> Result<Self, InvalidSetup> {
        let unknown = parameters.iter().find(|(name, _)| !dialect.parameters().any(|known| known == *name));
        if let Some((name, _)) = unknown {
            return Err(InvalidSetup::UnknownParameter((*name).to_owned()));
        }
        let given = parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let record = Record::new(dialect, server, given);
        let values = record.values();
        let roots = &record.dialect.roots;
        if !roots.is_empty() && roots.iter().all(|root| root.fill(&values).is_none()) {
            let names: Vec<&str> = record.dialect.parameters().collect();
            return Err(InvalidSetup::MissingParameter(names.join(", ")));
        }
        Ok(Self { record })
    }

    /// The account that the person means, by its sign-in name: options of another one are put to the person.
    #[must_use]
    pub fn account(mut self, name: &str) -> Self {
        self.record.account = Some(name.to_owned());
        self
    }

    /// What the server is to call the passkey. Where it wants a name and none is given, the machine asks.
    #[must_use]
    pub fn friendly_name(mut self, name: &str) -> Self {
        self.record.name_it(name);
        self
    }

    /// The page that the server's client data name, where that is not the server's own origin, as `http://localhost`
    /// for one that is asked at `http://127.0.0.1`. This is the app's own code that speaks: it decides for which
    /// other domain's RP IDs the server's word counts.
    #[must_use]
    pub fn at_page(mut self, page: Origin) -> Self {
        self.record.page = Some(page);
        self
    }

    pub(super) fn into_record(self, now: Timestamp) -> Record {
        Record { begun: now, ..self.record }
    }
}

/// Names neither account nor passkey.
impl fmt::Debug for Setup {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Setup")
            .field("dialect", &self.record.dialect)
            .field("server", &self.record.server)
            .finish_non_exhaustive()
    }
}
