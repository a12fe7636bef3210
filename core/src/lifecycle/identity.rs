//! What iOS's AutoFill should know of the passkeys: the contents of its identity store.

use crate::id::{PasskeyRef, UserHandle, is_blank};
use crate::key::BackupFlags;
use crate::standing::{Staleness, Standing, Visibility};
use crate::store::{Metadata, Passkey, State};

/// One entry of the operating system's list: what `ASPasskeyCredentialIdentity` holds.
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Identity {
    /// The passkey.
    pub passkey: PasskeyRef,
    /// The account. PII.
    pub user_handle: UserHandle,
    /// What the person sees: the account's name; where it has none, its display name, the person's own name
    /// for the passkey, or else the beginning of the handle in hexadecimal. Never blank. PII.
    pub user_name: String,
}

/// What brings the operating system's list up to date.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct IdentityDelta {
    /// Entries that are missing there.
    pub add: Vec<Identity>,
    /// Entries that should not be there.
    pub remove: Vec<Identity>,
}

/// Whether a passkey is offered where no allow list names it: it is shown, can sign, and was not
/// refused when it was made. What the server disowned later is hidden, unless the person brought it
/// back: then it is offered at their word.
pub fn is_offered(state: &State) -> bool {
    state.visibility == Visibility::Shown
        && !state.key_missing
        && state.standing != Standing::Stale(Staleness::Rejected)
}

/// The whole list, in the order of the passkeys. iOS passes on no assertion that says of a passkey that it is bound to
/// this device: one that was registered so, inside the app, would be an entry that fails.
pub(crate) fn identities(passkeys: &[Passkey]) -> Vec<Identity> {
    let is_listed =
        |passkey: &&Passkey| is_offered(&passkey.state) && passkey.metadata.backup_flags == BackupFlags::Ios;
    passkeys.iter().filter(is_listed).map(Identity::of).collect()
}

/// What to add and to remove, where the operating system lists these.
pub(crate) fn delta(passkeys: &[Passkey], listed: &[Identity]) -> IdentityDelta {
    let mut wanted = identities(passkeys);
    wanted.sort_unstable();
    let mut listed = listed.to_vec();
    listed.sort_unstable();
    IdentityDelta {
        add: wanted.iter().filter(|identity| listed.binary_search(identity).is_err()).cloned().collect(),
        remove: listed.into_iter().filter(|identity| wanted.binary_search(identity).is_err()).collect(),
    }
}

impl Identity {
    fn of(passkey: &Passkey) -> Self {
        Self {
            passkey: passkey.reference(),
            user_handle: passkey.metadata.user.handle.clone(),
            user_name: title(&passkey.metadata),
        }
    }
}

/// How many bytes of a handle stand for an account that nobody named: enough to tell a person's accounts
/// at one site apart.
const SHOWN_HANDLE_BYTES: usize = 4;

/// What to call the account of a passkey in one line. The standard lets a site give no name at all
/// (WebAuthn L3, section 5.4.3), and an entry without a word is one that the person cannot pick.
pub(super) fn title(Metadata { user, label, .. }: &Metadata) -> String {
    [Some(&user.name), Some(&user.display_name), label.as_ref()]
        .into_iter()
        .flatten()
        .find(|name| !is_blank(name))
        .cloned()
        .unwrap_or_else(|| {
            user.handle.as_bytes().iter().take(SHOWN_HANDLE_BYTES).map(|byte| format!("{byte:02x}")).collect()
        })
}

/// Names no site, person or id.
impl std::fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Identity").finish_non_exhaustive()
    }
}
