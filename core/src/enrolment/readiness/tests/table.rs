use proptest::prelude::*;

use super::*;

/// Steps as the table writes them.
fn steps(readiness: &Readiness) -> String {
    let step = |missing: &MissingStep| format!("{}{}", missing.step.as_str(), if missing.blocks { "!" } else { "" });
    listed(readiness.steps.iter().map(step))
}

fn listed(words: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = words.collect();
    if words.is_empty() { "-".to_owned() } else { words.join(" ") }
}

#[test]
fn each_row_of_the_truth_table_is_judged_as_it_says() {
    let mut count = 0;
    for [facts, expected, unknown, why] in rows() {
        let found = match Facts::parse(facts.as_bytes()) {
            Ok(facts) => {
                let readiness = facts.judge();
                assert_eq!(listed(readiness.unknown.iter().map(|fact| fact.as_str().to_owned())), unknown, "{facts:?}");
                assert_eq!(readiness.is_ready(), !expected.contains('!'));
                steps(&readiness)
            }
            Err(refused) => format!("invalid {} {}", refused.as_str(), refused.path().unwrap_or("-")),
        };
        assert_eq!(found, expected, "{facts}: {why}");
        count += 1;
    }
    assert!(count >= 60, "{count} rows");
}

#[test]
fn every_step_and_every_fact_that_may_be_unknown_has_a_row() {
    for step in Step::ALL {
        assert!(rows().any(|[_, steps, ..]| steps.replace('!', "").split(' ').any(|own| own == step.as_str())));
    }
    for fact in Fact::ALL {
        assert!(rows().any(|[_, _, unknown, _]| unknown.split(' ').any(|own| own == fact.as_str())), "{fact:?}");
    }
}

fn any_facts() -> impl Strategy<Value = Facts> {
    use prop::option::of;
    use prop::sample::select;
    let device = (
        select(Platform::ALL.to_vec()),
        (0_u16..40, 0_u16..6),
        of(any::<bool>()),
        of(any::<bool>()),
        of(any::<bool>()),
        of(any::<bool>()),
    );
    let values = (
        of(select(vec![Biometrics::Enrolled, Biometrics::NotEnrolled, Biometrics::NoSensor])),
        of(any::<bool>()),
        of(any::<bool>()),
        of(any::<bool>()),
        of(select(vec![Bluetooth::On, Bluetooth::Off, Bluetooth::Absent])),
        of(select(vec![SignIn::Fresh, SignIn::Old, SignIn::NoSecondFactor])),
    );
    (device, values).prop_map(|(device, values)| {
        let (platform, (major, minor), screen_lock, provider_enabled, network, credential_manager) = device;
        let (biometrics, biometrics_required, cross_device, provider_preferred, bluetooth, sign_in) = values;
        let is_android = platform == Platform::Android;
        Facts {
            screen_lock,
            provider_enabled,
            network,
            credential_manager: credential_manager.filter(|_| is_android),
            biometrics,
            biometrics_required,
            cross_device,
            provider_preferred: provider_preferred.filter(|_| is_android),
            bluetooth,
            sign_in,
            ..Facts::of(platform, SystemVersion::of(major, minor))
        }
    })
}

proptest! {
    /// Below the floor something always stands in the way; a step stands there once, and in order.
    #[test]
    fn steps_come_in_order_and_the_floor_holds(facts in any_facts()) {
        let readiness = facts.judge();
        let order: Vec<Step> = readiness.steps.iter().map(|missing| missing.step).collect();
        prop_assert!(order.is_sorted_by(|a, b| a < b), "{:?}", order);
        let is_old = facts.system < SystemVersion::floor(facts.platform);
        prop_assert_eq!(order.first() == Some(&Step::UpdateSystem), is_old);
        prop_assert!(!is_old || !readiness.is_ready());
    }

    /// What becomes known and is as it should be never adds a step.
    #[test]
    fn a_fact_that_is_as_it_should_be_adds_no_step(facts in any_facts()) {
        let mended = Facts { screen_lock: Some(true), network: Some(true), sign_in: Some(SignIn::Fresh), ..facts.clone() };
        let before = facts.judge().steps;
        prop_assert!(mended.judge().steps.iter().all(|missing| before.contains(missing)));
    }
}
