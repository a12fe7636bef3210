/// What [`build_id`] begins with, so that the generator finds it in the library's bytes.
macro_rules! id {
    () => {
        concat!("passkey-provider-ffi build ", env!("PASSKEY_PROVIDER_SURFACE"))
    };
}

/// Names this build of the surface: `passkey-provider-ffi build ` and 32 hexadecimal digits.
///
/// The generator writes the same text into the bindings. A package compares the two before its first
/// call, and refuses with `stale_bindings` where they differ: records of another build would be read
/// wrongly, and UniFFI's own checksums cover functions only.
#[uniffi::export]
pub fn build_id() -> String {
    id!().to_owned()
}
