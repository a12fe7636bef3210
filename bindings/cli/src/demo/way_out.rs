//! The third job: a passkey that is on the phone and not at the server, and one action out of it.

use passkey_provider::standing::{Confirmation, Staleness, Standing, Suspicion};

use super::expectation::expect;
use super::phone::Phone;
use super::relying_party::{Account, RelyingParty};
use super::steps::{begin_registration, register, sign_in, sign_in_again, verdict};
use super::transcript::{Transcript, Who};
use crate::failure::Failure;

/// The organisation does not permit the provider: the server refuses a passkey that is on the phone
/// already. The app hears it, and so the next try knows.
pub(super) fn in_the_app(phone: &Phone, server: &mut RelyingParty, tell: &mut Transcript) -> Result<(), Failure> {
    let grace = Account::new("grace@example.com", "Grace Hopper");
    server.forbid(Some(phone.aaguid().as_bytes()));
    let options = begin_registration(server, &grace, tell)?;
    let refused = phone.create(&options, server.origin(), tell)?;
    let Err(reason) = server.finish_registration(&refused.response) else {
        return Err(Failure::demo_failed("the relying party accepted a passkey against its policy"));
    };
    tell.tell(Who::RelyingParty, "refused", "refuses the registration.", &[("Reason", reason.to_string())])?;
    phone.reject(&refused.passkey, &reason.to_string(), tell)?;
    expect(phone.autofill(server.rp_id(), tell)? == 1, "autofill offered a passkey that the server refused")?;

    server.forbid(None);
    tell.tell(Who::RelyingParty, "policy", "permits passkeys of this provider from now on.", &[])?;
    let options = begin_registration(server, &grace, tell)?;
    let rejected = Standing::Stale(Staleness::Rejected);
    let answer = phone.replace(&options, server.origin(), &refused.passkey, rejected, tell)?;
    verdict(server.finish_registration(&answer.response), "accepts the registration.", tell)?;
    phone.confirm(&answer.passkey, tell)?;
    phone.bring_back_and_delete(&refused.passkey, tell)?;
    expect(phone.autofill(server.rp_id(), tell)? == 2, "autofill did not offer both passkeys")?;
    sign_in(phone, server, &grace, tell).map(drop)
}

/// A browser says nothing of what became of an answer. Yet the server's next request lists the
/// account's passkeys, and the lost one is not among them.
pub(super) fn in_a_browser(
    phone: &Phone,
    laptop: &Phone,
    server: &mut RelyingParty,
    tell: &mut Transcript,
) -> Result<(), Failure> {
    let radia = Account::new("radia@example.com", "Radia Perlman");
    tell.tell(Who::Person, "laptop", "takes a laptop, to have a passkey there first.", &[])?;
    register(laptop, server, &radia, tell)?;

    tell.tell(Who::Person, "browser", "opens the site in the phone's browser.", &[])?;
    let options = begin_registration(server, &radia, tell)?;
    let lost = phone.create(&options, server.origin(), tell)?;
    tell.tell(Who::RelyingParty, "lost", "never gets the answer: the connection broke.", &[])?;

    let options = begin_registration(server, &radia, tell)?;
    let omitted = Standing::Suspect(Suspicion::OmittedFromExcludeList);
    let answer = phone.replace(&options, server.origin(), &lost.passkey, omitted, tell)?;
    verdict(server.finish_registration(&answer.response), "accepts the registration.", tell)?;
    sign_in_again(phone, server, &radia, tell)?;
    phone.expect_standing(&answer.passkey, Standing::Confirmed(Confirmation::Listed), tell)
}
