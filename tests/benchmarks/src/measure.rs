//! One row of the table.

use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup};

/// Our side of a row, as the table finds it.
pub const OURS: &str = "ours";
/// What is measured beside ours.
pub const BESIDE: &str = "beside";

/// A row of the table while it is measured.
pub type Row<'a> = BenchmarkGroup<'a, WallTime>;

/// Measures `work` on one side of a row. What it works with is made once, only if this side is asked for, and
/// before anything is measured.
pub fn measure<S, T>(group: &mut Row<'_>, side: &str, make: impl Fn() -> S, mut work: impl FnMut(&mut S) -> T) {
    let mut made = None;
    group.bench_function(side, |bencher| {
        let made = made.get_or_insert_with(&make);
        bencher.iter(|| work(made));
    });
}

/// As [`measure`]; what `before` does ahead of each `work` is not measured.
pub fn measure_after<S, I, T>(
    group: &mut Row<'_>,
    side: &str,
    make: impl Fn() -> S,
    before: impl Fn(&S) -> I,
    work: impl Fn(&S, I) -> T,
) {
    let mut made = None;
    group.bench_function(side, |bencher| {
        let made = made.get_or_insert_with(&make);
        bencher.iter_batched(|| before(made), |input| work(made, input), BatchSize::PerIteration);
    });
}
