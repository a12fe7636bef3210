//! The first two jobs, and the order of all three.

use super::app::App;
use super::expectation::expect;
use super::loopback::Loopback;
use super::phone::Phone;
use super::relying_party::{Account, RelyingParty};
use super::steps::{broken, sign_in, sign_in_again};
use super::transcript::Transcript;
use super::way_out;
use crate::failure::Failure;

/// Plays all three jobs on a phone, and for the third a laptop beside it. The first step that does not
/// go as it should ends it.
pub(crate) fn play(phone: &Phone, laptop: &Phone, tell: &mut Transcript) -> Result<(), Failure> {
    let server = RelyingParty::new("example.com", "https://login.example.com").map_err(broken)?;
    let site = Loopback::open(server).map_err(|error| Failure::file("a port of the loopback address", error))?;
    let ada = Account::new("ada@example.com", "Ada Lovelace");

    tell.job("Register a passkey inside the app")?;
    App::new(phone, &site).register(&ada, None, tell)?;

    tell.job("Sign in as the autofill provider")?;
    expect(phone.autofill(site.server().rp_id(), tell)? == 1, "autofill did not offer exactly the one passkey")?;
    let first = sign_in(phone, &mut site.server(), &ada, tell)?;
    let second = sign_in_again(phone, &mut site.server(), &ada, tell)?;
    expect(
        second.counter > first.counter || (first.counter, second.counter) == (0, 0),
        "the counter did not rise, and is not the constant 0 either",
    )?;

    tell.job("A registration that the server never accepted, and the way out")?;
    way_out::in_the_app(phone, &site, tell)?;
    way_out::in_a_browser(phone, laptop, &site, tell)?;
    tell.end("All three jobs done: the relying party accepted what it asked for, and what it never accepted is out of the way.")
}
