use super::cause::Cause;
use super::code;
use super::family::{During, Family};
use super::row::{Key, Row};
use super::rows;
use crate::enrolment::Actor;
use crate::id::Aaguid;

/// How a server refused.
#[derive(Clone, Copy, Debug)]
pub struct Refusal<'a> {
    /// Whose codes it gives.
    pub family: Family,
    /// The HTTP status of the answer.
    pub status: Option<u16>,
    /// The code in the answer. A text after it is left out.
    pub code: Option<&'a str>,
    /// What was asked.
    pub during: Option<During>,
    /// The model that the registration names, for the administrator.
    pub aaguid: Option<Aaguid>,
}

/// What a refusal means. Nothing in it is the server's own text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Explanation {
    /// Why it refused.
    pub cause: Cause,
    /// Who has to do something so that it goes on; `None`: that is not known.
    pub actor: Option<Actor>,
    /// What happened and what to do next, for the person.
    pub person: String,
    /// What to do, for the administrator or developer, where it is another thing.
    pub other: Option<String>,
    /// A page on which the person can do it.
    pub link: Option<&'static str>,
    /// The code, for support: letters, digits, `_`, `.` and `-` only.
    pub code: Option<String>,
    /// The HTTP status, for support.
    pub status: Option<u16>,
    /// What documents the meaning; `None` where it is not known.
    pub source: Option<&'static str>,
}

/// Where people manage their methods at Microsoft Entra.
const SECURITY_INFO: &str = "https://mysignins.microsoft.com/security-info";

impl<'a> Refusal<'a> {
    /// A code, and nothing else.
    pub const fn of(family: Family, code: &'a str) -> Self {
        Self { family, status: None, code: Some(code), during: None, aaguid: None }
    }

    /// What it means.
    pub fn explain(&self) -> Explanation {
        let code = self.code.and_then(code::cleaned);
        let status = self.status.filter(|status| (100..600).contains(status));
        let row = self.row(code.as_deref(), status);
        let cause = row.map_or(Cause::Unknown, |row| row.cause);
        Explanation {
            cause,
            actor: cause.actor(),
            person: self.person(cause, code.as_deref(), status),
            other: self.other(cause),
            link: self.link(cause),
            code,
            status,
            source: row.map(|row| row.source),
        }
    }

    /// By its code, in its own family and in OAuth's. By its status only if there is no code, or if the status says
    /// by itself that it passes: what an unknown code means beyond that is not known.
    fn row(&self, code: Option<&str>, status: Option<u16>) -> Option<Row> {
        let Some(code) = code else {
            return self.by_status(status?);
        };
        let prefix = self.family.prefix();
        let has_prefix = code.get(..prefix.len()).is_some_and(|own| own.eq_ignore_ascii_case(prefix));
        let short = if has_prefix { code.get(prefix.len()..).unwrap_or(code) } else { code };
        let found = [self.family, Family::OAuth].into_iter().find_map(|family| {
            let is_meant = |key| matches!(key, Key::Code(own) if own.eq_ignore_ascii_case(short));
            find(rows::of(family), self.during, is_meant)
        });
        let found = found.or_else(|| rows::named(short).filter(|_| self.family == Family::Named));
        found.or_else(|| self.by_status(status?).filter(|row| rows::passes(row.cause)))
    }

    fn by_status(&self, status: u16) -> Option<Row> {
        let is_meant = |key| key == Key::Status(status);
        [self.family, Family::Http].into_iter().find_map(|family| find(rows::of(family), self.during, is_meant))
    }

    fn person(&self, cause: Cause, code: Option<&str>, status: Option<u16>) -> String {
        let mut text = cause.person().to_owned();
        if cause == Cause::Unknown {
            let code = code.filter(|code| code::is_number(code)).map(|code| format!("code {code}"));
            let numbers: Vec<String> = code.into_iter().chain(status.map(|status| format!("HTTP {status}"))).collect();
            if !numbers.is_empty() {
                text.push_str(&format!(" Support may ask for this: {}.", numbers.join(", ")));
            }
        }
        if let (true, Some(aaguid)) = (is_about_the_model(cause), self.aaguid) {
            text.push_str(&format!(" They need this app's AAGUID: {aaguid}."));
        }
        text
    }

    fn other(&self, cause: Cause) -> Option<String> {
        let mut text = cause.other()?.to_owned();
        if let (true, Some(aaguid)) = (is_about_the_model(cause), self.aaguid) {
            text.push_str(&format!(" The AAGUID of this app: {aaguid}."));
        }
        Some(text)
    }

    fn link(&self, cause: Cause) -> Option<&'static str> {
        let is_entra = matches!(self.family, Family::Entra | Family::Graph);
        let is_there = matches!(
            cause,
            Cause::TooManyMethods
                | Cause::NoSecondFactor
                | Cause::AccountRenamed
                | Cause::Duplicate
                | Cause::PasskeyUnknown
                | Cause::CounterRefused
        );
        Some(SECURITY_INFO).filter(|_| is_entra && is_there)
    }
}

/// Whether an administrator can mend it by allowing the model.
const fn is_about_the_model(cause: Cause) -> bool {
    matches!(cause, Cause::AaguidNotAllowed | Cause::AttestationRequired | Cause::RefusedByPolicy)
}

/// The row for what was asked, or else the one for anything.
fn find(rows: &[Row], during: Option<During>, is_meant: impl Fn(Key) -> bool) -> Option<Row> {
    let own = rows.iter().find(|row| row.during.is_some() && row.during == during && is_meant(row.key));
    own.or_else(|| rows.iter().find(|row| row.during.is_none() && is_meant(row.key))).copied()
}
