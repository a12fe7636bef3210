//! What the members around a list say of it: that the answer is an error, or one page of several.

use serde_json::{Map, Value};

use super::names::{is_about_pages, plain, speaks_of_credentials};

/// Whether an object says that it is an error: by a member for errors that holds something, a status that
/// failed, or a title with a detail, as in RFC 9457.
pub(super) fn is_error(members: &Map<String, Value>) -> bool {
    let named: Vec<(String, &Value)> = members.iter().map(|(name, value)| (plain(name), value)).collect();
    let has_text = |wanted: &str| named.iter().any(|(name, value)| name == wanted && value.is_string() && says(value));
    let has_message = has_text("message") || has_text("msg");
    has_text("title") && has_text("detail") || named.iter().any(|(name, value)| fails(name, value, has_message))
}

fn fails(name: &str, value: &Value, has_message: bool) -> bool {
    const FAILED: &[&str] = &[
        "denied",
        "error",
        "exception",
        "fail",
        "failed",
        "failure",
        "fault",
        "forbidden",
        "unauthenticated",
        "unauthorized",
    ];
    let word = value.as_str().map(plain).unwrap_or_default();
    match name {
        _ if ["error", "exception", "fault"].iter().any(|part| name.contains(part)) => {
            says(value) && !name.ends_with("count")
        }
        "success" | "successful" | "succeeded" | "issuccess" | "issuccessful" | "ok" | "authenticated"
        | "authorized" | "isauthenticated" | "loggedin" => !says(value),
        "status" | "statuscode" | "statustext" | "httpstatus" | "httpstatuscode" | "httpcode" | "responsecode"
        | "state" | "resultcode" | "code" | "type" | "outcome" => {
            let is_failed = number(value).is_some_and(|number| (400..600).contains(&number));
            let is_code = name == "code" && has_message && !is_fine(value);
            is_failed || is_code || FAILED.iter().any(|failed| word.ends_with(failed))
        }
        _ => false,
    }
}

/// A code of a success: 0, 200 to 299, `ok`.
fn is_fine(value: &Value) -> bool {
    let word = value.as_str().map(plain).unwrap_or_default();
    !says(value)
        || number(value).is_some_and(|number| (200..300).contains(&number))
        || word == "ok"
        || word.contains("success")
}

/// Whether an object has a sentence for people, as answers have in place of what was asked for.
pub(super) fn explains(members: &Map<String, Value>) -> bool {
    const SENTENCES: &[&str] = &["description", "detail", "hint", "message", "msg", "reason", "title"];
    members
        .iter()
        .any(|(name, value)| SENTENCES.contains(&plain(name).as_str()) && value.is_string() && !is_fine(value))
}

/// What is said of pages by the objects around a list of so many entries.
pub(super) fn is_part(around: &[&Map<String, Value>], entries: usize) -> bool {
    let mut said = Vec::new();
    around.iter().for_each(|members| gather(members, &mut said));
    let entries = u64::try_from(entries).unwrap_or(u64::MAX);
    let is_end = said.iter().any(|(name, value)| ends(name, value));
    let is_counted = said.iter().any(|(name, value)| is_total(name) && number(value) == Some(entries));
    said.iter().any(|(name, value)| match number(value) {
        _ if links_on(name) => says(value),
        Some(total) if is_total(name) => total > entries,
        Some(number) if FIRST_IS_ONE.contains(&name.as_str()) => number > 1,
        Some(number) if FIRST_IS_NONE.contains(&name.as_str()) => number > 0,
        Some(limit) if LIMITS.contains(&name.as_str()) => limit > 0 && entries >= limit && !is_counted && !is_end,
        _ if LAST.contains(&name.as_str()) => *value == &Value::Bool(false),
        _ if is_cursor(name) => says(value) && !is_end,
        _ => false,
    })
}

const FIRST_IS_ONE: &[&str] = &[
    "currentpage",
    "lastpage",
    "maxpage",
    "numberofpages",
    "numpages",
    "page",
    "pagecount",
    "pageno",
    "pagenum",
    "pagenumber",
    "pages",
    "pagetotal",
    "startindex",
    "totalpages",
];
const FIRST_IS_NONE: &[&str] = &["from", "offset", "pageindex", "remaining", "skip"];
const LIMITS: &[&str] = &[
    "itemsperpage",
    "limit",
    "maxitems",
    "maxpagesize",
    "maxresults",
    "pagelimit",
    "pagesize",
    "perpage",
    "take",
    "top",
];
const LAST: &[&str] = &[
    "complete",
    "done",
    "end",
    "eof",
    "exhausted",
    "final",
    "first",
    "firstpage",
    "iscomplete",
    "isfinal",
    "isfirst",
    "isfirstpage",
    "islast",
    "islastpage",
    "last",
    "lastpage",
];
const CURSORS: &[&str] = &[
    "after",
    "before",
    "bookmark",
    "continue",
    "endcursor",
    "cursor",
    "exclusivestartkey",
    "lastevaluatedkey",
    "lastkey",
    "marker",
    "offsettoken",
    "resumetoken",
    "scrollid",
    "skiptoken",
    "startingafter",
];
const TOTALS: &[&str] =
    &["count", "itemcount", "numberofitems", "numfound", "odatacount", "recordcount", "recordstotal", "resultcount"];

fn links_on(name: &str) -> bool {
    ["next", "hasmore", "hasprev", "truncated", "incomplete", "partial", "remainingitem"]
        .iter()
        .any(|part| name.contains(part))
        || name.starts_with("prev")
        || name.starts_with("more")
        || name == "ismore"
}

fn is_cursor(name: &str) -> bool {
    CURSORS.contains(&name) || ["pagetoken", "paginationtoken", "continuation"].iter().any(|part| name.contains(part))
}

fn is_total(name: &str) -> bool {
    let of_credentials = || name.strip_suffix("count").is_some_and(speaks_of_credentials);
    TOTALS.contains(&name) || name.starts_with("total") && !name.contains("page") || of_credentials()
}

/// Whether a member says that nothing follows.
fn ends(name: &str, value: &Value) -> bool {
    let follows = name.contains("hasnext") || name.contains("hasmore") || name.starts_with("next");
    follows && !says(value) || ["last", "islast", "islastpage"].contains(&name) && *value == Value::Bool(true)
}

/// The members of an object, and of what holds links and pages in it.
fn gather<'v>(members: &'v Map<String, Value>, said: &mut Vec<(String, &'v Value)>) {
    for (name, value) in members {
        let name = plain(name);
        match value {
            Value::Object(inner) if is_about_pages(&name) => gather(inner, said),
            Value::Array(links) if is_about_pages(&name) => links.iter().for_each(|link| {
                let relation = |name: &str| link.get(name).and_then(Value::as_str).map(plain);
                said.extend(relation("rel").or_else(|| relation("relation")).map(|relation| (relation, link)));
            }),
            _ => {}
        }
        said.push((name, value));
    }
}

/// Whether a value says anything: nothing, no, none and their texts do not.
pub(super) fn says(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(is_so) => *is_so,
        Value::Number(number) => number.as_f64().is_some_and(|number| number > 0.0),
        Value::String(text) => {
            !["", "0", "-1", "false", "null", "none", "undefined"].contains(&text.trim().to_ascii_lowercase().as_str())
        }
        Value::Array(values) => !values.is_empty(),
        Value::Object(members) => match members.get("href").or_else(|| members.get("url")) {
            Some(link) => says(link),
            None => !members.is_empty(),
        },
    }
}

/// A number, or the text of one.
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}
