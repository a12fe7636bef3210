//! What an answer means, by the dialect.

use std::time::Duration;

use serde_json::Value;

use super::dialect::{Dialect, Success};
use super::failure::{Failure, RefusedAs, code_of};
use super::pointer;
use super::retry_after::retry_after;
use crate::clock::Timestamp;
use crate::document::Unambiguous;
use crate::exchange::{Answer, Limits, Response, is_json};

/// What an answer means.
pub(super) enum Verdict {
    /// It was done; what the server says.
    Taken(Value),
    /// Sign in first, or again.
    SignIn(RefusedAs),
    /// Ask again later.
    Wait(Option<Duration>, RefusedAs),
    /// It was not done, and the server says so.
    Refused(Failure, RefusedAs),
    /// Whether it was done is not known.
    Unknown(Failure),
}

/// Judges an answer. `needs_json`: an answer without JSON says nothing. `now`: by the host's clock.
pub(super) fn judge(
    dialect: &Dialect,
    success: &Success,
    needs_json: bool,
    limits: Limits,
    answer: &Answer,
    now: Timestamp,
) -> Verdict {
    let Answer::Response(response) = answer else { return Verdict::Unknown(Failure::Unreachable) };
    if !response.redirects.is_empty() {
        return Verdict::Unknown(Failure::Redirected);
    }
    if response.body.len() > limits.most_bytes {
        return Verdict::Unknown(Failure::TooLong);
    }
    let body = body_of(response);
    let refused = refused_as(dialect, response.status, body.as_ref().ok());
    let rule = &dialect.refusal;
    let is_done = match success.status.as_slice() {
        [] => (200..300).contains(&response.status),
        some => some.contains(&response.status),
    };
    if is_done {
        return done(success, needs_json, response, body, refused);
    }
    let is_sign_in_code = |code: &Option<String>| code.as_ref().is_some_and(|code| rule.sign_in_codes.contains(code));
    match response.status {
        // 503 asks to wait only where it says for how long (RFC 9110, section 15.6.4).
        status if rule.wait.contains(&status) && (status < 500 || response.headers.retry_after.is_some()) => {
            let after = response.headers.retry_after.as_deref().and_then(|text| retry_after(text, now));
            Verdict::Wait(after, refused)
        }
        status if rule.sign_in.contains(&status) || is_sign_in_code(&refused.code) => Verdict::SignIn(refused),
        status if rule.prerequisite.contains(&status) => Verdict::Refused(Failure::Prerequisite, refused),
        // The server did not wait for the request, or refuses to say.
        408 | 425 => Verdict::Unknown(Failure::ServerFailed),
        400..500 => Verdict::Refused(Failure::Refused, refused),
        // A page in place of what was to come: said of the statuses of success alone.
        200..300 if !success.status.is_empty() => Verdict::Refused(Failure::Refused, refused),
        300..400 => Verdict::Unknown(Failure::Redirected),
        _ => Verdict::Unknown(Failure::ServerFailed),
    }
}

fn done(
    success: &Success,
    needs_json: bool,
    response: &Response,
    body: Result<Value, Failure>,
    refused: RefusedAs,
) -> Verdict {
    if let Some((query, value)) = &success.location {
        let location = response.headers.location.as_deref().unwrap_or_default();
        let query_of = location.split_once('?').map_or("", |(_, rest)| rest);
        let query_of = query_of.split('#').next().unwrap_or_default();
        let says =
            url::form_urlencoded::parse(query_of.as_bytes()).any(|(name, found)| name == *query && found == *value);
        return if says { Verdict::Taken(Value::Null) } else { Verdict::Unknown(Failure::Redirected) };
    }
    let body = match body {
        Ok(body) => body,
        Err(_) if !needs_json && success.member.is_none() => Value::Null,
        Err(failure) => return Verdict::Unknown(failure),
    };
    match &success.member {
        Some((at, expected)) => match pointer::find(&body, at) {
            Some(found) if *found == *expected => Verdict::Taken(body),
            Some(_) => Verdict::Refused(Failure::Refused, refused),
            None => Verdict::Unknown(Failure::WrongShape),
        },
        None => Verdict::Taken(body),
    }
}

fn body_of(response: &Response) -> Result<Value, Failure> {
    let essence = response.content_type.as_deref().unwrap_or_default();
    // RFC 6839, section 3.1, for `application/problem+json`.
    let ends_in_json = essence.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().ends_with("+json");
    if !is_json(essence) && !ends_in_json {
        return Err(Failure::NotJson);
    }
    serde_json::from_slice(&response.body).map(|Unambiguous(value)| value).map_err(|_| Failure::NotJson)
}

fn refused_as(dialect: &Dialect, status: u16, body: Option<&Value>) -> RefusedAs {
    let found = |at: &String| pointer::find(body?, at).and_then(|found| code_of(&pointer::scalar(&found)?));
    RefusedAs { status, code: dialect.refusal.code.iter().find_map(found) }
}
