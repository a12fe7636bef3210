use passkey_provider::lifecycle::VerifiedSignal;
use passkey_provider::webauthn::signal::{Signal, SignalKind};

use crate::args::{self, Global, SignalSort};
use crate::caller::Claimed;
use crate::failure::Failure;
use crate::input::read_options;
use crate::output::Output;

/// `signal`: applied, and not a word about what came of it: its sender is not to learn what is here.
pub(super) fn run(args: &args::Signal, global: &Global, output: Output) -> Result<(), Failure> {
    let signal = Signal::parse(kind(args.sort), &read_options()?)?;
    let admitted = Claimed::of_signal(&args.sender)?.admit(Some(signal.rp_id()), global, output)?;
    let signal = VerifiedSignal::new(signal, &admitted.caller)?;
    let (host, _) = admitted.open()?;
    host.remember(host.provider.server().apply_signal(&signal)?)
}

fn kind(sort: SignalSort) -> SignalKind {
    match sort {
        SignalSort::Unknown => SignalKind::UnknownCredential,
        SignalSort::AllAccepted => SignalKind::AllAcceptedCredentials,
        SignalSort::UserDetails => SignalKind::CurrentUserDetails,
    }
}
