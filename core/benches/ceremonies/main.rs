//! What a ceremony costs, beside what a person would pick instead, in one run: JSON in to JSON
//! out, durable stores on the same disk. The ratios are the result; the microseconds are those of
//! one machine.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a benchmark stops at the first thing that goes wrong")]

mod callers;
mod floor;
mod ours;
mod peer;

use std::cell::LazyCell;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use passkey_provider::id::PasskeyRef;
use passkey_provider::key::BackupFlags;

const ENTRA: &str = include_str!("../../tests/corpus/options/create-entra-graph-beta-2024.json");

fn get_with_a_constant_counter(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("get, sealed store, constant counter");
    let store = LazyCell::new(|| ours::Ours::with_one(BackupFlags::Ios));
    group.bench_function("ours", |bencher| bencher.iter(|| store.get()));
    let mut peer = LazyCell::new(peer::Peer::new);
    group.bench_function("beside", |bencher| bencher.iter(|| peer.authenticate()));
    group.finish();
}

fn get_with_a_durable_counter(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("get, durable counter");
    let store = LazyCell::new(|| ours::Ours::with_one(BackupFlags::DeviceBound));
    group.bench_function("ours", |bencher| bencher.iter(|| store.get()));
    let floor = LazyCell::new(floor::Floor::new);
    group.bench_function("beside", |bencher| bencher.iter(|| floor.sign_and_update()));
    group.finish();
}

fn create(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("create, sealed and durable");
    let store = LazyCell::new(|| ours::Ours::new(BackupFlags::DeviceBound));
    group.bench_function("ours", |bencher| bencher.iter(|| store.create()));
    let floor = LazyCell::new(floor::Floor::new);
    group.bench_function("beside", |bencher| bencher.iter(|| floor.make_and_insert()));
    group.finish();
}

fn parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parsing the Entra creation options");
    group.bench_function("ours", |bencher| bencher.iter(|| ours::parse(ENTRA)));
    group
        .bench_function("beside", |bencher| bencher.iter(|| serde_json::from_str::<serde_json::Value>(ENTRA).unwrap()));
    group.finish();
}

fn candidates(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("candidates for one RP");
    let many = LazyCell::new(|| ours::Ours::with_strangers(100_000));
    group.bench_function("ours", |bencher| bencher.iter(|| many.candidates()));
    let few = LazyCell::new(|| ours::Ours::with_strangers(10));
    group.bench_function("beside", |bencher| bencher.iter(|| few.candidates()));
    group.finish();
}

fn begin_create(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("begin_create with its duplicate check");
    let many = LazyCell::new(|| ours::Ours::with_strangers(100_000));
    group.bench_function("ours", |bencher| bencher.iter(|| many.begin_create()));
    let few = LazyCell::new(|| ours::Ours::with_strangers(10));
    group.bench_function("beside", |bencher| bencher.iter(|| few.begin_create()));
    group.finish();
}

/// Writes about one passkey of many beside one of few. What `before` does to make it news is not measured.
fn write_about_one(
    criterion: &mut Criterion,
    name: &str,
    before: impl Fn(&ours::Ours) -> PasskeyRef,
    write: impl Fn(&ours::Ours, &PasskeyRef),
) {
    let mut group = criterion.benchmark_group(name);
    for (side, strangers) in [("ours", 100_000), ("beside", 10)] {
        let store = LazyCell::new(|| ours::Ours::with_strangers(strangers));
        group.bench_function(side, |bencher| {
            bencher.iter_batched(|| before(&store), |passkey| write(&store, &passkey), BatchSize::PerIteration);
        });
    }
    group.finish();
}

fn confirm(criterion: &mut Criterion) {
    write_about_one(criterion, "confirm one passkey", ours::Ours::doubt, ours::Ours::confirm);
}

fn delete(criterion: &mut Criterion) {
    write_about_one(criterion, "delete one passkey", ours::Ours::restore, ours::Ours::delete);
}

fn signal(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("an all-accepted signal with 10,000 ids");
    let store = LazyCell::new(|| ours::Ours::with_strangers(0));
    let (long, short) = (LazyCell::new(|| store.signal_json(10_000)), LazyCell::new(|| store.signal_json(1_000)));
    group.bench_function("ours", |bencher| bencher.iter(|| store.signal(&long)));
    group.bench_function("beside", |bencher| bencher.iter(|| (0..10).for_each(|_| store.signal(&short))));
    group.finish();
}

fn verification(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("a sign-in that confirms 1,600 passkeys");
    group.sample_size(20);
    let (many, few) =
        (LazyCell::new(|| ours::Ours::with_unconfirmed(1600)), LazyCell::new(|| ours::Ours::with_unconfirmed(400)));
    group.bench_function("ours", |bencher| {
        bencher.iter_batched(|| many.learn(), ours::Learning::finish, BatchSize::PerIteration);
    });
    group.bench_function("beside", |bencher| {
        bencher.iter_batched(|| few.learn(), ours::Learning::finish, BatchSize::PerIteration);
    });
    group.finish();
}

fn open(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("open a store and first candidates");
    let store = LazyCell::new(|| ours::Ours::with_strangers(1000));
    group.bench_function("ours", |bencher| bencher.iter(|| store.open_and_list()));
    let floor = LazyCell::new(|| floor::Floor::with_rows(1000));
    group.bench_function("beside", |bencher| {
        bencher.iter(|| floor.open_and_look_up());
    });
    group.finish();
}

fn verify_a_page(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("verifying a web page");
    group.bench_function("ours", |bencher| bencher.iter(callers::verify_page));
    let floor = LazyCell::new(floor::Floor::new);
    group.bench_function("beside", |bencher| bencher.iter(|| floor.sign()));
    group.finish();
}

fn verify_a_browser(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("verifying a browser, 1,000 on the list");
    let listed = LazyCell::new(callers::Listed::new);
    group.bench_function("ours", |bencher| bencher.iter(|| listed.verify()));
    let floor = LazyCell::new(floor::Floor::new);
    group.bench_function("beside", |bencher| bencher.iter(|| floor.sign()));
    group.finish();
}

criterion_group!(
    ceremonies,
    get_with_a_constant_counter,
    get_with_a_durable_counter,
    create,
    parse,
    candidates,
    begin_create,
    confirm,
    delete,
    signal,
    verification,
    open,
    verify_a_page,
    verify_a_browser
);
criterion_main!(ceremonies);
