//! What must be explained, with who must act as the servers' documentation has it.

use super::*;

const PERSON: Option<Actor> = Some(Actor::Person);
const ADMINISTRATOR: Option<Actor> = Some(Actor::Administrator);
const DEVELOPER: Option<Actor> = Some(Actor::Developer);
const NOBODY: Option<Actor> = Some(Actor::Nobody);

#[test]
fn what_stands_in_the_way_is_told_with_who_can_mend_it() {
    use Family::*;
    let cases = [
        (Policy, "allowed_aaguids", Cause::AaguidNotAllowed, ADMINISTRATOR, "does not allow passkeys in this app"),
        (Policy, "blocked_aaguids", Cause::AaguidNotAllowed, ADMINISTRATOR, "does not allow passkeys in this app"),
        (Policy, "attestation", Cause::AttestationRequired, ADMINISTRATOR, "certified"),
        (Policy, "self_service", Cause::SelfServiceOff, ADMINISTRATOR, "by themselves"),
        (Policy, "method_state", Cause::PolicyOff, ADMINISTRATOR, "turned off"),
        (Entra, "AADSTS135016", Cause::PolicyOff, ADMINISTRATOR, "turned off"),
        (Policy, "exclusion", Cause::Excluded, ADMINISTRATOR, "not turned on for your account"),
        (Policy, "guests", Cause::GuestAccount, PERSON, "own organisation"),
        (Entra, "90084", Cause::GuestAccount, PERSON, "own organisation"),
        (Named, "too_many_methods", Cause::TooManyMethods, PERSON, "Remove one"),
        (Named, "attestation_service_down", Cause::AttestationServiceDown, NOBODY, "Try again later"),
        (Named, "account_renamed", Cause::AccountRenamed, PERSON, "another name"),
        (Named, "name_too_long", Cause::NameTooLong, PERSON, "30 characters"),
        (Named, "conditional_access_loop", Cause::ConditionalAccessLoop, ADMINISTRATOR, "before the first one"),
        (Allauth, "max_length", Cause::NameTooLong, PERSON, "too long"),
        (Allauth, "unverified_email", Cause::UnverifiedEmail, PERSON, "e-mail"),
        (Allauth, "reauthenticate", Cause::SignInTooOld, PERSON, "Temporary Access Pass"),
        (BetterAuth, "SESSION_NOT_FRESH", Cause::SignInTooOld, PERSON, "five minutes"),
        (BetterAuth, "CHALLENGE_NOT_FOUND", Cause::ChallengeExpired, PERSON, "Start again"),
        (BetterAuth, "PREVIOUSLY_REGISTERED", Cause::Duplicate, PERSON, "already"),
        (Entra, "AADSTS135019", Cause::ChallengeExpired, PERSON, "Start again"),
        (Entra, "AADSTS70043", Cause::SignInTooOld, PERSON, "five minutes"),
        (Entra, "50079", Cause::NoSecondFactor, PERSON, "Temporary Access Pass"),
        (Entra, "53003", Cause::ConditionalAccess, ADMINISTRATOR, "blocks"),
        (Entra, "53000", Cause::DeviceNotCompliant, PERSON, "Enrol it"),
        (Entra, "53010", Cause::UntrustedPlace, PERSON, "own places"),
        (Entra, "54010", Cause::CredentialNotSufficient, ADMINISTRATOR, "does not allow adding"),
        (Entra, "130504", Cause::PassUsedUp, ADMINISTRATOR, "new one"),
        (Entra, "135008", Cause::OriginRefused, DEVELOPER, "Update the app"),
        (Entra, "135017", Cause::CounterRefused, PERSON, "copy"),
        (Entra, "500344", Cause::AccountNotFound, PERSON, "does not know this account"),
        (Keycloak, "invalid_registration", Cause::NotAccepted, PERSON, "did not accept"),
        (PrivacyIdea, "303", Cause::RefusedByPolicy, ADMINISTRATOR, "rule"),
        (PrivacyIdea, "ERR303", Cause::RefusedByPolicy, ADMINISTRATOR, "rule"),
        (Okta, "E0000047", Cause::Throttled, NOBODY, "Wait"),
        (Auth0, "https://auth0.com/api-errors/A0E-401-0003", Cause::SessionExpired, PERSON, "Sign in"),
        (Zitadel, "6", Cause::Duplicate, PERSON, "already"),
        (Graph, "InvalidAuthenticationToken", Cause::SessionExpired, PERSON, "Sign in"),
        (Auth0, "insufficient_user_authentication", Cause::SignInTooOld, PERSON, "Sign in again"),
    ];
    for (family, code, cause, actor, words) in cases {
        let explained = Refusal::of(family, code).explain();
        assert_eq!((explained.cause, explained.actor), (cause, actor), "{family:?} {code}");
        assert!(explained.person.contains(words), "{family:?} {code}: {}", explained.person);
    }
}

#[test]
fn the_administrator_gets_the_aaguid_where_allowing_it_helps() {
    let aaguid: Aaguid = AAGUID.parse().unwrap();
    let with = |family, code| Refusal { aaguid: Some(aaguid), ..Refusal::of(family, code) }.explain();
    for (family, code) in
        [(Family::Policy, "allowed_aaguids"), (Family::Policy, "attestation"), (Family::PrivacyIdea, "303")]
    {
        let explained = with(family, code);
        assert!(explained.person.contains(AAGUID), "{}", explained.person);
        assert!(explained.other.unwrap().contains(AAGUID));
    }
    let throttled = with(Family::Okta, "E0000047");
    assert!(!throttled.person.contains(AAGUID) && throttled.other.is_none());
    assert!(!Refusal::of(Family::Policy, "allowed_aaguids").explain().person.contains("AAGUID:"));
}

#[test]
fn a_status_means_another_thing_where_something_else_was_asked() {
    let explain = |family, status, during| {
        Refusal { family, status: Some(status), code: None, during, aaguid: None }.explain().cause
    };
    assert_eq!(explain(Family::Graph, 404, Some(During::Delete)), Cause::AlreadyGone);
    assert_eq!(explain(Family::Graph, 404, Some(During::Options)), Cause::Unknown);
    assert_eq!(explain(Family::Allauth, 401, Some(During::Register)), Cause::SignInTooOld);
    assert_eq!(explain(Family::Allauth, 401, Some(During::List)), Cause::SessionExpired);
    assert_eq!(explain(Family::SpringSecurity, 403, None), Cause::ForgeryProtection);
    assert_eq!(explain(Family::Okta, 403, None), Cause::Unknown);
    assert_eq!(explain(Family::Http, 429, None), Cause::Throttled);
    let code = |during| Refusal { during, ..Refusal::of(Family::BetterAuth, "PASSKEY_NOT_FOUND") }.explain().cause;
    assert_eq!((code(Some(During::Delete)), code(None)), (Cause::AlreadyGone, Cause::PasskeyUnknown));
}

#[test]
fn a_code_counts_more_than_a_status() {
    let refusal = Refusal { status: Some(500), ..Refusal::of(Family::Entra, "50076") };
    let explained = refusal.explain();
    assert_eq!(explained.cause, Cause::SecondFactorRequired);
    assert_eq!((explained.code.as_deref(), explained.status), (Some("50076"), Some(500)));
}

#[test]
fn a_page_is_given_where_a_server_has_one() {
    let entra = Refusal::of(Family::Entra, "50079").explain();
    assert_eq!(entra.link, Some("https://mysignins.microsoft.com/security-info"));
    assert_eq!(Refusal::of(Family::Entra, "53003").explain().link, None);
    assert_eq!(Refusal::of(Family::Zitadel, "6").explain().link, None);
}
