//! The expected tags were computed from RFC 2104 by another program, outside of this crate.

use super::*;
use crate::seal::{DeviceKey, StoreId};

fn key() -> IndexKey {
    let store = StoreId::from_bytes([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    IndexKey::derive(&DeviceKey::from_bytes(&[0x11; 32]).unwrap(), store)
}

fn rp(text: &str) -> RpId {
    RpId::parse(text).unwrap()
}

#[test]
fn lookup_tags_never_change() {
    let rp = rp("example.com");
    let user = UserHandle::from_bytes(*b"alice").unwrap();
    let id = CredentialId::from_bytes(*b"alice").unwrap();
    let tag = |hex: u128| LookupTag::from_bytes(hex.to_be_bytes());
    assert_eq!(key().rp_tag(&rp), tag(0x8e34_16c5_c7f4_1ada_225c_7c5b_e933_e76d));
    assert_eq!(key().user_tag(&rp, &user), tag(0x2c96_c18f_bf6b_498b_fc34_28da_f47a_69c7));
    assert_eq!(key().id_tag(&rp, &id), tag(0x35ed_16be_382b_004e_3033_a951_461c_c8c7));
}

#[test]
fn one_account_name_at_two_sites_has_two_tags() {
    let user = UserHandle::from_bytes(*b"alice").unwrap();
    assert_ne!(key().user_tag(&rp("a.example"), &user), key().user_tag(&rp("b.example"), &user));
}

#[test]
fn a_byte_cannot_move_between_site_and_account() {
    let tag = |site: &str, user: &[u8]| key().user_tag(&rp(site), &UserHandle::from_bytes(user).unwrap());
    assert_ne!(tag("example.com", b"x"), tag("example.comx", b"\0"));
    assert_ne!(tag("example.com", b"x"), tag("example.co", b"mx"));
}
