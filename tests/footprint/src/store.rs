//! A store with many passkeys, and one sign-in from it, as an app does them.

use std::path::Path;
use std::time::{Duration, Instant};
use std::{io, iter};

use passkey_provider::caller::{Frame, VerifiedCaller};
use passkey_provider::ceremony::ConsentedGet;
use passkey_provider::id::{Aaguid, Origin};
use passkey_provider::key::Model;
use passkey_provider::seal::DeviceKey;
use passkey_provider::webauthn::options::{Mode, parse_creation_options, parse_request_options};
use passkey_provider::{Consent, OpenOptions, Provider};

/// Registers `passkeys` passkeys, each at a relying party of its own.
pub(crate) fn fill(path: &Path, passkeys: u32) {
    let provider = open(path);
    for number in 0..passkeys {
        let json = format!(
            r#"{{"rp":{{"id":"site-{number}.example","name":"Site {number}"}},
                "user":{{"id":"AQIDBAUGBwgJCgsMDQ4PEA","name":"ada@site-{number}.example","displayName":"Ada Lovelace"}},
                "challenge":"AAECAwQFBgcICQoLDA0ODw","pubKeyCredParams":[{{"type":"public-key","alg":-7}}]}}"#
        );
        let options = parse_creation_options(json.as_bytes(), Mode::Tolerant).expect("options").options;
        let plan =
            provider.begin_create(&options, &caller(number), Model::device_bound(Aaguid::default())).expect("a plan");
        let _ = provider.finish_create(plan.consent(Consent::Present).expect("a consent")).expect("a passkey");
    }
}

/// Opens the store and signs in at one relying party.
pub(crate) fn get(path: &Path) {
    sign_in(&open(path));
}

/// Opens the store, and for each number on standard input signs in so many times and prints the median, in
/// nanoseconds: in turns with another process, so that what else the machine does falls on both.
pub(crate) fn median_gets(path: &Path) {
    let provider = open(path);
    for line in io::stdin().lines() {
        let gets: usize = line.expect("a line").parse().expect("a number of gets");
        let time = || {
            let begun = Instant::now();
            sign_in(&provider);
            begun.elapsed()
        };
        let mut times: Vec<Duration> = iter::repeat_with(time).take(gets).collect();
        times.sort();
        println!("{}", times.get(gets / 2).expect("at least one get").as_nanos());
    }
}

fn sign_in(provider: &Provider) {
    let json = br#"{"rpId":"site-7.example","challenge":"AAECAwQFBgcICQoLDA0ODw"}"#;
    let options = parse_request_options(json, Mode::Tolerant).expect("options").options;
    let plan = provider.begin_get(&options, &caller(7)).expect("a plan");
    let id = plan.candidates().first().expect("a candidate").passkey.credential_id.clone();
    if let ConsentedGet::Sealed(plan) =
        plan.choose(&id).expect("a choice").consent(Consent::Present).expect("a consent")
    {
        let asserted = provider.finish_get(plan).expect("an assertion").value;
        assert!(!asserted.response.to_json().expect("a response").is_empty());
    }
}

fn open(path: &Path) -> Provider {
    let device_key = DeviceKey::from_bytes(&[7; 32]).expect("a device key");
    Provider::open(OpenOptions::new(path, device_key)).expect("a store")
}

fn caller(number: u32) -> VerifiedCaller {
    let origin = Origin::parse(&format!("https://site-{number}.example")).expect("an origin");
    VerifiedCaller::web(&origin, Frame::SameOrigin, None).expect("a caller")
}
