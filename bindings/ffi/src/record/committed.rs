//! What calls give that may write: their outcome, and the store's epoch after it. UniFFI knows no generic
//! records, so that there is one a type; the packages hand on `Committed<T>`.

macro_rules! committed {
    ($($(#[$doc:meta])* $name:ident($value:ty);)+) => { $(
        $(#[$doc])*
        #[derive(Clone, uniffi::Record)]
        pub struct $name {
            /// The outcome.
            pub value: $value,
            /// The store's epoch after the call: keep it outside the store.
            pub epoch: u64,
        }

        impl $name {
            /// Renders what was committed.
            pub(crate) fn render<T>(
                committed: passkey_provider::store::Committed<T>,
                value: impl FnOnce(T) -> Result<$value, crate::boundary::error::FfiError>,
            ) -> Result<Self, crate::boundary::error::FfiError> {
                Ok(Self { value: value(committed.value)?, epoch: committed.epoch.number() })
            }
        }
    )+ };
}

pub(crate) use committed;
