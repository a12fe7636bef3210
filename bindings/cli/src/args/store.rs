use clap::Subcommand;

/// `store`
#[derive(Debug, Subcommand)]
pub(crate) enum StoreCommand {
    /// Show what is in the store's place, without its key; nothing is created or changed
    Look,
    /// Rename the store, so that the next command creates a new one; nothing is deleted
    ///
    /// For a store whose device key or gate is permanently lost. Its passkeys cannot sign any more: each must
    /// be registered again, and until then the person needs another way to sign in. Renamed back, the store
    /// opens with its old keys as before.
    SetAside {
        /// The person agrees; without it the command asks on the terminal
        #[arg(long)]
        yes: bool,
    },
}
