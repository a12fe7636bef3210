//! Apps as the system names them.

use super::world::app;
use crate::caller::{AndroidApp, InvalidAndroidApp};
use crate::id::{CertificateFingerprint, PackageName};

#[test]
fn an_app_has_a_signer_and_a_history_or_several_signers() {
    let package = || PackageName::parse("com.example.app").unwrap();
    let print = |byte: u8| CertificateFingerprint::from_bytes(&[byte; 32]).unwrap();
    assert_eq!(AndroidApp::new(package(), &[], &[]).err(), Some(InvalidAndroidApp::NoSigner));
    assert_eq!(AndroidApp::new(package(), &[], &[print(1)]).err(), Some(InvalidAndroidApp::NoSigner));
    let both = AndroidApp::new(package(), &[print(1), print(2)], &[print(3)]);
    assert_eq!(both.err(), Some(InvalidAndroidApp::Signers));
    assert_eq!(AndroidApp::new(package(), &[print(1)], &[print(2); 64]).err(), Some(InvalidAndroidApp::Signers));
    let rotated = AndroidApp::new(package(), &[print(1)], &[print(2), print(1)]).unwrap();
    assert_eq!((rotated.current_signer(), rotated.earlier_signers()), (Some(&print(1)), [print(2)].as_slice()));
    assert_eq!(app("com.example.app", "x1,x2", "-"), app("com.example.app", "x2,x1", "-"));
}

/// The rules of the system's package parser.
#[test]
fn package_names_are_words_with_dots_between_them() {
    for good in ["com.example", "com.example.App_2", "a.b", "org.mozilla.firefox_beta"] {
        assert!(PackageName::parse(good).is_ok(), "{good}");
    }
    let long = format!("com.{}", "a".repeat(220));
    for bad in [
        "",
        "com",
        ".com.example",
        "com.example.",
        "com..example",
        "com.2example",
        "com.exa mple",
        "com.exämple",
        "com._x",
        "com.example\n",
        "com/example.x",
        &long,
    ] {
        assert!(PackageName::parse(bad).is_err(), "{bad}");
    }
}

/// The example of the standard for SHA-256, FIPS 180-4: the message `abc`.
#[test]
fn a_fingerprint_is_the_hash_of_the_certificate_in_pairs_with_colons() {
    let text = "BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD";
    let print = CertificateFingerprint::of_certificate(b"abc");
    assert_eq!(print.to_string(), text);
    assert_eq!(CertificateFingerprint::parse(text), Ok(print));
    for bad in [
        "",
        &text.to_lowercase(),
        &text.replace(':', ""),
        &text[..93],
        &format!("{text}:00"),
        &text.replace("BA", "B"),
        &text.replace("BA", "GA"),
        &format!(" {text}"),
    ] {
        assert!(CertificateFingerprint::parse(bad).is_err(), "{bad}");
    }
    assert!(
        CertificateFingerprint::from_bytes(&[0; 31]).is_err() && CertificateFingerprint::from_bytes(&[0; 33]).is_err()
    );
}
