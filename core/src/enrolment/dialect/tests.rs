//! Dialects are data: the schema and the reader agree, and nothing that a file says is passed over.

mod schema;
mod servers;

use serde_json::{Value, json};

use super::{Dialect, DialectProblem, InvalidDialect};

/// A small dialect that is right.
fn small() -> Value {
    json!({
        "name": "small", "title": "Small", "verified": {"documented": "here"}, "parameters": ["realm"],
        "sign_in": {"by": "bearer"}, "options": {"path": "/options"},
        "register": {"path": "/register/{realm}", "body": "{credential}"}
    })
}

fn with(pointer: &str, value: Value) -> Result<Dialect, InvalidDialect> {
    let mut dialect = small();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = if parent.is_empty() { &mut dialect } else { dialect.pointer_mut(parent).unwrap() };
    parent.as_object_mut().unwrap().insert(name.to_owned(), value);
    Dialect::parse(&serde_json::to_vec(&dialect).unwrap())
}

#[test]
fn every_dialect_of_the_library_reads_and_has_its_files_name() {
    assert_eq!(Dialect::names().count(), 13);
    for name in Dialect::names() {
        let dialect = Dialect::shipped(name).unwrap_or_else(|| panic!("{name}"));
        assert_eq!(dialect.name(), name);
        assert!(dialect.is_shipped());
        let again = Dialect::read(dialect.text().as_bytes(), true).unwrap();
        assert_eq!(again.text(), dialect.text());
    }
    assert!(Dialect::shipped("nobody").is_none());
}

#[test]
fn what_is_wrong_is_refused_with_its_path() {
    let table = [
        ("/colour", json!("red"), "/colour", DialectProblem::Unknown),
        ("/options/colour", json!("red"), "/options/colour", DialectProblem::Unknown),
        ("/sign_in/colour", json!("red"), "/sign_in/colour", DialectProblem::Unknown),
        ("/name", json!(1), "/name", DialectProblem::NotText),
        ("/options/path", json!("options"), "/options/path", DialectProblem::NotAPath),
        ("/options/path", json!("//evil.example"), "/options/path", DialectProblem::NotAPath),
        ("/options/path", json!("https://evil.example/"), "/options/path", DialectProblem::NotAPath),
        ("/options/path", json!("/a/../b"), "/options/path", DialectProblem::NotAPath),
        ("/options/path", json!("/a%2e"), "/options/path", DialectProblem::NotAPath),
        ("/options/path", json!("/\\evil.example"), "/options/path", DialectProblem::NotAPath),
        ("/options/path", json!("/{nobody}"), "/options/path", DialectProblem::UnknownValue),
        ("/options/path", json!("/{realm"), "/options/path", DialectProblem::NotAPath),
        ("/options/at", json!("publicKey"), "/options/at", DialectProblem::NotAPointer),
        ("/options/challenge", json!("number"), "/options/challenge", DialectProblem::NotAValue),
        ("/options/method", json!("TRACE"), "/options/method", DialectProblem::NotAValue),
        ("/register/body", json!({"a": ["{nobody/x}"]}), "/register/body/a/0", DialectProblem::UnknownValue),
        ("/register/body", json!("{credential:upper}"), "/register/body", DialectProblem::UnknownValue),
        ("/register/url_of", json!("nobody"), "/register/url_of", DialectProblem::UnknownValue),
        ("/register/success", json!({"at": "/ok"}), "/register/success/equals", DialectProblem::Missing),
        ("/register/success", json!({"status": [99]}), "/register/success/status/0", DialectProblem::NotANumber),
        ("/headers", json!({"authorization": "x"}), "/headers/authorization", DialectProblem::NotAHeader),
        ("/headers", json!({"host": "evil.example"}), "/headers/host", DialectProblem::NotAHeader),
        ("/headers", json!({"cookie": "a=b"}), "/headers/cookie", DialectProblem::NotAHeader),
        ("/headers", json!({"x-a": "a\r\nhost: evil"}), "/headers/x-a", DialectProblem::NotAHeader),
        ("/sign_in", json!({"by": "header", "header": "host"}), "/sign_in", DialectProblem::NotAHeader),
        ("/sign_in", json!({"by": "magic"}), "/sign_in/by", DialectProblem::NotAValue),
        ("/rp_ids", json!(["login.microsoft.com"]), "/rp_ids", DialectProblem::ForeignRpIds),
        ("/longest_name", json!(256), "/longest_name", DialectProblem::NotANumber),
        ("/verified", json!({}), "/verified", DialectProblem::Missing),
        ("/list", json!({"path": "/list"}), "/list/at", DialectProblem::Missing),
    ];
    for (pointer, value, path, problem) in table {
        let refused = with(pointer, value.clone()).err();
        assert_eq!(refused, Some(InvalidDialect::member(path, problem)), "{pointer} = {value}");
    }
    assert!(with("/title", json!("Other")).is_ok());
}

#[test]
fn what_is_no_dialect_as_a_whole_is_refused() {
    assert_eq!(Dialect::parse(b"{").err(), Some(InvalidDialect::NotJson));
    assert_eq!(Dialect::parse(br#"{"name":"a","name":"b"}"#).err(), Some(InvalidDialect::NotJson));
    assert_eq!(Dialect::parse(&[b' '; 17 * 1024]).err(), Some(InvalidDialect::TooLarge));
    assert_eq!(Dialect::parse(b"[]").err(), Some(InvalidDialect::member("", DialectProblem::NotAnObject)));
}
