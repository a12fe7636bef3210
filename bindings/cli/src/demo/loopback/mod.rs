//! The relying party's door: two URLs of HTTP on the loopback address, for the app that registers.
//!
//! A toy of the demonstration, and no server to run: it speaks as little of HTTP/1.1 as one client needs, a
//! connection at a time, to this machine alone.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use passkey_provider::entropy::{EntropyFailed, SystemEntropy, make_bytes};
use passkey_provider::secret::{Secret, SecretBytes};
use serde_json::json;

use super::relying_party::{Account, RelyingParty, Verification};
use crate::bytes::to_base64url;

/// The path of the creation options.
pub(super) const OPTIONS: &str = "/options";

/// The path that takes a registration.
pub(super) const RESULT: &str = "/result";

/// More than a registration and its headers take, in bytes.
const MOST_BYTES: u64 = 256 * 1024;

/// How long a client may keep the only connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// A relying party that listens. It stops when this is dropped.
pub(super) struct Loopback {
    address: SocketAddr,
    door: Arc<Door>,
    thread: Option<JoinHandle<()>>,
}

struct Door {
    server: Mutex<RelyingParty>,
    /// Who is signed in, by token.
    sessions: Mutex<BTreeMap<String, Account>>,
    is_closing: AtomicBool,
}

struct Request {
    /// Method and path.
    line: (String, String),
    token: Option<String>,
    body: String,
}

impl Loopback {
    /// Listens on a free port of the loopback address.
    pub(super) fn open(server: RelyingParty) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let (server, sessions) = (Mutex::new(server), Mutex::default());
        let door = Arc::new(Door { server, sessions, is_closing: AtomicBool::new(false) });
        let inside = Arc::clone(&door);
        let thread = thread::Builder::new().spawn(move || inside.serve(&listener))?;
        Ok(Self { address, door, thread: Some(thread) })
    }

    /// Where it listens.
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The relying party itself: what its pages and its administrator see. Nobody is served meanwhile.
    pub(super) fn server(&self) -> MutexGuard<'_, RelyingParty> {
        open(&self.door.server)
    }

    /// The token of somebody who signed in, by whatever way the server has.
    pub(super) fn sign_in(&self, account: &Account) -> Result<SecretBytes, EntropyFailed> {
        let token = to_base64url(&make_bytes::<32>(&SystemEntropy)?);
        open(&self.door.sessions).insert(token.clone(), account.clone());
        Ok(Secret::new(token.into_bytes()))
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        self.door.is_closing.store(true, Ordering::SeqCst);
        // The thread waits for a client: this is the last one.
        if TcpStream::connect(self.address).is_ok()
            && let Some(thread) = self.thread.take()
        {
            let _ = thread.join();
        }
    }
}

impl Door {
    fn serve(&self, listener: &TcpListener) {
        while let Ok((client, from)) = listener.accept() {
            if self.is_closing.load(Ordering::SeqCst) {
                return;
            }
            if from.ip().is_loopback() {
                // A client that went away is its own affair: it sees that nobody answered.
                let _ = self.serve_one(client);
            }
        }
    }

    fn serve_one(&self, mut client: TcpStream) -> io::Result<()> {
        client.set_read_timeout(Some(PATIENCE))?;
        client.set_write_timeout(Some(PATIENCE))?;
        let (status, body) = match Request::read(&client)? {
            Some(request) => self.answer(&request),
            None => (400, json!({ "reason": "this is no request that is understood here" }).to_string()),
        };
        let length = body.len();
        write!(
            client,
            "HTTP/1.1 {status}\r\nserver: passkey-provider-demo\r\ncontent-type: application/json\r\n\
             content-length: {length}\r\nconnection: close\r\n\r\n{body}"
        )
    }

    /// The status, and JSON.
    fn answer(&self, request: &Request) -> (u16, String) {
        let refused = |status, reason: &str| (status, json!({ "reason": reason }).to_string());
        let account = request.token.as_ref().and_then(|token| open(&self.sessions).get(token).cloned());
        let Some(account) = account else { return refused(401, "nobody is signed in") };
        let mut server = open(&self.server);
        match (request.line.0.as_str(), request.line.1.as_str()) {
            ("POST", OPTIONS) => match server.begin_registration(&account, Verification::Required) {
                Ok(options) => (200, options),
                Err(reason) => refused(500, &reason.to_string()),
            },
            ("POST", RESULT) => match server.finish_registration(&request.body) {
                Ok(accepted) => (200, accepted.to_json().to_string()),
                Err(reason) => refused(403, &reason.to_string()),
            },
            _ => refused(404, "only a registration is taken here"),
        }
    }
}

impl Request {
    /// `None`: it is not one that is understood here.
    fn read(client: &TcpStream) -> io::Result<Option<Self>> {
        let mut reader = BufReader::new(client.take(MOST_BYTES));
        let mut line = || {
            let mut line = String::new();
            reader.read_line(&mut line).map(|_| line)
        };
        let first = line()?;
        let mut words = first.split_ascii_whitespace();
        let (Some(method), Some(path), Some("HTTP/1.1"), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Ok(None);
        };
        let (mut token, mut length) = (None, 0);
        loop {
            let header = line()?;
            if header.trim_end().is_empty() {
                break;
            }
            let (name, value) = header.split_once(':').unwrap_or_default();
            match (name.to_ascii_lowercase().as_str(), value.trim()) {
                ("authorization", value) => token = value.strip_prefix("Bearer ").map(str::to_owned),
                ("content-length", value) => match value.parse::<u64>() {
                    Ok(given) if given <= MOST_BYTES => length = given,
                    _ => return Ok(None),
                },
                _ => {}
            }
        }
        let mut body = String::new();
        reader.take(length).read_to_string(&mut body)?;
        Ok(Some(Self { line: (method.to_owned(), path.to_owned()), token, body }))
    }
}

/// A thread that panicked while it held one left nothing half done that the demonstration would not notice.
fn open<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
