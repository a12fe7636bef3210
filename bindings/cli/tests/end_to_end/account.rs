//! Requests for one account at one site, as plain JSON, for what needs no server's verdict.

use serde_json::{Value, json};

use crate::command::{Ran, Sandbox};

pub(crate) const ORIGIN: &str = "https://example.com";
pub(crate) const RP_ID: &str = "example.com";

/// The user handle of the account.
pub(crate) const HANDLE: &str = "YWRhLWxvdmVsYWNl";

/// Creation options of the account that exclude these passkeys.
pub(crate) fn creation_options(exclude: &[&str]) -> String {
    creation_options_of(HANDLE, "ada@example.com", exclude)
}

/// The same of any account at the site.
pub(crate) fn creation_options_of(handle: &str, name: &str, exclude: &[&str]) -> String {
    let exclude: Vec<Value> = exclude.iter().map(|id| json!({ "type": "public-key", "id": id })).collect();
    json!({
        "rp": { "id": RP_ID, "name": "Example" },
        "user": { "id": handle, "name": name, "displayName": name },
        "challenge": "q83vASNFZ4mrze8BI0VniQ",
        "pubKeyCredParams": [{ "type": "public-key", "alg": -7 }],
        "excludeCredentials": exclude,
    })
    .to_string()
}

/// Request options of the site that allow these passkeys; any, if there are none.
pub(crate) fn request_options(allow: &[&str]) -> String {
    let allow: Vec<Value> = allow.iter().map(|id| json!({ "type": "public-key", "id": id })).collect();
    json!({ "rpId": RP_ID, "challenge": "q83vASNFZ4mrze8BI0VniQ", "allowCredentials": allow }).to_string()
}

/// `create` by the site's page, with a gesture, and more on the command line.
pub(crate) fn create(sandbox: &Sandbox, more: &[&str], options: &str) -> Ran {
    sandbox.run(&[&["create", "--origin", ORIGIN, "--approve"], more].concat(), options)
}

/// Makes a passkey of the account, and tells its id.
pub(crate) fn created(sandbox: &Sandbox, more: &[&str]) -> String {
    id_of(&create(sandbox, more, &creation_options(&[])))
}

/// The id in a response that must be one.
#[track_caller]
pub(crate) fn id_of(ran: &Ran) -> String {
    assert_eq!(ran.status, 0, "{ran:?}");
    serde_json::from_str::<Value>(&ran.stdout).unwrap()["id"].as_str().unwrap().to_owned()
}

/// How a passkey stands: standing, reason and visibility.
pub(crate) fn standing(sandbox: &Sandbox, id: &str) -> [String; 3] {
    let shown = sandbox.json(&["show", id]);
    ["standing", "reason", "visibility"].map(|member| shown[member].as_str().unwrap().to_owned())
}

/// The ids that a command lists.
pub(crate) fn listed(sandbox: &Sandbox, args: &[&str]) -> Vec<String> {
    let listing = sandbox.json(args);
    let passkeys = listing["passkeys"].as_array().unwrap();
    passkeys.iter().map(|passkey| passkey["credential_id"].as_str().unwrap().to_owned()).collect()
}

/// The ids that autofill would offer at the site.
pub(crate) fn offered(sandbox: &Sandbox) -> Vec<String> {
    let candidates = sandbox.json(&["candidates", RP_ID]);
    let candidates = candidates.as_array().unwrap();
    candidates.iter().map(|candidate| candidate["credential_id"].as_str().unwrap().to_owned()).collect()
}
