mod schema;
mod table;
mod words;

use super::*;
use crate::enrolment::Platform;

const TABLE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tables/readiness.tsv"));

fn rows() -> impl Iterator<Item = [&'static str; 4]> {
    TABLE.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let row: Vec<&str> = line.split('\t').collect();
        row.try_into().unwrap_or_else(|row| panic!("{row:?}"))
    })
}
