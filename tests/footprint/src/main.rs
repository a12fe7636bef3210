//! Measures what ceremonies take of memory and disk, and prints it as one table with the times
//! that the benchmarks of the core left behind.
//!
//! Each figure of memory is the high-water mark of a process of its own, as Linux tells it.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a measurement prints, and stops at what goes wrong")]

mod store;
mod table;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use table::{Row, Table};

const PASSKEYS: u32 = 10_000;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => measure(),
        ["idle"] => println!("{}", peak_memory()),
        ["get", store] => {
            store::get(Path::new(store));
            println!("{}", peak_memory());
        }
        // For the benchmarks of other languages, which compare with it in the same run.
        ["fill", store, passkeys] => store::fill(Path::new(store), passkeys.parse().expect("a number of passkeys")),
        ["median-get", store] => store::median_gets(Path::new(store)),
        _ => println!("usage: footprint [idle | get STORE | fill STORE PASSKEYS | median-get STORE]"),
    }
}

fn measure() {
    let target = target();
    let mut table = Table::of_benchmarks(&target.join("criterion"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("passkeys.db");
    store::fill(&path, PASSKEYS);
    let bytes = fs::metadata(&path).expect("the store's file").len();
    let memory = child(&["get", &path.to_string_lossy()]).saturating_sub(child(&["idle"]));
    table.add(Row::of_size(
        "peak memory of a get with 10,000 passkeys, over a process doing nothing",
        memory,
        12 << 20,
    ));
    table.add(Row::of_size("bytes on disk a passkey, 10,000 stored", bytes / u64::from(PASSKEYS), 1 << 10));
    let command = target.join("release/passkey-provider");
    let size = fs::metadata(&command).expect("the release build of the command").len();
    table.add(Row::of_size("the stripped release command, SQLite inside", size, 8 << 20));
    println!("{table}");
}

/// What this program prints when it is run with `arguments`.
fn child(arguments: &[&str]) -> u64 {
    let program = env::current_exe().expect("the path of this program");
    let output = Command::new(program).args(arguments).output().expect("a process");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().parse().expect("a number of bytes")
}

/// The high-water mark of this process's resident memory, in bytes (proc(5), `VmHWM`).
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("the kernel's word on this process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a high-water mark");
    line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number of kilobytes") * 1024
}

/// The folder that cargo builds into: this program is in `release` or `debug` of it.
fn target() -> PathBuf {
    let program = env::current_exe().expect("the path of this program");
    program.ancestors().nth(2).expect("cargo's target folder").to_owned()
}
