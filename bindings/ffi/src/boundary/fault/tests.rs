//! A panic inside a call: it is caught where UniFFI catches it, and the provider stays usable.
//!
//! Foreign code comes in by the scaffolding's `catch_unwind`; a test of Rust does the same.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use crate::{
    BackupFlags, Caller, CallerCheck, CommittedCreation, Consent, CreateAnswer, CreateRequest, CreationInput,
    ErrorCode, FfiError, GetAnswer, GetRequest, HardwareKey, KeyAccess, KeyBytes, KeySource, Model, OpenRequest,
    PasskeyRef, Provider, RequestInput, Resolution, SecretBytes, UserVerification,
};

fn open(folder: &tempfile::TempDir) -> Arc<Provider> {
    Provider::open(OpenRequest {
        path: folder.path().join("passkeys.db").display().to_string(),
        device_key: KeySource::Bytes { device_key: SecretBytes::new(&[7; 32]).unwrap() },
        gate_secret: None,
        if_missing: crate::IfMissing::Make,
        last_epoch: None,
        retention: None,
        manage_urls: HashMap::new(),
        link_policy: None,
        is_developer_build: false,
    })
    .unwrap()
}

fn caller() -> Caller {
    Caller::TrustedPlatform { rp_id: "example.com".to_owned(), client_data_hash: vec![1; 32] }
}

fn begin(provider: &Provider) -> Arc<crate::CreatePlan> {
    let options = CreationInput::Parts {
        rp_id: "example.com".to_owned(),
        user_handle: vec![1],
        user_name: "ada".to_owned(),
        user_display_name: "Ada".to_owned(),
        algorithms: vec![-7],
        exclude: Vec::new(),
        user_verification: UserVerification::Preferred,
        prf: None,
        large_blob: false,
    };
    let model =
        Model { aaguid: "5f3e3b6e-0b0f-4f0e-9d43-5d0f3a1f2c77".to_owned(), backup_flags: BackupFlags::DeviceBound };
    provider
        .begin_create(CreateRequest {
            options,
            caller: caller(),
            model,
            attestation: None,
            membership: None,
            strict: false,
        })
        .unwrap()
        .plan
}

fn finish(provider: &Provider, plan: Arc<crate::CreatePlan>) -> Result<CommittedCreation, FfiError> {
    provider.finish_create(plan, CreateAnswer { resolution: Resolution::None, consent: Consent::Present })
}

#[test]
fn a_panic_inside_a_commit_spends_the_plan_and_leaves_the_provider_usable() {
    let folder = tempfile::tempdir().unwrap();
    let provider = open(&folder);
    let epoch = provider.epoch().unwrap();
    let plan = begin(&provider);
    provider.panic_in_next_call();
    assert!(catch_unwind(AssertUnwindSafe(|| finish(&provider, plan.clone()))).is_err());
    let FfiError::Failed { failure } = finish(&provider, plan).map(drop).unwrap_err();
    assert_eq!(failure.kind.code, ErrorCode::PlanSpent);
    // Nothing of it was written, no lock is held, and the same thread and others go on.
    assert_eq!(provider.epoch().unwrap(), epoch);
    assert!(provider.list().unwrap().passkeys.is_empty());
    let created = std::thread::scope(|scope| scope.spawn(|| finish(&provider, begin(&provider))).join().unwrap());
    assert!(created.is_ok());
    assert!(provider.check().unwrap().is_good);
}

#[test]
fn a_thousand_panics_leave_the_provider_usable() {
    let folder = tempfile::tempdir().unwrap();
    let provider = open(&folder);
    let credential_id = finish(&provider, begin(&provider)).unwrap().value.passkey.credential_id;
    let passkey = PasskeyRef { rp_id: "example.com".to_owned(), credential_id: credential_id.clone() };
    for _ in 0..1_000 {
        provider.panic_in_next_call();
        assert!(catch_unwind(AssertUnwindSafe(|| provider.confirm(passkey.clone()))).is_err());
    }
    let options = RequestInput::Parts {
        rp_id: "example.com".to_owned(),
        allow: Vec::new(),
        user_verification: UserVerification::Preferred,
        prf: None,
        large_blob: None,
    };
    let start = provider.begin_get(GetRequest { options, caller: caller(), strict: false, picked: None }).unwrap();
    assert!(provider.finish_get(start.plan, GetAnswer { credential_id, consent: Consent::Present }).is_ok());
}

#[test]
fn a_panic_while_closing_leaves_the_provider_closed_and_its_store_good() {
    let folder = tempfile::tempdir().unwrap();
    let provider = open(&folder);
    finish(&provider, begin(&provider)).unwrap();
    provider.panic_in_next_call();
    assert!(catch_unwind(AssertUnwindSafe(|| provider.close_store())).is_err());
    let FfiError::Failed { failure } = provider.list().map(drop).unwrap_err();
    assert_eq!(failure.kind.code, ErrorCode::ProviderClosed);
    provider.close_store().unwrap();
    let again = open(&folder);
    assert_eq!(again.list().unwrap().passkeys.len(), 1);
    assert!(again.check().unwrap().is_good);
}

fn code<T>(outcome: Result<T, FfiError>) -> ErrorCode {
    match outcome {
        Ok(_) => panic!("an error was expected"),
        Err(FfiError::Failed { failure }) => failure.kind.code,
    }
}

/// Objects that a host keeps hold for ten minutes: a caller that was checked, and a plan that was agreed to.
#[test]
fn a_caller_and_a_consent_that_a_host_keeps_hold_for_ten_minutes() {
    let folder = tempfile::tempdir().unwrap();
    let provider = open(&folder);
    finish(&provider, begin(&provider)).unwrap();
    let check = provider.check_caller(caller(), Some("example.com".to_owned())).unwrap();
    let CallerCheck::Verified { caller: kept, .. } = check else { panic!("a caller was expected") };
    let get = |caller: Caller| {
        let options = RequestInput::Parts {
            rp_id: "example.com".to_owned(),
            allow: Vec::new(),
            user_verification: UserVerification::Preferred,
            prf: None,
            large_blob: None,
        };
        provider.begin_get(GetRequest { options, caller, strict: false, picked: None })
    };
    let kept = || Caller::Verified { caller: Arc::clone(&kept) };
    let plan = begin(&provider);
    let answer = CreateAnswer { resolution: Resolution::RegisterAnother, consent: Consent::Present };
    provider.intend_hardware_key(Arc::clone(&plan), answer, vec![-7]).unwrap();
    let waiting = get(kept()).unwrap();

    provider.fault.pass(Duration::from_secs(10 * 60 + 1));
    assert_eq!(code(get(kept())), ErrorCode::TooOld);
    // Checked again as the one that it is, it has the age that it had.
    let again = provider.check_caller(kept(), None).unwrap();
    let CallerCheck::Verified { caller: again, .. } = again else { panic!("a caller was expected") };
    assert_eq!(code(get(Caller::Verified { caller: again })), ErrorCode::TooOld);
    let key = HardwareKey {
        handle: vec![1],
        public_key: KeyBytes::Raw { algorithm: -7, bytes: point() },
        access: KeyAccess::Unverified,
    };
    assert_eq!(code(provider.begin_hardware_create(plan, key)), ErrorCode::TooOld);
    let credential_id = waiting.candidates[0].passkey.credential_id.clone();
    let late = provider.finish_get(waiting.plan, GetAnswer { credential_id, consent: Consent::Present });
    assert_eq!(code(late), ErrorCode::TooOld);
    assert!(get(caller()).is_ok());
}

/// A point of P-256: its base (SEC 2, section 2.4.2).
fn point() -> Vec<u8> {
    let hex = "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e16\
        2bce33576b315ececbb6406837bf51f5";
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}
