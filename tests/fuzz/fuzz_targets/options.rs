//! Options JSON. Whatever the text, both modes come to an end. What one accepts can be written out as
//! the standard says, and then both accept it, but for a request without a challenge. And where they differ, tolerant mode says so.

#![no_main]

use std::fmt::Debug;

use libfuzzer_sys::fuzz_target;
use passkey_provider::webauthn::options::{
    AllowList, CreationOptions, Descriptor, Mode, OptionsError, RequestOptions, Understood, parse_creation_options,
    parse_request_options,
};

fuzz_target!(|text: &[u8]| {
    check(
        text,
        parse_creation_options,
        CreationOptions::to_json,
        |options| options.challenge.is_some(),
        |options| options.extensions.prf = options.extensions.prf.take().map(|_| Default::default()),
        |options| first_readings(&mut options.exclude),
    );
    check(
        text,
        parse_request_options,
        RequestOptions::to_json,
        |options| options.challenge.is_some(),
        |options| {
            options.extensions.prf = options.extensions.prf.take().map(|_| Default::default());
            options.extensions.large_blob = None;
        },
        |options| {
            if let AllowList::Listed(entries) = &mut options.allow {
                first_readings(entries);
            }
        },
    );
});

fn is_of_extensions(error: &OptionsError) -> bool {
    error.to_string().starts_with("`$.extensions")
}

/// Only tolerant mode reads an id in several ways.
fn first_readings(entries: &mut [Descriptor]) {
    for entry in entries {
        entry.readings.truncate(1);
    }
}

fn check<T: Debug + PartialEq>(
    text: &[u8],
    parse: impl Fn(&[u8], Mode) -> Result<Understood<T>, OptionsError>,
    render: impl Fn(&T) -> String,
    has_challenge: impl Fn(&T) -> bool,
    forget_inputs: impl Fn(&mut T),
    strip: impl Fn(&mut T),
) {
    for mode in [Mode::Strict, Mode::Tolerant] {
        let Ok(mut understood) = parse(text, mode) else { continue };
        // The inputs of extensions are not written out.
        forget_inputs(&mut understood.options);
        assert!(mode == Mode::Tolerant || understood.repairs.is_empty(), "strict mode repairs nothing");
        let rendered = render(&understood.options);
        for other in [Mode::Strict, Mode::Tolerant] {
            let again = parse(rendered.as_bytes(), other);
            // Without a challenge, browsers read nothing.
            if other == Mode::Strict && !has_challenge(&understood.options) {
                assert!(again.is_err(), "{rendered}");
                continue;
            }
            let again = match again {
                Ok(again) => again,
                // An extension that strict mode does not know is written out by its name alone. Tolerant mode may
                // know it under that name, and refuse what it says so.
                Err(error) if (mode, other) == (Mode::Strict, Mode::Tolerant) && is_of_extensions(&error) => continue,
                Err(error) => panic!("{mode:?}, then {other:?}: {error}: {rendered}"),
            };
            if other == mode {
                assert_eq!(again.options, understood.options, "{mode:?}: {rendered}");
                assert_eq!(render(&again.options), rendered);
            }
        }
    }
    // Tolerant mode also looks at what strict mode passes over, and may refuse what it finds there.
    let Ok(mut strict) = parse(text, Mode::Strict) else { return };
    let Ok(mut tolerant) = parse(text, Mode::Tolerant) else { return };
    if tolerant.repairs.is_empty() {
        strip(&mut strict.options);
        strip(&mut tolerant.options);
        assert_eq!(tolerant, strict);
    }
}
