//! The schema and the reader agree.

use serde_json::{Value, json};

use crate::enrolment::Dialect;
use crate::enrolment::refusal::Family;
use crate::json_schema::meets;

fn schema() -> Value {
    serde_json::from_str(Dialect::SCHEMA).unwrap()
}

/// Every member that there is.
fn full() -> Value {
    let endpoint = json!({
        "method": "PUT", "path": "/x/{user}", "body": {"a": "{name}"}, "encoding": "form",
        "sign_in": {"by": "header", "header": "x-token", "renewed": "/t", "scope": "s", "fresh_seconds": 300,
            "csrf": {"cookie": "c", "header": "x-c"}}
    });
    let and = |more: Value| {
        let mut all = endpoint.clone();
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    json!({
        "name": "full", "title": "Full", "verified": {"ran": {"server": "s", "version": "1", "date": "2026-11-27"}},
        "parameters": ["user", "url"], "defaults": {"user": "me"}, "roots": ["/{user}"], "headers": {"x-a": "{origin}"},
        "sign_in": {"by": "cookie"}, "longest_name": 30,
        "options": and(json!({"at": "/o", "members": {"rp": "{answer/rp}"}, "challenge": "text", "take": {"t": "/t"},
            "location": "l"})),
        "register": and(json!({"id": "{answer/id}",
            "success": {"status": [302], "at": "/ok", "equals": true, "location": {"query": "q", "equals": "v"}}})),
        "list": and(json!({"at": "/l", "only": {"/type": ["a", 1]}, "credential": "/c", "registration": "/r", "next": "/n"})),
        "delete": endpoint, "naming": endpoint,
        "refusal": {"family": "graph", "code": ["/c"], "sign_in": [401], "sign_in_codes": ["X"], "prerequisite": [409], "wait": [429]}
    })
}

fn parses(value: &Value) -> bool {
    Dialect::parse(&serde_json::to_vec(value).unwrap()).is_ok()
}

/// The pointers of all objects and their members.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    for (name, member) in value.as_object().into_iter().flatten() {
        let at = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
        pointers(member, &at, found);
        found.push(at);
    }
}

#[test]
fn the_dialects_of_the_library_are_valid() {
    for name in Dialect::names() {
        let dialect = Dialect::shipped(name).unwrap();
        assert!(meets(&serde_json::from_str(dialect.text()).unwrap(), &schema()), "{name}");
    }
}

#[test]
fn the_families_of_codes_are_those_of_the_table_of_refusals() {
    let listed = schema().pointer("/properties/refusal/properties/family/enum").unwrap().clone();
    assert_eq!(listed, json!(Family::ALL.map(Family::as_str)));
    for (name, family) in [("entra-graph", Family::Graph), ("keycloak", Family::Keycloak), ("plain", Family::Http)] {
        assert_eq!(Dialect::shipped(name).unwrap().refusal.family, family);
    }
}

#[test]
fn every_member_of_the_schema_is_read() {
    let full = full();
    assert!(meets(&full, &schema()));
    let read = Dialect::parse(&serde_json::to_vec(&full).unwrap());
    assert!(read.is_ok(), "{read:?}");
    // What the example leaves out, because it excludes another member.
    let elsewhere =
        ["/properties/rp_ids", "/properties/verified/properties/documented", "/properties/options/properties/by"];
    let schema = schema();
    for (object, at) in [
        ("", ""),
        ("/options", "/options"),
        ("/register", "/register"),
        ("/list", "/list"),
        ("/delete", "/delete"),
        ("/refusal", "/refusal"),
        ("/options/sign_in", "/options/sign_in"),
    ] {
        let place = match at {
            "" => String::new(),
            "/options/sign_in" => "/$defs/sign_in".to_owned(),
            other => format!("/properties{other}"),
        };
        for name in schema.pointer(&format!("{place}/properties")).unwrap().as_object().unwrap().keys() {
            let is_elsewhere = elsewhere.contains(&format!("{place}/properties/{name}").as_str()) || name == "url_of";
            assert!(is_elsewhere || full.pointer(&format!("{object}/{name}")).is_some(), "{place}: {name}");
        }
    }
}

/// One change each: a member gone, of another type, or one too many. Whatever the schema refuses, the reader refuses
/// too; and the reader refuses more only where a schema says no more than text.
#[test]
fn the_reader_takes_nothing_that_the_schema_refuses() {
    let mut places = Vec::new();
    pointers(&full(), "", &mut places);
    let mut refused = 0;
    for place in &places {
        for change in [None, Some(json!(7.5)), Some(json!(true)), Some(json!({"zz": 1})), Some(json!([{}]))] {
            let mut changed = full();
            let (parent, name) = place.rsplit_once('/').unwrap();
            let name = name.replace("~1", "/").replace("~0", "~");
            let parent = changed.pointer_mut(parent).unwrap().as_object_mut().unwrap();
            match change.clone() {
                None => parent.remove(&name),
                Some(value) => parent.insert(name, value),
            };
            if !meets(&changed, &schema()) {
                refused += 1;
                assert!(!parses(&changed), "{place} {change:?}");
            }
        }
    }
    assert!(refused > 200, "{refused}");
}
