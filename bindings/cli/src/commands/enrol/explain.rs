use passkey_provider::enrolment::Actor;
use passkey_provider::enrolment::refusal::{During, Explanation, Family, Refusal};
use serde_json::{Value, json};

use crate::args::{ExplainRefusal, Global, Server, When};
use crate::failure::Failure;
use crate::host::model;
use crate::output::Output;
use crate::table;

/// `enrol explain`: what a refusal means. Whose code it is, is said with each meaning that it has.
pub(super) fn run(args: &ExplainRefusal, global: &Global, output: Output) -> Result<(), Failure> {
    let families = args.server.map_or_else(everywhere, |server| vec![family(server)]);
    let refusal = |family| Refusal {
        family,
        status: args.status,
        code: Some(&args.code),
        during: args.during.map(during),
        aaguid: Some(args.aaguid.unwrap_or_else(|| model(global.platform).aaguid)),
    };
    let explained = families.into_iter().map(|family| (family, as_status(refusal(family)).explain()));
    let mut meanings: Vec<(Family, Explanation)> = Vec::new();
    for (family, explanation) in explained {
        // What a family only falls back to was said before it.
        let is_new = !meanings
            .iter()
            .any(|(_, known)| known.source == explanation.source || is_named_again(family, known, &explanation));
        if (explanation.source.is_some() || args.server.is_some()) && is_new {
            meanings.push((family, explanation));
        }
    }
    if meanings.is_empty() {
        meanings.push((Family::Http, as_status(refusal(Family::Http)).explain()));
    }
    let value = json!({ "meanings": meanings.iter().map(to_json).collect::<Vec<_>>() });
    let text: Vec<String> = meanings.iter().map(to_text).collect();
    output.answer(&value, &text.join("\n\n"))
}

/// First what every family falls back to, so that it is said to be that; causes by their names last.
fn everywhere() -> Vec<Family> {
    let mut families = Family::ALL.to_vec();
    families.sort_by_key(|family| match family {
        Family::OAuth | Family::Http => 0,
        Family::Named => 2,
        _ => 1,
    });
    families
}

/// Whether a cause that is found by its name was found by a code of that name before.
fn is_named_again(family: Family, known: &Explanation, explanation: &Explanation) -> bool {
    family == Family::Named && known.cause == explanation.cause
}

/// Where there are statuses alone, the code is one.
fn as_status(refusal: Refusal<'_>) -> Refusal<'_> {
    let is_statuses = matches!(refusal.family, Family::Http | Family::SpringSecurity);
    match refusal.code.and_then(|code| code.parse().ok()).filter(|_| is_statuses) {
        Some(status) => Refusal { status: Some(status), code: None, ..refusal },
        None => refusal,
    }
}

fn to_json((family, explanation): &(Family, Explanation)) -> Value {
    json!({
        "family": family.as_str(),
        "cause": explanation.cause.as_str(),
        "who": explanation.actor.map(Actor::as_str),
        "person": explanation.person,
        "administrator_or_developer": explanation.other,
        "link": explanation.link,
        "code": explanation.code,
        "status": explanation.status,
        "source": explanation.source,
    })
}

fn to_text((family, explanation): &(Family, Explanation)) -> String {
    let mut pairs = vec![("cause", explanation.cause.as_str().to_owned())];
    if explanation.source.is_some() {
        pairs.insert(0, ("by", family.as_str().to_owned()));
    }
    pairs.push(("who must act", who(explanation.actor).to_owned()));
    pairs.push(("the person", explanation.person.clone()));
    if let Some(other) = &explanation.other {
        let to = if explanation.actor == Some(Actor::Developer) { "the developer" } else { "the administrator" };
        pairs.push((to, other.clone()));
    }
    pairs.extend(explanation.link.map(|link| ("page", link.to_owned())));
    pairs.extend(explanation.source.map(|source| ("source", source.to_owned())));
    table::render_pairs(&pairs)
}

const fn who(actor: Option<Actor>) -> &'static str {
    match actor {
        Some(Actor::Person) => "the person",
        Some(Actor::Administrator) => "the organisation's administrator",
        Some(Actor::Developer) => "the app's developer",
        Some(Actor::Nobody) => "nobody: it passes, try again",
        None => "not known",
    }
}

pub(super) const fn family(server: Server) -> Family {
    match server {
        Server::Named => Family::Named,
        Server::Policy => Family::Policy,
        Server::Entra => Family::Entra,
        Server::Graph => Family::Graph,
        Server::Keycloak => Family::Keycloak,
        Server::Allauth => Family::Allauth,
        Server::Privacyidea => Family::PrivacyIdea,
        Server::SpringSecurity => Family::SpringSecurity,
        Server::BetterAuth => Family::BetterAuth,
        Server::FlaskSecurity => Family::FlaskSecurity,
        Server::Okta => Family::Okta,
        Server::Auth0 => Family::Auth0,
        Server::Zitadel => Family::Zitadel,
        Server::Oauth => Family::OAuth,
        Server::Http => Family::Http,
    }
}

const fn during(when: When) -> During {
    match when {
        When::SignIn => During::SignIn,
        When::Options => During::Options,
        When::Register => During::Register,
        When::List => During::List,
        When::Delete => During::Delete,
        When::Name => During::Name,
    }
}
