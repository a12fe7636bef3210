//! The third job: a passkey that is on the phone and not at the server, and one action out of it.

use passkey_provider::standing::{Confirmation, Staleness, Standing, Suspicion};

use super::app::App;
use super::expectation::expect;
use super::loopback::Loopback;
use super::phone::{InTheWay, Phone};
use super::relying_party::Account;
use super::steps::{begin_registration, sign_in, sign_in_again, verdict};
use super::transcript::{Transcript, Who};
use crate::failure::Failure;

/// The organisation does not permit the provider: the server refuses a passkey that is on the phone
/// already. The app hears it, and so the next try knows.
pub(super) fn in_the_app(phone: &Phone, site: &Loopback, tell: &mut Transcript) -> Result<(), Failure> {
    let grace = Account::new("grace@example.com", "Grace Hopper");
    let (app, rp_id) = (App::new(phone, site), site.server().rp_id().to_owned());
    site.server().forbid(Some(phone.model().aaguid.as_bytes()));
    let refused = app.register_in_vain(&grace, tell)?;
    expect(phone.autofill(&rp_id, tell)? == 1, "autofill offered a passkey that the server refused")?;

    site.server().forbid(None);
    tell.tell(Who::RelyingParty, "policy", "permits passkeys of this provider from now on.", &[])?;
    let expected = Standing::Stale(Staleness::Rejected);
    app.register(&grace, Some(InTheWay { old: &refused, expected }), tell)?;
    phone.bring_back_and_delete(&refused, tell)?;
    expect(phone.autofill(&rp_id, tell)? == 2, "autofill did not offer both passkeys")?;
    sign_in(phone, &mut site.server(), &grace, tell).map(drop)
}

/// A browser says nothing of what became of an answer. Yet the server's next request lists the
/// account's passkeys, and the lost one is not among them.
pub(super) fn in_a_browser(
    phone: &Phone,
    laptop: &Phone,
    site: &Loopback,
    tell: &mut Transcript,
) -> Result<(), Failure> {
    let radia = Account::new("radia@example.com", "Radia Perlman");
    tell.tell(Who::Person, "laptop", "takes a laptop, to have a passkey there first.", &[])?;
    App::new(laptop, site).register(&radia, None, tell)?;

    tell.tell(Who::Person, "browser", "opens the site in the phone's browser.", &[])?;
    let mut server = site.server();
    let options = begin_registration(&mut server, &radia, tell)?;
    let lost = phone.create(&options, server.origin(), None, tell)?.passkey;
    tell.tell(Who::RelyingParty, "lost", "never gets the answer: the connection broke.", &[])?;

    let options = begin_registration(&mut server, &radia, tell)?;
    let expected = Standing::Suspect(Suspicion::OmittedFromExcludeList);
    let answer = phone.create(&options, server.origin(), Some(InTheWay { old: &lost, expected }), tell)?;
    verdict(server.finish_registration(&answer.response), "accepts the registration.", tell)?;
    sign_in_again(phone, &mut server, &radia, tell)?;
    phone.expect_standing(&answer.passkey, Standing::Confirmed(Confirmation::Listed), tell)
}
