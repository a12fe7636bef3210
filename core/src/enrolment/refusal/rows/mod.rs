//! The table: a file for each family. A row stands for what a source documents, and for nothing else.

mod auth0;
mod better_auth;
mod django;
mod entra;
mod flask_security;
mod graph;
mod http;
mod keycloak;
mod oauth;
mod okta;
mod policy;
mod privacyidea;
mod spring_security;
mod without_code;
mod zitadel;

use super::cause::Cause;
use super::family::Family;
use super::row::{Key, Row};

/// The rows of a family; a [`Cause`] is found by its [name](named).
pub(super) const fn of(family: Family) -> &'static [Row] {
    match family {
        Family::Named => &[],
        Family::Policy => policy::ROWS,
        Family::Entra => entra::ROWS,
        Family::Graph => graph::ROWS,
        Family::Keycloak => keycloak::ROWS,
        Family::Allauth => django::ROWS,
        Family::PrivacyIdea => privacyidea::ROWS,
        Family::SpringSecurity => spring_security::ROWS,
        Family::BetterAuth => better_auth::ROWS,
        Family::FlaskSecurity => flask_security::ROWS,
        Family::Okta => okta::ROWS,
        Family::Auth0 => auth0::ROWS,
        Family::Zitadel => zitadel::ROWS,
        Family::OAuth => oauth::ROWS,
        Family::Http => http::ROWS,
    }
}

/// The row of a cause by its name.
pub(super) fn named(name: &str) -> Option<Row> {
    let cause = Cause::ALL.iter().copied().find(|cause| cause.as_str() == name)?;
    Some(Row { key: Key::Code(cause.as_str()), during: None, cause, source: source(cause) })
}

/// What documents a cause: a page where no server has a code for it, or else the first row that has one.
fn source(cause: Cause) -> &'static str {
    let without_code = without_code::ROWS.iter().find(|(own, _)| *own == cause).map(|(_, source)| *source);
    let with_code = || Family::ALL.into_iter().flat_map(of).find(|row| row.cause == cause).map(|row| row.source);
    without_code.or_else(with_code).unwrap_or("what the app or the dialect found out")
}

/// Whether it passes by itself, whatever an unknown code beside it means.
pub(super) const fn passes(cause: Cause) -> bool {
    matches!(cause, Cause::Throttled | Cause::ServerDown)
}
