//! `android-key`: Android's key store vouches for the passkey's own key (WebAuthn L3, section 8.4).

use x509_cert::der::asn1::{AnyRef, ObjectIdentifier, OctetStringRef};
use x509_cert::der::{self, Decode, Reader, SliceReader, Tag, TagNumber, Tagged};

use super::{AttestationRefused, CertificateChain};
use crate::clock::Timestamp;
use crate::id::ClientDataHash;
use crate::key::PublicKey;

pub(super) const IDENTIFIER: &str = "android-key";

/// The extension with the key description (section 8.4.1).
const KEY_DESCRIPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.11129.2.1.17");

/// Tags of an authorization list, and their values (Android's `KeyMintTags`).
const PURPOSE: TagNumber = TagNumber(1);
const ALL_APPLICATIONS: TagNumber = TagNumber(600);
const ORIGIN: TagNumber = TagNumber(702);
const PURPOSE_SIGN: u64 = 2;
const ORIGIN_GENERATED: u64 = 0;

/// What a leaf is checked against.
pub(super) struct Expected<'a> {
    pub(super) key: &'a PublicKey,
    pub(super) challenge: &'a ClientDataHash,
    pub(super) now: Timestamp,
}

/// What the standard looks at of an authorization list.
#[derive(Default)]
struct Authorizations {
    purposes: Vec<u64>,
    all_applications: bool,
    origin: Option<u64>,
}

/// What the standard looks at of a key description.
struct KeyDescription {
    challenge: Vec<u8>,
    by_software: Authorizations,
    by_hardware: Authorizations,
}

/// Whether a relying party accepts the chain (section 8.4, verification procedure). A key that the operating system's
/// software holds is one that the standard leaves to the relying party: both lists count together.
pub(super) fn check(chain: &CertificateChain, expected: &Expected<'_>) -> Result<(), AttestationRefused> {
    let leaf = chain.leaf(expected.now)?;
    if leaf.spki().is_none_or(|spki| spki != expected.key.to_spki()) {
        return Err(AttestationRefused::OtherKey);
    }
    let mut descriptions = leaf.extensions().filter(|(extension, ..)| *extension == KEY_DESCRIPTION);
    let (_, _, description) = descriptions.next().ok_or(AttestationRefused::KeyDescription)?;
    if descriptions.next().is_some() {
        return Err(AttestationRefused::ExtensionTwice);
    }
    let description = KeyDescription::read(description).ok_or(AttestationRefused::KeyDescription)?;
    if description.challenge != expected.challenge.as_bytes() {
        return Err(AttestationRefused::KeyChallenge);
    }
    let lists = [&description.by_software, &description.by_hardware];
    if lists.iter().any(|list| list.all_applications) {
        return Err(AttestationRefused::AllApplications);
    }
    let mut origins = lists.iter().filter_map(|list| list.origin).peekable();
    if origins.peek().is_none() || origins.any(|origin| origin != ORIGIN_GENERATED) {
        return Err(AttestationRefused::KeyOrigin);
    }
    if !lists.iter().any(|list| list.purposes.contains(&PURPOSE_SIGN)) {
        return Err(AttestationRefused::KeyPurpose);
    }
    Ok(())
}

impl KeyDescription {
    /// Two versions with their security levels, the challenge, an identifier, and the two lists.
    fn read(der: &[u8]) -> Option<Self> {
        let mut reader = SliceReader::new(der).ok()?;
        let read = reader.sequence(|description| {
            for _ in 0..4 {
                description.tlv_bytes()?;
            }
            let challenge = <&OctetStringRef>::decode(description)?.as_bytes().to_vec();
            description.tlv_bytes()?;
            let by_software = Authorizations::read(description)?;
            let by_hardware = Authorizations::read(description)?;
            // What later versions add stands behind.
            while !description.is_finished() {
                description.tlv_bytes()?;
            }
            Ok::<_, der::Error>(Self { challenge, by_software, by_hardware })
        });
        read.ok().filter(|_| reader.is_finished())
    }
}

impl Authorizations {
    /// A sequence of members, each inside an explicit tag of its own.
    fn read<'a>(reader: &mut impl Reader<'a>) -> Result<Self, der::Error> {
        let mut list = Self::default();
        reader.sequence(|members| {
            while !members.is_finished() {
                let member = AnyRef::decode(members)?;
                match member.tag() {
                    Tag::ContextSpecific { number: PURPOSE, .. } => list.purposes = read_set(member.value())?,
                    Tag::ContextSpecific { number: ALL_APPLICATIONS, .. } => list.all_applications = true,
                    Tag::ContextSpecific { number: ORIGIN, .. } => list.origin = Some(u64::from_der(member.value())?),
                    _ => {}
                }
            }
            Ok::<_, der::Error>(())
        })?;
        Ok(list)
    }
}

/// A set of numbers, in whatever order.
fn read_set(der: &[u8]) -> Result<Vec<u64>, der::Error> {
    let set = AnyRef::from_der(der)?;
    set.tag().assert_eq(Tag::Set)?;
    let mut members = SliceReader::new(set.value())?;
    let mut numbers = Vec::new();
    while !members.is_finished() {
        numbers.push(u64::decode(&mut members)?);
    }
    Ok(numbers)
}
