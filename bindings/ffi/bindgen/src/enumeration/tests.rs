use super::*;

fn sample() -> Enumeration {
    let variant = |name: &str, doc: &str| Variant { name: name.to_owned(), doc: doc.to_owned() };
    Enumeration {
        name: "Answer".to_owned(),
        doc: "What the person can answer,\nin two lines.".to_owned(),
        variants: vec![
            variant("RpIdNotVerified", "Ends as [`Consent::Declined`]."),
            variant("Ios", "As [`Resolution::DeleteAndRetry`] of [`Other`]."),
        ],
    }
}

#[test]
fn kotlin_has_the_declaration_the_word_and_both_ways() {
    let expected = "// Generated from the library by passkey-provider-bindgen. Edits are lost.
package passkeyprovider

/**
 * What the person can answer,
 * in two lines.
 */
public enum class Answer {
    /**
     * Ends as [Consent.Declined].
     */
    RP_ID_NOT_VERIFIED,

    /**
     * As [Resolution.DELETE_AND_RETRY] of `Other`.
     */
    IOS,

    ;

    /** This as a word for programs: `rp_id_not_verified`. Never changes once released. */
    public val word: String get() = name.lowercase()
}

internal fun passkeyprovider.ffi.Answer.converted(): Answer = when (this) {
    passkeyprovider.ffi.Answer.RP_ID_NOT_VERIFIED -> Answer.RP_ID_NOT_VERIFIED
    passkeyprovider.ffi.Answer.IOS -> Answer.IOS
}

internal fun Answer.converted(): passkeyprovider.ffi.Answer = when (this) {
    Answer.RP_ID_NOT_VERIFIED -> passkeyprovider.ffi.Answer.RP_ID_NOT_VERIFIED
    Answer.IOS -> passkeyprovider.ffi.Answer.IOS
}
";
    assert_eq!(kotlin::file(&[sample()]), expected);
}

#[test]
fn swift_has_the_declaration_the_word_and_both_ways() {
    let expected = "// Generated from the library by passkey-provider-bindgen. Edits are lost.

internal import PasskeyProviderGenerated

/// What the person can answer,
/// in two lines.
public enum Answer: String, CaseIterable, Hashable, Sendable {
    /// Ends as ``Consent/declined``.
    case `rpIDNotVerified` = \"rp_id_not_verified\"
    /// As ``Resolution/deleteAndRetry`` of `Other`.
    case `iOS` = \"ios\"
}

extension Answer {
    init(_ raw: PasskeyProviderGenerated.Answer) {
        self = switch raw {
        case .rpIdNotVerified: .rpIDNotVerified
        case .ios: .iOS
        }
    }

    var raw: PasskeyProviderGenerated.Answer {
        switch self {
        case .rpIDNotVerified: .rpIdNotVerified
        case .iOS: .ios
        }
    }
}
";
    assert_eq!(swift::file(&[sample()]), expected);
}

#[test]
fn swift_has_a_code_below_the_error() {
    let code = Enumeration { name: "ErrorCode".to_owned(), ..sample() };
    let file = swift::file(&[code]);
    assert!(file.contains("\nextension ProviderError {\n/// What the person"), "{file}");
    assert!(file.contains("\npublic enum Code: String"), "{file}");
    assert!(
        file.contains("\nextension ProviderError.Code {\n    init(_ raw: PasskeyProviderGenerated.ErrorCode)"),
        "{file}"
    );
}
