use std::fmt;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// What the benchmarks of the core measure, beside what, and the ratio to stay within. The names
/// are those of the benchmarks' groups.
const BENCHMARKS: &[(&str, &str, f64)] = &[
    ("get, sealed store, constant counter", "`passkey` 0.6, in-memory store, RustCrypto backend", 0.8),
    ("get with PRF of two inputs", "the same without", 1.15),
    ("get by ML-DSA-44, constant counter", "one ML-DSA-44 signature from the seed", 1.15),
    ("get, durable counter", "p256 signature and one durable UPDATE", 1.25),
    ("create, sealed and durable", "p256 key generation and one durable INSERT", 1.3),
    ("parsing the Entra creation options", "serde_json to `Value`", 2.0),
    ("candidates for one RP", "100,000 passkeys in the store beside 10", 1.3),
    ("candidates for one RP, all algorithms", "100,000 passkeys in the store beside 10", 1.3),
    ("begin_create with its duplicate check", "100,000 passkeys in the store beside 10", 1.3),
    ("confirm one passkey", "100,000 passkeys in the store beside 10", 1.3),
    ("an enrolment, without the network", "one create and one confirmation", 1.5),
    ("delete one passkey", "100,000 passkeys in the store beside 10", 1.3),
    ("an all-accepted signal with 10,000 ids", "ten signals with 1,000", 3.0),
    ("a sign-in that confirms 1,600 passkeys", "one that confirms 400", 5.0),
    ("verifying a web page", "one p256 signature", 0.5),
    ("verifying a browser, 1,000 on the list", "one p256 signature", 0.5),
    ("open a store and first candidates", "SQLite open and one indexed lookup", 3.0),
    ("get, second engine, beside `passkey` with RustCrypto", "`passkey` 0.6, in-memory store, RustCrypto backend", 0.8),
    ("get, second engine, beside `passkey` with aws-lc", "`passkey` 0.6, in-memory store, aws-lc backend", 2.0),
    ("create, second engine", "p256 key generation and one durable INSERT", 1.3),
];

/// One run of all measurements.
pub(crate) struct Table(Vec<Row>);

/// One measurement.
pub(crate) struct Row {
    measured: String,
    ours: String,
    beside: String,
    figure: String,
    goal: String,
    met: bool,
}

impl Table {
    /// What criterion wrote to `folder`; a benchmark that did not run says so.
    pub(crate) fn of_benchmarks(folder: &Path) -> Self {
        let rows = BENCHMARKS.iter().map(|&(group, beside, goal)| {
            let micros = |function| median(&folder.join(group).join(function).join("new/estimates.json"));
            match (micros("ours"), micros("beside")) {
                (Some(ours), Some(theirs)) => Row {
                    measured: group.to_owned(),
                    ours: format!("{ours:.1} µs"),
                    beside: format!("{theirs:.1} µs, {beside}"),
                    figure: format!("{:.2}", ours / theirs),
                    goal: format!("≤ {goal}"),
                    met: ours <= goal * theirs,
                },
                _ => Row {
                    measured: group.to_owned(),
                    ours: "not run".to_owned(),
                    beside: beside.to_owned(),
                    figure: String::new(),
                    goal: format!("≤ {goal}"),
                    met: false,
                },
            }
        });
        Self(rows.collect())
    }

    pub(crate) fn add(&mut self, row: Row) {
        self.0.push(row);
    }
}

impl Row {
    /// A number of bytes, and how many there may be.
    pub(crate) fn of_size(measured: &str, bytes: u64, goal: u64) -> Self {
        let text = |bytes: u64| {
            if bytes < 10 << 10 {
                format!("{bytes} B")
            } else {
                format!("{}.{} MB", bytes >> 20, ((bytes & 0xf_ffff) * 10) >> 20)
            }
        };
        Self {
            measured: measured.to_owned(),
            ours: text(bytes),
            beside: String::new(),
            figure: String::new(),
            goal: format!("≤ {}", text(goal)),
            met: bytes <= goal,
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "| measured | ours | beside | ratio | goal | met |\n|---|---|---|---|---|---|")?;
        for Row { measured, ours, beside, figure, goal, met } in &self.0 {
            let met = if *met { "yes" } else { "no" };
            writeln!(formatter, "| {measured} | {ours} | {beside} | {figure} | {goal} | {met} |")?;
        }
        Ok(())
    }
}

/// The median of a benchmark, in microseconds.
fn median(estimates: &Path) -> Option<f64> {
    let estimates: Value = serde_json::from_slice(&fs::read(estimates).ok()?).ok()?;
    Some(estimates.pointer("/median/point_estimate")?.as_f64()? / 1000.0)
}
