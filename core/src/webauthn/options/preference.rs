//! The members with a fixed set of values. On the wire they are plain strings, so that a value
//! from a later standard does not fail the call (WebAuthn L3, section 2.1.1): an unknown one is
//! as if absent.

/// `userVerification` (WebAuthn L3, section 5.8.6).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum UserVerification {
    /// The ceremony fails without it.
    Required,
    /// Wanted, not needed; the standard's default.
    #[default]
    Preferred,
    /// Not wanted.
    Discouraged,
}

/// `residentKey` (WebAuthn L3, section 5.4.6).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum ResidentKey {
    /// The passkey must be discoverable.
    Required,
    /// It should be.
    Preferred,
    /// It need not be.
    #[default]
    Discouraged,
}

/// `authenticatorAttachment` (WebAuthn L3, section 5.4.5).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AuthenticatorAttachment {
    /// Part of the device that asks.
    Platform,
    /// Reached from another device.
    CrossPlatform,
}

/// `attestation`: how much the relying party wants to know about the authenticator (WebAuthn L3,
/// section 5.4.7).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Attestation {
    /// Nothing.
    #[default]
    None,
    /// A statement, perhaps anonymised by the client.
    Indirect,
    /// The statement as the authenticator made it.
    Direct,
    /// A statement that names this one device.
    Enterprise,
}

/// A member with a fixed set of values.
pub(super) trait Preference: Copy + PartialEq + 'static {
    /// Every value and its name on the wire.
    const NAMES: &'static [(Self, &'static str)];

    /// What else stands for a name, where it must not be made less of.
    const ODD: &'static [(&'static str, &'static str)];

    /// The value of a name; `None` if the name is unknown.
    fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(value, _)| *value)
    }
}

macro_rules! preference {
    ($type:ident { $($value:ident = $name:literal),+ } $(or { $($odd:literal = $meant:literal),+ })?) => {
        impl Preference for $type {
            const NAMES: &'static [(Self, &'static str)] = &[$((Self::$value, $name)),+];
            const ODD: &'static [(&'static str, &'static str)] = &[$($(($odd, $meant)),+)?];
        }

        impl $type {
            /// The name on the wire.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$value => $name),+
                }
            }
        }
    };
}

// A boolean says yes, and 0 is the place of `required` in the enumeration of the standard, which some
// servers write in its stead (WebAuthn L3, section 5.8.6).
preference!(UserVerification { Required = "required", Preferred = "preferred", Discouraged = "discouraged" }
    or { "true" = "required", "0" = "required" });
preference!(ResidentKey { Required = "required", Preferred = "preferred", Discouraged = "discouraged" });
preference!(AuthenticatorAttachment { Platform = "platform", CrossPlatform = "cross-platform" });
preference!(Attestation { None = "none", Indirect = "indirect", Direct = "direct", Enterprise = "enterprise" });
