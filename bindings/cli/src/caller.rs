//! Who asks, as the command line says it.

use passkey_provider::caller::VerifiedCaller;
use passkey_provider::id::{ClientDataHash, Origin, RpId};
use passkey_provider::webauthn::options::ParseSettings;

use crate::args::{Caller, Sender, mode};
use crate::bytes::parse_hex;
use crate::failure::Failure;

/// The caller of a ceremony, before its options are known.
pub(crate) enum Claimed {
    /// A page; its right to the RP ID is checked here.
    Page(Origin),
    /// A page that a browser has checked; it hands over the hash of the client data.
    PageByBrowser(Origin, ClientDataHash),
    /// An app that the platform has checked.
    App(RpId, ClientDataHash),
}

impl Claimed {
    /// What the options of the command line say.
    pub(crate) fn parse(args: &Caller) -> Result<Self, Failure> {
        let hash = args.client_data_hash.as_deref().map(parse_hash).transpose()?;
        match (&args.origin, &args.rp_id, hash) {
            (Some(origin), _, None) => Ok(Self::Page(parse_origin(origin)?)),
            (Some(origin), _, Some(hash)) => Ok(Self::PageByBrowser(parse_origin(origin)?, hash)),
            (None, Some(rp_id), Some(hash)) => Ok(Self::App(parse_rp_id(rp_id)?, hash)),
            (None, ..) => Err(Failure::usage(
                "--rp-id says that the platform has checked the caller, and then it hands over a hash too",
                "Add --client-data-hash HEX, or name the page with --origin ORIGIN.",
            )),
        }
    }

    /// How to read the options: with a hash, the challenge may be absent.
    pub(crate) fn settings(&self, strict: bool) -> ParseSettings {
        match self {
            Self::Page(_) => mode(strict).into(),
            Self::PageByBrowser(..) | Self::App(..) => mode(strict).with_client_data_hash(),
        }
    }

    /// Checks the caller's right to the RP ID that the options ask for.
    pub(crate) fn verify(self, requested: Option<&RpId>) -> Result<VerifiedCaller, Failure> {
        Ok(match self {
            Self::Page(origin) => VerifiedCaller::web(&origin, requested)?,
            Self::PageByBrowser(origin, hash) => VerifiedCaller::platform_with_origin(&origin, requested, hash)?,
            Self::App(rp_id, hash) => VerifiedCaller::platform(rp_id, hash)?,
        })
    }
}

/// The sender of a signal that names `rp_id`, checked.
pub(crate) fn verify_sender(sender: &Sender, rp_id: &RpId) -> Result<VerifiedCaller, Failure> {
    Ok(match (&sender.origin, &sender.rp_id) {
        (Some(origin), _) => VerifiedCaller::web(&parse_origin(origin)?, Some(rp_id))?,
        (None, Some(checked)) => VerifiedCaller::platform_without_client_data(parse_rp_id(checked)?)?,
        (None, None) => return Err(Failure::usage("nobody is named who sends this", "Give --origin or --rp-id.")),
    })
}

/// The RP ID of the command line.
pub(crate) fn parse_rp_id(text: &str) -> Result<RpId, Failure> {
    RpId::parse(text).map_err(|error| Failure::usage(format!("{text}: {error}"), "Give a domain, as example.com."))
}

fn parse_origin(text: &str) -> Result<Origin, Failure> {
    Origin::parse(text)
        .map_err(|error| Failure::usage(format!("{text}: {error}"), "Give an origin, as https://login.example.com."))
}

fn parse_hash(text: &str) -> Result<ClientDataHash, Failure> {
    parse_hex(text)
        .and_then(|bytes| ClientDataHash::from_bytes(&bytes).ok())
        .ok_or_else(|| Failure::usage("--client-data-hash is no SHA-256 hash", "Give 64 hexadecimal digits."))
}
