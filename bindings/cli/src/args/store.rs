use clap::Subcommand;

/// `store`
#[derive(Debug, Subcommand)]
pub(crate) enum StoreCommand {
    /// Say what is in the store's place, without its key; nothing is made or changed
    Look,
    /// Give the store another name, so that the next command makes a new one; nothing is deleted
    ///
    /// For a store whose device key or gate is gone for good. Its passkeys do not sign from then on: each has
    /// to be registered again, and until then another way to sign in is needed. Moved back to its old name, the
    /// store opens with its old keys as before.
    SetAside {
        /// The person agrees; without it the command asks on the terminal
        #[arg(long)]
        yes: bool,
    },
}
