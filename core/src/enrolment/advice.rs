//! Where a page registers, and not the app: which provider gets the passkey is decided in the system's sheet. What the
//! person should know before, and what the server's list tells after.

use crate::id::{CredentialId, RpId};
use crate::webauthn::server_list::ServerList;

/// Something that the person should know.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Advice {
    /// A page is about to ask the system for a passkey, and the person chooses where it goes.
    SaveHere,
    /// The server has a passkey that was registered meanwhile, and this app does not have it.
    SavedElsewhere,
}

impl Advice {
    /// What two lists of an account say of a registration between them. `before` is as the server had it before the
    /// page was opened: its list, or the ids that its options exclude. `after` is its list now, and `here` are the ids of
    /// all of the account's passkeys of this app, the deleted ones too. `None`: nothing is known to have gone elsewhere;
    /// also where `before` is not the whole list.
    pub fn after_page(rp_id: &RpId, before: &ServerList, after: &ServerList, here: &[CredentialId]) -> Option<Self> {
        if !before.is_complete() {
            return None;
        }
        // Of each reading of an id: one that is known is the id.
        let is_foreign = |readings: &[CredentialId]| {
            !readings.is_empty() && !readings.iter().any(|id| before.names(id) || here.contains(id))
        };
        after.entries_of(rp_id).any(is_foreign).then_some(Self::SavedElsewhere)
    }

    /// Stable machine-readable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SaveHere => "save_here",
            Self::SavedElsewhere => "saved_elsewhere",
        }
    }

    /// What to tell the person.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::SaveHere => {
                "When your phone asks where to save the passkey, choose this app and no other password manager."
            }
            Self::SavedElsewhere => {
                "The passkey was saved in another password manager, and not in this app. Remove it there and in your \
                 account's security settings, then add a passkey again and choose this app."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Advice;
    use crate::id::{CredentialId, RpId};
    use crate::webauthn::server_list::ServerList;

    fn id(number: u8) -> CredentialId {
        CredentialId::from_bytes([number; 16]).unwrap()
    }

    fn list(json: &str) -> ServerList {
        ServerList::parse(json.as_bytes()).unwrap()
    }

    fn advice(before: &ServerList, after: &ServerList, here: &[CredentialId]) -> Option<Advice> {
        Advice::after_page(&RpId::parse("example.com").unwrap(), before, after, here)
    }

    #[test]
    fn a_new_entry_that_is_not_here_was_saved_elsewhere() {
        let lists = |ids: &[u8]| ServerList::from_ids(ids.iter().map(|number| id(*number)));
        let nothing = ServerList::from_ids([]);
        assert_eq!(advice(&nothing, &lists(&[1]), &[]), Some(Advice::SavedElsewhere));
        assert_eq!(advice(&lists(&[1]), &lists(&[1, 2]), &[id(3)]), Some(Advice::SavedElsewhere));
        // It is here; it was there before; it is another phone's of earlier; nothing came.
        assert_eq!(advice(&nothing, &lists(&[1]), &[id(1)]), None);
        assert_eq!(advice(&lists(&[1]), &lists(&[1]), &[]), None);
        assert_eq!(advice(&lists(&[1, 2]), &lists(&[2]), &[]), None);
        assert_eq!(advice(&nothing, &nothing, &[id(1)]), None);
    }

    /// Hexadecimal digits are base64url too: one id with several readings is one passkey.
    #[test]
    fn an_id_with_several_readings_is_known_by_any_of_them() {
        let text = "00112233445566778899aabbccddeeff";
        let here = CredentialId::from_base64url(text).unwrap();
        let after = list(&format!(r#"[{{"credentialId": "{text}"}}]"#));
        assert!(after.names(&here));
        assert_eq!(advice(&ServerList::from_ids([]), &after, &[here]), None);
    }

    /// Microsoft Graph may list registrations by GUIDs: a passkey of this app has another name there.
    #[test]
    fn an_entry_without_a_credential_id_says_nothing() {
        let after = list(r#"{"value": [{"id": "8f0a1b52-7c3e-4d49-9b7e-0a1c2d3e4f50"}]}"#);
        assert_eq!(advice(&ServerList::from_ids([]), &after, &[id(1)]), None);
    }

    #[test]
    fn one_page_of_a_list_says_nothing_of_what_was_there_before() {
        let page = list(
            r#"{"credentials": [{"credentialId": "AQEBAQEBAQEBAQEBAQEBAQ"}], "@odata.nextLink": "https://id.example.com/2"}"#,
        );
        assert!(!page.is_complete());
        assert_eq!(advice(&page, &ServerList::from_ids([id(2)]), &[]), None);
    }

    #[test]
    fn entries_of_another_relying_party_are_not_of_this_registration() {
        let after = list(r#"[{"credentialId": "AQEBAQEBAQEBAQEBAQEBAQ", "rpId": "other.example"}]"#);
        assert_eq!(advice(&ServerList::from_ids([]), &after, &[]), None);
        let after = list(r#"[{"credentialId": "AQEBAQEBAQEBAQEBAQEBAQ", "rpId": "example.com"}]"#);
        assert_eq!(advice(&ServerList::from_ids([]), &after, &[]), Some(Advice::SavedElsewhere));
    }
}
