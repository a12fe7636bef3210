use std::collections::BTreeSet;

use super::*;

#[test]
fn every_rule_has_a_name_of_its_own_and_somebody_who_can_change_it() {
    let names: BTreeSet<_> = Rule::ALL.iter().map(|rule| rule.as_str()).collect();
    assert_eq!(names.len(), Rule::ALL.len());
    for rule in Rule::ALL {
        assert!(!rule.changers().is_empty(), "{rule:?}");
        assert!(!rule.sentence().ends_with('.'), "{rule:?}");
    }
}

#[test]
fn what_the_service_does_by_itself_has_a_date_and_a_page() {
    for fact in SERVICE {
        let digits: Vec<usize> = fact.as_of.split('-').map(str::len).collect();
        assert_eq!(digits, [4, 2, 2], "{}", fact.name);
        assert!(!fact.page.is_empty() && !fact.what.is_empty(), "{}", fact.name);
    }
}

#[test]
fn an_error_says_where_and_what_in_one_sentence() {
    let refused = policy_with("profiles", PHONE, "x").unwrap_err();
    assert_eq!(
        refused.to_string(),
        "passkeyProfiles[2].keyRestrictions.aaGuids[0]: should be an AAGUID: 32 hexadecimal digits in groups of \
         8-4-4-4-12"
    );
}

#[test]
fn a_path_shows_no_control_character_and_no_endless_name() {
    let name = format!("\\u001b[2J{}", "x".repeat(1000));
    let refused = Managed::parse(format!(r#"{{"version":1,"{name}":1}}"#).as_bytes()).unwrap_err();
    let path = refused.path().unwrap();
    assert_eq!(path.chars().count(), 64);
    assert!(!path.contains(char::is_control), "{path:?}");
}
