use std::collections::HashSet;
use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

use super::*;

/// Set to any value, `list.txt` is written anew from the list of the psl crate.
const RENEW: &str = "RENEW_PUBLIC_SUFFIXES";

const HEAD: &str = "\
// The Public Suffix List, https://publicsuffix.org, its rules in A-labels.
// Subject to the terms of the Mozilla Public License, v. 2.0: https://mozilla.org/MPL/2.0/.
";

/// The crate `psl` is the list as code; its package has the rules as well.
fn rules_of_psl() -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--format-version=1", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let manifest = packages.iter().find(|package| package["name"] == "psl").unwrap()["manifest_path"].as_str().unwrap();
    let rules = fs::read_to_string(PathBuf::from(manifest).with_file_name("data").join("rules.txt")).unwrap();
    rules.lines().map(in_a_labels).collect()
}

fn in_a_labels(rule: &str) -> String {
    let labels = rule.split('.').map(|label| match label.strip_prefix('!') {
        Some(label) => format!("!{}", idna::domain_to_ascii(label).unwrap()),
        None if label == "*" => label.to_owned(),
        None => idna::domain_to_ascii(label).unwrap(),
    });
    labels.collect::<Vec<_>>().join(".")
}

/// A domain that the rule places.
fn example_of(rule: &str) -> String {
    rule.trim_start_matches('!').replace('*', "any")
}

fn find_by_psl(domain: &str) -> PublicSuffix<'_> {
    let suffix = psl::suffix(domain.as_bytes()).unwrap();
    let section = suffix.typ().map(|section| match section {
        psl::Type::Icann => Section::Icann,
        psl::Type::Private => Section::Private,
    });
    PublicSuffix { domain: str::from_utf8(suffix.as_bytes()).unwrap(), section }
}

#[test]
fn the_list_is_the_one_of_the_psl_crate() {
    let rules = rules_of_psl();
    let mut list = HEAD.to_owned();
    for (section, name) in [(Section::Icann, "ICANN"), (Section::Private, "PRIVATE")] {
        list.push_str(&format!("\n// ===BEGIN {name} DOMAINS===\n"));
        for rule in rules.iter().filter(|rule| find_by_psl(&example_of(rule)).section == Some(section)) {
            list.push_str(rule);
            list.push('\n');
        }
        list.push_str(&format!("// ===END {name} DOMAINS===\n"));
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/caller/public_suffix/list.txt");
    if env::var_os(RENEW).is_some() {
        fs::write(path, &list).unwrap();
    }
    assert!(
        fs::read_to_string(path).unwrap() == list,
        "list.txt is of another date than psl: run the test with {RENEW}=1"
    );
    assert_eq!(list.lines().filter(|line| !line.is_empty() && !line.starts_with("//")).count(), rules.len());
}

/// The algorithm in the words of publicsuffix.org: of all rules that match, an exception prevails, or
/// else the one with the most labels.
fn find_by_the_letter<'a>(rules: &HashSet<&str>, domain: &'a str) -> &'a str {
    let starts = std::iter::once(0).chain(domain.match_indices('.').map(|(dot, _)| dot + 1));
    let suffixes: Vec<&str> = starts.map(|start| &domain[start..]).collect();
    let above = |suffix: &'a str| suffix.split_once('.').map(|(_, above)| above);
    if let Some(excepted) = suffixes.iter().find(|suffix| rules.contains(format!("!{suffix}").as_str())) {
        return above(excepted).unwrap();
    }
    let matches = |suffix: &&&'a str| {
        rules.contains(**suffix) || above(suffix).is_some_and(|above| rules.contains(format!("*.{above}").as_str()))
    };
    suffixes.iter().find(matches).or(suffixes.last()).unwrap()
}

#[test]
fn every_rule_and_what_is_around_it_is_placed_by_the_letter_and_as_psl_places_it() {
    let rules = rules_of_psl();
    let known: HashSet<&str> = rules.iter().map(String::as_str).collect();
    assert!(known.len() > 9_000, "{} rules", known.len());
    let mut otherwise = 0;
    for rule in &rules {
        let domain = example_of(rule);
        let above = domain.split_once('.').map_or("", |(_, above)| above).to_owned();
        let near = [format!("{domain}a"), format!("a{domain}"), format!("a.{domain}"), format!("a.b.{domain}")];
        for domain in [domain, above].iter().chain(&near).filter(|domain| !domain.is_empty()) {
            let found = find(domain);
            assert_eq!(found.domain, find_by_the_letter(&known, domain), "{domain}");
            // Where `*.a` and `*.b.a` are rules, psl takes `b.a` for no suffix, which by the first rule it is.
            let within_two = known.contains(format!("*.{domain}").as_str()) && !known.contains(domain.as_str());
            if within_two && found.domain == domain {
                otherwise += 1;
            } else {
                assert_eq!(found, find_by_psl(domain), "{domain}");
            }
        }
    }
    assert!(otherwise < 100, "{otherwise} domains are placed otherwise than psl does");
}

#[test]
fn a_domain_that_no_rule_knows_has_its_last_label_as_suffix() {
    for (domain, suffix) in [("localhost", "localhost"), ("printer.lan", "lan"), ("a.b.c.internal", "internal")] {
        assert_eq!(find(domain), PublicSuffix { domain: suffix, section: None });
    }
}

#[test]
fn a_wildcard_covers_one_label_and_an_exception_takes_it_back() {
    let icann = |domain| PublicSuffix { domain, section: Some(Section::Icann) };
    assert_eq!(find("a.b.kawasaki.jp"), icann("b.kawasaki.jp"));
    assert_eq!(find("b.kawasaki.jp"), icann("b.kawasaki.jp"));
    assert_eq!(find("kawasaki.jp"), icann("jp"));
    assert_eq!(find("www.city.kawasaki.jp"), icann("kawasaki.jp"));
    assert_eq!(find("city.kawasaki.jp"), icann("kawasaki.jp"));
    assert_eq!(find("me.github.io").section, Some(Section::Private));
    // `*.run.app` is a rule, and `*.mtls.run.app` another one.
    assert_eq!(find("mtls.run.app").domain, "mtls.run.app");
}
