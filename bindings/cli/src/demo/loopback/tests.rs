use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpStream};

use super::{Account, Loopback, RelyingParty};

fn open() -> Loopback {
    Loopback::open(RelyingParty::new("example.com", "https://login.example.com").unwrap()).unwrap()
}

/// Sends a request, and gives the whole answer.
fn exchange(server: &Loopback, request: &str) -> String {
    let mut client = TcpStream::connect(server.address).unwrap();
    client.write_all(request.as_bytes()).unwrap();
    client.shutdown(Shutdown::Write).unwrap();
    let mut answer = String::new();
    client.read_to_string(&mut answer).unwrap();
    answer
}

fn post(path: &str, token: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Length: {length}\r\n\r\n{body}"
    )
}

fn token(server: &Loopback) -> String {
    let token = server.sign_in(&Account::new("ada@example.com", "Ada")).unwrap();
    String::from_utf8(token.expose().clone()).unwrap()
}

#[test]
fn it_listens_on_the_loopback_address_alone() {
    let server = open();
    assert_eq!(server.address.ip(), Ipv4Addr::LOCALHOST);
    assert!(server.url().starts_with("http://127.0.0.1:"));
}

#[test]
fn who_is_not_signed_in_gets_nothing() {
    let server = open();
    let _ = token(&server);
    for path in ["/options", "/result", "/"] {
        assert!(exchange(&server, &post(path, "guess", "")).starts_with("HTTP/1.1 401"), "{path}");
    }
    assert!(exchange(&server, "POST /options HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 401"));
}

#[test]
fn it_says_what_it_is_and_takes_only_a_registration() {
    let server = open();
    let token = token(&server);
    let options = exchange(&server, &post("/options", &token, ""));
    assert!(options.starts_with("HTTP/1.1 200") && options.contains("server: passkey-provider-demo"), "{options}");
    assert!(options.contains("\"challenge\"") && options.contains("ada@example.com"), "{options}");
    assert!(exchange(&server, &post("/result", &token, "{}")).starts_with("HTTP/1.1 403"));
    assert!(exchange(&server, &post("/elsewhere", &token, "")).starts_with("HTTP/1.1 404"));
}

#[test]
fn what_is_no_request_does_not_stop_it() {
    let server = open();
    for request in [
        "",
        "\r\n",
        "POST /options\r\n\r\n",
        "POST /options HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
        "POST /options HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    ] {
        let answer = exchange(&server, request);
        assert!(answer.starts_with("HTTP/1.1 400"), "{request:?}: {answer}");
    }
    assert!(exchange(&server, &post("/options", &token(&server), "")).starts_with("HTTP/1.1 200"));
}
