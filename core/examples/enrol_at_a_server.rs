//! Registers inside the app, at a server that is asked over HTTP. The machine says what to send; [`send`] is the host's
//! HTTP client, in few lines.
//!
//! ```sh
//! cargo run --package passkey-provider --example enrol_at_a_server
//! ```
//!
//! The server here is a stand-in with two answers, for one run without a network: it verifies nothing.

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

use passkey_provider::enrolment::{Dialect, Outcome, Reply, Server, Setup, Step};
use passkey_provider::exchange::{Answer, Request, Response, ResponseHeaders};
use passkey_provider::id::Origin;
use passkey_provider::key::Model;
use passkey_provider::seal::DeviceKey;
use passkey_provider::secret::Secret;
use passkey_provider::store::Epoch;
use passkey_provider::{Committed, Consent, OpenOptions, Provider, VerificationMethod};

fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    std::thread::spawn(move || listener.incoming().flatten().for_each(|stream| drop(stand_in(stream))));

    let folder = tempfile::tempdir()?;
    let device_key = DeviceKey::from_bytes(&[7; 32])?;
    let provider = Provider::open(OpenOptions::new(folder.path().join("passkeys.db"), device_key))?;
    let model = Model::device_bound("5f3e3b6e-0b0f-4f0e-9d43-5d0f3a1f2c77".parse()?);

    let dialect = Dialect::shipped("spring-security").ok_or("no such dialect")?;
    let server = Server::parse(&format!("http://{address}"))?;
    // A page at an IP address has no RP ID; the app knows under which name this server's pages stand.
    let setup = Setup::new(dialect, server, &[])?.at_page(Origin::parse("http://localhost")?);

    let enrolments = provider.enrolments();
    let mut step = keep(enrolments.begin(setup)?);
    loop {
        step = match step {
            Step::Name(needed) => needed.with("Ada's phone"),
            Step::Token(needed) => needed.with(Secret::new(b"JSESSIONID=from-the-sign-in".to_vec())),
            Step::Send(sending) => {
                println!("{}: {}", sending.purpose(), sending.request().method.as_str());
                let answer = send(sending.request()).map_or(Answer::Unreachable, Answer::Response);
                keep(enrolments.answered(sending, &answer)?)
            }
            Step::Create(creating) => {
                let plan = enrolments.plan(&creating, model)?;
                println!("Create a passkey for {} at {}?", plan.prompt().user.name, plan.prompt().rp_id);
                let consented = plan.consent(Consent::Stated(VerificationMethod::Biometric))?;
                match provider.finish_create(consented) {
                    Ok(created) => keep(enrolments.created(creating, &keep(created))?),
                    Err(error) => keep(enrolments.not_created(creating, &error)?),
                }
            }
            Step::Options(_) => return Err("this server has no page".into()),
            Step::Wait(waiting) => {
                std::thread::sleep(waiting.after());
                waiting.waited()
            }
            // The person decides; see the documentation of `QuestionKind`.
            Step::Ask(question) => keep(enrolments.replied(question, Reply::Stop)?),
            Step::Done(Outcome::Enrolled { .. }) => break,
            Step::Done(_) => return Err("something else was done".into()),
            Step::Failed(failed) => return Err(failed.failure().sentence().into()),
        };
    }
    for passkey in provider.passkeys().all()?.passkeys {
        println!("On this device: {}", passkey.state.standing.sentence());
    }
    Ok(())
}

/// The host's HTTP client: a phone's own one, which also speaks TLS. It follows no redirect and keeps no cookies.
fn send(request: &Request) -> Option<Response> {
    let (host, path) = request.url.strip_prefix("http://")?.split_once('/')?;
    let mut stream = TcpStream::connect(host).ok()?;
    stream.set_read_timeout(Some(request.limits.timeout)).ok()?;
    let body = request.body.as_ref().map_or(&[][..], |body| body.expose());
    write!(stream, "{} /{path} HTTP/1.0\r\nhost: {host}\r\n", request.method.as_str()).ok()?;
    for header in &request.headers {
        write!(stream, "{}: {}\r\n", header.name, String::from_utf8_lossy(header.value.expose())).ok()?;
    }
    write!(stream, "content-length: {}\r\n\r\n", body.len()).and_then(|()| stream.write_all(body)).ok()?;
    read(stream, request.limits.most_bytes)
}

fn read(stream: TcpStream, most: usize) -> Option<Response> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let status = line.split(' ').nth(1)?.parse().ok()?;
    let (mut content_type, mut headers) = (None, ResponseHeaders::default());
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim().split_once(':') else { break };
        let value = value.trim().to_owned();
        match name.to_ascii_lowercase().as_str() {
            "content-type" => content_type = Some(value),
            "location" => headers.location = Some(value),
            "retry-after" => headers.retry_after = Some(value),
            "set-cookie" => headers.set_cookie.push(value),
            _ => {}
        }
    }
    let mut body = Vec::new();
    reader.take(u64::try_from(most).ok()?.saturating_add(1)).read_to_end(&mut body).ok()?;
    Some(Response { status, content_type, redirects: Vec::new(), headers, body })
}

/// Keeps the store's epoch outside the store.
fn keep<T>(committed: Committed<T>) -> T {
    let _: Epoch = committed.epoch;
    committed.value
}

fn stand_in(mut stream: TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header)?;
        if let Some(value) = header.strip_prefix("content-length: ") {
            length = value.trim().parse().unwrap_or_default();
        }
        if header.trim().is_empty() {
            break;
        }
    }
    std::io::copy(&mut reader.take(length), &mut std::io::sink())?;
    let body = if line.contains("/options") {
        r#"{"rp":{"id":"localhost","name":"Stand-in"},"user":{"id":"AQIDBA","name":"ada","displayName":"Ada"},
           "challenge":"q83vASNFZ4mrze8BI0VniQ","pubKeyCredParams":[{"type":"public-key","alg":-7}]}"#
    } else {
        r#"{"success":true}"#
    };
    write!(stream, "HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n{body}")
}
