//! The passkey provider for Kotlin and Swift, through UniFFI: plumbing below the packages that an app
//! embeds.
//!
//! Foreign values are parsed into the core's types, the core's values are rendered into records, and
//! there is no rule of its own. Every call is synchronous, takes a record and gives one; a ceremony
//! crosses the boundary three times, for a crossing has its price on a JVM:
//!
//! ```text
//! begin_create -> CreateStart { plan, .. } -> finish_create -> Created               -> the plan is closed
//!                              `-> intend_hardware_key -> begin_hardware_create -> finish_hardware_create
//! begin_get    -> GetStart { plan, .. }    -> finish_get    -> GetOutcome::Done -> the plan is closed
//!                                                             `-> ToSign -> finish_hardware_get
//! ```
//!
//! # What holds
//!
//! - No private key, seed or device key leaves. The two secrets that come in are [`SecretBytes`]: made
//!   from bytes that the host lends, with no copy on the way, and wiped on drop. Every heap block of this
//!   library is wiped when it is freed, the buffers that UniFFI copies arguments through among them.
//! - A plan is used once. A step that it is not at is `plan_spent`; whatever a step's outcome is, the
//!   step before is over.
//! - A closed provider is `provider_closed`. Closing while another thread is inside is safe: the store
//!   closes when the last call ends.
//! - A panic inside becomes an exception of the foreign language, and the provider stays usable. So every
//!   function gives a `Result`, also where nothing in it fails: without one the generated Swift ends
//!   the process.
//! - Bindings of another build are told by [`build_id`].
//!
//! # How Kotlin calls
//!
//! UniFFI passes buffers and the status of a call as C structures by value, which JNA makes by reflection.
//! The Kotlin package therefore calls the twins of the same functions that UniFFI's feature
//! `scaffolding-ffi-buffer-fns` adds, with two addresses for everything, and takes and frees buffers by
//! numbers ([`passkey_provider_ffi_buffer_alloc`], [`passkey_provider_ffi_buffer_free`]). Swift calls as
//! UniFFI has it. What is passed is the same for both.

use std::alloc::System;

use zeroizing_alloc::ZeroAlloc;

mod android;
mod buffer;
mod build_id;
mod caller;
mod caller_check;
mod consent;
mod create;
mod error;
mod error_code;
#[cfg(any(test, feature = "fault-injection"))]
mod fault;
mod get;
mod hardware_keys;
mod history;
mod identity;
mod key_store;
mod lifecycle;
mod mirror;
mod options;
mod parse;
mod passkey;
mod presence;
mod provider;
mod reconciliation;
mod secret_bytes;
mod server_word;
mod signal;
mod standing;
mod step;
mod store;
mod time;

pub use android::{AndroidApp, LinkPolicy, LinkRelation, LinkedApp, PrivilegedList, TrustedApp};
pub use buffer::{passkey_provider_ffi_buffer_alloc, passkey_provider_ffi_buffer_free};
pub use build_id::build_id;
pub use caller::{Caller, Frame};
pub use caller_check::{
    Basis, CallerCheck, CallerRefused, FetchAnswer, FetchPurpose, FetchRequest, PendingCaller, VerifiedCaller,
};
pub use consent::Consent;
pub use create::{
    Answer, CreateAnswer, CreatePlan, CreateRequest, CreateStart, Created, Decision, Existing, HardwareIntent,
    HardwareKey, KeyBytes, Resolution,
};
pub use error::{ErrorDetail, ErrorRow, Failure, FfiError, IosCodes, error_table};
pub use error_code::{DomException, ErrorCode, Fault};
pub use get::{Asserted, GetAnswer, GetOutcome, GetPlan, GetRequest, GetStart};
pub use hardware_keys::{HardwareComparison, LooseKey, LooseReason};
pub use history::{Event, EventKind, History};
pub use identity::{Identity, IdentityDelta};
pub use key_store::{KeySource, make_device_key};
pub use lifecycle::{Purged, Removal};
pub use options::{
    CreationInput, Inspection, Repair, RequestInput, UserVerification, inspect_creation_options,
    inspect_request_options,
};
pub use passkey::{Candidate, Custody, KeyAccess, Listing, Passkey, Profile, User};
pub use presence::{Presence, SetAside, look_at_store, set_store_aside};
pub use provider::{IfMissing, OpenRequest, Opening, Provider};
pub use reconciliation::{AccountList, AsOf, ListCoverage, ReconcileRequest, Reconciliation, ServerListRefused};
pub use secret_bytes::SecretBytes;
pub use signal::{SignalKind, SignalRequest, VerifiedSignal};
pub use standing::{Confirmation, Evidence, Staleness, Standing, Suspicion, VerificationMethod, Visibility};
pub use store::{DamagedPart, Freshness, Health, ReportTags, StorePart};

/// Wipes what is freed: UniFFI copies arguments through buffers that it frees as they are, and names,
/// challenges and signatures are among them.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

uniffi::setup_scaffolding!();
