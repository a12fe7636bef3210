//! The functions that the bindings export, called from Rust.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use passkey_provider_ffi::{
    CreatePlan, FfiError, GetPlan, PasskeyRef, PendingCaller, PendingEnrolment, Provider, VerifiedCaller,
    VerifiedSignal,
};
use scenarios::{Arguments, Call, Driver, Mistake, Outcome, Stop};
use serde_json::{Value, json};

use crate::{advice, open, policy, render};

#[derive(Default)]
pub(crate) struct FfiDriver {
    pub(crate) folder: PathBuf,
    pub(crate) providers: HashMap<String, Arc<Provider>>,
    pub(crate) registrations: HashMap<String, Arc<CreatePlan>>,
    pub(crate) sign_ins: HashMap<String, Arc<GetPlan>>,
    pub(crate) callers: HashMap<String, Arc<VerifiedCaller>>,
    pub(crate) pending: HashMap<String, Arc<PendingCaller>>,
    pub(crate) enrolments: HashMap<String, Arc<PendingEnrolment>>,
    pub(crate) signals: HashMap<String, Arc<VerifiedSignal>>,
}

impl Driver for FfiDriver {
    fn name(&self) -> &'static str {
        "ffi"
    }

    fn begin(&mut self, folder: &Path) {
        *self = Self { folder: folder.to_owned(), ..Self::default() };
    }

    fn call(&mut self, call: Call) -> Result<Outcome, Mistake> {
        Outcome::of(self.perform(&call.operation.clone(), call))
    }
}

impl FfiDriver {
    /// What takes little and gives little is told apart by what it takes.
    fn perform(&mut self, operation: &str, request: Call) -> Result<Value, Stop> {
        match operation {
            "open" => self.open(request),
            "close_store" => {
                let provider = self.provider(&request)?;
                request.with.finish()?;
                provider.close_store().map_err(failed)?;
                Ok(json!({}))
            }
            "opening" => {
                let opening = self.ready(request)?.opening().map_err(failed)?;
                Ok(json!({ "made": opening.made, "is_gated": opening.is_gated }))
            }
            "look_at_store" => self.look_at_store(request),
            "set_store_aside" => self.set_store_aside(request),
            "begin_create" => self.begin_create(request),
            "finish_create" => self.finish_create(request),
            "create_conditionally" => self.create_conditionally(request),
            "intend_hardware_key" => self.intend_hardware_key(request),
            "begin_hardware_create" => self.begin_hardware_create(request),
            "begin_attested_create" => self.begin_attested_create(request),
            "finish_attested_create" => self.finish_attested_create(request),
            "finish_hardware_create" => self.finish_hardware_create(request),
            "offers" => self.offers(request),
            "begin_get" => self.begin_get(request),
            "finish_get" => self.finish_get(request),
            "finish_hardware_get" => self.finish_hardware_get(request),
            "check_caller" => self.check_caller(request),
            "answer_fetch" => self.answer_fetch(request),
            "update_privileged_list" => self.update_privileged_list(request),
            "trust_app" => self.trust_app(request),
            "verify_signal" => self.verify_signal(request),
            "configure" => self.configure(request),
            "configuration" => self.configuration(request),
            "judge_by_configuration" => self.judge_by_configuration(request),
            "judge_by_policy" | "inspect_policy" => policy::free(operation, request.with),
            "apply_signal" => self.apply_signal(request),
            "reconcile" => self.reconcile(request),
            "identity_delta" => self.identity_delta(request),
            _ if ADVICE.contains(&operation) => advice::free(operation, request),
            _ if ENROLMENT.contains(&operation) => self.enrolment(operation, request),
            _ if TAKES_NO_PROVIDER.contains(&operation) => open::free(operation, request.with),
            _ if TAKES_PASSKEY.contains(&operation) => self.with_passkey(operation, request),
            _ if TAKES_NOTHING.contains(&operation) => self.with_nothing(operation, request),
            _ => self.with_little(operation, request),
        }
    }

    pub(crate) fn provider(&self, request: &Call) -> Result<Arc<Provider>, Mistake> {
        let on = &request.on;
        self.providers.get(on).cloned().ok_or_else(|| Mistake(format!("no provider is called {on}")))
    }

    /// The provider, once every argument was taken.
    pub(crate) fn ready(&self, request: Call) -> Result<Arc<Provider>, Mistake> {
        let provider = self.provider(&request)?;
        request.with.finish()?;
        Ok(provider)
    }
}

const ADVICE: [&str; 4] = ["shipped_dialects", "explain_refusal", "judge_readiness", "read_scanned_code"];
const ENROLMENT: [&str; 8] = [
    "begin_enrolment",
    "open_enrolments",
    "resume_enrolment",
    "continue_enrolment",
    "plan_enrolment",
    "abandon_enrolment",
    "begin_removal_on_both_sides",
    "begin_listing_at_server",
];
const TAKES_NO_PROVIDER: [&str; 5] =
    ["make_device_key", "inspect_creation_options", "inspect_request_options", "error_table", "build_id"];
const TAKES_PASSKEY: [&str; 8] =
    ["show", "delete", "history", "report_tags", "restore", "purge", "confirm", "note_account_moved"];
const TAKES_NOTHING: [&str; 15] = [
    "list",
    "deleted",
    "stale",
    "purge_expired",
    "identities",
    "journal",
    "keys_to_delete",
    "linked_apps",
    "trusted_apps",
    "privileged_list",
    "check",
    "epoch",
    "accept_rollback",
    "freshness",
    "diagnose",
];

pub(crate) fn epoch_alone(epoch: Result<u64, FfiError>) -> Result<Value, Stop> {
    Ok(json!({ "epoch": epoch.map_err(failed)? }))
}

/// The passkey that `rp_id` and `credential_id` name.
pub(crate) fn passkey(with: &mut Arguments) -> Result<PasskeyRef, Mistake> {
    Ok(PasskeyRef { rp_id: with.text("rp_id")?, credential_id: with.bytes("credential_id")? })
}

pub(crate) fn failed(error: FfiError) -> Stop {
    Stop::Failed(render::failure(&error))
}

pub(crate) fn time_of(millis: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(millis)
}

pub(crate) fn no_such(operation: &str) -> Stop {
    Mistake(format!("no operation is called {operation}")).into()
}
