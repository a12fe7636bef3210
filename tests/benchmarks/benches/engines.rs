//! Our ceremonies with the second engine for P-256, beside the peer with each of its backends, in one run.

use benchmarks::measure::{BESIDE, OURS, measure};
use benchmarks::{floor, ours, peer};
use criterion::{Criterion, criterion_group, criterion_main};
use passkey_crypto::aws_lc_rs::AwsLcRsBackend;
use passkey_crypto::rust_crypto::RustCryptoBackend;
use passkey_provider::key::BackupFlags;

fn get(criterion: &mut Criterion) {
    let mut row = criterion.benchmark_group("get, second engine, beside `passkey` with RustCrypto");
    measure(&mut row, OURS, || ours::Ours::with_one(BackupFlags::Ios), |store| store.get());
    measure(&mut row, BESIDE, || peer::Peer::new(RustCryptoBackend), peer::Peer::authenticate);
    row.finish();
    let mut row = criterion.benchmark_group("get, second engine, beside `passkey` with aws-lc");
    measure(&mut row, OURS, || ours::Ours::with_one(BackupFlags::Ios), |store| store.get());
    measure(&mut row, BESIDE, || peer::Peer::new(AwsLcRsBackend), peer::Peer::authenticate);
}

fn create(criterion: &mut Criterion) {
    let mut row = criterion.benchmark_group("create, second engine");
    measure(&mut row, OURS, || ours::Ours::new(BackupFlags::DeviceBound), |store| store.create());
    measure(&mut row, BESIDE, || floor::Floor::with_rows(1), |floor| floor.make_and_insert());
}

criterion_group!(engines, get, create);
criterion_main!(engines);
