use super::*;

#[test]
fn a_buffer_is_zero_and_has_room_for_what_was_asked_for() {
    let address = passkey_provider_ffi_buffer_alloc(5);
    assert_ne!(address, 0);
    let data = ptr::with_exposed_provenance::<u8>(usize::try_from(address).unwrap());
    #[expect(unsafe_code, reason = "a test plays the foreign side")]
    // SAFETY: five bytes that were just allocated, and that nobody else knows.
    unsafe {
        assert_eq!(std::slice::from_raw_parts(data, 5), [0; 5]);
        passkey_provider_ffi_buffer_free(address, 5);
    }
}

#[test]
fn an_empty_buffer_and_one_that_is_too_large_have_no_address() {
    for size in [0, u64::MAX, u64::MAX / 2] {
        assert_eq!(passkey_provider_ffi_buffer_alloc(size), 0, "{size} bytes");
    }
}

#[test]
fn freeing_an_empty_buffer_does_nothing() {
    // An empty vector of the library has an address that is none, and no capacity.
    for address in [0, 1] {
        #[expect(unsafe_code, reason = "a test plays the foreign side")]
        // SAFETY: a capacity of 0 is of no memory.
        unsafe {
            passkey_provider_ffi_buffer_free(address, 0);
        }
    }
}
