//! What an enrolment begins with.

use std::collections::HashMap;

use passkey_provider::enrolment as core;

use crate::boundary::error::FfiError;
use crate::boundary::parse;

/// What an enrolment begins with: a server, how it speaks, and what the app knows of the account.
#[derive(Clone, uniffi::Record)]
pub struct EnrolmentSetup {
    /// How the server speaks.
    pub dialect: Dialect,
    /// The server: an `https` URL such as `https://login.example.com`, with the path that everything is below, if there
    /// is one. `http` is for this machine alone. A token goes to its scheme, host and port and nowhere else.
    pub server: String,
    /// The values that the dialect wants of the app, such as a realm, by their names.
    pub parameters: HashMap<String, String>,
    /// The account that the person means, by its sign-in name: options of another one are put to the person.
    #[uniffi(default = None)]
    pub account: Option<String>,
    /// What the server is to call the passkey. Where it wants a name and none is given, a step asks for it.
    #[uniffi(default = None)]
    pub friendly_name: Option<String>,
    /// The origin of the page that the server's client data name, where that is not the server's own. It decides for
    /// which other domain's RP IDs the server's word counts.
    #[uniffi(default = None)]
    pub page: Option<String>,
}

/// How a server speaks.
#[derive(Clone, uniffi::Enum)]
pub enum Dialect {
    /// One that the library brings.
    Shipped {
        /// Its name, such as `entra-graph`.
        name: String,
    },
    /// A file of the app's own, as the schema of dialects describes it. It serves RP IDs of its server's own domain.
    Own {
        /// The JSON, of at most 16 KiB.
        json: String,
    },
}

/// A dialect, as a list of servers shows it.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct DialectSummary {
    /// Its name, such as `spring-security`.
    pub name: String,
    /// The server's name, for people.
    pub title: String,
    /// How it is known to be right.
    pub verified: DialectVerified,
    /// The names of the values that the app gives.
    pub parameters: Vec<String>,
    /// Whether the app brings the options, as out of a page.
    pub needs_options: bool,
    /// Whether the server can be asked what passkeys an account has.
    pub lists: bool,
    /// Whether the server can be asked to delete a passkey.
    pub deletes: bool,
}

/// How it is known that a dialect is right.
#[derive(Clone, Debug, PartialEq, uniffi::Enum)]
pub enum DialectVerified {
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

impl EnrolmentSetup {
    /// `name`: of the argument, as the foreign side writes it.
    pub(crate) fn parse(self, name: &str) -> Result<core::Setup, FfiError> {
        let member = |member: &str| format!("{name}.{member}");
        let dialect = match self.dialect {
            Dialect::Shipped { name: shipped } => core::Dialect::shipped(&shipped)
                .ok_or_else(|| FfiError::argument(&member("dialect"), "the library brings no dialect of this name"))?,
            Dialect::Own { json } => {
                core::Dialect::parse(json.as_bytes()).map_err(|error| FfiError::argument(&member("dialect"), error))?
            }
        };
        let server = core::Server::parse(&self.server).map_err(|error| FfiError::argument(&member("server"), error))?;
        let parameters: Vec<(&str, &str)> =
            self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let mut setup = core::Setup::new(dialect, server, &parameters)
            .map_err(|error| FfiError::argument(&member("parameters"), error))?;
        if let Some(account) = self.account {
            setup = setup.account(&account);
        }
        if let Some(name) = self.friendly_name {
            setup = setup.friendly_name(&name);
        }
        if let Some(page) = self.page {
            setup = setup.at_page(parse::origin(&member("page"), &page)?);
        }
        Ok(setup)
    }
}

impl From<core::Dialect> for DialectSummary {
    fn from(dialect: core::Dialect) -> Self {
        Self {
            name: dialect.name().to_owned(),
            title: dialect.title().to_owned(),
            verified: match dialect.verified().clone() {
                core::Verified::Ran { server, version, date } => DialectVerified::Ran { server, version, date },
                core::Verified::Documented { source } => DialectVerified::Documented { source },
            },
            parameters: dialect.parameters().map(str::to_owned).collect(),
            needs_options: dialect.needs_options(),
            lists: dialect.lists(),
            deletes: dialect.deletes(),
        }
    }
}
