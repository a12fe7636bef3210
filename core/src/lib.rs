//! The core of a passkey provider: it creates passkeys bound to this device, answers the operating
//! system's create and get requests, and keeps the passkeys sealed on disk.
//!
//! ```text
//! options JSON -> parse -> begin -> plan -> consent (+ signature) -> finish -> commit -> response JSON
//! ```
//!
//! A ceremony is a chain of values. Nothing calls back into the host, nothing is asynchronous, no
//! lock is held between calls, and dropping a plan leaves the store's bytes as they were.
//!
//! ```
//! use passkey_provider::caller::{Frame, VerifiedCaller};
//! use passkey_provider::id::{Aaguid, Origin};
//! use passkey_provider::key::Model;
//! use passkey_provider::seal::DeviceKey;
//! use passkey_provider::webauthn::options::{Mode, parse_creation_options};
//! use passkey_provider::{Committed, Consent, OpenOptions, Provider, VerificationMethod};
//!
//! # fn keep_outside_the_store(_: passkey_provider::store::Epoch) {}
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("passkeys.db");
//! # let device_key_from_your_key_store = [7; 32];
//! # let options_json = br#"{"rp":{"id":"example.com","name":"Example"},"challenge":"AAECAwQFBgcICQoLDA0ODw",
//! #   "user":{"id":"AQIDBA","name":"ada","displayName":"Ada"},"pubKeyCredParams":[{"type":"public-key","alg":-7}]}"#;
//! let device_key = DeviceKey::from_bytes(&device_key_from_your_key_store)?;
//! let provider = Provider::open(OpenOptions::new(path, device_key))?;
//!
//! let options = parse_creation_options(options_json, Mode::Tolerant)?.options;
//! let origin = Origin::parse("https://login.example.com")?;
//! let aaguid: Aaguid = "5f3e3b6e-0b0f-4f0e-9d43-5d0f3a1f2c77".parse()?;
//! let caller = VerifiedCaller::web(&origin, Frame::SameOrigin, options.rp_id.as_ref())?;
//! let plan = provider.begin_create(&options, &caller, Model::device_bound(aaguid))?;
//! println!("Create a passkey for {} at {}?", plan.prompt().user.name, plan.prompt().rp_id);
//! let consented = plan.consent(Consent::Stated(VerificationMethod::Biometric))?;
//! let Committed { value: created, epoch } = provider.finish_create(consented)?;
//! keep_outside_the_store(epoch);
//! println!("{}", created.response.to_json()?);
//! # Ok(())
//! # }
//! ```
//!
//! # Enumerations
//!
//! An enumeration that says why something failed, and one that grows with the standards
//! ([`key::Algorithm`]), is `#[non_exhaustive]`. All others are exhaustive on purpose: whoever decides by a
//! [`Decision`](lifecycle::Decision), shows a [`Standing`](standing::Standing) or passes each
//! [`ErrorCode`] or [`CallerRefused`](caller::CallerRefused) on to another language learns of a new variant from
//! the compiler, and a version that adds one says so.
//!
//! # Layers
//!
//! Each sees only those to its left:
//!
//! ```text
//! id, secret, cause, cbor, clock, document, entropy, exchange, numbered, policy, standing <- key <- seal <- store
//!                     store <- error <- lifecycle <- ceremony <- enrolment <- provider
//!                                               key <- webauthn, caller <- error
//!                                               key <- webauthn <- metadata
//! ```

#![forbid(unsafe_code)]

pub mod caller;
mod cause;
mod cbor;
pub mod ceremony;
pub mod clock;
#[cfg(test)]
mod corpus;
mod document;
pub mod enrolment;
pub mod entropy;
pub mod error;
pub mod exchange;
pub mod id;
#[cfg(test)]
mod json_schema;
pub mod key;
pub mod lifecycle;
pub mod metadata;
mod numbered;
pub mod policy;
pub mod provider;
pub mod seal;
pub mod secret;
mod stack;
pub mod standing;
pub mod store;
#[cfg(feature = "testable")]
#[doc(hidden)]
pub mod testable;
pub mod webauthn;

pub use cause::Cause;
pub use ceremony::Consent;
pub use error::{DomException, Error, ErrorCode, Fault};
pub use provider::{OpenOptions, Opening, Provider};
pub use standing::{Verification, VerificationMethod};
pub use store::Committed;
