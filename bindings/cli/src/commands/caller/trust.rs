use passkey_provider::Error;
use passkey_provider::caller::BuildType;
use passkey_provider::id::PackageName;
use serde_json::json;

use crate::args::{App, Global};
use crate::caller::parse_app;
use crate::failure::Failure;
use crate::host::Host;
use crate::output::Output;

/// `caller trust`: from now on this browser may speak for pages.
pub(super) fn run(args: &App, global: &Global, output: Output) -> Result<(), Failure> {
    let app = parse_app(args)?
        .ok_or_else(|| Failure::usage("no browser is named", "Give --android-package and --android-cert."))?;
    let host = Host::open(global, output)?;
    host.remember(host.provider.callers().trust_app(&app)?)?;
    let package = app.package().as_str();
    output.answer(
        &json!({ "trusted": package }),
        &format!("{package} may act for web pages, with its current signing certificate."),
    )
}

/// `caller revoke`: no longer.
pub(super) fn revoke(package: &PackageName, global: &Global, output: Output) -> Result<(), Failure> {
    let host = Host::open_existing(global, BuildType::default(), output)?.ok_or(Error::UnknownApp)?;
    host.remember(host.provider.callers().revoke_app(package)?)?;
    output.answer(&json!({ "revoked": package.as_str() }), &format!("{package} may no longer act for web pages."))
}
