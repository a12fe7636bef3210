//! The table of signals: what a server says of its own accord, and what others say in its name.
//! Nothing of another account or relying party changes, no key is destroyed, the sender learns
//! nothing, and what was hidden comes back both ways.

use passkey_provider::Error;
use passkey_provider::id::CredentialId;
use passkey_provider::lifecycle::VerifiedSignal;
use passkey_provider::store::Epoch;
use passkey_provider::webauthn::signal::{Signal, SignalKind};

use crate::tables::{prepared, rows};
use crate::world::{
    Everything, OTHER_RP, RP, World, all_accepted, caller, changed, reference_to, strangers, unknown, user_details,
};

const TABLE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tables/signals.tsv"));

struct Row {
    line: usize,
    state: &'static str,
    caller: &'static str,
    kind: &'static str,
    json: &'static str,
    expected: &'static str,
    why: &'static str,
}

/// The passkey that a row speaks of, and the one of the same user handle elsewhere.
struct Cast {
    world: World,
    id: CredentialId,
    elsewhere: CredentialId,
    sibling: Option<CredentialId>,
    before: Everything,
}

#[test]
fn every_row_of_the_signal_table_does_what_it_says_and_can_be_undone() {
    let rows = table();
    assert!(rows.len() >= 30);
    for row in &rows {
        // A signal needs no private key: a store whose gate is shut takes it just so. The longest
        // ones are read before the store is looked at.
        for gated in [false, true].into_iter().take(if row.json.contains("MANY") { 1 } else { 2 }) {
            let cast = Cast::new(row, gated);
            let epoch = cast.world.provider.epoch().unwrap().number();
            let bytes = cast.world.bytes_on_disk();
            match cast.send(row) {
                // The same value whatever it concerned: one commit each.
                Ok(after) => assert_eq!(after.number(), epoch + 1, "line {}: {}", row.line, row.why),
                Err(_) => assert!(cast.world.bytes_on_disk() == bytes, "line {}: {}", row.line, row.why),
            }
            cast.is_as_expected(row);
            cast.comes_back(row);
        }
    }
}

#[test]
fn a_thousand_signals_in_a_row_are_as_one() {
    // Those that change something: their outcome is that of the first.
    for row in table()
        .iter()
        .filter(|row| {
            ["stale unknown_to_server hidden", "stale not_accepted hidden"].contains(&row.expected)
                && !row.json.contains("MANY")
        })
        .take(2)
    {
        let cast = Cast::new(row, false);
        let epoch = cast.world.provider.epoch().unwrap().number();
        for sent in 1..=1_000 {
            assert_eq!(cast.send(row).unwrap().number(), epoch + sent);
        }
        cast.is_as_expected(row);
        assert_eq!(
            cast.world.provider.passkeys().history(&reference_to(&cast.world.provider, &cast.id)).unwrap().folded,
            0,
            "what says nothing new is not noted"
        );
        assert_eq!(cast.world.provider.journal().unwrap().events.len(), 2, "once for each relying party and hour");
        cast.comes_back(row);
    }
}

/// The outcome shows in no value: not by what is there, nor by what the signal says of it.
#[test]
fn the_sender_of_a_signal_cannot_tell_whether_there_was_anything() {
    let signals: [fn(&CredentialId) -> Signal; 5] = [
        |id| unknown(RP, id),
        |id| all_accepted(RP, "ada", std::slice::from_ref(id)),
        |_| all_accepted(RP, "ada", &[]),
        |_| all_accepted(RP, "nobody", &[]),
        |_| user_details(RP, "ada", "x", "y"),
    ];
    let steps = |prepare: &dyn Fn(&World) -> CredentialId| -> Vec<u64> {
        let world = World::new();
        let id = prepare(&world);
        let number = |_| world.provider.epoch().unwrap().number();
        signals.iter().map(|signal| (number(()), world.signal(&signal(&id)).number())).map(|(a, b)| b - a).collect()
    };
    let nothing = steps(&|_| strangers(1).remove(0));
    assert_eq!(nothing, [1; 5]);
    for state in ["shown", "confirmed", "hidden", "superseded", "deleted"] {
        assert_eq!(steps(&|world| prepared(world, state)), nothing, "{state}");
    }
}

#[test]
fn names_that_a_signal_gives_are_kept_as_they_are_and_the_persons_own_stays() {
    let world = World::new();
    let id = prepared(&world, "confirmed");
    let _ = world.provider.passkeys().rename(&reference_to(&world.provider, &id), "the phone").unwrap();
    for name in ["", "ada@new.example", "\u{202e}gro.elpmaxe", "a\0b\n\t", &"x".repeat(256)] {
        world.signal(&user_details(RP, "ada", name, name));
        let names = world.provider.passkeys().get(&reference_to(&world.provider, &id)).unwrap().metadata.names();
        assert_eq!([names.name.as_str(), &names.display_name], [name; 2]);
        assert_eq!(names.label.as_deref(), Some("the phone"));
        world.sign_in(RP, &id, &[]).unwrap();
    }
}

fn table() -> Vec<Row> {
    let row = |(line, columns): (usize, [&'static str; 6])| {
        let [state, caller, kind, json, expected, why] = columns;
        Row { line, state, caller, kind, json, expected, why }
    };
    rows(TABLE).into_iter().map(row).collect()
}

impl Cast {
    fn new(row: &Row, gated: bool) -> Self {
        let world = if gated { World::gated() } else { World::new() };
        for (rp, user) in [(RP, "carol"), (OTHER_RP, "carol")] {
            world.accepted(rp, user);
        }
        world.signal(&unknown(OTHER_RP, &world.register(OTHER_RP, "carol")));
        let elsewhere = world.accepted(OTHER_RP, "ada");
        let sibling = row.json.contains("SIBLING").then(|| world.register(RP, "ada"));
        let id = prepared(&world, row.state);
        let before = world.everything();
        Self { world, id, elsewhere, sibling, before }
    }

    fn send(&self, row: &Row) -> Result<Epoch, Error> {
        let many =
            || strangers(10_000).iter().map(|id| format!("\"{}\"", id.to_base64url())).collect::<Vec<_>>().join(",");
        let mut json = row.json.to_owned();
        let id = |id: &CredentialId| id.to_base64url();
        for (word, text) in [
            ("SIBLING", self.sibling.as_ref().map(id).unwrap_or_default()),
            ("ELSEWHERE", id(&self.elsewhere)),
            ("STRANGER", id(&strangers(1)[0])),
            ("LONG", "x".repeat(100_000)),
        ] {
            json = json.replace(word, &text);
        }
        if json.contains("MANY") {
            json = json.replace("MANY", &many());
        }
        json = json.replace("\"ID", &format!("\"{}", id(&self.id)));
        let kind = match row.kind {
            "unknown" => SignalKind::UnknownCredential,
            "all" => SignalKind::AllAcceptedCredentials,
            "details" => SignalKind::CurrentUserDetails,
            other => panic!("line {}: no kind: {other}", row.line),
        };
        let caller = match row.caller {
            "com" => caller(RP),
            "org" => caller(OTHER_RP),
            "sub" => caller("login.example.com"),
            other => panic!("line {}: no caller: {other}", row.line),
        };
        let signal = VerifiedSignal::new(Signal::parse(kind, json.as_bytes())?, &caller)?;
        Ok(self.world.provider.server().apply_signal(&signal)?.epoch)
    }

    #[track_caller]
    fn is_as_expected(&self, row: &Row) {
        let Row { line, expected, why, .. } = row;
        let is_refused = expected.contains("invalid_signal") || expected.contains("rp_id");
        if is_refused {
            assert_eq!(self.send(row).unwrap_err().code(), *expected, "line {line}: {why}");
        }
        let was = &self.before[&self.id].state;
        let was = format!("{} {} {}", was.standing.as_str(), was.standing.reason(), was.visibility.as_str());
        let expected = if is_refused || *expected == "as before" { &was } else { *expected };
        assert_eq!(self.world.words(&self.id), expected, "line {line}: {why}");
        // No other account, no other relying party.
        let after = self.world.everything();
        assert_eq!(after.len(), self.before.len());
        for id in changed(&self.before, &after) {
            let metadata = &after[&id].metadata;
            assert!(metadata.rp_id.as_str() == RP && metadata.user.handle.as_bytes() == b"ada", "line {line}: {why}");
        }
    }

    /// By the relying party's list and by the person, and it signs.
    #[track_caller]
    fn comes_back(&self, row: &Row) {
        let Row { line, why, .. } = row;
        let (world, id) = (&self.world, &self.id);
        let is_deleted = world.words(id).ends_with("deleted");
        if !is_deleted {
            world.signal(&all_accepted(RP, "ada", &world.of(RP, "ada")));
            assert!(
                world.words(id).starts_with("confirmed") && world.words(id).ends_with("shown"),
                "line {line}: {why}"
            );
            world.sign_in(RP, id, &[]).unwrap();
            // Refused or not, as before.
            let _ = self.send(row);
        }
        let _ = world.provider.passkeys().restore(&reference_to(&world.provider, id)).unwrap();
        assert!(world.words(id).ends_with("shown"), "line {line}: {why}");
        world.sign_in(RP, id, &[]).unwrap();
        assert!(self.world.provider.health().unwrap().is_good());
    }
}
