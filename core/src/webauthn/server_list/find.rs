//! Where the list is in an answer.

use serde_json::{Map, Value};

use super::ServerListRefused;
use super::entry::Entry;
use super::names::{is_container, is_other_list, plain, speaks_of_credentials};
use super::signs::{explains, is_error};

/// More lists than any answer has that could be the one.
const MOST_LISTS: usize = 64;

/// The lists of an answer that say which credentials an account has.
pub(super) struct Lists<'v> {
    pub(super) entries: Vec<&'v Value>,
    /// The objects that hold them, the answer itself first.
    pub(super) around: Vec<&'v Map<String, Value>>,
}

/// A list in an answer, not looked into.
struct Candidate<'v> {
    name: String,
    /// Whether its name, or that of what it is the whole content of, speaks of credentials.
    of_credentials: bool,
    entries: &'v [Value],
    around: Vec<&'v Map<String, Value>>,
}

/// Finds the lists.
///
/// One that is named for credentials, or whose entries say which member is the credential's id, goes
/// before all others, and several of these are read as one. Any other list counts only where it is alone
/// and not empty: an empty one may be a list of anything, such as the causes of an error.
pub(super) fn find(answer: &Value) -> Result<Lists<'_>, ServerListRefused> {
    let members = match answer {
        Value::Array(entries) => return Ok(Lists { entries: entries.iter().collect(), around: Vec::new() }),
        Value::Object(members) => members,
        _ => return Err(ServerListRefused::NotAList),
    };
    let mut candidates = Vec::new();
    gather(members, false, &mut Vec::new(), &mut candidates)?;
    candidates.retain(|candidate| candidate.of_credentials || !is_other_list(&candidate.name));
    let has_sure = |entries: &[Value]| entries.iter().any(|entry| Entry::read(entry).is_sure);
    let (mut chosen, others): (Vec<_>, Vec<_>) =
        candidates.into_iter().partition(|candidate| candidate.of_credentials || has_sure(candidate.entries));
    if chosen.is_empty() {
        chosen = sole(others)?;
    }
    let is_empty = chosen.iter().all(|candidate| candidate.entries.is_empty());
    let mut lists = Lists { entries: Vec::new(), around: Vec::new() };
    for Candidate { entries, around, .. } in chosen {
        if around.iter().any(|members| is_error(members) || is_empty && explains(members)) {
            return Err(ServerListRefused::NotAList);
        }
        lists.entries.extend(entries);
        lists.around.extend(around);
    }
    Ok(lists)
}

/// The one list that is not empty, or the empty list that is the whole answer as OData writes it.
fn sole(candidates: Vec<Candidate<'_>>) -> Result<Vec<Candidate<'_>>, ServerListRefused> {
    let is_likely =
        |candidate: &Candidate<'_>| is_container(&candidate.name) || candidate.entries.iter().any(Value::is_object);
    let is_odata = |candidate: &Candidate<'_>| {
        let root = candidate.around.as_slice();
        candidate.name == "value"
            && matches!(root, [root] if root.keys().all(|name| name == "value" || name.starts_with('@')))
    };
    let (full, empty): (Vec<_>, Vec<_>) = candidates.into_iter().partition(|candidate| !candidate.entries.is_empty());
    match full.as_slice() {
        [only] if is_likely(only) => Ok(full),
        [] if empty.iter().any(is_odata) => Ok(empty),
        _ => Err(ServerListRefused::NotAList),
    }
}

fn gather<'v>(
    members: &'v Map<String, Value>,
    of_credentials: bool,
    around: &mut Vec<&'v Map<String, Value>>,
    found: &mut Vec<Candidate<'v>>,
) -> Result<(), ServerListRefused> {
    around.push(members);
    for (name, value) in members {
        let name = plain(name);
        let of_credentials = speaks_of_credentials(&name) || of_credentials && is_container(&name);
        match value {
            Value::Array(entries) if found.len() < MOST_LISTS => {
                found.push(Candidate { name, of_credentials, entries, around: around.clone() });
            }
            Value::Array(_) => return Err(ServerListRefused::NotAList),
            Value::Object(inner) if !is_other_list(&name) => gather(inner, of_credentials, around, found)?,
            _ => {}
        }
    }
    around.pop();
    Ok(())
}
