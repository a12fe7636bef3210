//! Scenarios ask for the platform's key store and expect that there is none: a key of theirs must not
//! come to lie among those of whoever runs them.

use std::env;
use std::io;
use std::process::Command;

/// Where no session bus answers, no key store does.
const VARIABLE: &str = "DBUS_SESSION_BUS_ADDRESS";
const NOWHERE: &str = "unix:path=/nonexistent";

/// Runs this program again without a key store, and says whether that went well; `None` if this is
/// that process.
pub fn without_key_store() -> io::Result<Option<bool>> {
    if env::var(VARIABLE).as_deref() == Ok(NOWHERE) {
        return Ok(None);
    }
    let mut again = Command::new(env::current_exe()?);
    Ok(Some(again.args(env::args_os().skip(1)).env(VARIABLE, NOWHERE).status()?.success()))
}
