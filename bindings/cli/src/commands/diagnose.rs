use serde_json::to_value;

use crate::args::Global;
use crate::failure::Failure;
use crate::host::Host;
use crate::output::Output;

/// `diagnose`: the report for support. JSON either way, on one line for programs.
pub(super) fn run(global: &Global, output: Output) -> Result<(), Failure> {
    let report = Host::open(global, output)?.provider.diagnose()?;
    let report =
        to_value(report).map_err(|_| passkey_provider::Error::Internal { at: "the report could not be rendered" })?;
    output.answer(&report, &format!("{report:#}"))
}
