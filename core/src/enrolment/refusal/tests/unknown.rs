use proptest::prelude::*;

use super::super::code::{cleaned, is_number};
use super::*;

const UNKNOWN: &str = "The server refused, and did not say why in a way that this app knows.";

/// Whether a family, or what it falls back to, has the code.
fn is_known(family: Family, code: &str) -> bool {
    let code = cleaned(code).unwrap_or_default();
    let short = |prefix: &str| match code.get(..prefix.len()) {
        Some(own) if own.eq_ignore_ascii_case(prefix) => code[prefix.len()..].to_owned(),
        _ => code.clone(),
    };
    let by_prefix = [code.clone(), short("AADSTS"), short("ERR")];
    by_prefix.iter().any(|code| {
        rows().any(|(own, row)| {
            [family, Family::OAuth].contains(&own)
                && matches!(row.key, Key::Code(known) if known.eq_ignore_ascii_case(code))
        }) || Cause::ALL.iter().any(|cause| cause.as_str() == code)
    })
}

/// A text that a sentence of ours can have been made of without a word of the server's.
fn is_ours(text: &str, code: &str, status: Option<u16>) -> bool {
    let numbers = [
        is_number(code).then(|| format!("code {code}")),
        status.filter(|status| (100..600).contains(status)).map(|status| format!("HTTP {status}")),
    ];
    let numbers: Vec<String> = numbers.into_iter().flatten().collect();
    let support = format!(" Support may ask for this: {}.", numbers.join(", "));
    text == if numbers.is_empty() { UNKNOWN.to_owned() } else { format!("{UNKNOWN}{support}") }
}

fn any_family() -> impl Strategy<Value = Family> {
    prop::sample::select(Family::ALL.to_vec())
}

fn any_during() -> impl Strategy<Value = Option<During>> {
    prop::option::of(prop::sample::select(During::ALL.to_vec()))
}

/// Codes that are not known: any text, and such as look like the table's.
fn any_code() -> impl Strategy<Value = String> {
    let known: Vec<String> = rows()
        .filter_map(|(_, row)| match row.key {
            Key::Code(code) => Some(code.to_owned()),
            Key::Status(_) => None,
        })
        .collect();
    let changed =
        (prop::sample::select(known), any::<prop::sample::Index>(), "[A-Za-z0-9_]").prop_map(|(code, at, with)| {
            let at = at.index(code.len());
            format!("{}{with}{}", &code[..at], &code[at + 1..])
        });
    prop_oneof![any::<String>(), "[A-Za-z0-9_. -]{1,80}", "AADSTS[0-9]{5,7}", "E[0-9]{7}", changed]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    /// A code that is not in the table adds nothing: with it nobody is said to have to act. What a status alone says is
    /// that it passes, and that only.
    #[test]
    fn an_unknown_code_never_claims_to_know_who_must_act(
        family in any_family(),
        code in any_code().prop_filter("a code", |code| cleaned(code).is_some()),
        status in prop::option::of(any::<u16>()),
        during in any_during(),
    ) {
        prop_assume!(!is_known(family, &code));
        let explained = Refusal { family, status, code: Some(&code), during, aaguid: None }.explain();
        if explained.cause == Cause::Unknown {
            prop_assert_eq!((explained.actor, explained.other, explained.link, explained.source), (None, None, None, None));
            prop_assert!(is_ours(&explained.person, &cleaned(&code).unwrap(), status), "{}", explained.person);
        } else {
            prop_assert_eq!(explained.actor, Some(Actor::Nobody));
            prop_assert!(status.is_some_and(|status| PASSES.contains(&status)), "{:?} {:?}", explained.cause, status);
        }
    }

    /// Whatever a server puts where a code stands: what is kept of it are a few plain letters.
    #[test]
    fn a_server_puts_no_words_into_our_mouth(family in any_family(), code in any::<String>(), status in any::<u16>()) {
        let explained = Refusal { family, status: Some(status), code: Some(&code), during: None, aaguid: None }.explain();
        if let Some(kept) = &explained.code {
            prop_assert!(kept.len() <= 64);
            prop_assert!(kept.bytes().all(|letter| letter.is_ascii_alphanumeric() || b"_.-".contains(&letter)));
        }
        let letters = |text: &str| text.chars().all(|letter| letter.is_ascii() && !letter.is_control());
        prop_assert!(letters(&explained.person) && explained.other.as_deref().is_none_or(letters));
    }
}

/// RFC 9110 and RFC 6585: these say by themselves that the same request may be sent again.
const PASSES: [u16; 5] = [408, 429, 502, 503, 504];

#[test]
fn beside_an_unknown_code_a_status_says_only_that_it_passes() {
    let durings = During::ALL.into_iter().map(Some).chain([None]);
    for (family, during) in durings.flat_map(|during| Family::ALL.map(|family| (family, during))) {
        for status in 100..600 {
            let refusal = Refusal { status: Some(status), during, ..Refusal::of(family, "AADSTS999999") };
            let expected = if PASSES.contains(&status) { Some(Actor::Nobody) } else { None };
            assert_eq!(refusal.explain().actor, expected, "{family:?} {during:?} {status}");
        }
    }
}

#[test]
fn a_name_in_the_place_of_a_code_is_not_repeated() {
    for name in ["Ada", "ada.lovelace", "Ada Lovelace", "ada.lovelace1815", "LOVELACE", "you_were_hacked", "Call-0800"]
    {
        let explained = Refusal { status: Some(400), ..Refusal::of(Family::Http, name) }.explain();
        assert_eq!(explained.person, format!("{UNKNOWN} Support may ask for this: HTTP 400."), "{name}");
    }
    let explained = Refusal::of(Family::Entra, "AADSTS50076: Due to a change made by Ada, you must use MFA").explain();
    assert_eq!((explained.cause, explained.code.as_deref()), (Cause::SecondFactorRequired, Some("AADSTS50076")));
    assert!(!explained.person.contains("Ada"));
}

#[test]
fn an_unknown_code_keeps_its_number() {
    for code in ["AADSTS999999", "E0000999", "A0E-400-0099", "1234567"] {
        let explained = Refusal::of(Family::Http, code).explain();
        assert_eq!(explained.person, format!("{UNKNOWN} Support may ask for this: code {code}."));
        assert_eq!((explained.actor, explained.code.as_deref()), (None, Some(code)));
    }
    let bare = Refusal { status: None, code: None, ..Refusal::of(Family::Http, "") }.explain();
    assert_eq!((bare.person.as_str(), bare.code, bare.status), (UNKNOWN, None, None));
    let no_status = Refusal { status: Some(99), ..Refusal::of(Family::Http, "x y") }.explain();
    assert_eq!((no_status.status, no_status.person.as_str()), (None, UNKNOWN));
}
