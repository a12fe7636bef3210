use std::collections::HashSet;

use super::OptionsError;
use super::coercion::Coercion;
use super::json::{Json, Object};
use super::path::Path;

/// Leaves each member of each object once. Two that agree are one; two that disagree are refused,
/// for parsers differ on which of them counts.
pub(super) fn settle<C: Coercion>(value: &mut Json<'_>, at: Path<'_>, coercion: &mut C) -> Result<(), OptionsError> {
    match value {
        Json::List(entries) => entries
            .iter_mut()
            .enumerate()
            .try_for_each(|(index, entry)| settle(entry, Path::Entry(&at, index), coercion)),
        Json::Object(object) => {
            settle_members(object, at, coercion)?;
            object.0.iter_mut().try_for_each(|(name, value)| settle(value, Path::Member(&at, name), coercion))
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => Ok(()),
    }
}

fn settle_members<C: Coercion>(object: &mut Object<'_>, at: Path<'_>, coercion: &mut C) -> Result<(), OptionsError> {
    let repeated = object.repeated();
    for (first, again) in &repeated {
        let (Some((name, first)), Some((_, again))) = (object.0.get(*first), object.0.get(*again)) else { continue };
        let path = Path::Member(&at, name);
        if first != again {
            return Err(OptionsError::Contradiction { path: path.written() });
        }
        coercion.note(path, "the same member again", "one of the two");
    }
    if !repeated.is_empty() {
        let repeated: HashSet<usize> = repeated.into_iter().map(|(_, again)| again).collect();
        let mut places = 0..;
        object.0.retain(|_| places.next().is_none_or(|place| !repeated.contains(&place)));
    }
    Ok(())
}
