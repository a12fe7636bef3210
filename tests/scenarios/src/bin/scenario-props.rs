//! What a scenario needs from outside the library, as a command for drivers in other languages:
//!
//! ```text
//! scenario-props FOLDER ACT < arguments.json > outcome.json
//! ```
//!
//! Exit status 1 and a line on standard error say that the act was refused, and why.

use std::env;
use std::error::Error;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use scenarios::props::{self, Held};
use scenarios::{Arguments, Mistake};
use serde_json::{Value, json};

/// The act behind `occupy_store`: it ends when the store is let go of.
const HOLD: &str = "hold_store";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to tell that standard error is closed.
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [folder, act] = arguments.as_slice() else {
        return Err(Mistake::new("usage: scenario-props FOLDER ACT < arguments.json").into());
    };
    let (folder, mut text) = (Path::new(folder), String::new());
    io::stdin().read_to_string(&mut text)?;
    if act == "occupy_store" {
        return occupy(folder, &text);
    }
    let Value::Object(members) = serde_json::from_str(&text)? else {
        return Err(Mistake::new("the arguments are no object").into());
    };
    let mut with = Arguments::new(act.as_str(), members);
    if act == HOLD {
        let held = Held::take(folder, &mut with)?;
        with.finish()?;
        say(&json!({}))?;
        held.keep();
        return Ok(());
    }
    say(&props::act(folder, act, with)?)
}

/// Leaves a process behind that holds the store, once it does.
fn occupy(folder: &Path, arguments: &str) -> Result<(), Box<dyn Error>> {
    let mut holder = Command::new(env::current_exe()?)
        .arg(folder)
        .arg(HOLD)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut input) = holder.stdin.take() {
        input.write_all(arguments.as_bytes())?;
    }
    let mut reported = String::new();
    if let Some(output) = holder.stdout.take() {
        BufReader::new(output).read_line(&mut reported)?;
    }
    if reported.is_empty() {
        return Err(Mistake::new("the store could not be occupied").into());
    }
    say(&json!({}))
}

fn say(outcome: &Value) -> Result<(), Box<dyn Error>> {
    Ok(writeln!(io::stdout(), "{outcome}")?)
}
