use std::collections::BTreeSet;

use super::{Managed, Method};
use crate::policy::attestation::AttestationKind;
use crate::policy::read::{Members, Node, parse};
use crate::policy::refused::{InvalidPolicy, Problem};

// The members. `schema.json` has the same; a test compares them.
pub(super) const VERSION: &str = "version";
pub(super) const ALLOWED_RP_IDS: &str = "allowed_rp_ids";
pub(super) const HARDWARE_KEYS_ONLY: &str = "hardware_keys_only";
pub(super) const GATED_ONLY: &str = "gated_only";
pub(super) const VERIFICATION: &str = "verification";
pub(super) const ALWAYS: &str = "always";
pub(super) const METHODS: &str = "methods";
pub(super) const NO_STATEMENTS: &str = "no_statements";
pub(super) const ATTESTATION_FORMATS: &str = "attestation_formats";

/// The version of the format.
const CURRENT: u64 = 1;

const METHOD_NAMES: [(&str, Method); 5] = [
    ("key_signature", Method::KeySignature),
    ("gate", Method::Gate),
    ("biometric", Method::Biometric),
    ("device_credential", Method::DeviceCredential),
    ("pin", Method::Pin),
];

impl Managed {
    /// Reads a managed configuration: JSON as [`SCHEMA`](super::SCHEMA) describes it, at most 256 KiB.
    ///
    /// # Errors
    ///
    /// [`InvalidPolicy`], with the path of the member that is wrong. A member or value that is not known to this
    /// version is wrong, for a narrowing that is not understood must not be ignored.
    pub fn parse(json: &[u8]) -> Result<Self, InvalidPolicy> {
        let document = parse(json)?;
        let mut members = Node::new("", &document).members()?;
        let version = members.given(VERSION).ok_or_else(|| InvalidPolicy::member(VERSION, Problem::Missing))?;
        if version.integer() != Some(CURRENT) {
            return Err(version.wrong(Problem::NotAValue));
        }
        let managed = Self {
            allowed_rp_ids: set(members.given(ALLOWED_RP_IDS), |node| node.rp_id())?,
            is_hardware_only: flag(&mut members, HARDWARE_KEYS_ONLY)?,
            is_gated_only: flag(&mut members, GATED_ONLY)?,
            attestation_formats: set(members.given(ATTESTATION_FORMATS), format)?,
            ..Self::default()
        };
        let verification = members.given(VERIFICATION);
        refuse_unknown(&members)?;
        match verification {
            Some(node) => managed.with_verification(&node),
            None => Ok(managed),
        }
    }

    fn with_verification(mut self, node: &Node<'_>) -> Result<Self, InvalidPolicy> {
        let mut members = node.members()?;
        self.is_verification_required = flag(&mut members, ALWAYS)?;
        self.is_proof_required = flag(&mut members, NO_STATEMENTS)?;
        self.verification_methods = set(members.given(METHODS), method)?;
        refuse_unknown(&members)?;
        Ok(self)
    }
}

/// `false` is the same as nothing: no member turns a check off.
fn flag(members: &mut Members<'_>, name: &'static str) -> Result<bool, InvalidPolicy> {
    members.given(name).map_or(Ok(false), |node| node.flag())
}

/// A list with an entry at least: whether an empty one means nothing or everything, systems differ on.
fn set<T: Ord>(
    node: Option<Node<'_>>,
    read: impl Fn(&Node<'_>) -> Result<T, InvalidPolicy>,
) -> Result<Option<BTreeSet<T>>, InvalidPolicy> {
    let Some(node) = node else { return Ok(None) };
    // One by one: a set that is collected brings a sort of its own for each type, 5 KB of a phone's library.
    let mut entries = BTreeSet::new();
    entries.extend(node.list_of(read)?);
    if entries.is_empty() { Err(node.wrong(Problem::Empty)) } else { Ok(Some(entries)) }
}

fn method(node: &Node<'_>) -> Result<Method, InvalidPolicy> {
    let text = node.text()?;
    let found = METHOD_NAMES.iter().find(|(name, _)| *name == text);
    found.map(|(_, method)| *method).ok_or_else(|| node.wrong(Problem::NotAValue))
}

fn format(node: &Node<'_>) -> Result<AttestationKind, InvalidPolicy> {
    let text = node.text()?;
    let found = AttestationKind::ALL.into_iter().find(|kind| kind.as_str() == text);
    found.ok_or_else(|| node.wrong(Problem::NotAValue))
}

fn refuse_unknown(members: &Members<'_>) -> Result<(), InvalidPolicy> {
    let unknown = members.unknown().next();
    unknown.map_or(Ok(()), |path| Err(InvalidPolicy::member(path, Problem::UnknownMember)))
}
