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
//! begin_enrolment -> EnrolmentStep { pending, .. } -> continue_enrolment -> EnrolmentStep, until Done or Failed
//!                    `-> Create: plan_enrolment -> CreateStart, as above, and the plan goes on with it
//! begin_get    -> GetStart { plan, .. }    -> finish_get    -> GetOutcome::Done -> the plan is closed
//!                                                             `-> ToSign -> finish_hardware_get
//! ```
//!
//! # Rooms
//!
//! `boundary` <- `record` <- `call`: the crossing itself (errors, what a foreign value parses to), what
//! several calls take or give, and the calls. `tests/layers` holds the direction.
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
//! - A mismatch of builds is detected through [`build_id`].

use std::alloc::System;

use zeroizing_alloc::ZeroAlloc;

mod boundary;
mod call;
mod record;

pub use boundary::build_id::build_id;
pub use boundary::caller_refused::CallerRefused;
pub use boundary::error::{ErrorDetail, ErrorRow, Failure, FfiError, IosCodes, error_table};
pub use boundary::error_code::{DomException, ErrorCode, Fault};
pub use boundary::ruling::{PolicyChanger, PolicyRule, PolicyRuling};
pub use boundary::secret_bytes::SecretBytes;
pub use boundary::server_list_refused::ServerListRefused;
pub use call::android::{LinkedApp, PrivilegedList, TrustedApp};
pub use call::attested_create::AttestationRequest;
pub use call::caller_check::{
    Basis, CallerCheck, CommittedCheck, FetchAnswer, FetchPurpose, FetchRequest, PendingCaller,
};
pub use call::create::{
    Answer, CommittedCreation, CreateAnswer, CreatePlan, CreateRequest, CreateStart, Created, Decision, Resolution,
};
pub use call::enrolment::{
    CommittedAbandonment, CommittedEnrolment, CommittedResumption, EnrolmentCreation, EnrolmentInput, EnrolmentReply,
    shipped_dialects,
};
pub use call::enrolment_end::{EnrolmentFailed, EnrolmentFailure, EnrolmentOutcome, EnrolmentStage, OpenEnrolment};
pub use call::enrolment_step::{
    EnrolmentQuestion, EnrolmentStep, PendingEnrolment, SignInNeeded, SignInReason, TokenKind,
};
pub use call::get::{Asserted, CommittedAssertion, GetAnswer, GetOutcome, GetPlan, GetRequest, GetStart};
pub use call::hardware_create::{CommittedIntent, HardwareIntent, HardwareKey, KeyBytes};
pub use call::hardware_keys::{CommittedComparison, CommittedKeys, HardwareComparison, LooseKey, LooseReason};
pub use call::history::{Event, EventKind, History};
pub use call::identity::{Identity, IdentityDelta};
pub use call::lifecycle::{CommittedPurge, CommittedRemoval, Purged, Removal};
pub use call::policy::{inspect_policy, judge_by_policy};
pub use call::presence::{Presence, SetAside, look_at_store, set_store_aside};
pub use call::provider::{IfMissing, OpenRequest, Opening, Provider};
pub use call::readiness::judge_readiness;
pub use call::reconciliation::{
    AccountList, AsOf, CommittedReconciliation, ListCoverage, ReconcileRequest, Reconciliation,
};
pub use call::refusal::explain_refusal;
pub use call::scanned_code::{
    FidoCode, FidoCodeAsks, FidoCodeChannel, FidoCodeContinuation, ScannedCode, read_scanned_code,
};
pub use call::server_word::CommittedPasskeys;
pub use call::signal::{SignalKind, SignalRequest, VerifiedSignal};
pub use call::store::{DamagedPart, Freshness, Health, ReportTags, StorePart};
pub use record::android_app::AndroidApp;
pub use record::attestation::{AttestationFormat, AttestationOffer, Attester, HostAttestation};
pub use record::caller::{Caller, Frame, VerifiedCaller};
pub use record::consent::Consent;
pub use record::enrolment_setup::{Dialect, DialectSummary, DialectVerified, EnrolmentSetup};
pub use record::key_store::{KeySource, make_device_key};
pub use record::large_blob::{LargeBlob, LargeBlobOutput, RequestLargeBlob};
pub use record::link_policy::{LinkPolicy, LinkRelation};
pub use record::managed::{ManagedConfiguration, ManagedFacts, VerificationFact};
pub use record::model::Model;
pub use record::options::{
    CreationInput, Inspection, Repair, RequestInput, UserVerification, inspect_creation_options,
    inspect_request_options,
};
pub use record::passkey::{
    BackupFlags, CredentialProtection, Custody, KeyAccess, Listing, Passkey, PasskeyRef, PasskeySummary, User,
};
pub use record::policy::{
    Membership, OrganisationPolicy, PersonKind, PolicyDoubt, PolicyDoubtKind, PolicyFacts, PolicyInspection,
    PolicyOccasion, PolicyPerson, PolicySource, PolicyVerdict, PolicyWarning,
};
pub use record::prf::{CreationPrf, CredentialSalts, PrfOutput, PrfResults, PrfSalts, RequestPrf};
pub use record::readiness::{
    BiometricsFact, BluetoothFact, DevicePlatform, ManagementFact, MissingStep, Readiness, ReadinessFact,
    ReadinessFacts, ReadinessStep, SettingsAction, SettingsActionKind, SignInFact, WorkProfileFact,
};
pub use record::refusal::{ActingParty, Refusal, RefusalCause, RefusalExplanation, RefusalFamily, RefusalOccasion};
pub use record::server_exchange::{ServerAnswer, ServerHeader, ServerRequest};
pub use record::standing::{
    Confirmation, Staleness, Standing, Suspicion, Verification, VerificationMethod, Visibility,
};

/// Wipes what is freed: UniFFI copies arguments through buffers that it frees as they are, and names,
/// challenges and signatures are among them.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

uniffi::setup_scaffolding!();
