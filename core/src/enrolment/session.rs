//! Who is signed in, as long as this process lives: tokens and cookies. Never stored.

use super::dialect::{SignIn, Way};
use crate::exchange::Header;
use crate::secret::{Secret, SecretBytes};

#[derive(Default)]
pub(super) struct Session {
    tokens: Vec<(Way, SecretBytes)>,
    cookies: Vec<(String, SecretBytes)>,
    is_signed_in: bool,
}

/// More cookies than a server sets.
const MOST_COOKIES: usize = 64;

impl Session {
    /// Takes what the host got by signing in: a token, or cookies as the header `Cookie` has them. `None`: it cannot
    /// stand in a header.
    pub(super) fn sign_in(&mut self, way: &Way, secret: SecretBytes) -> Option<()> {
        let is_plain = secret.expose().iter().all(|byte| (0x20..0x7f).contains(byte));
        if !is_plain || secret.expose().is_empty() && *way != Way::Cookie {
            return None;
        }
        if *way == Way::Cookie {
            self.is_signed_in = true;
            for pair in secret.expose().split(|byte| *byte == b';') {
                self.keep(pair.trim_ascii());
            }
        } else {
            self.sign_out(way);
            self.tokens.push((way.clone(), secret));
        }
        Some(())
    }

    /// What was good is good no more.
    pub(super) fn sign_out(&mut self, way: &Way) {
        self.tokens.retain(|(known, _)| known != way);
        if *way == Way::Cookie {
            self.is_signed_in = false;
        }
    }

    /// Whether a request may go out.
    pub(super) fn is_signed_in(&self, way: &Way) -> bool {
        match way {
            Way::Nothing => true,
            Way::Cookie => self.is_signed_in,
            other => self.tokens.iter().any(|(known, _)| known == other),
        }
    }

    /// The headers that say so.
    pub(super) fn headers(&self, sign_in: &SignIn) -> Vec<Header> {
        let token = self.tokens.iter().find(|(way, _)| *way == sign_in.way).map(|(_, token)| token.expose().as_slice());
        let mut headers = Vec::new();
        match (&sign_in.way, token) {
            (Way::Bearer, Some(token)) => headers.push(header("authorization", &[b"Bearer ", token])),
            (Way::Header(name), Some(token)) => headers.push(header(name, &[token])),
            (Way::Cookie | Way::Nothing, _) if !self.cookies.is_empty() => {
                let mut parts: Vec<&[u8]> = Vec::new();
                for (name, value) in &self.cookies {
                    let between: &[u8] = if parts.is_empty() { b"" } else { b"; " };
                    parts.extend([between, name.as_bytes(), b"=", value.expose()]);
                }
                headers.push(header("cookie", &parts));
            }
            _ => {}
        }
        if let Some((cookie, name)) = &sign_in.csrf
            && let Some((_, value)) = self.cookies.iter().find(|(known, _)| known == cookie)
        {
            headers.push(header(name, &[value.expose()]));
        }
        headers
    }

    /// Takes what an answer's `Set-Cookie` says. One server is asked, so that path and domain say nothing.
    pub(super) fn set_cookies(&mut self, lines: &[String]) {
        for line in lines {
            let mut parts = line.split(';');
            let pair = parts.next().unwrap_or_default().trim();
            // RFC 6265, section 5.2.2.
            let is_gone = parts.any(|part| {
                let (name, value) = part.split_once('=').unwrap_or((part, ""));
                name.trim().eq_ignore_ascii_case("max-age") && value.trim().parse::<i64>().is_ok_and(|age| age <= 0)
            });
            let name = pair.split_once('=').map_or(pair, |(name, _)| name.trim());
            self.cookies.retain(|(known, _)| known != name);
            if !is_gone {
                self.keep(pair.as_bytes());
            }
        }
    }

    /// A newer token that an answer gave.
    pub(super) fn renew(&mut self, way: &Way, token: &str) {
        if token.bytes().all(|byte| byte.is_ascii_graphic()) && !token.is_empty() {
            self.sign_out(way);
            self.tokens.push((way.clone(), Secret::new(token.as_bytes().to_vec())));
        }
    }

    fn keep(&mut self, pair: &[u8]) {
        let Some(at) = pair.iter().position(|byte| *byte == b'=') else { return };
        let (Some(name), Some(value)) = (pair.get(..at), pair.get(at.saturating_add(1)..)) else { return };
        let is_plain = |bytes: &[u8]| bytes.iter().all(|byte| (0x20..0x7f).contains(byte) && *byte != b';');
        let Ok(name) = std::str::from_utf8(name.trim_ascii()) else { return };
        if name.is_empty() || !is_plain(name.as_bytes()) || !is_plain(value) || self.cookies.len() >= MOST_COOKIES {
            return;
        }
        self.cookies.retain(|(known, _)| known != name);
        self.cookies.push((name.to_owned(), Secret::new(value.trim_ascii().to_vec())));
    }
}

/// Filled without growing, so that nothing of it is left where a shorter one was.
fn header(name: &str, parts: &[&[u8]]) -> Header {
    Header { name: name.to_owned().into(), value: Secret::new(parts.concat()) }
}

#[cfg(test)]
mod tests {
    use super::Session;
    use crate::enrolment::dialect::{SignIn, Way};
    use crate::secret::Secret;

    fn sent(session: &Session, way: Way) -> Vec<(String, String)> {
        let csrf = Some(("XSRF-TOKEN".to_owned(), "x-xsrf-token".to_owned()));
        let sign_in = SignIn { way, renewed: None, scope: None, fresh: None, csrf };
        let text = |bytes: &Vec<u8>| String::from_utf8(bytes.clone()).unwrap();
        session.headers(&sign_in).iter().map(|header| (header.name.to_string(), text(header.value.expose()))).collect()
    }

    /// RFC 6265, sections 4.2 and 5.2.
    #[test]
    fn cookies_are_kept_changed_and_dropped_as_the_server_says() {
        let mut session = Session::default();
        assert!(!session.is_signed_in(&Way::Cookie));
        session.sign_in(&Way::Cookie, Secret::new(b"a=1; XSRF-TOKEN=t".to_vec())).unwrap();
        session.set_cookies(&["a=2; Path=/; HttpOnly".to_owned(), "b=3; Secure".to_owned()]);
        let expected = [("cookie", "XSRF-TOKEN=t; a=2; b=3"), ("x-xsrf-token", "t")];
        assert_eq!(sent(&session, Way::Cookie), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        session.set_cookies(&["a=; Max-Age=0".to_owned(), "XSRF-TOKEN=; max-age=-1".to_owned()]);
        assert_eq!(sent(&session, Way::Cookie), [("cookie".to_owned(), "b=3".to_owned())]);
    }

    #[test]
    fn a_token_that_would_end_the_header_is_not_taken() {
        let mut session = Session::default();
        for bad in ["", "a\r\nhost: evil", "a\n", "\u{e9}"] {
            assert!(session.sign_in(&Way::Bearer, Secret::new(bad.as_bytes().to_vec())).is_none(), "{bad:?}");
        }
        session.sign_in(&Way::Bearer, Secret::new(b"t".to_vec())).unwrap();
        assert_eq!(sent(&session, Way::Bearer), [("authorization".to_owned(), "Bearer t".to_owned())]);
        assert_eq!(sent(&session, Way::Header("x-session-token".to_owned())), []);
        session.sign_out(&Way::Bearer);
        assert!(!session.is_signed_in(&Way::Bearer));
    }
}
