//! Packs the list of public suffixes into a transducer: 69 KB in place of 150, and searched as it is.

use std::error::Error;
use std::io::Write as _;
use std::path::Path;
use std::{env, fs, io};

use fst::MapBuilder;

const LIST: &str = "src/caller/public_suffix/list.txt";

/// What the transducer gives for a rule; `src/caller/public_suffix/mod.rs` reads it.
const PRIVATE: u64 = 1;
const EXCEPTION: u64 = 2;

fn main() -> Result<(), Box<dyn Error>> {
    let mut rules = parse(&fs::read_to_string(LIST)?);
    rules.sort();
    let mut packed = MapBuilder::memory();
    packed.extend_iter(rules)?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("public_suffixes.fst"), packed.into_inner()?)?;
    writeln!(io::stdout(), "cargo::rerun-if-changed={LIST}")?;
    Ok(())
}

/// The rules, their labels from the right, and what each is.
fn parse(list: &str) -> Vec<(String, u64)> {
    let mut section = 0;
    let mut rules = Vec::new();
    for line in list.lines().map(str::trim) {
        match line {
            "// ===BEGIN PRIVATE DOMAINS===" => section = PRIVATE,
            "// ===END PRIVATE DOMAINS===" => section = 0,
            _ if line.is_empty() || line.starts_with("//") => {}
            _ => {
                let (rule, exception) = line.strip_prefix('!').map_or((line, 0), |rule| (rule, EXCEPTION));
                rules.push((rule.rsplit('.').collect::<Vec<_>>().join("."), section | exception));
            }
        }
    }
    rules
}
