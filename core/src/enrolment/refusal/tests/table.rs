use std::collections::BTreeSet;

use super::*;
use crate::policy::Rule;

#[test]
fn every_row_is_reached_by_what_it_is_about_and_says_where_it_is_from() {
    let mut count = 0;
    for (family, row) in rows() {
        let explained = refusal(family, row).explain();
        assert_eq!((explained.cause, explained.source), (row.cause, Some(row.source)), "{family:?} {row:?}");
        assert_eq!(explained.actor, row.cause.actor());
        assert!(row.source.len() > 5, "{row:?}");
        assert_ne!(row.cause, Cause::Unknown, "{row:?}");
        count += 1;
    }
    assert!(count > 200, "{count} rows");
}

#[test]
fn no_family_has_two_rows_for_the_same() {
    let mut seen = BTreeSet::new();
    for (family, row) in rows() {
        let key = match row.key {
            Key::Code(code) => code.to_ascii_lowercase(),
            Key::Status(status) => format!("HTTP {status}"),
        };
        assert!(seen.insert((family, key, row.during)), "{family:?} {row:?}");
    }
}

/// A code that is not what cleaning leaves of it is one that no answer can have.
#[test]
fn every_code_of_the_table_is_a_code() {
    for (family, row) in rows() {
        if let Key::Code(code) = row.key {
            assert_eq!(super::super::code::cleaned(code).as_deref(), Some(code));
            assert!(!code.starts_with("AADSTS") && !code.starts_with("ERR"), "{family:?} {code}");
        }
    }
}

#[test]
fn every_cause_is_in_a_row_or_named_by_a_dialect_with_a_source() {
    for cause in Cause::ALL {
        let named = Refusal::of(Family::Named, cause.as_str()).explain();
        assert_eq!(named.cause, *cause);
        assert_ne!(named.source, Some("what the app or the dialect found out"), "{cause:?}");
    }
}

#[test]
fn every_cause_has_a_name_of_its_own_and_says_what_to_do_in_plain_words() {
    let mut names = BTreeSet::new();
    for cause in Cause::ALL {
        let name = cause.as_str();
        assert!(names.insert(name), "{name}");
        assert!(name.bytes().all(|letter| letter.is_ascii_lowercase() || letter == b'_'), "{name}");
        let person = cause.person();
        // What people do not say, and what only an administrator or developer can use.
        for word in ["AAGUID", "attestation", "HTTP", "CSRF", "token", "origin", "challenge", "Conditional", "profile"]
        {
            assert!(!person.to_lowercase().contains(&word.to_lowercase()), "{word}: {person}");
        }
        for text in std::iter::once(person).chain(cause.other()) {
            assert!(text.starts_with(char::is_uppercase) && text.ends_with('.'), "{text}");
            assert!(text.len() < 260 && !text.contains("  "), "{text}");
        }
    }
}

#[test]
fn an_administrator_and_a_developer_are_told_what_to_do() {
    for cause in Cause::ALL {
        let needs = matches!(cause.actor(), Some(Actor::Administrator | Actor::Developer));
        assert!(!needs || cause.other().is_some(), "{cause:?}");
        if cause.actor() == Some(Actor::Administrator) {
            assert!(cause.person().contains("dministrator"), "{cause:?}");
        }
    }
    let without: Vec<Cause> = Cause::ALL.iter().copied().filter(|cause| cause.actor().is_none()).collect();
    assert_eq!(without, [Cause::Unknown]);
}

#[test]
fn every_rule_by_which_an_organisation_refuses_is_explained() {
    for rule in Rule::ALL.into_iter().filter(|rule| *rule < Rule::AllowedRpIds && *rule != Rule::Profile) {
        let explained = Refusal::of(Family::Policy, rule.as_str()).explain();
        assert_ne!(explained.cause, Cause::Unknown, "{rule:?}");
    }
}

#[test]
fn families_and_steps_have_names_of_their_own() {
    let families: BTreeSet<_> = Family::ALL.iter().map(|family| family.as_str()).collect();
    assert_eq!(families.len(), Family::ALL.len());
    let steps: BTreeSet<_> = During::ALL.iter().map(|during| during.as_str()).collect();
    assert_eq!(steps.len(), During::ALL.len());
}
