use serde::Deserialize;
use serde::de::Error as _;

/// Reads the text of a JSON object. By itself serde takes an array of the members' values for one too,
/// and no publisher means that.
pub(super) fn read_object<'a, T: Deserialize<'a>>(json: &'a str) -> Result<T, serde_json::Error> {
    if json.trim_start().starts_with('{') {
        serde_json::from_str(json)
    } else {
        Err(serde_json::Error::custom("no object"))
    }
}
