use std::time::Duration;

use super::{Answer, AnswerRefused, Header, Limits, Method, Request, Response, ResponseHeaders};
use crate::secret::Secret;

const LIMITS: Limits = Limits { most_bytes: 8, timeout: Duration::from_secs(5), most_redirects: 1 };

fn request() -> Request {
    Request::get("https://example.com/x".to_owned(), LIMITS)
}

fn response(status: u16, content_type: Option<&str>, redirects: &[&str], body: &[u8]) -> Answer {
    let redirects = redirects.iter().map(ToString::to_string).collect();
    Answer::Response(Response {
        status,
        content_type: content_type.map(str::to_owned),
        redirects,
        headers: ResponseHeaders::default(),
        body: body.to_vec(),
    })
}

const JSON: Option<&str> = Some("Application/JSON; charset=utf-8");

#[test]
fn a_document_is_taken_only_as_it_was_asked_for() {
    let near = "https://www.example.com/x";
    let table = [
        (response(200, JSON, &[], b"{}"), Ok(b"{}".as_slice())),
        (response(201, JSON, &[near], b"12345678"), Ok(b"12345678".as_slice())),
        (response(200, JSON, &[], b"123456789"), Err(AnswerRefused::TooLong)),
        (response(200, JSON, &[near, near], b"{}"), Err(AnswerRefused::Redirected)),
        (response(200, JSON, &["http://www.example.com/x"], b"{}"), Err(AnswerRefused::Redirected)),
        (response(200, JSON, &["https://router.lan/x"], b"{}"), Err(AnswerRefused::Redirected)),
        (response(302, JSON, &[], b"{}"), Err(AnswerRefused::Redirected)),
        (response(404, JSON, &[], b"{}"), Err(AnswerRefused::Status(404))),
        (response(199, JSON, &[], b"{}"), Err(AnswerRefused::Status(199))),
        (response(200, Some("text/html"), &[], b"{}"), Err(AnswerRefused::NotJson)),
        (response(200, Some("application/jsonp"), &[], b"{}"), Err(AnswerRefused::NotJson)),
        (response(200, None, &[], b"{}"), Err(AnswerRefused::NotJson)),
        (Answer::Unreachable, Err(AnswerRefused::Unreachable)),
    ];
    for (answer, expected) in table {
        assert_eq!(request().json(&answer), expected, "{answer:?}");
    }
}

#[test]
fn what_is_sent_and_what_came_are_not_printed() {
    let secret = || Secret::new(b"hunter2".to_vec());
    let headers = vec![Header { name: "authorization".into(), value: secret() }];
    let request = Request { method: Method::Post, headers, body: Some(secret()), ..request() };
    let answer = response(200, JSON, &[], b"hunter2");
    let printed = format!("{request:?} {answer:?}");
    assert!(printed.contains("authorization") && printed.contains("Post"), "{printed}");
    assert!(!printed.contains("hunter2") && !printed.contains("104, 117"), "{printed}");
}
