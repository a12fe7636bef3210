//! Says what the core makes of each origin and RP ID on standard input, for the oracles to judge.
//!
//! In: lines as in `tests/tables/origins.tsv`; only the first two columns count. Out: one line for
//! each, of three columns: the verdict as in the table, the serialised origin, the effective
//! domain. A column is empty where there is none.

use std::io::{self, BufRead, BufWriter, Write};

use passkey_provider::caller::{Frame, VerifiedCaller};
use passkey_provider::id::{InvalidOrigin, Origin, RpId};

fn main() -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line = line?;
        let mut columns = line.split('\t');
        let (Some(origin), Some(rp_id)) = (columns.next(), columns.next()) else {
            return Err(malformed(&line));
        };
        let origin = Origin::parse(&unescape(origin).ok_or_else(|| malformed(&line))?);
        let requested = match rp_id {
            "-" => None,
            text => Some(RpId::parse(&unescape(text).ok_or_else(|| malformed(&line))?)),
        };
        let verdict = verdict(origin.as_ref(), requested);
        let (serialised, domain) = match &origin {
            Ok(origin) => (origin.as_str(), origin.effective_domain().map_or("", RpId::as_str)),
            Err(_) => ("", ""),
        };
        writeln!(out, "{verdict}\t{serialised}\t{domain}")?;
    }
    out.flush()
}

/// The origin is looked at first: whoever has none asks for nothing.
fn verdict<E>(origin: Result<&Origin, &InvalidOrigin>, requested: Option<Result<RpId, E>>) -> String {
    let origin = match origin {
        Ok(origin) => origin,
        Err(InvalidOrigin::NotAnOrigin) => return "not_an_origin".to_owned(),
        Err(InvalidOrigin::Insecure) => return "insecure".to_owned(),
        Err(_) => return "refused".to_owned(),
    };
    let Ok(requested) = requested.transpose() else { return "not_an_rp_id".to_owned() };
    match VerifiedCaller::web(origin, Frame::SameOrigin, requested.as_ref()) {
        Ok(caller) => format!("accept {}", caller.rp_id()),
        Err(refused) => refused.reason().to_owned(),
    }
}

/// `\u{9}` becomes a tab: what a table of lines and tabs cannot hold.
fn unescape(column: &str) -> Option<String> {
    let mut parts = column.split("\\u{");
    let mut text = parts.next()?.to_owned();
    for part in parts {
        let (number, rest) = part.split_once('}')?;
        text.push(char::from_u32(u32::from_str_radix(number, 16).ok()?)?);
        text.push_str(rest);
    }
    Some(text)
}

fn malformed(line: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("no origin and RP ID, or an escape that is none: {line}"))
}
