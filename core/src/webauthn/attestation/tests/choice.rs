//! Which statement a registration gets (WebAuthn L3, section 6.3.2, step 12, and section 5.4.7).

use crate::id::RpId;
use crate::webauthn::attestation::{Attester, Circumstances, Format, Offer, Route, Wanted};
use crate::webauthn::options::Attestation::{self, Direct, Enterprise, Indirect, None as Nothing};

const NONE: Offer = Offer { attester: None, android_key: false };
const BATCH: Offer = Offer { attester: Some(Attester::Batch), android_key: false };
const ANDROID: Offer = Offer { attester: None, android_key: true };
const BOTH: Offer = Offer { attester: Some(Attester::OnePasskey), android_key: true };

fn chosen(conveyance: Attestation, formats: &[&str], route: Route, offer: &Offer, in_hardware: bool) -> Format {
    let formats = formats.iter().map(|&identifier| identifier.to_owned()).collect();
    let rp_id = &RpId::parse("example.org").unwrap();
    let allows = &|_| true;
    Wanted { conveyance, formats }.format(&Circumstances { rp_id, route, offer, in_hardware, allows }).unwrap()
}

#[test]
fn the_first_format_that_can_be_had_wins() {
    type Row<'a> = (Attestation, &'a [&'a str], &'a Offer, bool, Format);
    let table: &[Row<'_>] = &[
        // Where nothing is wanted, nothing is stated.
        (Nothing, &[], &BOTH, true, Format::None),
        (Nothing, &["packed", "android-key"], &BOTH, true, Format::None),
        // With nothing from the host.
        (Indirect, &[], &NONE, false, Format::PackedSelf),
        (Direct, &[], &NONE, false, Format::PackedSelf),
        (Enterprise, &[], &NONE, true, Format::PackedSelf),
        (Direct, &["packed"], &NONE, false, Format::PackedSelf),
        (Direct, &["none"], &NONE, false, Format::None),
        (Direct, &["none", "packed"], &NONE, false, Format::None),
        (Direct, &["packed", "none"], &NONE, false, Format::PackedSelf),
        (Direct, &["tpm", "none", "packed"], &NONE, false, Format::None),
        (Direct, &["tpm", "android-key"], &NONE, true, Format::PackedSelf),
        (Direct, &["PACKED", "none"], &NONE, false, Format::None),
        (Direct, &["", "unheard-of", "packed"], &NONE, false, Format::PackedSelf),
        // With an attestation key.
        (Direct, &[], &BATCH, false, Format::Packed),
        (Indirect, &[], &BATCH, true, Format::Packed),
        (Enterprise, &[], &BATCH, true, Format::Packed),
        (Direct, &["none"], &BATCH, false, Format::None),
        (Direct, &["android-key"], &BATCH, true, Format::Packed),
        (Direct, &["android-key", "none"], &BATCH, true, Format::None),
        // With a key store that attests.
        (Direct, &[], &ANDROID, true, Format::AndroidKey),
        (Direct, &[], &ANDROID, false, Format::PackedSelf),
        (Direct, &["packed"], &ANDROID, true, Format::PackedSelf),
        (Direct, &["android-key", "packed"], &ANDROID, true, Format::AndroidKey),
        (Direct, &["android-key", "packed"], &ANDROID, false, Format::PackedSelf),
        // With both.
        (Direct, &[], &BOTH, true, Format::Packed),
        (Direct, &["android-key", "packed"], &BOTH, true, Format::AndroidKey),
        (Direct, &["packed", "android-key"], &BOTH, true, Format::Packed),
        (Direct, &["android-key"], &BOTH, false, Format::Packed),
    ];
    for (conveyance, formats, offer, in_hardware, expected) in table {
        let found = chosen(*conveyance, formats, Route::Whole, offer, *in_hardware);
        assert_eq!(found, *expected, "{conveyance:?} {formats:?} {offer:?} {in_hardware}");
    }
}

#[test]
fn an_iphone_hands_on_none_only() {
    for conveyance in [Nothing, Indirect, Direct, Enterprise] {
        for formats in [&[][..], &["packed"], &["packed", "none"]] {
            assert_eq!(chosen(conveyance, formats, Route::Ios, &BOTH, true), Format::None);
        }
    }
}

#[test]
fn a_key_that_names_a_device_signs_for_the_organisation_that_asks_for_it_only() {
    let offer_to = |rp_id: &str| {
        let attester = Some(Attester::OneDevice { rp_ids: vec![RpId::parse(rp_id).unwrap()] });
        Offer { attester, android_key: false }
    };
    let table = [
        (Enterprise, "example.org", Format::Packed),
        (Enterprise, "example.com", Format::PackedSelf),
        (Direct, "example.org", Format::PackedSelf),
        (Indirect, "example.org", Format::PackedSelf),
        (Nothing, "example.org", Format::None),
    ];
    for (conveyance, rp_id, expected) in table {
        assert_eq!(chosen(conveyance, &[], Route::Whole, &offer_to(rp_id), false), expected, "{conveyance:?} {rp_id}");
    }
}

/// It answers less, or nothing.
#[test]
fn what_a_policy_does_not_allow_is_as_if_it_could_not_be_had() {
    type Row<'a> = (Attestation, &'a [&'a str], &'a [Format], Option<Format>);
    let table: &[Row<'_>] = &[
        (Direct, &[], &[Format::None], Some(Format::None)),
        (Direct, &[], &[Format::PackedSelf], Some(Format::PackedSelf)),
        (Direct, &["packed"], &[Format::PackedSelf], Some(Format::PackedSelf)),
        (Direct, &["packed"], &[Format::AndroidKey], Some(Format::AndroidKey)),
        (Direct, &["android-key", "packed"], &[Format::Packed, Format::None], Some(Format::Packed)),
        (Direct, &["none"], &[Format::Packed], Some(Format::Packed)),
        (Nothing, &[], &[Format::Packed, Format::PackedSelf], None),
        (Direct, &[], &[], None),
    ];
    for (conveyance, formats, allowed, expected) in table {
        let formats = formats.iter().map(|&identifier| identifier.to_owned()).collect();
        let (rp_id, allows) = (&RpId::parse("example.org").unwrap(), &|format: Format| allowed.contains(&format));
        let circumstances = Circumstances { rp_id, route: Route::Whole, offer: &BOTH, in_hardware: true, allows };
        let found = Wanted { conveyance: *conveyance, formats }.format(&circumstances);
        assert_eq!(found, *expected, "{conveyance:?} {allowed:?}");
    }
}
