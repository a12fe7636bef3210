use cryptoki::error::{Error as TokenRefusal, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, AttributeInfo, AttributeType, ObjectClass};
use passkey_provider::Consent;
use passkey_provider::key::KeyAccess;
use token::TokenError;

use crate::own_process::with_own_token;
use crate::world::{World, creation_json};

#[test]
fn the_private_key_cannot_be_read() {
    with_own_token(|| {
        let world = World::new();
        world.create(&creation_json("AQ", ""), Consent::Present, KeyAccess::Unverified).unwrap();
        let token = world.unlock();
        let key = token.private_key(world.begin_get(Consent::Present).key_handle()).unwrap();
        let reported = token.session().get_attribute_info(key, &[AttributeType::Value]).unwrap();
        assert!(matches!(&reported[..], [AttributeInfo::Sensitive]));
        assert!(token.session().get_attributes(key, &[AttributeType::Value]).unwrap().is_empty());
        let rules = [
            AttributeType::Sensitive,
            AttributeType::AlwaysSensitive,
            AttributeType::Extractable,
            AttributeType::NeverExtractable,
            AttributeType::Local,
        ];
        let expected = [
            Attribute::Sensitive(true),
            Attribute::AlwaysSensitive(true),
            Attribute::Extractable(false),
            Attribute::NeverExtractable(true),
            Attribute::Local(true),
        ];
        assert_eq!(token.session().get_attributes(key, &rules).unwrap(), expected);
    });
}

#[test]
fn the_private_key_cannot_be_made_readable() {
    with_own_token(|| {
        let world = World::new();
        world.create(&creation_json("AQ", ""), Consent::Present, KeyAccess::Unverified).unwrap();
        let token = world.unlock();
        let key = token.private_key(world.begin_get(Consent::Present).key_handle()).unwrap();
        for loosened in [Attribute::Sensitive(false), Attribute::Extractable(true)] {
            assert!(token.session().update_attributes(key, &[loosened]).is_err());
        }
    });
}

#[test]
fn the_private_key_cannot_be_wrapped_and_taken_away() {
    with_own_token(|| {
        let world = World::new();
        world.create(&creation_json("AQ", ""), Consent::Present, KeyAccess::Unverified).unwrap();
        let token = world.unlock();
        let key = token.private_key(world.begin_get(Consent::Present).key_handle()).unwrap();
        let template = [Attribute::Wrap(true), Attribute::ValueLen(32.into())];
        let wrapping = token.session().generate_key(&Mechanism::AesKeyGen, &template).unwrap();
        let taken = token.session().wrap_key(&Mechanism::AesKeyWrapPad, wrapping, key);
        assert!(matches!(taken, Err(TokenRefusal::Pkcs11(RvError::KeyUnextractable, _))));
    });
}

#[test]
fn a_locked_token_shows_no_private_key() {
    with_own_token(|| {
        let world = World::new();
        world.create(&creation_json("AQ", ""), Consent::Present, KeyAccess::VerifiedUse).unwrap();
        let session = world.host.token.locked().unwrap();
        let sought = [Attribute::Class(ObjectClass::PRIVATE_KEY)];
        assert!(session.find_objects(&sought).unwrap().is_empty());
    });
}

#[test]
fn a_wrong_pin_unlocks_nothing() {
    with_own_token(|| {
        let world = World::new();
        let refused = world.host.token.unlock("000000");
        assert!(matches!(refused, Err(TokenError::Refused(TokenRefusal::Pkcs11(RvError::PinIncorrect, _)))));
    });
}
