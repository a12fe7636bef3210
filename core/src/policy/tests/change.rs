use super::*;

/// The changes as sentences.
fn sentences(old: &Organisation, new: &Organisation) -> Vec<String> {
    diff(old, new).iter().map(ToString::to_string).collect()
}

#[test]
fn a_policy_does_not_differ_from_itself() {
    for (name, _) in POLICIES.iter().filter(|(name, _)| *name != "strengths") {
        assert_eq!(diff(&policy(name), &policy(name)), [], "{name}");
    }
}

#[test]
fn removing_an_aaguid_locks_its_holders_out() {
    let new = policy_with("allow_list", PHONE, KEY).unwrap();
    let found = diff(&policy("allow_list"), &new);
    let brief: Vec<_> =
        found.iter().map(|change| (change.effect, change.authenticators.listed.clone(), change.ruling.rule)).collect();
    let phone = vec![PHONE.parse().unwrap()];
    let key = vec![KEY.parse().unwrap()];
    assert_eq!(
        brief,
        [
            (Effect::LosesSignIn, phone.clone(), Rule::AllowedAaguids),
            (Effect::LosesRegistration, phone, Rule::AllowedAaguids),
            (Effect::GainsSignIn, key.clone(), Rule::AllowedAaguids),
            (Effect::GainsRegistration, key, Rule::AllowedAaguids),
        ]
    );
    assert!(found.iter().all(|change| change.audience == Audience::Everybody && change.kinds == Kind::ALL));
    assert_eq!(
        found[0].to_string(),
        format!(
            "everybody can no longer sign in with passkeys of {PHONE} (keyRestrictions: the profile lists the AAGUIDs \
             that it allows, and this one is not among them)"
        )
    );
}

#[test]
fn enforcing_attestation_takes_registration_from_who_has_none_and_sign_in_from_nobody_device_bound() {
    // The rule is B of organisation_policies.tsv: attestation counts at registration alone.
    let found = diff(&policy("profiles"), &policy_with("profiles", "disabled", "registrationOnly").unwrap());
    let [change] = &found[..] else { panic!("{found:?}") };
    assert_eq!(change.audience, Audience::Group("staff".to_owned()));
    assert_eq!(change.effect, Effect::LosesRegistration);
    assert_eq!(change.kinds, [Kind::DeviceBound, Kind::Synced]);
    assert!(change.authenticators.others);
}

#[test]
fn a_group_that_is_no_longer_a_target_loses_both() {
    let new = policy_with("profiles", r#""id": "staff""#, r#""id": "interns""#).unwrap();
    let found: Vec<_> = diff(&policy("profiles"), &new)
        .into_iter()
        .map(|change| (change.audience, change.effect, change.ruling.rule))
        .collect();
    let staff = Audience::Group("staff".to_owned());
    let interns = Audience::Group("interns".to_owned());
    assert_eq!(
        found,
        [
            (staff.clone(), Effect::LosesSignIn, Rule::Targets),
            (staff, Effect::LosesRegistration, Rule::Targets),
            (interns.clone(), Effect::GainsSignIn, Rule::Targets),
            (interns, Effect::GainsRegistration, Rule::Targets),
        ]
    );
}

#[test]
fn turning_passkeys_off_is_said_once_of_everybody() {
    let found = sentences(&policy("open"), &policy("disabled"));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("everybody can no longer sign in with passkeys of any authenticator"), "{found:?}");
    assert!(found[1].starts_with("everybody can no longer register passkeys of any authenticator"), "{found:?}");
}

#[test]
fn a_strength_that_drops_a_model_locks_out_whoever_is_asked_for_it() {
    let strengths = document("strengths");
    let old = policy("open").with_strengths(strengths.as_bytes()).unwrap();
    let new = policy("open").with_strengths(strengths.replace(PHONE, KEY).as_bytes()).unwrap();
    let found: Vec<_> = diff(&old, &new)
        .into_iter()
        .map(|change| (change.audience, change.effect, change.authenticators.listed))
        .collect();
    let asked = Audience::Asked("Phones".to_owned());
    assert_eq!(
        found,
        [
            (asked.clone(), Effect::LosesSignIn, vec![PHONE.parse().unwrap()]),
            (asked, Effect::GainsSignIn, vec![KEY.parse().unwrap()]),
        ]
    );
}

#[test]
fn a_change_of_the_default_profile_reaches_who_is_in_no_group() {
    let new = policy_with(
        "default_profile",
        r#""defaultPasskeyProfile": "5d2fbb1a-6f0c-4c8e-8f8c-9f3f4d1c0a02""#,
        r#""defaultPasskeyProfile": "00000000-0000-0000-0000-000000000001""#,
    )
    .unwrap();
    let found = diff(&policy("default_profile"), &new);
    let others: Vec<_> =
        found.iter().filter(|change| change.audience == Audience::Others).map(|change| change.effect).collect();
    assert_eq!(others, [Effect::GainsSignIn, Effect::GainsRegistration]);
    let lost = found.iter().find(|change| change.effect == Effect::LosesSignIn).unwrap();
    assert_eq!((&lost.audience, &lost.kinds[..]), (&Audience::Everybody, &[Kind::Attested, Kind::DeviceBound][..]));
}
