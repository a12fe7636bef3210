//! `metadata`: what the command publishes of itself. What the ceremonies say of their model is tested with them.

use serde_json::{Value, json};

use crate::command::{Sandbox, aaguid};

fn entry(sandbox: &Sandbox, args: &[&str]) -> Value {
    let entry = sandbox.json(&[&["metadata"], args].concat());
    assert!(!sandbox.store().exists(), "a statement made a store");
    entry
}

#[test]
fn each_platform_has_a_statement_of_its_own() {
    for platform in ["android", "ios", "desktop"] {
        let published = entry(&Sandbox::with(&["--platform", platform, "--at", "2026-11-27T12:00:00Z"]), &[]);
        assert_eq!([&published["aaguid"], &published["metadataStatement"]["aaguid"]], [aaguid(platform); 2]);
        assert_eq!(published["timeOfLastStatusChange"], "2026-11-27");
        assert_eq!(published["statusReports"][0]["status"], "NOT_FIDO_CERTIFIED");
        let statement = &published["metadataStatement"];
        let (backed_up, attested) = match platform {
            "ios" => ("explicit", json!(["none"])),
            _ => ("unsupported", json!(["basic_surrogate", "none"])),
        };
        assert_eq!(statement["multiDeviceCredentialSupport"], backed_up);
        assert_eq!(statement["attestationTypes"], attested);
    }
}

#[test]
fn a_new_product_gets_an_aaguid_that_nobody_has() {
    let sandbox = Sandbox::new();
    let drawn = || entry(&sandbox, &["--new-aaguid", "--description", "A new product"])["aaguid"].clone();
    let (first, second) = (drawn(), drawn());
    assert!(first != second && first != aaguid("desktop"));
    let named = entry(&sandbox, &["--aaguid", first.as_str().unwrap(), "--app-version", "42"]);
    assert_eq!((&named["aaguid"], &named["metadataStatement"]["authenticatorVersion"]), (&first, &json!(42)));
}

#[test]
fn a_product_that_cannot_be_is_a_usage_error() {
    let sandbox = Sandbox::new();
    for (args, says) in [
        (["--description", ""], "1 to 200 printable ASCII characters"),
        (["--aaguid", "00000000-0000-0000-0000-000000000000"], "names no model"),
    ] {
        let ran = sandbox.run(&[&["metadata"], args.as_slice()].concat(), "");
        assert_eq!(ran.status, 2, "{ran:?}");
        assert!(ran.stderr.contains(says) && ran.stdout.is_empty(), "{ran:?}");
    }
    let icon = sandbox.beside("icon.png");
    std::fs::write(&icon, b"GIF89a").unwrap();
    assert_eq!(sandbox.run(&["metadata", "--icon", icon.to_str().unwrap()], "").status, 2);
}
