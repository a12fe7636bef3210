use std::path::Path;

use jiff::Timestamp;
use passkey_provider::caller::PrivilegedList;
use serde_json::json;

use crate::args::Global;
use crate::failure::Failure;
use crate::host::Host;
use crate::input::{changed, read_privileged_document};
use crate::output::Output;
use crate::time;

/// `caller update`: a newer list of privileged browsers into the store.
pub(super) fn run(file: &Path, as_of: Option<Timestamp>, global: &Global, output: Output) -> Result<(), Failure> {
    let document = read_privileged_document(file)?;
    let as_of = as_of.map_or_else(|| changed(file), |moment| Ok(time::timestamp(moment)))?;
    // A document that is not a list creates no store.
    let list = PrivilegedList::parse(&document, as_of.min(time::now(global)))?;
    let host = Host::open(global, output)?;
    host.remember(host.provider.callers().update_privileged_list(&document, as_of)?)?;
    let (count, as_of) = (list.packages().len(), time::render(list.as_of()));
    output
        .answer(&json!({ "as_of": as_of, "packages": count }), &format!("Privileged browsers: {count}, as of {as_of}."))
}
