//! Plays scenarios on the core itself.

mod advice;
mod callers;
mod create;
mod enrolment;
mod get;
mod hardware_keys;
mod input;
mod open;
mod passkeys;
mod policy;
mod render;
mod server_word;
mod store;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use passkey_provider::Provider;
use passkey_provider::caller::{PendingCaller, VerifiedCaller};
use passkey_provider::enrolment::Step;
use passkey_provider::error::ErrorCode;
use passkey_provider::lifecycle::VerifiedSignal;
use passkey_provider::store::{Committed, Epoch};
use serde_json::{Value, json};

use crate::{Call, Driver, Mistake, Outcome, Stop};
use create::CreateStep;
use get::GetStep;

/// The core, called directly.
#[derive(Default)]
pub struct CoreDriver {
    folder: PathBuf,
    providers: HashMap<String, Provider>,
    registrations: HashMap<String, CreateStep>,
    sign_ins: HashMap<String, GetStep>,
    callers: HashMap<String, VerifiedCaller>,
    pending: HashMap<String, PendingCaller>,
    enrolments: HashMap<String, Step>,
    signals: HashMap<String, VerifiedSignal>,
}

impl Driver for CoreDriver {
    fn name(&self) -> &'static str {
        "core"
    }

    fn begin(&mut self, folder: &Path) {
        *self = Self { folder: folder.to_owned(), ..Self::default() };
    }

    fn call(&mut self, call: Call) -> Result<Outcome, Mistake> {
        Outcome::of(self.perform(&call.operation.clone(), call))
    }
}

impl CoreDriver {
    fn perform(&mut self, operation: &str, request: Call) -> Result<Value, Stop> {
        match operation {
            "open" => self.open(request),
            "close_store" => self.close_store(request),
            "opening" => self.opening(request),
            "look_at_store" => self.look_at_store(request),
            "set_store_aside" => self.set_store_aside(request),
            "make_device_key" => open::make_device_key(request),
            "inspect_creation_options" => input::inspect_creation_options(request),
            "inspect_request_options" => input::inspect_request_options(request),
            "error_table" => error_table(request),
            "begin_create" => self.begin_create(request),
            "finish_create" => self.finish_create(request),
            "create_conditionally" => self.create_conditionally(request),
            "intend_hardware_key" => self.intend_hardware_key(request),
            "begin_hardware_create" => self.begin_hardware_create(request),
            "begin_attested_create" => self.begin_attested_create(request),
            "finish_attested_create" => self.finish_attested_create(request),
            "finish_hardware_create" => self.finish_hardware_create(request),
            "begin_get" => self.begin_get(request),
            "finish_get" => self.finish_get(request),
            "finish_hardware_get" => self.finish_hardware_get(request),
            "check_caller" => self.check_caller(request),
            "answer_fetch" => self.answer_fetch(request),
            "linked_apps" => self.linked_apps(request),
            "note_refused" => self.note_refused(request),
            "update_privileged_list" => self.update_privileged_list(request),
            "privileged_list" => self.privileged_list(request),
            "trust_app" => self.trust_app(request),
            "trusted_apps" => self.trusted_apps(request),
            "revoke_app" => self.revoke_app(request),
            "candidates" => self.candidates(request),
            "offers" => self.offers(request),
            "list" => self.list(request),
            "deleted" => self.deleted(request),
            "show" => self.show(request),
            "rename" => self.rename(request),
            "delete" => self.delete(request),
            "restore" => self.restore(request),
            "purge" => self.purge(request),
            "purge_expired" => self.purge_expired(request),
            "history" => self.history(request),
            "identities" => self.identities(request),
            "identity_delta" => self.identity_delta(request),
            "confirm" => self.confirm(request),
            "reject" => self.reject(request),
            "note_no_answer" => self.note_no_answer(request),
            "note_account_moved" => self.note_account_moved(request),
            "stale" => self.stale(request),
            "verify_signal" => self.verify_signal(request),
            "apply_signal" => self.apply_signal(request),
            "reconcile" => self.reconcile(request),
            "keys_to_delete" => self.keys_to_delete(request),
            "abandon_hardware_key" => self.abandon_hardware_key(request),
            "key_gone" => self.key_gone(request),
            "compare_hardware_keys" => self.compare_hardware_keys(request),
            "configure" => self.configure(request),
            "configuration" => self.configuration(request),
            "judge_by_configuration" => self.judge_by_configuration(request),
            "judge_by_policy" => policy::judge_by_policy(request),
            "inspect_policy" => policy::inspect_policy(request),
            "check" => self.check(request),
            "epoch" => self.epoch(request),
            "freshness" => self.freshness(request),
            "accept_rollback" => self.accept_rollback(request),
            "journal" => self.journal(request),
            "diagnose" => self.diagnose(request),
            "report_tags" => self.report_tags(request),
            "shipped_dialects" => enrolment::shipped_dialects(request),
            "begin_enrolment" => self.begin_enrolment(request),
            "open_enrolments" => self.open_enrolments(request),
            "resume_enrolment" => self.resume_enrolment(request),
            "continue_enrolment" => self.continue_enrolment(request),
            "plan_enrolment" => self.plan_enrolment(request),
            "abandon_enrolment" => self.abandon_enrolment(request),
            "begin_removal_on_both_sides" => self.begin_removal_on_both_sides(request),
            "begin_listing_at_server" => self.begin_listing_at_server(request),
            "explain_refusal" => advice::explain_refusal(request),
            "judge_readiness" => advice::judge_readiness(request),
            "read_scanned_code" => advice::read_scanned_code(request),
            _ => Err(Mistake(format!("no operation is called {operation}")).into()),
        }
    }

    fn provider(&self, request: &Call) -> Result<&Provider, Mistake> {
        let on = &request.on;
        self.providers.get(on).ok_or_else(|| Mistake(format!("no provider is called {on}")))
    }
}

impl From<passkey_provider::Error> for Stop {
    fn from(error: passkey_provider::Error) -> Self {
        Self::Failed(render::error(&error))
    }
}

fn error_table(request: Call) -> Result<Value, Stop> {
    request.with.finish()?;
    Ok(json!({ "rows": ErrorCode::ALL.iter().copied().map(render::error_row).collect::<Vec<_>>() }))
}

/// What a call gives that gives the store's epoch only.
fn epoch_alone(committed: Committed<()>) -> Value {
    with_epoch(json!({}), committed.epoch)
}

/// The outcome of a call that may write: its members, and the store's epoch.
fn with_epoch(mut outcome: Value, epoch: Epoch) -> Value {
    if let Some(members) = outcome.as_object_mut() {
        members.insert("epoch".to_owned(), epoch.number().into());
    }
    outcome
}
