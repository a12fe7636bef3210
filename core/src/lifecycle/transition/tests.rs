//! The table of ARCHITECTURE.md, section 4, row by row, from every standing and every visibility.

use super::*;
use crate::clock::Timestamp;
use crate::standing::Age;

const WAITING: Standing = Standing::Unconfirmed { deadline: Timestamp::from_millis(9) };
const SUSPECTS: [Standing; 2] =
    [Standing::Suspect(Suspicion::NeverConfirmed), Standing::Suspect(Suspicion::OmittedFromExcludeList)];
const CONFIRMED: [Standing; 4] = [
    Standing::Confirmed(Confirmation::Accepted),
    Standing::Confirmed(Confirmation::Listed),
    Standing::Confirmed(Confirmation::Signalled),
    Standing::Confirmed(Confirmation::OnServer),
];
const STALE: [Standing; 4] = [
    Standing::Stale(Staleness::Rejected),
    Standing::Stale(Staleness::NotAccepted),
    Standing::Stale(Staleness::UnknownToServer),
    Standing::Stale(Staleness::NotOnServer),
];
const DELETED: Visibility = Visibility::Deleted { at: Timestamp::from_millis(1), age: Age::from_millis(2) };

fn all() -> Vec<Standing> {
    [[WAITING].as_slice(), &SUSPECTS, &CONFIRMED, &STALE].concat()
}

fn moves(from: &[Standing], evidence: StandingEvidence, to: Standing) {
    for standing in from {
        assert_eq!(standing_after(*standing, evidence), to, "{standing:?}");
    }
}

fn stays(from: &[Standing], evidence: StandingEvidence) {
    for standing in from {
        assert_eq!(standing_after(*standing, evidence), *standing);
    }
}

fn not_confirmed() -> Vec<Standing> {
    [[WAITING].as_slice(), &SUSPECTS, &STALE].concat()
}

#[test]
fn the_hosts_word_that_the_server_accepted_confirms() {
    moves(&not_confirmed(), StandingEvidence::Accepted, CONFIRMED[0]);
    stays(&CONFIRMED, StandingEvidence::Accepted);
}

#[test]
fn the_hosts_word_that_the_server_refused_makes_stale_what_nothing_confirmed() {
    moves(&[&[WAITING], SUSPECTS.as_slice()].concat(), StandingEvidence::Refused, STALE[0]);
    stays(&CONFIRMED, StandingEvidence::Refused);
    stays(&STALE, StandingEvidence::Refused);
}

#[test]
fn no_answer_proves_nothing() {
    stays(&all(), StandingEvidence::NoAnswer);
}

#[test]
fn a_deadline_makes_suspect_what_waits_and_nothing_else() {
    moves(&[WAITING], StandingEvidence::DeadlinePassed, SUSPECTS[0]);
    stays(&[SUSPECTS.as_slice(), &CONFIRMED, &STALE].concat(), StandingEvidence::DeadlinePassed);
}

#[test]
fn a_list_that_names_it_confirms() {
    moves(&not_confirmed(), StandingEvidence::Listed, CONFIRMED[1]);
    stays(&CONFIRMED, StandingEvidence::Listed);
}

#[test]
fn an_exclude_list_that_omits_it_makes_suspect_what_nothing_confirmed() {
    moves(&[&[WAITING], SUSPECTS.as_slice()].concat(), StandingEvidence::OmittedFromExcludeList, SUSPECTS[1]);
    stays(&CONFIRMED, StandingEvidence::OmittedFromExcludeList);
    stays(&STALE, StandingEvidence::OmittedFromExcludeList);
}

#[test]
fn a_signal_that_lists_it_confirms() {
    moves(&not_confirmed(), StandingEvidence::SignalledAccepted, CONFIRMED[2]);
    stays(&CONFIRMED, StandingEvidence::SignalledAccepted);
}

#[test]
fn a_signal_that_omits_it_makes_stale_whatever_it_was() {
    moves(&all(), StandingEvidence::SignalledNotAccepted, STALE[1]);
}

#[test]
fn a_signal_that_it_is_unknown_makes_stale_whatever_it_was() {
    moves(&all(), StandingEvidence::SignalledUnknown, STALE[2]);
}

#[test]
fn the_servers_list_confirms_what_it_has_and_makes_stale_what_it_has_not() {
    moves(&not_confirmed(), StandingEvidence::FoundOnServer, CONFIRMED[3]);
    stays(&CONFIRMED, StandingEvidence::FoundOnServer);
    moves(&all(), StandingEvidence::MissingOnServer, STALE[3]);
}

#[test]
fn only_the_servers_word_hides_and_its_list_shows_again() {
    use StandingEvidence as By;
    for hides in [By::SignalledNotAccepted, By::SignalledUnknown, By::MissingOnServer] {
        assert_eq!(visibility_after(Visibility::Shown, hides), Visibility::Hidden);
        assert_eq!(visibility_after(Visibility::Hidden, hides), Visibility::Hidden);
        assert_eq!(visibility_after(Visibility::Superseded, hides), Visibility::Superseded);
    }
    for shows in [By::Accepted, By::Listed, By::SignalledAccepted, By::FoundOnServer] {
        for visibility in [Visibility::Shown, Visibility::Hidden, Visibility::Superseded] {
            assert_eq!(visibility_after(visibility, shows), Visibility::Shown);
        }
    }
    for leaves in [By::Refused, By::NoAnswer, By::DeadlinePassed, By::OmittedFromExcludeList] {
        for visibility in [Visibility::Shown, Visibility::Hidden, Visibility::Superseded] {
            assert_eq!(visibility_after(visibility, leaves), visibility);
        }
    }
}

#[test]
fn no_evidence_brings_back_what_the_person_deleted() {
    use StandingEvidence as By;
    for evidence in [
        By::Accepted,
        By::Refused,
        By::NoAnswer,
        By::DeadlinePassed,
        By::Listed,
        By::OmittedFromExcludeList,
        By::SignalledAccepted,
        By::SignalledNotAccepted,
        By::SignalledUnknown,
        By::FoundOnServer,
        By::MissingOnServer,
    ] {
        assert_eq!(visibility_after(DELETED, evidence), DELETED);
    }
}
