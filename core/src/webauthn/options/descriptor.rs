use crate::id::CredentialId;

/// An entry of `excludeCredentials` or `allowCredentials` (WebAuthn L3, section 5.8.3).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Descriptor {
    /// Every way to read the id, most literal first: servers disagree on how to write one. Empty if
    /// it could not be read. Those of an unknown `kind` name no passkey: ask [`Descriptor::names`].
    pub readings: Vec<CredentialId>,
    /// What the entry describes.
    pub kind: DescriptorKind,
    /// Where the relying party last saw the credential, as sent: a hint, never a reason to refuse.
    pub transports: Vec<String>,
}

/// The one `type` of a credential that the standard knows (WebAuthn L3, section 5.8.2).
pub(super) const PUBLIC_KEY: &str = "public-key";

/// The `type` of a [`Descriptor`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DescriptorKind {
    /// `public-key`.
    PublicKey,
    /// Anything else: the entry names no passkey, yet the list was not empty.
    Unknown,
}

impl Descriptor {
    /// An entry for one id whose bytes are known.
    pub fn from_id(id: CredentialId) -> Self {
        Self { readings: vec![id], kind: DescriptorKind::PublicKey, transports: Vec::new() }
    }

    /// An entry for an id as a server wrote it, in any dialect; without readings if there are none.
    pub fn from_text(text: &str) -> Self {
        let readings = super::bytes::read_id_text(text);
        let readings = readings.into_iter().flatten().flat_map(CredentialId::from_bytes).collect();
        Self { readings, kind: DescriptorKind::PublicKey, transports: Vec::new() }
    }

    /// Whether any reading of this entry is `id`.
    pub fn names(&self, id: &CredentialId) -> bool {
        self.kind == DescriptorKind::PublicKey && self.readings.contains(id)
    }
}
