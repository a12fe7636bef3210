//! A dialect's file and what a server answers to it, with a zero byte between them. Whatever they say, every request
//! goes to the server that the app named.

#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use passkey_provider::enrolment::{Dialect, Server, Setup, Step};
use passkey_provider::exchange::{Answer, Response, ResponseHeaders};
use passkey_provider::seal::DeviceKey;
use passkey_provider::secret::Secret;
use passkey_provider::{OpenOptions, Provider};

static PROVIDER: OnceLock<Provider> = OnceLock::new();

const SERVER: &str = "https://id.example.com";

/// More steps than lead anywhere.
const MANY: usize = 8;

fuzz_target!(|input: &[u8]| {
    let at = input.iter().position(|byte| *byte == 0).unwrap_or(input.len());
    let (file, answer) = input.split_at(at);
    let answer = answer.strip_prefix(&[0]).unwrap_or_default();
    let dialect = Dialect::parse(file).ok().or_else(|| Dialect::shipped(std::str::from_utf8(file).ok()?));
    let Some(dialect) = dialect else { return };
    let provider = PROVIDER.get_or_init(open);
    let names: Vec<String> = dialect.parameters().map(str::to_owned).collect();
    let text = String::from_utf8_lossy(answer);
    let parameters: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), text.as_ref())).collect();
    let server = Server::parse(SERVER).expect("a server");
    let Ok(setup) = Setup::new(dialect, server, &parameters) else { return };
    let mut step = provider.enrolments().begin(setup).expect("a store that works").value;
    for _ in 0..MANY {
        step = match step {
            Step::Token(needed) => needed.with(Secret::new(b"a=b".to_vec())),
            Step::Name(needed) => needed.with("phone"),
            Step::Options(needed) => needed.with(answer),
            Step::Send(sending) => {
                assert!(sending.request().url.starts_with(&format!("{SERVER}/")), "{}", sending.request().url);
                let headers = ResponseHeaders {
                    location: Some(text.clone().into_owned()),
                    retry_after: Some(text.clone().into_owned()),
                    set_cookie: vec![text.clone().into_owned()],
                };
                let response = Response {
                    status: 200,
                    content_type: Some("application/json".to_owned()),
                    redirects: Vec::new(),
                    headers,
                    body: answer.to_vec(),
                };
                provider.enrolments().answered(sending, &Answer::Response(response)).expect("a store that works").value
            }
            Step::Wait(waiting) => waiting.waited(),
            Step::Create(_) | Step::Ask(_) | Step::Done(_) | Step::Failed(_) => break,
        };
    }
    for left in provider.enrolments().open().expect("a store that works") {
        let _ = provider.enrolments().abandon(left.id).expect("a store that works");
    }
});

fn open() -> Provider {
    let path = std::env::temp_dir().join(format!("fuzz-enrolment-{}.db", std::process::id()));
    let key = DeviceKey::from_bytes(&[7; 32]).expect("a key");
    Provider::open(OpenOptions::new(path, key)).expect("a store that opens")
}
