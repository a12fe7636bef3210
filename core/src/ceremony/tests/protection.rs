//! `credProtect` and `hmacCreateSecret` through ceremonies (CTAP 2.1, sections 12.1 and 12.5).

use super::world::{World, caller, creation_json, listed, request, request_json, verified};
use crate::caller::VerifiedCaller;
use crate::ceremony::{Consent, ConsentedGet};
use crate::corpus::hex;
use crate::error::Error;
use crate::id::{ClientDataHash, CredentialId, RpId};
use crate::key::CredentialProtection;
use crate::webauthn::options::{OptionsError, UserVerification};

const LEVELS: [CredentialProtection; 3] =
    [CredentialProtection::Optional, CredentialProtection::OptionalWithList, CredentialProtection::Required];

fn protected(level: CredentialProtection) -> String {
    format!(r#""extensions":{{"credentialProtectionPolicy":"{}"}},"#, level.as_str())
}

fn made(world: &World, level: CredentialProtection, consent: Consent) -> CredentialId {
    let created = world.create(&creation_json("AQ", &protected(level)), consent).unwrap();
    created.passkey.metadata.credential_id
}

/// By hand: a map of one text, `credProtect`, and the level (RFC 8949); `hmac-secret` is true.
#[test]
fn authenticator_data_say_what_was_asked_for_and_only_then() {
    let data = |more: &str| {
        let created = World::new().create(&creation_json("AQ", more), verified()).unwrap();
        created.response.attestation_object.authenticator_data().as_bytes().to_vec()
    };
    for (level, number) in LEVELS.into_iter().zip(["01", "02", "03"]) {
        let data = data(&protected(level));
        let expected = [hex("a1"), hex("6b"), b"credProtect".to_vec(), hex(number)].concat();
        assert!(data.ends_with(&expected) && data[32] & 0x80 != 0, "{level:?}");
    }
    let secret = [hex("6b"), b"hmac-secret".to_vec(), hex("f5")].concat();
    let asked = data(r#""extensions":{"hmacCreateSecret":true},"#);
    assert!(asked.ends_with(&[hex("a1"), secret.clone()].concat()) && asked[32] & 0x80 != 0);
    let both =
        data(r#""extensions":{"hmacCreateSecret":true,"credentialProtectionPolicy":"userVerificationRequired"},"#);
    assert!(both.ends_with(&[hex("a2"), hex("6b"), b"credProtect".to_vec(), hex("03"), secret].concat()));
    for nothing in ["", r#""extensions":{"hmacCreateSecret":false},"#, r#""extensions":{"credProps":true,"prf":{}},"#] {
        assert_eq!(data(nothing)[32] & 0x80, 0, "{nothing}");
    }
}

#[test]
fn the_client_hears_that_the_secret_was_made_where_it_asked() {
    let json = |more: &str| {
        let created = World::new().create(&creation_json("AQ", more), verified()).unwrap();
        let response: serde_json::Value = serde_json::from_str(&created.response.to_json().unwrap()).unwrap();
        response["clientExtensionResults"].clone()
    };
    assert_eq!(json(r#""extensions":{"hmacCreateSecret":true},"#), serde_json::json!({ "hmacCreateSecret": true }));
    assert_eq!(json(&protected(CredentialProtection::Required)), serde_json::json!({}));
}

/// Level by level: with the site's list and without, verified and not.
#[test]
fn a_protected_passkey_signs_without_a_verification_only_where_its_level_allows() {
    for (level, without_list, with_list) in [
        (CredentialProtection::Optional, true, true),
        (CredentialProtection::OptionalWithList, false, true),
        (CredentialProtection::Required, false, false),
    ] {
        let world = World::new();
        let id = made(&world, level, Consent::Present);
        for (more, signs) in
            [(String::new(), without_list), (format!(r#""allowCredentials":{},"#, listed(&[&id])), with_list)]
        {
            for requirement in ["discouraged", "preferred"] {
                let options = request_json(&format!(r#"{more}"userVerification":"{requirement}","#));
                let before = world.bytes_on_disk();
                match world.get(&options, Consent::Present) {
                    Ok(_) => assert!(signs, "{level:?} {options}"),
                    Err(error) => {
                        assert!(!signs && matches!(error, Error::VerificationRequired), "{level:?} {options}: {error}");
                        assert_eq!(world.bytes_on_disk(), before);
                    }
                }
                assert!(world.get(&options, verified()).unwrap().verification.is_some(), "{level:?} {options}");
            }
        }
    }
}

/// The proof comes after the tap: the passkey stays among the candidates, and a tap is no list of the site.
#[test]
fn a_protected_passkey_is_offered_and_a_pick_is_not_the_site_s_word() {
    for level in LEVELS {
        let world = World::new();
        let id = made(&world, level, verified());
        let options = request(&request_json(r#""userVerification":"discouraged","#));
        assert_eq!(world.provider.offers(&options).unwrap().len(), 1);
        let picked = |consent: Consent| {
            let plan = world.provider.begin_get_picked(&options, &caller(), &id).unwrap();
            let asks = plan.prompt().user_verification;
            match plan.choose(&id).unwrap().consent(consent)? {
                ConsentedGet::Sealed(plan) => world.provider.finish_get(plan).map(|_| asks),
                ConsentedGet::Hardware(_) => panic!("a sealed passkey was expected"),
            }
        };
        let asks = picked(verified()).unwrap();
        if level == CredentialProtection::Optional {
            assert_eq!(asks, UserVerification::Discouraged);
            assert!(picked(Consent::Present).is_ok());
        } else {
            assert_eq!(asks, UserVerification::Required);
            assert!(matches!(picked(Consent::Present), Err(Error::VerificationRequired)), "{level:?}");
        }
    }
}

#[test]
fn the_prompt_wants_a_verification_where_one_of_the_candidates_takes_it() {
    let world = World::new();
    world.create(&creation_json("AQ", ""), verified()).unwrap();
    world.create(&creation_json("Ag", &protected(CredentialProtection::Required)), verified()).unwrap();
    let plan =
        world.provider.begin_get(&request(&request_json(r#""userVerification":"discouraged","#)), &caller()).unwrap();
    assert_eq!(plan.prompt().user_verification, UserVerification::Preferred);
}

#[test]
fn the_level_is_kept_by_the_store_and_through_a_change_of_names() {
    let world = World::new();
    let id = made(&world, CredentialProtection::Required, verified());
    let passkey = super::world::reference_to(&world.provider, &id);
    let _ = world.provider.passkeys().rename(&passkey, "work").unwrap();
    let again = world.reopened();
    let kept = again.passkeys().get(&passkey).unwrap();
    assert_eq!(kept.metadata.protection, CredentialProtection::Required);
    assert_eq!(kept.metadata.label.as_deref(), Some("work"));
}

/// Secure Payment Confirmation, client extension processing: only a payment handler may have a payment confirmed, and
/// that is who passes client data of its own.
#[test]
fn a_payment_is_confirmed_for_a_browser_that_writes_the_client_data_and_for_nobody_else() {
    let world = World::new();
    let options = creation_json("AQ", r#""extensions":{"payment":{"isPayment":true}},"#);
    let id = world.create(&options, verified()).unwrap().passkey.metadata.credential_id;
    let options = request(&request_json(r#""extensions":{"payment":{"isPayment":true}},"#));
    let error = world.provider.begin_get(&options, &caller()).err().unwrap();
    assert!(matches!(&error, Error::InvalidOptions(OptionsError::Payment { .. })));
    assert_eq!(error.dom_exception().as_str(), "NotAllowedError");
    let hash = ClientDataHash::from_bytes(&[3; 32]).unwrap();
    let browser = VerifiedCaller::platform(RpId::parse("example.com").unwrap(), hash).unwrap();
    let plan = world.provider.begin_get(&options, &browser).unwrap();
    assert_eq!(plan.candidates()[0].passkey.credential_id, id);
}

#[test]
fn a_conditional_registration_keeps_the_level_too() {
    let world = World::new();
    let options = super::world::creation(&creation_json("AQ", &protected(CredentialProtection::Required)));
    let _ = world.provider.create_conditionally(&options, &caller(), world.model).unwrap();
    assert!(matches!(world.get(&request_json(""), Consent::Present), Err(Error::VerificationRequired)));
}
