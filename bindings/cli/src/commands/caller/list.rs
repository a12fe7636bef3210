use passkey_provider::caller::{BuildType, LinkRelation, LinkedApp, PrivilegedList, TrustedApp};
use passkey_provider::clock::Timestamp;
use passkey_provider::id::CertificateFingerprint;
use serde_json::{Value, json};

use crate::args::Global;
use crate::failure::Failure;
use crate::host::Host;
use crate::output::Output;
use crate::table;
use crate::time;

/// `caller list`: what is known of callers, and how old that is.
pub(super) fn run(global: &Global, output: Output) -> Result<(), Failure> {
    let (list, trusted, linked) = match Host::open_existing(global, BuildType::default(), output)? {
        Some(host) => (
            host.provider.callers().privileged_list()?,
            host.provider.callers().trusted_apps()?,
            host.provider.callers().linked_apps()?,
        ),
        None => (None, Vec::new(), Vec::new()),
    };
    let now = time::now(global);
    let value = json!({
        "privileged_list": list.as_deref().map(list_to_json),
        "trusted": trusted.iter().map(trusted_to_json).collect::<Value>(),
        "linked": linked.iter().map(linked_to_json).collect::<Value>(),
    });
    let parts = [list_to_text(list.as_deref(), now), trusted_to_text(&trusted, now), linked_to_text(&linked, now)];
    output.answer(&value, &parts.join("\n\n"))
}

fn list_to_json(list: &PrivilegedList) -> Value {
    let packages: Vec<&str> = list.packages().into_iter().map(|package| package.as_str()).collect();
    json!({ "as_of": time::render(list.as_of()), "packages": packages })
}

fn list_to_text(list: Option<&PrivilegedList>, now: Timestamp) -> String {
    let Some(list) = list else {
        return "No list of privileged browsers: only browsers that you trust may act for a page.".to_owned();
    };
    let packages: Vec<String> = list.packages().into_iter().map(|package| format!("  {package}")).collect();
    format!("Privileged browsers, {}:\n{}", dated("as of", list.as_of(), now), packages.join("\n"))
}

fn trusted_to_json(trusted: &TrustedApp) -> Value {
    json!({
        "package": trusted.app.package().as_str(),
        "signers": texts(trusted.app.signers()),
        "since": time::render(trusted.since),
    })
}

fn trusted_to_text(trusted: &[TrustedApp], now: Timestamp) -> String {
    if trusted.is_empty() {
        return "You trust no other browser.".to_owned();
    }
    let lines: Vec<String> =
        trusted.iter().map(|app| format!("  {}, {}", app.app.package(), dated("since", app.since, now))).collect();
    format!("Browsers that you trust:\n{}", lines.join("\n"))
}

fn linked_to_json(linked: &LinkedApp) -> Value {
    json!({
        "rp_id": linked.rp_id.as_str(),
        "package": linked.package.as_str(),
        "certificate": linked.certificate.to_string(),
        "relation": match linked.relation {
            LinkRelation::LoginCredentials => "get_login_creds",
            LinkRelation::LoginCredentialsOrUrls => "handle_all_urls",
        },
        "fetched": time::render(linked.fetched),
    })
}

fn linked_to_text(linked: &[LinkedApp], now: Timestamp) -> String {
    if linked.is_empty() {
        return "No site has named an app as its own.".to_owned();
    }
    let row = |app: &LinkedApp| {
        let heard = format!("{} ({})", time::render(app.fetched), time::age(app.fetched, now));
        [app.rp_id.to_string(), app.package.to_string(), heard]
    };
    let rows: Vec<[String; 3]> = linked.iter().map(row).collect();
    table::render(["SITE", "ITS APP", "HEARD"], &rows)
}

fn texts(fingerprints: &[CertificateFingerprint]) -> Vec<String> {
    fingerprints.iter().map(ToString::to_string).collect()
}

fn dated(word: &str, time: Timestamp, now: Timestamp) -> String {
    format!("{word} {} ({})", time::render(time), time::age(time, now))
}
