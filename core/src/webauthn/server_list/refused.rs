/// Why an answer of a server says nothing about the passkeys of an account. Nothing was changed.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
pub enum ServerListRefused {
    /// Not a list of credentials: an error answer, another document, or text that is not valid JSON.
    #[error(
        "it is no list of credentials; it should be JSON of at most 4 MiB: a list of ids, or of objects with an `id` or `credentialId`"
    )]
    NotAList,
    /// The answer names another relying party or another account than the one that is compared.
    #[error("it names another relying party or another account")]
    OtherAccount,
}

impl ServerListRefused {
    /// Stable machine-readable name: `not_a_list`, `other_account`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotAList => "not_a_list",
            Self::OtherAccount => "other_account",
        }
    }

    /// What to do next, as a sentence.
    pub const fn next(self) -> &'static str {
        match self {
            Self::NotAList => {
                "Pass the server's list of the account's credentials from an answer that reports success."
            }
            Self::OtherAccount => "Fetch the list of this account at this relying party, and pass that.",
        }
    }
}
