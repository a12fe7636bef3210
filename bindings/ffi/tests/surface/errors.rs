//! The one error: every kind of it, and what the platforms see.

use std::collections::BTreeSet;

use passkey_provider as core;
use passkey_provider::error::EntryPoint;
use passkey_provider_ffi::{
    ErrorCode, ErrorDetail, Fault, IosCodes, OpenRequest, Provider, SecretBytes, build_id, error_table,
};

use crate::world::{World, failure, get_request, open_request};

/// The codes of the boundary.
const OWN: [&str; 5] = ["plan_spent", "provider_closed", "stale_bindings", "bad_argument", "fetch_required"];

#[test]
fn the_table_has_every_code_of_the_core_and_those_of_the_boundary() {
    let expected: Vec<&str> = core::ErrorCode::ALL.iter().map(|code| code.as_str()).chain(OWN).collect();
    let table = error_table().unwrap();
    assert_eq!(table.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), expected);
    assert_eq!(table.iter().map(|row| format!("{:?}", row.code)).collect::<BTreeSet<_>>().len(), expected.len());
    // The names of the variants are those of the codes.
    for row in &table {
        assert_eq!(format!("{:?}", row.code).to_lowercase(), row.name.replace('_', ""));
    }
}

#[test]
fn the_table_says_of_each_code_what_the_core_does() {
    for (row, code) in error_table().unwrap().iter().zip(core::ErrorCode::ALL) {
        assert_eq!(row.next, code.next());
        assert_eq!(row.dom_exception_name, code.dom_exception().as_str());
        assert_eq!(row.android_create_type, code.android_create_type());
        assert_eq!(row.android_get_type, code.android_get_type());
        assert_eq!(row.asks_for_view, code.asks_for_view());
        let ios = [row.ios_codes.silent, row.ios_codes.with_view, row.ios_codes.conditional];
        assert_eq!(ios, EntryPoint::ALL.map(|entry| code.ios_code(entry).number()));
        assert_eq!(row.fault, code.fault().into());
    }
}

#[test]
fn the_app_is_at_fault_at_the_boundary_and_the_page_learns_nothing() {
    for row in error_table().unwrap().iter().filter(|row| OWN.contains(&row.name.as_str())) {
        let nothing = IosCodes { silent: 0, with_view: 0, conditional: 0 };
        assert_eq!((row.fault, row.dom_exception_name.as_str()), (Fault::Host, "UnknownError"));
        assert_eq!((row.asks_for_view, &row.ios_codes), (false, &nothing));
        assert!(row.next.ends_with('.') && row.android_get_type.ends_with("TYPE_UNKNOWN_ERROR"));
    }
}

#[test]
fn an_error_carries_its_row_its_sentence_and_what_is_known() {
    let world = World::new();
    let failure_of_none = failure(world.provider.begin_get(get_request(&[])));
    assert_eq!(failure_of_none.kind, error_table().unwrap().into_iter().find(|row| row.name == "no_passkey").unwrap());
    assert_eq!(failure_of_none.message, "no passkey on this device matches this request");
    assert_eq!(failure_of_none.detail, None);

    world.register("ada");
    let request = OpenRequest {
        device_key: passkey_provider_ffi::KeySource::Bytes { device_key: SecretBytes::new(&[8; 32]).unwrap() },
        ..open_request(world.path())
    };
    let stranded = failure(Provider::open(request));
    assert_eq!((stranded.kind.code, stranded.detail), (ErrorCode::Stranded, Some(ErrorDetail::Passkeys { count: 1 })));
}

#[test]
fn a_build_is_named_as_the_generator_looks_for_it() {
    let id = build_id();
    let digits = id.strip_prefix("passkey-provider-ffi build ").unwrap();
    assert!(digits.len() == 32 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()), "{id}");
}
