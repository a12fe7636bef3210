//! What the parser promises, against real requests, malformed ones, and their cousins.

mod corpus;
mod cousins;
mod demands;
mod extension_steps;
mod limits;
mod malformed;
mod privacy;
mod readings;
mod rendering;
mod shapes;
mod spelling;
mod strays;
mod strictness;
mod typed_parts;
mod wrappers;

use serde_json::{Value, json};

use super::*;

/// Where the corpus is.
const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus");

fn read_corpus(name: &str) -> Vec<u8> {
    std::fs::read(format!("{CORPUS}/{name}")).expect(name)
}

/// Sound creation options, to be spoilt.
fn sound_creation() -> Value {
    json!({
        "rp": { "id": "example.org", "name": "Example" },
        "user": { "id": "AQIDBA", "name": "amy", "displayName": "Amy" },
        "challenge": "AAECAwQFBgcICQoLDA0ODw",
        "pubKeyCredParams": [{ "type": "public-key", "alg": -7 }],
    })
}

/// Sound request options, to be spoilt.
fn sound_request() -> Value {
    json!({ "rpId": "example.org", "challenge": "AAECAwQFBgcICQoLDA0ODw" })
}

/// `options` with the member at a dotted `path` set.
fn with(mut options: Value, path: &str, value: Value) -> Value {
    let mut place = &mut options;
    for name in path.split('.') {
        place = &mut place[name];
    }
    *place = value;
    options
}

/// `options` without the member at a dotted `path`.
fn without(mut options: Value, path: &str) -> Value {
    let (parent, name) = path.rsplit_once('.').unwrap_or(("", path));
    let mut place = &mut options;
    for name in parent.split('.').filter(|name| !name.is_empty()) {
        place = &mut place[name];
    }
    place.as_object_mut().unwrap().remove(name);
    options
}

fn create(options: &Value) -> Result<Understood<CreationOptions>, OptionsError> {
    parse_creation_options(options.to_string().as_bytes(), Mode::Tolerant)
}

fn create_strictly(options: &Value) -> Result<Understood<CreationOptions>, OptionsError> {
    parse_creation_options(options.to_string().as_bytes(), Mode::Strict)
}

fn get(options: &Value) -> Result<Understood<RequestOptions>, OptionsError> {
    parse_request_options(options.to_string().as_bytes(), Mode::Tolerant)
}

fn get_strictly(options: &Value) -> Result<Understood<RequestOptions>, OptionsError> {
    parse_request_options(options.to_string().as_bytes(), Mode::Strict)
}

fn paths(repairs: &[Repair]) -> Vec<&str> {
    repairs.iter().map(|repair| repair.path.as_str()).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
