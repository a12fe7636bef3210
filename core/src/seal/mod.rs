//! What crosses the disk is sealed here: keys from outside, keys derived from them, envelopes,
//! lookup tags, canaries.
//!
//! Two secrets come from outside. The *device key* is there whenever the phone was unlocked once;
//! the *gate secret* of a gated store is released for one ceremony at a time.
//!
//! ```text
//! device key (32 bytes)                              gate secret (32 bytes)
//!  │ HKDF-SHA256, salt = store id                     │
//!  ├── IndexKey       lookup tags (HMAC-SHA256)       │
//!  ├── MetadataKey    metadata, state (envelopes)     │
//!  ├── StampKey       stamp of a commit (envelope)    │
//!  ├── ContentKey     sum of the rows (HMAC-SHA256)    │
//!  ├── CanaryKey      device canary (envelope)        │
//!  ├── SecretsKey     private keys, seeds and large   │
//!  │                  blobs of a store without a gate │
//!  └── GateBaseKey ──────────────┬────────────────────┘
//!                                │ HKDF-SHA256, salt = store id, input = GateBaseKey || gate secret
//!                                ├── GateCanaryKey  gate canary (envelope)
//!                                └── SecretsKey     private keys, seeds and large blobs of a gated store
//! ```
//!
//! Each key has one purpose, one type and one dated label. A new meaning of a key is a new label.

mod canary;
mod derivation;
mod device_key;
mod envelope;
mod gate;
mod index;
mod key_store;
mod store_id;
mod sum;

pub use device_key::{DeviceKey, InvalidDeviceKey};
pub use gate::{GateSecret, InvalidGateSecret};
pub use key_store::{KeyStore, KeyStoreError};
pub use store_id::StoreId;

pub(crate) use canary::{make_device_canary, make_gate_canary, open_device_canary, opens_gate_canary};
pub(crate) use derivation::{
    CanaryKey, ContentKey, GateBaseKey, GateCanaryKey, IndexKey, MetadataKey, SecretsKey, StampKey,
};
pub(crate) use envelope::{Place, SealFailed, open, seal};
pub(crate) use index::LookupTag;
pub(crate) use sum::{Part, Sum};
