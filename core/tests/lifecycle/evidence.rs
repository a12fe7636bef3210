//! Each piece of evidence, on a passkey in each state: its standing, what the person sees, its
//! history, what is offered; and that everything else stays as it was.

use std::time::Duration;

use passkey_provider::Error;
use passkey_provider::clock::Clock;
use passkey_provider::id::CredentialId;
use passkey_provider::lifecycle::AsOf;
use passkey_provider::webauthn::server_list::ServerList;

use crate::world::{
    Everything, OTHER_RP, RP, World, all_accepted, changed, handle, id_of, reference_to, rp_id, strangers, unknown,
    user_details,
};

/// What was before. Each is a passkey of an account of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Was {
    Fresh,
    /// The deadline passed, and nobody wrote that down.
    Overdue,
    Accepted,
    Rejected,
    Hidden,
    /// There is a newer one of the account, accepted.
    Superseded,
    Deleted,
    DeletedAccepted,
}

use Was::{Accepted, Deleted, DeletedAccepted, Fresh, Hidden, Overdue, Rejected, Superseded};

/// Overdue first: time passes for it alone.
const EACH: [Was; 8] = [Overdue, Fresh, Accepted, Rejected, Hidden, Superseded, Deleted, DeletedAccepted];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Said {
    Accepted,
    Refused,
    NoAnswer,
    Allowed,
    Excluded,
    Omitted,
    SignalledAmongAll,
    SignalledWithout,
    SignalledUnknown,
    FoundOnServer,
    NotOnServer,
    Names,
    Moved,
}

/// What was, how it is after the evidence, and what its history says of it.
struct Expected(Was, String, String);

struct Cast {
    world: World,
    subjects: Vec<(Was, String, CredentialId)>,
    /// Of an account of its own: signs in where an allow list names it beside a subject.
    companions: [CredentialId; 2],
}

impl Cast {
    fn new() -> Self {
        let world = World::new();
        let mut subjects = Vec::new();
        for was in EACH {
            let user = format!("{was:?}");
            let id = world.register(RP, &user);
            let provider = &world.provider;
            match was {
                Fresh => {}
                Overdue => world.clock.pass(Duration::from_secs(60 * 60)),
                Accepted => {
                    let _ = provider.server().confirm(&reference_to(provider, &id)).unwrap();
                }
                Rejected => {
                    let _ = provider.server().reject(&reference_to(provider, &id), None).unwrap();
                }
                Hidden => {
                    world.signal(&unknown(RP, &id));
                }
                Superseded => {
                    let _ = provider.server().confirm(&reference_to(provider, &id)).unwrap();
                    world.accepted(RP, &user);
                }
                Deleted => {
                    let _ = provider.passkeys().delete(&reference_to(provider, &id)).unwrap();
                }
                DeletedAccepted => {
                    let _ = provider.server().confirm(&reference_to(provider, &id)).unwrap();
                    let _ = provider.passkeys().delete(&reference_to(provider, &id)).unwrap();
                }
            }
            // The same account name elsewhere.
            world.accepted(OTHER_RP, &user);
            subjects.push((was, user, id));
        }
        let companions = [RP, OTHER_RP].map(|rp| world.accepted(rp, "companion"));
        Self { world, subjects, companions }
    }

    /// The evidence, as the relying party `rp` gives it of `id` and its account `user`.
    fn say(&self, said: Said, rp: &str, user: &str, id: &CredentialId) {
        let world = &self.world;
        let mut rest = world.of(rp, user);
        rest.retain(|other| other != id);
        let all = [rest.as_slice(), std::slice::from_ref(id)].concat();
        let companion = &self.companions[usize::from(rp != RP)];
        let reconcile = |ids| {
            let list = ServerList::from_ids(ids);
            let now = AsOf::Epoch(world.provider.epoch().unwrap());
            let _ = world.provider.server().reconcile(&rp_id(rp), &handle(user), &list, now).unwrap();
        };
        match said {
            Said::Accepted => {
                let _ = world.provider.server().confirm(&reference_to(&world.provider, id)).unwrap();
            }
            Said::Refused => {
                let _ =
                    world.provider.server().reject(&reference_to(&world.provider, id), Some("not permitted")).unwrap();
            }
            Said::NoAnswer => {
                let _ = world
                    .provider
                    .server()
                    .note_no_answer(&reference_to(&world.provider, id), Some("timed out"))
                    .unwrap();
            }
            Said::Allowed => {
                world.sign_in(rp, companion, &[id.clone(), companion.clone()]).unwrap();
            }
            Said::Excluded => match world.try_register(rp, user, std::slice::from_ref(id)) {
                Ok(_) | Err(Error::AlreadyRegistered { .. }) => {}
                Err(error) => panic!("{error}"),
            },
            Said::Omitted => {
                world.try_register(rp, user, &strangers(1)).unwrap();
            }
            Said::SignalledAmongAll => {
                world.signal(&all_accepted(rp, user, &all));
            }
            Said::SignalledWithout => {
                world.signal(&all_accepted(rp, user, &rest));
            }
            Said::SignalledUnknown => {
                world.signal(&unknown(rp, id));
            }
            Said::FoundOnServer => reconcile(all),
            Said::NotOnServer => reconcile(rest),
            Said::Names => {
                world.signal(&user_details(rp, user, "new name", "New"));
            }
            Said::Moved => {
                let _ = world.provider.server().note_account_moved(&reference_to(&world.provider, id)).unwrap();
            }
        }
    }

    /// Nothing is not as it was but the companions, and what `may` change.
    #[track_caller]
    fn is_unchanged(&self, before: &Everything, may: &[CredentialId]) {
        let mut changed = changed(before, &self.world.everything());
        changed.retain(|changed| !may.contains(changed) && !self.companions.contains(changed));
        assert!(changed.is_empty(), "{} others changed", changed.len());
    }
}

/// The evidence, on a passkey in each state.
fn row(said: Said, expected: [Expected; 8]) {
    let by_id = matches!(said, Said::Accepted | Said::Refused | Said::NoAnswer | Said::Moved);
    let names_no_user = by_id || matches!(said, Said::Allowed | Said::SignalledUnknown);
    let cast = Cast::new();
    for Expected(was, words, events) in expected {
        let (_, user, id) = cast.subjects.iter().find(|(found, ..)| *found == was).unwrap();
        let world = &cast.world;
        let (earlier, before) = (world.events(id), world.everything());
        // Another relying party's word, and another account's, are no evidence.
        if !by_id {
            cast.say(said, OTHER_RP, &format!("{user}, a stranger"), id);
        }
        if !names_no_user {
            cast.say(said, RP, &format!("{user}, a stranger"), id);
        }
        if !by_id {
            cast.is_unchanged(&before, &[]);
        }
        // Names are the account's; all else is the passkey's own.
        let may_change = if said == Said::Names { world.of(RP, user) } else { Vec::new() };
        cast.say(said, RP, user, id);
        cast.is_unchanged(&before, &[may_change.as_slice(), std::slice::from_ref(id)].concat());
        let before = &before[id];
        assert_eq!(world.words(id), words, "{said:?} of one that was {was:?}");
        let history = world.events(id);
        assert_eq!(history[..earlier.len()], earlier[..]);
        assert_eq!(history[earlier.len()..].join(" "), events, "{said:?} of one that was {was:?}");
        is_offered_as_it_should(world, id);
        let after = world.provider.passkeys().get(&reference_to(&world.provider, id)).unwrap();
        assert!(
            after.state.sign_count == before.state.sign_count
                && after.metadata.public_key == before.metadata.public_key
        );
        let is_news = before.state.standing != after.state.standing;
        let since = if is_news { world.clock.now() } else { before.state.since };
        assert_eq!(after.state.since, since, "{said:?} of one that was {was:?}");
    }
}

/// Shown and not refused when it was made: offered. Deleted: nowhere. Else only where an allow list names it.
#[track_caller]
fn is_offered_as_it_should(world: &World, id: &CredentialId) {
    let words = world.words(id);
    let (is_deleted, is_shown) = (words.ends_with("deleted"), words.ends_with("shown"));
    assert_eq!(world.offered(RP, &[]).contains(id), is_shown && !words.starts_with("stale rejected"), "{words}");
    assert_eq!(world.offered(RP, std::slice::from_ref(id)).contains(id), !is_deleted, "{words}");
    assert_eq!(world.offered(OTHER_RP, std::slice::from_ref(id)), [], "{words}");
    let lists = [world.provider.passkeys().all().unwrap(), world.provider.passkeys().deleted().unwrap()];
    assert_eq!(lists.map(|list| list.passkeys.iter().any(|passkey| id_of(passkey) == *id)), [!is_deleted, is_deleted]);
}

#[test]
fn the_hosts_word_that_the_server_accepted_confirms() {
    row(Said::Accepted, confirming("confirmed accepted", "accepted"));
}

#[test]
fn the_hosts_word_that_the_server_refused_makes_stale_what_nothing_confirmed() {
    row(
        Said::Refused,
        [
            is(Overdue, "stale rejected shown", "deadline_passed refused"),
            is(Fresh, "stale rejected shown", "refused"),
            // A second try may be refused because the first one succeeded.
            is(Accepted, "confirmed accepted shown", "refused"),
            is(Rejected, "stale rejected shown", "refused"),
            is(Hidden, "stale unknown_to_server hidden", "refused"),
            is(Superseded, "confirmed accepted superseded", "refused"),
            is(Deleted, "stale rejected deleted", "refused"),
            is(DeletedAccepted, "confirmed accepted deleted", "refused"),
        ],
    );
}

#[test]
fn no_answer_leaves_a_passkey_unconfirmed() {
    row(Said::NoAnswer, staying("no_answer", "deadline_passed no_answer"));
}

#[test]
fn an_allow_list_that_names_a_passkey_confirms_it() {
    row(Said::Allowed, confirming("confirmed listed", "listed"));
}

#[test]
fn an_exclude_list_that_names_a_passkey_confirms_it() {
    row(Said::Excluded, confirming("confirmed listed", "listed"));
}

#[test]
fn an_exclude_list_that_omits_what_is_not_confirmed_makes_it_suspect() {
    let mut expected = staying("", "");
    expected[0] = is(Overdue, "suspect omitted_from_exclude_list shown", "deadline_passed omitted_from_exclude_list");
    expected[1] = is(Fresh, "suspect omitted_from_exclude_list shown", "omitted_from_exclude_list");
    row(Said::Omitted, expected);
}

#[test]
fn the_signal_of_all_accepted_that_lists_a_passkey_confirms_it_and_shows_it_again() {
    row(Said::SignalledAmongAll, confirming("confirmed signalled", "signalled_accepted"));
}

#[test]
fn the_signal_of_all_accepted_that_omits_a_passkey_makes_it_stale_and_hides_it() {
    row(Said::SignalledWithout, hiding("stale not_accepted", "signalled_not_accepted"));
}

#[test]
fn the_signal_of_an_unknown_passkey_makes_it_stale_and_hides_it() {
    let mut expected = hiding("stale unknown_to_server", "signalled_unknown");
    // It was said before.
    expected[4] = is(Hidden, "stale unknown_to_server hidden", "");
    row(Said::SignalledUnknown, expected);
}

#[test]
fn the_servers_own_list_confirms_what_it_has() {
    row(Said::FoundOnServer, confirming("confirmed on_server", "found_on_server"));
}

#[test]
fn the_servers_own_list_makes_stale_and_hides_what_it_omits() {
    row(Said::NotOnServer, hiding("stale not_on_server", "missing_on_server"));
}

#[test]
fn the_signal_of_user_details_updates_the_names_and_no_standing() {
    row(Said::Names, staying("names_updated", "names_updated"));
}

#[test]
fn an_account_that_moved_leaves_the_standing() {
    row(Said::Moved, staying("account_moved", "account_moved"));
}

/// What was confirmed before keeps its reason; what the person deleted stays so.
fn confirming(words: &str, event: &str) -> [Expected; 8] {
    let [shown, deleted] = ["shown", "deleted"].map(|seen| format!("{words} {seen}"));
    [
        is(Overdue, &shown, &format!("deadline_passed {event}")),
        is(Fresh, &shown, event),
        is(Accepted, "confirmed accepted shown", ""),
        is(Rejected, &shown, event),
        is(Hidden, &shown, event),
        is(Superseded, "confirmed accepted shown", event),
        is(Deleted, &deleted, event),
        is(DeletedAccepted, "confirmed accepted deleted", ""),
    ]
}

fn hiding(words: &str, event: &str) -> [Expected; 8] {
    let [hidden, superseded, deleted] = ["hidden", "superseded", "deleted"].map(|seen| format!("{words} {seen}"));
    [
        is(Overdue, &hidden, &format!("deadline_passed {event}")),
        is(Fresh, &hidden, event),
        is(Accepted, &hidden, event),
        is(Rejected, &hidden, event),
        is(Hidden, &hidden, event),
        is(Superseded, &superseded, event),
        is(Deleted, &deleted, event),
        is(DeletedAccepted, &deleted, event),
    ]
}

fn staying(event: &str, overdue: &str) -> [Expected; 8] {
    [
        is(Overdue, "suspect never_confirmed shown", overdue),
        is(Fresh, "unconfirmed no_word_yet shown", event),
        is(Accepted, "confirmed accepted shown", event),
        is(Rejected, "stale rejected shown", event),
        is(Hidden, "stale unknown_to_server hidden", event),
        is(Superseded, "confirmed accepted superseded", event),
        is(Deleted, "unconfirmed no_word_yet deleted", event),
        is(DeletedAccepted, "confirmed accepted deleted", event),
    ]
}

fn is(was: Was, words: &str, events: &str) -> Expected {
    Expected(was, words.to_owned(), events.to_owned())
}
