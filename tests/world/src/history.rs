//! What can happen, and how often.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::server::{ACCOUNTS, Account, SITES};

/// One thing that happens.
#[derive(Clone, Debug)]
pub enum Step {
    /// The person registers a passkey for an account.
    Register {
        /// Where.
        account: Account,
        /// Whether the private key is in hardware.
        hardware: bool,
        /// What the person does about a passkey that stands in the way.
        answer: Answer,
        /// What becomes of the registration on its way.
        fate: Fate,
        /// Whether the server's exclude list names what it holds.
        excludes: bool,
    },
    /// The answer to an earlier registration arrives after all.
    LateAnswer,
    /// The host sends a registration again whose answer was lost, and the server refuses what it has.
    RetryIsRefused,
    /// The person signs in, and the server names the passkeys that it holds.
    SignInListed(Account),
    /// The person signs in with whatever passkey the phone offers.
    SignInDiscoverable(Account),
    /// The person signs in, and the site keeps so many bytes with the passkey; none, and it keeps nothing.
    Keep(Account, u16),
    /// The server signals all the credentials that it accepts.
    SignalAllAccepted(Account),
    /// The server signals of a passkey that it does not hold that it is unknown.
    SignalUnknown(Account, Index),
    /// The server signals new names.
    SignalDetails(Account),
    /// The server's word is false: it signals an empty list.
    SignalNothingAccepted(Account),
    /// Another site uses this account's handle and ids in signals of its own.
    HostileSignals(Account),
    /// The host asks the server for its list.
    AskForList(Account),
    /// The list that the host asked for is compared.
    Reconcile,
    /// A passkey is removed at the server.
    RemoveAtServer(Account, Index),
    /// The person deletes a passkey from the phone.
    Delete(Index),
    /// The person restores one, or shows one that is hidden.
    Restore(Index),
    /// The person removes a deleted one for ever.
    Purge(Index),
    /// What was deleted long ago is removed.
    PurgeExpired,
    /// The host deletes the keys in hardware that it should, and may be killed on the way.
    DeleteKeys {
        /// After so many keys.
        killed_after: usize,
    },
    /// The host compares with the hardware.
    CompareHardware,
    /// The process is killed, and starts again.
    Restart,
    /// The next call of the core ends in the middle, after so many random numbers.
    FailAfter(u8),
    /// The clock moves by seconds, either way.
    Clock(i64),
}

/// What the person answers to a passkey that stands in the way.
#[derive(Clone, Copy, Debug)]
pub enum Answer {
    /// Deletes it and registers in one go.
    Replace,
    /// Registers another.
    Another,
    /// Leaves it.
    GiveUp,
}

/// What becomes of a registration.
#[derive(Clone, Copy, Debug)]
pub enum Fate {
    /// The person says no, or the app is killed while it asks.
    Dropped,
    /// The app is killed after the passkey was made and before the server heard of it.
    KilledBeforeReply,
    /// The request never reaches the server.
    LostRequest,
    /// The server refuses, and the host hears it.
    Refused,
    /// The server refuses, and the host does not hear it.
    RefusedUnheard,
    /// The server accepts, and the host hears it.
    Accepted,
    /// The server accepts, and the host does not hear it.
    LostAnswer,
    /// For a key in hardware: the app is killed after the key was made.
    KilledWithKey,
}

/// Histories of at most this many steps.
pub fn histories(longest: usize) -> impl Strategy<Value = Vec<Step>> {
    vec(step(), 1..=longest)
}

fn account() -> impl Strategy<Value = Account> {
    (0..SITES, 0..ACCOUNTS).prop_map(|(site, user)| Account { site, user })
}

fn step() -> impl Strategy<Value = Step> {
    let answer = prop_oneof![4 => Just(Answer::Replace), 2 => Just(Answer::Another), 1 => Just(Answer::GiveUp)];
    let fate = prop_oneof![
        1 => Just(Fate::Dropped),
        2 => Just(Fate::KilledBeforeReply),
        2 => Just(Fate::LostRequest),
        2 => Just(Fate::Refused),
        1 => Just(Fate::RefusedUnheard),
        5 => Just(Fate::Accepted),
        2 => Just(Fate::LostAnswer),
        1 => Just(Fate::KilledWithKey),
    ];
    let seconds = prop_oneof![
        6 => 1_i64..600,
        3 => 600_i64..86_400,
        2 => 86_400_i64..40 * 86_400,
        1 => -86_400_i64..0,
        1 => prop_oneof![Just(10 * 365 * 86_400_i64), Just(-10 * 365 * 86_400_i64), Just(i64::MAX / 2000)],
    ];
    prop_oneof![
        12 => (account(), any::<bool>(), answer, fate, any::<bool>()).prop_map(
            |(account, hardware, answer, fate, excludes)| Step::Register { account, hardware, answer, fate, excludes }
        ),
        2 => Just(Step::LateAnswer),
        1 => Just(Step::RetryIsRefused),
        3 => account().prop_map(Step::SignInListed),
        3 => account().prop_map(Step::SignInDiscoverable),
        3 => (account(), prop_oneof![Just(0), 1_u16..=4096, Just(4097)]).prop_map(|(account, length)| Step::Keep(account, length)),
        3 => account().prop_map(Step::SignalAllAccepted),
        2 => (account(), any::<Index>()).prop_map(|(account, at)| Step::SignalUnknown(account, at)),
        1 => account().prop_map(Step::SignalDetails),
        1 => account().prop_map(Step::SignalNothingAccepted),
        3 => account().prop_map(Step::HostileSignals),
        2 => account().prop_map(Step::AskForList),
        3 => Just(Step::Reconcile),
        2 => (account(), any::<Index>()).prop_map(|(account, at)| Step::RemoveAtServer(account, at)),
        3 => any::<Index>().prop_map(Step::Delete),
        3 => any::<Index>().prop_map(Step::Restore),
        2 => any::<Index>().prop_map(Step::Purge),
        1 => Just(Step::PurgeExpired),
        1 => (0_usize..3).prop_map(|killed_after| Step::DeleteKeys { killed_after }),
        1 => Just(Step::CompareHardware),
        3 => Just(Step::Restart),
        3 => (0_u8..8).prop_map(Step::FailAfter),
        5 => seconds.prop_map(Step::Clock),
    ]
}
