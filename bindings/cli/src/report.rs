//! What happened, for `--report FILE`.

use std::fs;
use std::path::PathBuf;

use passkey_provider::Verification;
use passkey_provider::caller::VerifiedCaller;
use passkey_provider::ceremony::PolicyWarning;
use passkey_provider::key::Custody;
use passkey_provider::lifecycle::{Decision, PasskeySummary};
use passkey_provider::store::Passkey;
use passkey_provider::webauthn::attestation::{Format, Wanted};
use passkey_provider::webauthn::options::Repair;
use serde_json::{Value, json};

use crate::authenticator_data::AuthenticatorData;
use crate::failure::Failure;
use crate::{caller, duplicate};

/// Collects what happened in one ceremony.
pub(crate) struct Report {
    path: Option<PathBuf>,
    content: Value,
}

impl Report {
    /// A report for the file; without one nothing is written.
    pub(crate) fn new(ceremony: &str, path: Option<PathBuf>) -> Self {
        let content = json!({
            "ceremony": ceremony, "decision": null, "caller": null, "repairs": [], "duplicate": null, "leftovers": [], "extensions": null, "attestation": null, "policy": null, "credential_id": null, "custody": null,
            "flags": null, "counter": null, "aaguid": null, "verification": null,
        });
        Self { path, content }
    }

    /// What was repaired in the options.
    pub(crate) fn repairs(&mut self, repairs: &[Repair]) {
        self.set("repairs", render_repairs(repairs));
    }

    /// Who asks, and how that is known.
    pub(crate) fn admitted(&mut self, caller: &VerifiedCaller) {
        self.set("caller", caller::to_json(caller));
    }

    /// What a registration found on the device: of the account, and of accounts of the same name.
    pub(crate) fn decided(&mut self, decision: &Decision, leftovers: &[PasskeySummary]) {
        self.set("duplicate", json!(decision.as_str()));
        self.set("leftovers", duplicate::to_json(leftovers));
    }

    /// What an organisation's policy would refuse, and why it only warns.
    pub(crate) fn warned(&mut self, warning: &PolicyWarning) {
        let rulings = warning.rulings.iter().map(|ruling| json!({ "rule": ruling.rule.as_str(), "path": ruling.path }));
        let doubts = warning.doubts.iter().map(|doubt| json!(doubt.as_str()));
        self.set("policy", json!({ "rulings": rulings.collect::<Vec<_>>(), "doubts": doubts.collect::<Vec<_>>() }));
    }

    /// Which extensions the relying party asked for, and which of them are as if it had not.
    pub(crate) fn extensions<'a>(&mut self, requested: &[String], ignored: impl Iterator<Item = &'a str>) {
        self.set("extensions", json!({ "requested": requested, "ignored": ignored.collect::<Vec<_>>() }));
    }

    /// What was answered.
    pub(crate) fn answered(&mut self, passkey: &Passkey, verification: Option<Verification>, response: &str) {
        self.set("credential_id", json!(passkey.metadata.credential_id.to_base64url()));
        self.set("custody", json!(render_custody(&passkey.metadata.custody)));
        self.set("verification", json!(verification.map(Verification::as_str)));
        let data = AuthenticatorData::of_response(response).map(AuthenticatorData::to_json);
        if let Some(Value::Object(members)) = data {
            for (name, value) in members {
                self.set(&name, value);
            }
        }
    }

    /// What the site wanted to know of the authenticator, and what it was told.
    pub(crate) fn attested(&mut self, wanted: &Wanted, given: Format) {
        let Wanted { conveyance, formats } = wanted;
        self.set("attestation", json!({ "asked": conveyance.as_str(), "formats": formats, "given": given.as_str() }));
    }

    /// Writes the report, whether the ceremony succeeded or not. The ceremony's own failure is the
    /// one that is told.
    pub(crate) fn finish(mut self, decision: &str, result: Result<(), Failure>) -> Result<(), Failure> {
        self.set(
            "decision",
            json!(match &result {
                Ok(()) => decision,
                Err(failure) => failure.code(),
            }),
        );
        let written = match &self.path {
            Some(path) => fs::write(path, format!("{:#}\n", self.content)).map_err(|error| Failure::file(path, error)),
            None => Ok(()),
        };
        result.and(written)
    }

    fn set(&mut self, name: &str, value: Value) {
        if let Some(members) = self.content.as_object_mut() {
            members.insert(name.to_owned(), value);
        }
    }
}

/// Repairs for programs.
pub(crate) fn render_repairs(repairs: &[Repair]) -> Value {
    repairs.iter().map(|repair| json!({ "path": repair.path, "found": repair.found, "used": repair.used })).collect()
}

/// Who holds the private key, in one word.
pub(crate) fn render_custody(custody: &Custody) -> &'static str {
    match custody {
        Custody::Sealed => "sealed",
        Custody::Hardware { .. } => "hardware",
    }
}
