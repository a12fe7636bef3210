use passkey_provider::clock::Timestamp;
use passkey_provider::enrolment::Platform;
use passkey_provider::enrolment::qr::{Age, Asks, Channel, Code, Continuation};
use serde_json::{Map, Value, json};

use crate::args::{self, Global};
use crate::failure::Failure;
use crate::input::read_code;
use crate::output::Output;
use crate::{table, time};

/// `qr`: what a code asks. The code itself is not printed: its secret is in it.
pub(super) fn run(code: &str, global: &Global, output: Output) -> Result<(), Failure> {
    let code = if code == "-" { Code::parse(read_code()?.expose().trim()) } else { Code::parse(code) };
    let code = code.map_err(Failure::invalid_code)?;
    let now = time::now(global);
    let platforms = match global.platform {
        args::Platform::Ios => vec![Platform::Ios],
        args::Platform::Android => vec![Platform::Android],
        args::Platform::Desktop => Platform::ALL.to_vec(),
    };
    output.answer(&to_json(&code, now, &platforms), &to_text(&code, now, &platforms))
}

fn to_json(code: &Code, now: Timestamp, platforms: &[Platform]) -> Value {
    let age = code.age(now);
    let seconds = match age {
        Age::Unknown => None,
        Age::Past(age) => i64::try_from(age.as_secs()).ok(),
        Age::Ahead(ahead) => i64::try_from(ahead.as_secs()).ok().and_then(i64::checked_neg),
    };
    let continues: Map<String, Value> = platforms
        .iter()
        .map(|platform| (platform.as_str().to_owned(), continuation_to_json(Continuation::on(*platform))))
        .collect();
    json!({
        "asks": code.asks().as_str(),
        "made": code.made().map(time::render),
        "age_seconds": seconds,
        "is_old": age.is_old(),
        "is_linking": code.is_linking(),
        "known_servers": code.known_servers(),
        "channels": code.channels().iter().copied().map(Channel::as_str).collect::<Vec<_>>(),
        "is_non_discoverable": code.is_non_discoverable(),
        "continues": continues,
    })
}

fn continuation_to_json(continuation: Continuation) -> Value {
    let component = match continuation {
        Continuation::SystemCamera => Value::Null,
        Continuation::Component(component) => json!({
            "action": component.action,
            "package": component.package,
            "class": component.class,
            "source": component.source,
        }),
    };
    json!({ "by": continuation.as_str(), "says": continuation.sentence(), "component": component })
}

fn to_text(code: &Code, now: Timestamp, platforms: &[Platform]) -> String {
    let asks = match code.asks() {
        Asks::SignIn => "to sign in with a passkey",
        Asks::Register => "to register a passkey",
    };
    let made = code.made().map_or_else(
        || "not said".to_owned(),
        |made| {
            let old = if code.age(now).is_old() { "; too old, show a new one" } else { "" };
            format!("{} ({}){old}", time::render(made), time::age(made, now))
        },
    );
    let channels: Vec<&str> = code.channels().iter().copied().map(Channel::as_str).collect();
    let channels = if channels.is_empty() { "tunnel".to_owned() } else { channels.join(", ") };
    let remembers = if code.is_linking() == Some(true) { "offers to remember this phone" } else { "no" };
    let mut pairs = vec![
        ("asks", asks.to_owned()),
        ("made", made),
        ("remembers", remembers.to_owned()),
        ("channels", channels),
        ("servers", format!("{} known by number", code.known_servers())),
    ];
    for platform in platforms {
        let name = match platform {
            Platform::Ios => "on iOS",
            Platform::Android => "on Android",
        };
        pairs.push((name, continuation_to_text(Continuation::on(*platform))));
    }
    table::render_pairs(&pairs)
}

fn continuation_to_text(continuation: Continuation) -> String {
    match continuation {
        Continuation::SystemCamera => continuation.sentence().to_owned(),
        Continuation::Component(component) => {
            format!("{} To {}/{}, and to nothing else.", continuation.sentence(), component.package, component.class)
        }
    }
}
