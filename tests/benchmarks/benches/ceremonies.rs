//! What a ceremony costs, beside what a person would pick instead, in one run: JSON in to JSON
//! out, durable stores on the same disk. The ratios are the result; the microseconds are those of
//! one machine.

#![expect(clippy::unwrap_used, reason = "a benchmark stops at the first thing that goes wrong")]

use benchmarks::enrolment::Enrolling;
use benchmarks::measure::{BESIDE, OURS, measure, measure_after};
use benchmarks::{callers, floor, ours, peer};
use criterion::{Criterion, criterion_group, criterion_main};
use passkey_crypto::rust_crypto::RustCryptoBackend;
use passkey_provider::id::PasskeyRef;
use passkey_provider::key::{Algorithm, BackupFlags};

const ENTRA: &str = include_str!("../../corpus/options/create-entra-graph-beta-2024.json");

/// How many passkeys of other relying parties there are.
const MANY_AND_FEW: [(&str, u32); 2] = [(OURS, 100_000), (BESIDE, 10)];

fn get_with_a_constant_counter(criterion: &mut Criterion) {
    let mut row = criterion.benchmark_group("get, sealed store, constant counter");
    measure(&mut row, OURS, || ours::Ours::with_one(BackupFlags::Ios), |store| store.get());
    measure(&mut row, BESIDE, || peer::Peer::new(RustCryptoBackend), peer::Peer::authenticate);
}

fn get_with_prf(criterion: &mut Criterion) {
    let mut row = criterion.benchmark_group("get with PRF of two inputs");
    measure(&mut row, OURS, || ours::Ours::with_prf(BackupFlags::Ios), |store| store.get());
    measure(&mut row, BESIDE, || ours::Ours::with_one(BackupFlags::Ios), |store| store.get());
}

fn get_by_ml_dsa(criterion: &mut Criterion) {
    let mut row = criterion.benchmark_group("get by ML-DSA-44, constant counter");
    measure(&mut row, OURS, || ours::Ours::of(Algorithm::MlDsa44, BackupFlags::Ios), |store| store.get());
    measure(&mut row, BESIDE, || (), |()| floor::Floor::sign_by_ml_dsa());
}

fn get_with_a_durable_counter(criterion: &mut Criterion) {
    let mut row = criterion.benchmark_group("get, durable counter");
    measure(&mut row, OURS, || ours::Ours::with_one(BackupFlags::DeviceBound), |store| store.get());
    measure(&mut row, BESIDE, || floor::Floor::with_rows(1), |floor| floor.sign_and_update());
}

fn create(criterion: &mut Criterion) {
    let mut row = criterion.benchmark_group("create, sealed and durable");
    measure(&mut row, OURS, || ours::Ours::new(BackupFlags::DeviceBound), |store| store.create());
    measure(&mut row, BESIDE, || floor::Floor::with_rows(1), |floor| floor.make_and_insert());
}

fn parse(criterion: &mut Criterion) {
    let mut row = criterion.benchmark_group("parsing the Entra creation options");
    measure(&mut row, OURS, || (), |()| ours::parse(ENTRA));
    measure(&mut row, BESIDE, || (), |()| serde_json::from_str::<serde_json::Value>(ENTRA).unwrap());
}

/// The same work in a store of many passkeys beside one of few.
fn many_beside_few<T>(criterion: &mut Criterion, name: &str, work: impl Fn(&ours::Ours) -> T) {
    let mut row = criterion.benchmark_group(name);
    for (side, strangers) in MANY_AND_FEW {
        measure(&mut row, side, || ours::Ours::with_strangers(strangers), |store| work(store));
    }
}

fn candidates(criterion: &mut Criterion) {
    many_beside_few(criterion, "candidates for one RP", ours::Ours::candidates);
}

fn candidates_of_all_algorithms(criterion: &mut Criterion) {
    let mut row = criterion.benchmark_group("candidates for one RP, all algorithms");
    for (side, strangers) in MANY_AND_FEW {
        let make = || ours::Ours::with_strangers_of(strangers, Algorithm::ALL);
        measure(&mut row, side, make, |store| store.candidates());
    }
}

fn begin_create(criterion: &mut Criterion) {
    many_beside_few(criterion, "begin_create with its duplicate check", ours::Ours::begin_create);
}

/// Writes about one passkey of many beside one of few. What `before` does to make it news is not measured.
fn write_about_one(
    criterion: &mut Criterion,
    name: &str,
    before: impl Fn(&ours::Ours) -> PasskeyRef,
    write: impl Fn(&ours::Ours, &PasskeyRef),
) {
    let mut row = criterion.benchmark_group(name);
    for (side, strangers) in MANY_AND_FEW {
        let make = || ours::Ours::with_strangers(strangers);
        measure_after(&mut row, side, make, &before, |store, passkey| write(store, &passkey));
    }
}

fn confirm(criterion: &mut Criterion) {
    write_about_one(criterion, "confirm one passkey", ours::Ours::doubt, ours::Ours::confirm);
}

fn enrol(criterion: &mut Criterion) {
    let mut row = criterion.benchmark_group("an enrolment, without the network");
    measure(&mut row, OURS, Enrolling::new, Enrolling::enrol);
    measure(&mut row, BESIDE, Enrolling::new, Enrolling::create_and_confirm);
}

fn delete(criterion: &mut Criterion) {
    write_about_one(criterion, "delete one passkey", ours::Ours::restore, ours::Ours::delete);
}

fn signal(criterion: &mut Criterion) {
    let mut row = criterion.benchmark_group("an all-accepted signal with 10,000 ids");
    let make = |ids| {
        move || {
            let store = ours::Ours::with_strangers(0);
            let signal = store.signal_json(ids);
            (store, signal)
        }
    };
    measure(&mut row, OURS, make(10_000), |(store, signal)| store.signal(signal));
    measure(&mut row, BESIDE, make(1_000), |(store, signal)| (0..10).for_each(|_| store.signal(signal)));
}

fn verification(criterion: &mut Criterion) {
    let mut row = criterion.benchmark_group("a sign-in that confirms 1,600 passkeys");
    row.sample_size(20);
    for (side, passkeys) in [(OURS, 1600), (BESIDE, 400)] {
        let make = || ours::Ours::with_unconfirmed(passkeys);
        measure_after(&mut row, side, make, ours::Ours::learn, |_, learning| learning.finish());
    }
}

fn open(criterion: &mut Criterion) {
    let mut row = criterion.benchmark_group("open a store and first candidates");
    measure(&mut row, OURS, || ours::Ours::with_strangers(1000), |store| store.open_and_list());
    measure(&mut row, BESIDE, || floor::Floor::with_rows(1000), |floor| floor.open_and_look_up());
}

fn verify_a_page(criterion: &mut Criterion) {
    let mut row = criterion.benchmark_group("verifying a web page");
    measure(&mut row, OURS, || (), |()| callers::verify_page());
    measure(&mut row, BESIDE, || floor::Floor::with_rows(1), |floor| floor.sign());
}

fn verify_a_browser(criterion: &mut Criterion) {
    let mut row = criterion.benchmark_group("verifying a browser, 1,000 on the list");
    measure(&mut row, OURS, callers::Listed::make, |listed| listed.verify());
    measure(&mut row, BESIDE, || floor::Floor::with_rows(1), |floor| floor.sign());
}

criterion_group!(
    ceremonies,
    get_with_a_constant_counter,
    get_with_prf,
    get_by_ml_dsa,
    get_with_a_durable_counter,
    create,
    parse,
    candidates,
    candidates_of_all_algorithms,
    begin_create,
    confirm,
    enrol,
    delete,
    signal,
    verification,
    open,
    verify_a_page,
    verify_a_browser
);
criterion_main!(ceremonies);
