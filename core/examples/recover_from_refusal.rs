//! What happens when a server refuses a registration that is already on the device: the next try finds the stale
//! passkey, and one step replaces it.
//!
//! ```sh
//! cargo run --package passkey-provider --example recover_from_refusal
//! ```

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;

use passkey_provider::caller::{Frame, VerifiedCaller};
use passkey_provider::ceremony::{CreatePlan, Created};
use passkey_provider::id::Origin;
use passkey_provider::key::Model;
use passkey_provider::lifecycle::Decision;
use passkey_provider::seal::DeviceKey;
use passkey_provider::store::Epoch;
use passkey_provider::webauthn::options::{Mode, parse_creation_options};
use passkey_provider::{Committed, Consent, OpenOptions, Provider, VerificationMethod};

const OPTIONS: &[u8] = br#"{
    "rp": { "id": "example.com", "name": "Example" },
    "user": { "id": "AQIDBA", "name": "ada@example.com", "displayName": "Ada" },
    "challenge": "q83vASNFZ4mrze8BI0VniQ",
    "pubKeyCredParams": [{ "type": "public-key", "alg": -7 }]
}"#;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let device_key = DeviceKey::from_bytes(&[7; 32])?;
    let provider = Provider::open(OpenOptions::new(folder.path().join("passkeys.db"), device_key))?;

    let refused = register(&provider, begin(&provider)?)?;
    let reason = "this organisation permits other providers only";
    keep(provider.server().reject(&refused.passkey.reference(), Some(reason))?.epoch);

    // The person tries again, and the server did not exclude what it never accepted.
    let plan = begin(&provider)?;
    let Decision::StaleDuplicate(old) = plan.decision() else {
        return Err("the refused passkey was not found".into());
    };
    for passkey in old {
        println!("In the way: {}", passkey.standing.sentence());
    }
    // They choose to replace it: the new one is written and the old one retired, or neither.
    let accepted = register(&provider, plan.delete_and_retry()?)?;
    keep(provider.server().confirm(&accepted.passkey.reference())?.epoch);

    for passkey in provider.passkeys().all()?.passkeys {
        println!("On this device: {}", passkey.state.standing.sentence());
    }
    for passkey in provider.passkeys().deleted()?.passkeys {
        println!("Can be restored: {}", passkey.state.standing.sentence());
    }
    Ok(())
}

fn begin(provider: &Provider) -> Result<CreatePlan, Box<dyn Error>> {
    let options = parse_creation_options(OPTIONS, Mode::Tolerant)?.options;
    let origin = Origin::parse("https://login.example.com")?;
    let caller = VerifiedCaller::web(&origin, Frame::SameOrigin, options.rp_id.as_ref())?;
    Ok(provider.begin_create(
        &options,
        &caller,
        Model::device_bound("5f3e3b6e-0b0f-4f0e-9d43-5d0f3a1f2c77".parse()?),
    )?)
}

fn register(provider: &Provider, plan: CreatePlan) -> Result<Created, Box<dyn Error>> {
    let consented = plan.consent(Consent::Stated(VerificationMethod::Biometric))?;
    let Committed { value: created, epoch } = provider.finish_create(consented)?;
    keep(epoch);
    Ok(created)
}

/// An app keeps it beside its device key: an older copy of the store is then detected.
fn keep(_: Epoch) {}
