//! Memory of this library for a foreign language to write what it hands over, as numbers alone.
//!
//! UniFFI has both calls, and takes and gives a structure by value: on a JVM, that costs more than all
//! the rest of a crossing. The Kotlin package calls these two in their place.
//!
//! The only unsafe code of the workspace is in this file.

use std::ptr;

/// Memory of `size` bytes, all zero: its address, which becomes the data of a `RustBuffer` of this
/// capacity. 0 if there is none, or if `size` is 0, for an empty buffer has no address.
#[expect(unsafe_code, reason = "a name without mangling may be another library's too; this one has our own in it")]
#[unsafe(no_mangle)]
pub extern "C" fn passkey_provider_ffi_buffer_alloc(size: u64) -> u64 {
    let mut bytes = Vec::new();
    let Ok(size) = usize::try_from(size) else { return 0 };
    if size == 0 || bytes.try_reserve_exact(size).is_err() {
        return 0;
    }
    bytes.resize(size, 0_u8);
    // Without spare capacity, so that the size says all that freeing has to know.
    let address = Box::into_raw(bytes.into_boxed_slice()).cast::<u8>().expose_provenance();
    u64::try_from(address).unwrap_or(0)
}

/// Wipes and frees the data of a `RustBuffer`: its address, and its capacity in bytes. An empty one has
/// nothing to free.
///
/// # Safety
///
/// Both are those of one buffer that came out of this library, by [`passkey_provider_ffi_buffer_alloc`]
/// or as the result of a call, and that nobody frees or uses after it.
#[expect(unsafe_code, reason = "only the caller knows that the address is of a buffer, and freed once")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn passkey_provider_ffi_buffer_free(address: u64, capacity: u64) {
    let (Ok(address), Ok(capacity)) = (usize::try_from(address), usize::try_from(capacity)) else { return };
    if capacity == 0 {
        return;
    }
    let data = ptr::with_exposed_provenance_mut::<u8>(address);
    // SAFETY: every buffer is a `Vec<u8>` taken apart, or a boxed slice, which is one without spare
    // capacity; both are of the global allocator with the alignment of a byte. The caller promises that
    // the address and the capacity are of one of them, and that it has no other owner. No byte counts as
    // initialised, so that none is read; the allocator wipes them.
    drop(unsafe { Vec::from_raw_parts(data, 0, capacity) });
}

#[cfg(test)]
mod tests;
