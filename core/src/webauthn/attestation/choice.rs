//! Which statement a registration gets.

use super::Format;
use crate::id::RpId;
use crate::webauthn::options::{Attestation, CreationOptions};

/// What a relying party wants to know about the authenticator: `attestation` and `attestationFormats`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Wanted {
    /// How much of it.
    pub conveyance: Attestation,
    /// In which formats, best first, as sent.
    pub formats: Vec<String>,
}

/// What the host can bring as an attestation, beside what the core makes by itself. Nothing, by default.
///
/// An attestation key is never in an app: whoever has the app has the key. It is an attestation service's, which finds
/// out first that the app and the device are genuine, or it is in the device's hardware.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Offer {
    /// Whose key signs a `packed` statement with certificates; `None` if no key does.
    pub attester: Option<Attester>,
    /// Whether the hardware attests the keys that it makes, as Android's key store does. For keys in hardware only.
    pub android_key: bool,
}

/// Whose attestation key it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Attester {
    /// One that 100,000 devices or more share, so that it names none of them (WebAuthn L3, section 14.4.1).
    Batch,
    /// One that was certified for this passkey alone. At a second passkey it is refused: it would link two accounts.
    OnePasskey,
    /// One that names this device: for enterprise attestation, and only with these RP IDs, which the person's
    /// organisation answers for.
    OneDevice {
        /// Which.
        rp_ids: Vec<RpId>,
    },
}

/// How the answer gets to the relying party.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Route {
    /// From the app that runs the ceremony, or a platform that hands it on whole.
    Whole,
    /// Through the operating system of an iPhone, which refuses every statement but `none`.
    Ios,
}

/// What a choice rests on, beside what the relying party wants.
pub(crate) struct Circumstances<'a> {
    pub(crate) rp_id: &'a RpId,
    pub(crate) route: Route,
    pub(crate) offer: &'a Offer,
    /// Whether the key is in hardware.
    pub(crate) in_hardware: bool,
    /// Whether a policy allows the format.
    pub(crate) allows: &'a dyn Fn(Format) -> bool,
}

impl Wanted {
    /// As the options say.
    pub fn of(options: &CreationOptions) -> Self {
        Self { conveyance: options.attestation, formats: options.attestation_formats.clone() }
    }

    /// The format of the answer (section 6.3.2, step 12): the first of `attestationFormats` that can be had, and the
    /// one that says most with none of them. It is `none` where none is wanted or may pass: an authenticator may
    /// always answer less. Nothing where a policy allows none of what can be had.
    pub(crate) fn format(&self, circumstances: &Circumstances<'_>) -> Option<Format> {
        let can = |format: &Format| self.can(*format, circumstances) && (circumstances.allows)(*format);
        let mut best = Format::BEST_FIRST.into_iter().filter(can);
        let named = |identifier: &String| {
            Format::BEST_FIRST.into_iter().filter(can).find(|format| format.identifier() == *identifier)
        };
        self.formats.iter().find_map(named).or_else(|| best.next())
    }

    /// Whether the certificate may name one device: the relying party asks for it, and the host answers it.
    pub(crate) fn names_device(&self, rp_id: &RpId, offer: &Offer) -> bool {
        self.conveyance == Attestation::Enterprise
            && matches!(&offer.attester, Some(Attester::OneDevice { rp_ids }) if rp_ids.contains(rp_id))
    }

    /// What the history keeps of it, where anything was asked.
    pub(crate) fn note(&self, given: Format) -> Option<String> {
        let asked = self.conveyance;
        (asked != Attestation::None).then(|| format!("attestation: {} asked, {} given", asked.as_str(), given.as_str()))
    }

    fn can(&self, format: Format, circumstances: &Circumstances<'_>) -> bool {
        let Circumstances { rp_id, offer, in_hardware, route, .. } = circumstances;
        if self.conveyance == Attestation::None {
            return format == Format::None;
        }
        let names_device = matches!((format, &offer.attester), (Format::Packed, Some(Attester::OneDevice { .. })));
        offer.gives(format, *route, *in_hardware) && (!names_device || self.names_device(rp_id, offer))
    }
}

impl Offer {
    /// Whether some relying party gets the format, by this way and of such a key.
    pub(crate) fn gives(&self, format: Format, route: Route, in_hardware: bool) -> bool {
        match format {
            Format::None => true,
            _ if route == Route::Ios => false,
            Format::PackedSelf => true,
            Format::Packed => self.attester.is_some(),
            Format::AndroidKey => self.android_key && in_hardware,
        }
    }
}

impl Format {
    /// The one that says most first.
    pub(crate) const BEST_FIRST: [Self; 4] = [Self::Packed, Self::AndroidKey, Self::PackedSelf, Self::None];
}
