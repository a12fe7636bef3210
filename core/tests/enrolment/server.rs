//! A server that is not a real one: written from documentation, with a list of its own, and failing on order.

use std::time::Duration;

use passkey_provider::exchange::{Answer, Method, Request, Response, ResponseHeaders};
use serde_json::{Value, json};

/// What must not be met in anything that is printed or kept in clear.
pub(crate) const NEEDLE: &str = "needle";

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// Pages, credential ids in Entra's UrlToken, an RP ID that is not of its own domain.
    Graph,
    /// No list, cookies, success in a member.
    Spring,
    /// A list of numbers, a token that is renewed.
    Allauth,
}

pub(crate) struct Server {
    pub(crate) kind: Kind,
    /// What it calls each passkey, and its credential id.
    pub(crate) entries: Vec<(Value, String)>,
    /// Whether the second page is on order elsewhere.
    pub(crate) next_link: Option<&'static str>,
    made: u64,
    pub(crate) asked: Vec<String>,
}

const GRAPH: &str = "https://graph.microsoft.com/v1.0/me/authentication/fido2Methods";

impl Kind {
    pub(crate) fn of(name: &str) -> Self {
        match name {
            "entra-graph" => Self::Graph,
            "spring-security" => Self::Spring,
            "allauth" => Self::Allauth,
            other => panic!("{other}"),
        }
    }

    pub(crate) fn dialect(self) -> &'static str {
        match self {
            Self::Graph => "entra-graph",
            Self::Spring => "spring-security",
            Self::Allauth => "allauth",
        }
    }

    pub(crate) fn origin(self) -> &'static str {
        match self {
            Self::Graph => "https://graph.microsoft.com",
            Self::Spring | Self::Allauth => "https://id.example.com",
        }
    }

    pub(crate) fn rp_id(self) -> &'static str {
        match self {
            Self::Graph => "login.microsoft.com",
            Self::Spring | Self::Allauth => "id.example.com",
        }
    }
}

impl Server {
    pub(crate) fn new(kind: Kind) -> Self {
        Self { kind, entries: Vec::new(), next_link: None, made: 0, asked: Vec::new() }
    }

    /// Answers as it should.
    pub(crate) fn answer(&mut self, purpose: &str, request: &Request) -> Response {
        assert!(request.url.starts_with(&format!("{}/", self.kind.origin())), "{}", request.url);
        assert!(request.limits.most_redirects == 0 && request.limits.timeout <= Duration::from_secs(30));
        self.asked.push(format!("{} {}", request.method.as_str(), request.url));
        let token = match self.kind {
            Kind::Graph => "authorization",
            Kind::Spring => "cookie",
            Kind::Allauth => "x-session-token",
        };
        let header = request.headers.iter().find(|header| header.name == token).unwrap_or_else(|| panic!("no {token}"));
        assert!(String::from_utf8_lossy(header.value.expose()).contains(NEEDLE));
        let body: Value =
            request.body.as_ref().map_or(Value::Null, |body| serde_json::from_slice(body.expose()).unwrap());
        match purpose {
            "options" => self.options(),
            "register" => self.register(&body),
            "list" => self.list(&request.url),
            "delete" => self.delete(request, &body),
            other => panic!("{other}"),
        }
    }

    fn options(&self) -> Response {
        let exclude: Vec<Value> = self.entries.iter().map(|(_, id)| json!({"type": "public-key", "id": id})).collect();
        let options = json!({
            "rp": {"id": self.kind.rp_id(), "name": "A server"},
            "user": {"id": "AQIDBA", "name": format!("{NEEDLE}-ada@example.com"), "displayName": NEEDLE},
            "challenge": "AAECAwQFBgcICQoLDA0ODw", "pubKeyCredParams": [{"type": "public-key", "alg": -7}],
            "excludeCredentials": exclude
        });
        match self.kind {
            Kind::Graph => {
                json_of(200, &json!({"challengeTimeoutDateTime": "2026-11-27T20:00:00Z", "publicKey": options}))
            }
            Kind::Spring => json_of(200, &options),
            Kind::Allauth => {
                json_of(200, &json!({"status": 200, "data": {"creation_options": {"publicKey": options}}}))
            }
        }
    }

    fn register(&mut self, body: &Value) -> Response {
        let credential = match self.kind {
            Kind::Graph => &body["publicKeyCredential"],
            Kind::Spring => &body["publicKey"]["credential"],
            Kind::Allauth => &body["credential"],
        };
        let name = match self.kind {
            Kind::Graph => &body["displayName"],
            Kind::Spring => &body["publicKey"]["label"],
            Kind::Allauth => &body["name"],
        };
        assert_eq!(*name, format!("{NEEDLE} phone"));
        assert!(credential["response"]["attestationObject"].as_str().is_some_and(|text| text.len() > 100));
        let id = credential["id"].as_str().unwrap().to_owned();
        if self.entries.iter().any(|(_, known)| *known == id) {
            return json_of(409, &json!({"error": {"code": "already_there"}}));
        }
        self.made += 1;
        let called = match self.kind {
            Kind::Graph => Value::String(url_token(&id)),
            Kind::Spring => Value::String(id.clone()),
            Kind::Allauth => json!(self.made),
        };
        self.entries.push((called.clone(), id));
        match self.kind {
            Kind::Graph => json_of(201, &json!({"id": called, "displayName": NEEDLE})),
            Kind::Spring => json_of(200, &json!({"success": true})),
            Kind::Allauth => json_of(
                200,
                &json!({"status": 200, "data": {"type": "webauthn", "id": called},
                "meta": {"session_token": format!("{NEEDLE}-renewed")}}),
            ),
        }
    }

    fn list(&self, url: &str) -> Response {
        match self.kind {
            Kind::Graph if !url.contains("skiptoken") => {
                let next = self.next_link.map_or_else(|| format!("{GRAPH}?$skiptoken=2"), str::to_owned);
                let other = json!({"id": "_jpuR-TGZtk6aQCLF3BQjA2", "displayName": "Red key"});
                json_of(200, &json!({"value": [other], "@odata.nextLink": next}))
            }
            Kind::Graph => {
                let entries: Vec<Value> = self.entries.iter().map(|(called, _)| json!({"id": called})).collect();
                json_of(200, &json!({ "value": entries }))
            }
            Kind::Allauth => {
                let keys = self.entries.iter().map(|(called, _)| json!({"type": "webauthn", "id": called}));
                let entries: Vec<Value> = std::iter::once(json!({"type": "totp"})).chain(keys).collect();
                json_of(200, &json!({"status": 200, "data": entries}))
            }
            Kind::Spring => panic!("it has no list"),
        }
    }

    fn delete(&mut self, request: &Request, body: &Value) -> Response {
        let called = match self.kind {
            Kind::Graph | Kind::Spring => {
                assert_eq!(request.method, Method::Delete);
                json!(request.url.rsplit('/').next().unwrap())
            }
            Kind::Allauth => body["authenticators"][0].clone(),
        };
        let before = self.entries.len();
        self.entries.retain(|(known, _)| *known != called);
        if self.entries.len() == before {
            return json_of(404, &json!({"error": {"code": "ResourceNotFound"}}));
        }
        Response { content_type: None, body: Vec::new(), ..json_of(204, &Value::Null) }
    }

    /// Answers as it should not.
    pub(crate) fn fail(&mut self, fault: &str, purpose: &str, request: &Request) -> Answer {
        let is_done = fault.ends_with("_done") || fault == "followed";
        let done = is_done.then(|| self.answer(purpose, request));
        let with = |status: u16, headers: ResponseHeaders| {
            let message = format!("{NEEDLE}: the person's name");
            let body = json!({"error": {"code": "some_code", "message": message}, "errors": [{"code": "some_code"}]});
            Answer::Response(Response { headers, ..json_of(status, &body) })
        };
        let retry = ResponseHeaders { retry_after: Some("3".to_owned()), ..ResponseHeaders::default() };
        let elsewhere =
            ResponseHeaders { location: Some("https://evil.example/".to_owned()), ..ResponseHeaders::default() };
        let right = |server: &mut Self| done.clone().unwrap_or_else(|| server.answer(purpose, request));
        match fault.trim_end_matches("_done") {
            "unreachable" => Answer::Unreachable,
            "429_after" => with(429, retry),
            "503_after" => with(503, retry),
            "302" => with(302, elsewhere),
            "followed" => {
                Answer::Response(Response { redirects: vec!["https://evil.example/".to_owned()], ..right(self) })
            }
            "long" => Answer::Response(Response { body: vec![b' '; 2 * 1024 * 1024], ..json_of(200, &json!({})) }),
            "html" => Answer::Response(Response {
                content_type: Some("text/html".to_owned()),
                body: format!("<html>{NEEDLE}</html>").into_bytes(),
                ..json_of(200, &json!({}))
            }),
            "cut" => Answer::Response(Response { body: b"{\"id\": \"need".to_vec(), ..json_of(200, &json!({})) }),
            "wrong" => Answer::Response(json_of(200, &json!({}))),
            link @ ("other_host" | "other_port" | "plain_http") => {
                self.next_link = Some(match link {
                    "other_host" => "https://evil.example/v1.0/me/authentication/fido2Methods?$skiptoken=2",
                    "other_port" => "https://graph.microsoft.com:444/v1.0/me/authentication/fido2Methods",
                    _ => "http://graph.microsoft.com/v1.0/me/authentication/fido2Methods",
                });
                let answer = self.answer(purpose, request);
                self.next_link = None;
                Answer::Response(answer)
            }
            status => with(status.parse().unwrap_or_else(|_| panic!("{status}")), ResponseHeaders::default()),
        }
    }
}

/// Microsoft's UrlToken: base64url, then the number of `=` left out.
fn url_token(id: &str) -> String {
    format!("{id}{}", (4 - id.len() % 4) % 4)
}

fn json_of(status: u16, body: &Value) -> Response {
    Response {
        status,
        content_type: Some("application/json; charset=utf-8".to_owned()),
        redirects: Vec::new(),
        headers: ResponseHeaders {
            set_cookie: vec![format!("SESSION={NEEDLE}; Path=/; HttpOnly")],
            ..ResponseHeaders::default()
        },
        body: serde_json::to_vec(body).unwrap(),
    }
}
