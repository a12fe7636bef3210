//! Registers a passkey for a web page and signs in with it, as a host does: with its own device key, a prompt
//! that is faked here, and the epoch kept outside the store.
//!
//! ```sh
//! cargo run --package passkey-provider --example register_and_sign_in
//! ```

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;

use passkey_provider::caller::{Frame, VerifiedCaller};
use passkey_provider::ceremony::ConsentedGet;
use passkey_provider::id::{Aaguid, Origin};
use passkey_provider::key::Model;
use passkey_provider::seal::DeviceKey;
use passkey_provider::webauthn::options::{Mode, parse_creation_options, parse_request_options};
use passkey_provider::{Committed, Consent, OpenOptions, Provider, VerificationMethod};

const CREATION_OPTIONS: &[u8] = br#"{
    "rp": { "id": "example.com", "name": "Example" },
    "user": { "id": "AQIDBA", "name": "ada@example.com", "displayName": "Ada" },
    "challenge": "q83vASNFZ4mrze8BI0VniQ",
    "pubKeyCredParams": [{ "type": "public-key", "alg": -7 }]
}"#;

const REQUEST_OPTIONS: &[u8] = br#"{ "rpId": "example.com", "challenge": "ESIzRFVmd4iZqrvM3e7_AA" }"#;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("passkeys.db");
    // An app draws 32 random bytes once, and keeps them in the system's key store before it opens a store.
    let device_key = [7; 32];
    let aaguid: Aaguid = "5f3e3b6e-0b0f-4f0e-9d43-5d0f3a1f2c77".parse()?;
    let origin = Origin::parse("https://login.example.com")?;

    let provider = Provider::open(OpenOptions::new(&path, DeviceKey::from_bytes(&device_key)?))?;

    let options = parse_creation_options(CREATION_OPTIONS, Mode::Tolerant)?.options;
    let caller = VerifiedCaller::web(&origin, Frame::SameOrigin, options.rp_id.as_ref())?;
    let plan = provider.begin_create(&options, &caller, Model::device_bound(aaguid))?;
    println!("Create a passkey for {} at {}?", plan.prompt().user.name, plan.prompt().rp_id);
    let consented = plan.consent(Consent::Stated(VerificationMethod::Biometric))?;
    let Committed { value: created, epoch } = provider.finish_create(consented)?;
    println!("to be kept outside the store: {}", epoch.number());
    println!("to the site: {}", created.response.to_json()?);
    // The site accepted it.
    let Committed { epoch, .. } = provider.server().confirm(&created.passkey.reference())?;
    drop(provider);

    // The epoch goes with the device key: an older copy of the file is then detected.
    let options = OpenOptions::new(&path, DeviceKey::from_bytes(&device_key)?).last_epoch(epoch);
    let provider = Provider::open(options)?;

    let options = parse_request_options(REQUEST_OPTIONS, Mode::Tolerant)?.options;
    let caller = VerifiedCaller::web(&origin, Frame::SameOrigin, options.rp_id.as_ref())?;
    let plan = provider.begin_get(&options, &caller)?;
    for candidate in plan.candidates() {
        println!("Sign in as {}?", candidate.user.name);
    }
    let chosen = plan.candidates().first().map(|candidate| candidate.passkey.credential_id.clone());
    let plan = plan.choose(&chosen.ok_or("there is no passkey")?)?;
    match plan.consent(Consent::Stated(VerificationMethod::Biometric))? {
        ConsentedGet::Sealed(get) => {
            let Committed { value: asserted, epoch } = provider.finish_get(get)?;
            println!("to be kept outside the store: {}", epoch.number());
            println!("to the site: {}", asserted.response.to_json()?);
        }
        ConsentedGet::Hardware(_) => println!("this key signs in the hardware: see begin_hardware_get"),
    }
    Ok(())
}
