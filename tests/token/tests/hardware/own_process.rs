//! PKCS #11 initialises its library once in a process, and SoftHSM2 takes its configuration from
//! the environment: a test that wants a token of its own wants a process of its own.

use std::any::type_name;
use std::env;
use std::process::Command;

use token::{CONFIGURATION_VARIABLE, write_configuration};

/// Set in the process that runs the test's body.
const INSIDE: &str = "TOKEN_TEST_INSIDE";

/// Runs the test's body in a process of its own, with a new token; the body is the closure that
/// the test function consists of.
pub(crate) fn with_own_token<Body: FnOnce()>(body: Body) {
    if env::var_os(INSIDE).is_some() {
        return body();
    }
    let folder = tempfile::tempdir().unwrap();
    let configuration = write_configuration(folder.path()).unwrap();
    let path = type_name::<Body>();
    let name = path.split_once("::").and_then(|(_, rest)| rest.strip_suffix("::{{closure}}")).unwrap();
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture", "--test-threads", "1"])
        .env(INSIDE, "1")
        .env(CONFIGURATION_VARIABLE, configuration)
        .output()
        .unwrap();
    let reported = String::from_utf8_lossy(&output.stdout);
    // A name that matched nothing would pass too.
    let ran = reported.contains("running 1 test\n");
    assert!(output.status.success() && ran, "{name}\n{reported}{}", String::from_utf8_lossy(&output.stderr));
}
