//! Proofs of the core through its public interface: vectors that others wrote, and properties that
//! hold for any input.
//!
//! `PROPTEST_CASES` sets how many inputs each property is tried with.

#[cfg(test)]
mod authenticator_data;
#[cfg(test)]
mod callers;
#[cfg(test)]
mod damaged_file;
#[cfg(test)]
mod der;
#[cfg(test)]
mod options;
#[cfg(test)]
mod p256_keys;
#[cfg(test)]
mod rfc6979;
#[cfg(test)]
mod store_model;
#[cfg(test)]
mod wycheproof_ecdsa;
#[cfg(test)]
mod wycheproof_eddsa;
#[cfg(test)]
mod wycheproof_ml_dsa;

#[cfg(test)]
use passkey_provider::Provider;
#[cfg(test)]
use passkey_provider::ceremony::CreatePlan;
#[cfg(test)]
use passkey_provider::id::{CredentialId, PasskeyRef, RpId};
#[cfg(test)]
use passkey_provider::lifecycle::Answer;
#[cfg(test)]
use passkey_provider::store::Passkey;
#[cfg(test)]
use proptest::prelude::ProptestConfig;

/// How many inputs a property is tried with, unless the environment says otherwise.
#[cfg(test)]
fn cases(usual: u32) -> ProptestConfig {
    let config = ProptestConfig::default();
    if std::env::var_os("PROPTEST_CASES").is_some() { config } else { ProptestConfig { cases: usual, ..config } }
}

/// The person wants a passkey beside those that are there.
#[cfg(test)]
fn beside(plan: CreatePlan) -> CreatePlan {
    if plan.decision().answers().contains(&Answer::RegisterAnother) { plan.register_another().unwrap() } else { plan }
}

/// The passkey of an id, whatever its relying party.
#[cfg(test)]
fn reference_to(provider: &Provider, id: &CredentialId) -> PasskeyRef {
    let (shown, deleted) = (provider.passkeys().all().unwrap(), provider.passkeys().deleted().unwrap());
    let mut known = shown.passkeys.iter().chain(&deleted.passkeys).map(Passkey::reference);
    known
        .find(|passkey| passkey.credential_id == *id)
        .unwrap_or_else(|| PasskeyRef { rp_id: RpId::parse("unknown.example").unwrap(), credential_id: id.clone() })
}
