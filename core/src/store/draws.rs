//! The store knows what the generator gave last. A generator that begins anew with each process gives it
//! again: then two passkeys would have one key, or two envelopes one nonce.

use rusqlite::OptionalExtension;

use super::passkey::Passkey;
use super::rows::{Rows, read_row};
use super::{StoreError, columns};
use crate::entropy::EntropyFailed;
use crate::id::CredentialId;
use crate::secret::SecretBytes;
use crate::stack;

/// How much of a draw is compared, for draws of several lengths begin alike.
const COMPARED: usize = 16;

type Beginning = [u8; COMPARED];

impl Rows<'_> {
    /// Refuses a new passkey if its id, its secrets or a nonce of its envelopes begins like the id or a
    /// nonce of the newest one, or like the id of the store. Compared across kinds: a nonce that was
    /// given again as a key would stand in clear. `secrets` are as they are sealed: no other copy of them is made.
    pub(super) fn require_new_draws(
        self,
        id: &CredentialId,
        secrets: &SecretBytes,
        envelopes: [&[u8]; 4],
    ) -> Result<(), StoreError> {
        let known = self.last_draws()?;
        // Half of the key is compared by value.
        let is_known = stack::wiped(|| {
            let (seed, private_key) = columns::parse_secrets(secrets.expose()).unwrap_or_default();
            let drawn = [id.as_bytes(), seed, private_key].map(beginning);
            let nonces = envelopes.into_iter().map(|envelope| beginning(envelope.get(1..)?));
            drawn.into_iter().chain(nonces).flatten().any(|drawn| known.contains(&drawn))
        });
        if is_known { Err(EntropyFailed.into()) } else { Ok(()) }
    }

    /// Refuses an envelope under the key of the secrets whose nonce begins like that of the passkey's own, or like what
    /// was drawn for the newest passkey: two envelopes under one nonce tell what is in either.
    pub(super) fn require_new_nonce(self, passkey: &Passkey, envelope: &[u8]) -> Result<(), StoreError> {
        let mut known = self.last_draws()?;
        let mut statement =
            self.connection.prepare_cached("SELECT substr(secrets, 2, 16) FROM passkey WHERE number = ?1")?;
        let own: Option<Vec<u8>> = statement.query_row([passkey.row.number], |row| row.get(0)).optional()?;
        known.extend(own.as_deref().and_then(beginning));
        let nonce = envelope.get(1..).and_then(beginning);
        if nonce.is_none_or(|nonce| known.contains(&nonce)) { Err(EntropyFailed.into()) } else { Ok(()) }
    }

    fn last_draws(self) -> Result<Vec<Beginning>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT number, rp_tag, user_tag, id_tag, metadata, state, substr(history, 2, 16), substr(secrets, 2, 16)
             FROM passkey ORDER BY number DESC LIMIT 1",
        )?;
        let last =
            statement.query_row((), |row| Ok((read_row(row)?, row.get::<_, Vec<u8>>(6)?, row.get::<_, Vec<u8>>(7)?)));
        let mut known = vec![*self.keys.store.as_bytes()];
        if let Some((sealed, history, secrets)) = last.optional()? {
            // A row that does not open still has its nonces.
            known.extend(self.open(&sealed).and_then(|last| beginning(last.metadata.credential_id.as_bytes())));
            let nonces = [sealed.metadata.get(1..), sealed.state.get(1..), Some(&history), Some(&secrets)];
            known.extend(nonces.into_iter().flatten().filter_map(beginning));
        }
        Ok(known)
    }
}

/// Refuses a nonce that is the one of the envelope that it takes the place of.
pub(super) fn require_another(nonce: &[u8; 24], before: &[u8; 24]) -> Result<(), StoreError> {
    if nonce == before { Err(EntropyFailed.into()) } else { Ok(()) }
}

fn beginning(bytes: &[u8]) -> Option<Beginning> {
    bytes.first_chunk().copied()
}
