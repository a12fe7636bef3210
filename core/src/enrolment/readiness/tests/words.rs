use std::collections::BTreeSet;

use super::*;
use crate::enrolment::Actor;

/// The action of a step on a system, as name and data.
fn action(step: Step, platform: Platform, system: &str) -> Option<(ActionKind, &'static str, Option<&'static str>)> {
    let action = step.action(platform, system.parse().unwrap())?;
    Some((action.kind, action.name, action.data))
}

/// From developer.android.com, android.provider.Settings and DevicePolicyManager.
#[test]
fn android_opens_settings_by_documented_actions() {
    use ActionKind::Intent;
    let expected = [
        (Step::UpdateSystem, "android.settings.DEVICE_INFO_SETTINGS", None),
        (Step::SetScreenLock, "android.app.action.SET_NEW_PASSWORD", None),
        (Step::EnrolBiometrics, "android.settings.BIOMETRIC_ENROLL", None),
        (Step::TurnOnProvider, "android.settings.CREDENTIAL_PROVIDER", Some("package:PACKAGE")),
        (Step::PreferProvider, "android.settings.CREDENTIAL_PROVIDER", Some("package:PACKAGE")),
        (Step::ConnectNetwork, "android.settings.WIRELESS_SETTINGS", None),
        (Step::TurnOnBluetooth, "android.settings.BLUETOOTH_SETTINGS", None),
    ];
    for step in Step::ALL {
        let known = expected.iter().find(|(own, ..)| *own == step);
        let known = known.map(|(_, name, data)| (Intent, *name, *data));
        assert_eq!(action(step, Platform::Android, "14"), known, "{step:?}");
    }
    let old = action(Step::EnrolBiometrics, Platform::Android, "10");
    assert_eq!(old, Some((Intent, "android.settings.SECURITY_SETTINGS", None)));
    let strong = Step::EnrolBiometrics.action(Platform::Android, SystemVersion::of(14, 0)).unwrap();
    assert_eq!(strong.extra, Some(("android.provider.extra.BIOMETRIC_AUTHENTICATORS_ALLOWED", 15)));
}

/// From Apple's documentation of ASSettingsHelper and UIApplication.
#[test]
fn ios_asks_where_it_can_and_tells_the_way_where_it_cannot() {
    let call = |step, system| action(step, Platform::Ios, system).unwrap();
    let asks = (ActionKind::Call, "ASSettingsHelper.requestToTurnOnCredentialProviderExtension", None);
    let opens = (ActionKind::Call, "ASSettingsHelper.openCredentialProviderAppSettings", None);
    assert_eq!(call(Step::TurnOnProvider, "18"), asks);
    assert_eq!(call(Step::TurnOnProvider, "17.6.1"), opens);
    assert_eq!(call(Step::AllowBiometrics, "18").0, ActionKind::Call);
    for step in [Step::UpdateSystem, Step::SetScreenLock, Step::EnrolBiometrics, Step::TurnOnBluetooth] {
        let (kind, place, _) = call(step, "18");
        assert!(kind == ActionKind::Place && place.starts_with("Settings > "), "{step:?}");
    }
}

#[test]
fn each_step_has_a_name_of_its_own_and_says_what_to_do() {
    let names: BTreeSet<_> = Step::ALL.iter().map(|step| step.as_str()).collect();
    assert_eq!(names.len(), Step::ALL.len());
    for (step, platform) in Step::ALL.into_iter().flat_map(|step| Platform::ALL.map(|platform| (step, platform))) {
        let text = step.text(platform, SystemVersion::floor(platform));
        assert!(text.ends_with('.') && text.len() < 200, "{text}");
        assert!(text.starts_with(char::is_uppercase), "{text}");
        if let Some(action) = step.action(platform, SystemVersion::floor(platform)) {
            assert!(!action.source.is_empty() && !action.name.is_empty());
        }
    }
    let by_administrators: Vec<Step> = Step::ALL.into_iter().filter(|step| step.actor() != Actor::Person).collect();
    assert_eq!(by_administrators, [Step::MendManagedConfiguration]);
}

#[test]
fn the_floor_is_named_where_it_is_missed() {
    let text = |platform| Step::UpdateSystem.text(platform, SystemVersion::floor(platform));
    assert!(text(Platform::Ios).contains("iOS 17.4 or later"));
    assert!(text(Platform::Android).contains("Android 14 or later"));
}

#[test]
fn versions_are_numbers_and_are_written_without_zeros_at_the_end() {
    let version = |text: &str| text.parse::<SystemVersion>().unwrap();
    assert!(version("17.10") > version("17.4") && version("17.4.0.0") == version("17.4"));
    for (text, written) in [("14", "14"), ("17.0.1", "17.0.1"), ("0.0", "0"), ("17.4.0", "17.4"), ("065", "65")] {
        assert_eq!(version(text).to_string(), written);
    }
}

#[test]
fn a_name_that_is_not_known_is_shown_without_control_characters_and_not_endlessly() {
    let name = format!("\\u001b[2J{}", "x".repeat(1000));
    let json = format!(r#"{{"version":1,"platform":"ios","system":"18","{name}":1}}"#);
    let refused = Facts::parse(json.as_bytes()).unwrap_err();
    let path = refused.path().unwrap();
    assert!(path.chars().count() == 64 && !path.contains(char::is_control), "{path:?}");
    assert!(refused.to_string().ends_with(": is not known to this version"));
    assert_eq!(Facts::parse(&vec![b' '; 16 * 1024 + 1]).unwrap_err(), InvalidFacts::TooLarge);
}
