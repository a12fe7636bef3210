//! Every error, once: a row has its variant with what it carries, its code, what happened, who can fix
//! it, what a page sees, what it is about, whether a person in front of the provider's own view can do
//! something, and what to do next.
//!
//! All else that lists errors is made from these rows: [`Error`](super::Error), [`ErrorCode`](super::ErrorCode),
//! and the enumeration that the bindings hand on. Codes are frozen; a new row goes to the end.

/// Hands all rows to the macro `$callback`, behind whatever else it is given.
#[doc(hidden)]
#[macro_export]
macro_rules! for_each_error {
    ($callback:ident $($first:tt)*) => { $callback! { $($first)*
        /// The options break a rule that is never bent.
        InvalidOptions(#[from] OptionsError) = "invalid_options" {
            says: "the relying party's options cannot be used: {0}",
            fault: RelyingParty, page: Unknown, class: Request, asks_for_view: false,
            next: "Mend the named member where the options are made, and ask again.",
        }
        /// The options have no challenge, and the caller gave no client data hash.
        ChallengeMissing = "challenge_missing" {
            says: "the request has neither a challenge nor a client data hash",
            fault: Host, page: Unknown, class: Request, asks_for_view: false,
            next: "Pass the options with their challenge, or the client data hash from the platform.",
        }
        /// None of the algorithms that the relying party lists is supported.
        UnsupportedAlgorithm = "unsupported_algorithm" {
            says: "the relying party accepts none of the signature algorithms that this provider supports",
            fault: RelyingParty, page: NotSupported, class: Request, asks_for_view: false,
            next: "Include an algorithm that this provider supports in pubKeyCredParams: ES256 (-7) with every key, and \
                   also Ed25519 (-8) or ML-DSA-44 (-48) with keys that the provider itself keeps.",
        }
        /// The caller may not use the RP ID.
        CallerRefused(#[from] CallerRefused) = "caller_refused" {
            says: "the caller may not use this RP ID: {0}",
            fault: Caller, page: Security, class: Request, asks_for_view: false,
            next: "Ask from a page on the RP ID's own domain; do not sign in if a link brought you here.",
        }
        /// The request names another RP ID than the one the caller was verified for.
        RpIdNotVerified = "rp_id_not_verified" {
            says: "the request names a different RP ID from the one that the caller was verified for",
            fault: Host, page: Security, class: Request, asks_for_view: false,
            next: "Verify the caller for the RP ID that the options name, and begin again.",
        }
        /// The relying party's exclude list names a passkey on this device.
        AlreadyRegistered {
            /// The store's epoch: that the server knows the passkey is written down before this is said.
            epoch: Epoch,
        } = "already_registered" {
            says: "this device already has a passkey for this account",
            fault: Person, page: InvalidState, class: Request, asks_for_view: false,
            next: "Sign in with the passkey that is here, or delete it and register again.",
        }
        /// The person said no.
        Declined = "declined" {
            says: "the person declined",
            fault: Person, page: NotAllowed, class: Request, asks_for_view: false,
            next: "Ask again when the person wants to.",
        }
        /// No passkey on this device fits the request.
        NoPasskey = "no_passkey" {
            says: "no passkey on this device matches this request",
            fault: Person, page: NotAllowed, class: Request, asks_for_view: false,
            next: "Use another device or another way to sign in, or register a passkey here first.",
        }
        /// The allow list holds nothing but entries of unknown types.
        UnknownAllowList = "unknown_allow_list" {
            says: "the allow list holds only entries of unknown types",
            fault: RelyingParty, page: NotAllowed, class: Request, asks_for_view: false,
            next: "Send allowCredentials entries of type public-key, or leave the list out.",
        }
        /// What was chosen is not one of the plan's candidates or answers.
        NotOffered = "not_offered" {
            says: "what was chosen is not one of the choices that the plan offers",
            fault: Host, page: NotAllowed, class: Request, asks_for_view: true,
            next: "Choose one of the plan's candidates or answers; where there is no duplicate, register without a \
                   resolution.",
        }
        /// User verification is required and there is no evidence of one.
        VerificationRequired = "verification_required" {
            says: "the relying party requires user verification, and there is no evidence of any",
            fault: Host, page: NotAllowed, class: Request, asks_for_view: true,
            next: "Verify the person for this request, and pass the evidence with the consent.",
        }
        /// The store is gated and no gate secret came with the consent.
        GateRequired = "gate_required" {
            says: "this store opens private keys only with its gate secret, and none was provided",
            fault: Host, page: NotAllowed, class: Request, asks_for_view: true,
            next: "Have the key store release the gate secret for this request, and pass it with the consent.",
        }
        /// The gate secret is not the store's.
        WrongGate = "wrong_gate" {
            says: "the gate secret is not the one that this store was created with",
            fault: Host, page: NotAllowed, class: Request, asks_for_view: true,
            next: "Pass the gate secret that the store was created with. If it is permanently lost, for example after \
                   a change of the screen lock or of fingerprints, set the store aside, create a new one and \
                   register again.",
        }
        /// A gate secret came for a store that has no gate: it proves nothing.
        GateUnexpected = "gate_unexpected" {
            says: "a gate secret was provided, but this store was created without a gate",
            fault: Host, page: Unknown, class: Request, asks_for_view: false,
            next: "Open this store without a gate secret, and state the method of verification. To use a gate, set the \
                   store aside, create a new one with it and register again.",
        }
        /// The signature is not the hardware key's over the plan's bytes.
        SignatureRejected = "signature_rejected" {
            says: "the hardware key's signature does not verify over the bytes that the plan handed out",
            fault: Host, page: Unknown, class: Request, asks_for_view: false,
            next: "Sign the plan's bytes, unchanged and unhashed, with the key that the plan names.",
        }
        /// The hardware's public key cannot be used for the algorithm that was agreed.
        WrongHardwareKey = "wrong_hardware_key" {
            says: "the hardware key's public key is not of the algorithm that the plan asked for",
            fault: Host, page: Unknown, class: Request, asks_for_view: false,
            next: "Create a key of the plan's algorithm in the hardware, and pass its public key.",
        }
        /// The plan was made by another provider.
        WrongProvider = "wrong_provider" {
            says: "the plan belongs to another provider",
            fault: Host, page: Unknown, class: Request, asks_for_view: false,
            next: "Finish the plan with the provider that made it.",
        }
        /// The passkey was used, changed or deleted since the plan was made.
        PlanOutdated = "plan_outdated" {
            says: "the passkey changed since this request began",
            fault: Host, page: Unknown, class: Request, asks_for_view: true,
            next: "Begin the request again.",
        }
        /// No passkey of this id is on the device.
        UnknownPasskey = "unknown_passkey" {
            says: "there is no passkey with this id on this device",
            fault: Person, page: NotAllowed, class: Request, asks_for_view: false,
            next: "List the passkeys and pick one of them.",
        }
        /// The passkey's row does not open: it was damaged or tampered with.
        DamagedPasskey = "damaged_passkey" {
            says: "this passkey's data on the device is damaged",
            fault: Device, page: Unknown, class: Request, asks_for_view: true,
            next: "Sign in another way, delete this passkey and register a new one.",
        }
        /// The signature counter reached its end.
        CounterExhausted = "counter_exhausted" {
            says: "this passkey's signature counter has reached its maximum",
            fault: Device, page: Unknown, class: Request, asks_for_view: true,
            next: "Register a new passkey with the relying party, and delete this one.",
        }
        /// The device key is not the one that the store was made with, or is gone.
        Stranded {
            /// How many passkeys the store holds.
            passkeys: u64,
        } = "stranded" {
            says: "the device key is missing, or is not the one that this store was created with; locked passkeys: {passkeys}",
            fault: Device, page: Unknown, class: Environment, asks_for_view: true,
            next: "Restore the device key. If it is permanently lost, set the store aside, sign in another way and \
                   register again; nothing is deleted.",
        }
        /// The store is an older copy of itself.
        RolledBack {
            /// How many commits the copy lacks.
            missing: u64,
        } = "rolled_back" {
            says: "the store is an older copy, {missing} changes behind the last known one",
            fault: Device, page: Unknown, class: Environment, asks_for_view: true,
            next: "Restore the newest copy of the store, or have the person accept this one; until then it does not \
                   sign.",
        }
        /// A newer version of the provider wrote the store.
        StoreTooNew {
            /// The store's schema version.
            found: i64,
            /// The newest version known here.
            known: i64,
        } = "store_too_new" {
            says: "the store has schema version {found}; this provider knows versions up to {known}",
            fault: Host, page: Unknown, class: Environment, asks_for_view: true,
            next: "Update the app; the store was left untouched.",
        }
        /// The file is an SQLite database, but not a store of passkeys.
        StoreForeign = "store_foreign" {
            says: "the file is another application's database; it was left untouched",
            fault: Host, page: Unknown, class: Environment, asks_for_view: true,
            next: "Give the provider a path of its own.",
        }
        /// The file was no database; it was kept under another name.
        StoreSetAside {
            /// Where the file is now.
            kept_as: KeptAs,
        } = "store_set_aside" {
            says: "the store's file was not a database; it was kept as {kept_as}",
            fault: Device, page: Unknown, class: Environment, asks_for_view: true,
            next: "Open again for an empty store, or restore a good copy; the old file was kept.",
        }
        /// SQLite or the store's own seals found damage.
        StoreDamaged {
            /// What was found.
            cause: Cause,
        } = "store_damaged" {
            says: "the store is damaged: {cause}",
            fault: Device, page: Unknown, class: Environment, asks_for_view: true,
            next: "Run a check to see which passkeys still work; keep the file.",
        }
        /// There is no room.
        StoreFull = "store_full" {
            says: "there is no space left to write to the store",
            fault: Device, page: Unknown, class: Environment, asks_for_view: true,
            next: "Free some space and try again.",
        }
        /// Another process held the store for too long.
        StoreBusy = "store_busy" {
            says: "another process is using the store",
            fault: Device, page: Unknown, class: Environment, asks_for_view: true,
            next: "Try again in a moment.",
        }
        /// The file or folder cannot be read or written.
        StoreUnavailable {
            /// What the file system or SQLite said.
            cause: Cause,
        } = "store_unavailable" {
            says: "the store's file cannot be opened, read or written: {cause}",
            fault: Device, page: Unknown, class: Environment, asks_for_view: true,
            next: "Check that the folder exists and is writable, and that the device is unlocked.",
        }
        /// The device has no key store that could be reached.
        KeyStoreUnavailable {
            /// What is missing.
            missing: &'static str,
        } = "key_store_unavailable" {
            says: "no key store can be reached: {missing}",
            fault: Device, page: Unknown, class: Environment, asks_for_view: true,
            next: "Start the key store, or pass a device key from elsewhere.",
        }
        /// The key store has no device key.
        DeviceKeyMissing = "device_key_missing" {
            says: "the key store holds no device key",
            fault: Device, page: Unknown, class: Environment, asks_for_view: true,
            next: "Create a device key if there is no store yet; otherwise restore the one that the store was created \
                   with.",
        }
        /// What the key store holds under the device key's name is no device key.
        DeviceKeyDamaged {
            /// What was found.
            cause: Cause,
        } = "device_key_damaged" {
            says: "the key store's entry is not a device key: {cause}",
            fault: Device, page: Unknown, class: Environment, asks_for_view: true,
            next: "Restore the device key that the store was created with; trying again does not help.",
        }
        /// The key store is locked.
        KeyStoreLocked = "key_store_locked" {
            says: "the key store is locked",
            fault: Person, page: Unknown, class: Environment, asks_for_view: true,
            next: "Unlock the key store and try again.",
        }
        /// The key store failed.
        KeyStoreFailed {
            /// What the key store said.
            cause: Cause,
        } = "key_store_failed" {
            says: "the key store failed: {cause}",
            fault: Device, page: Unknown, class: Environment, asks_for_view: true,
            next: "Try again; if it keeps failing, check the key store's log.",
        }
        /// The random generator failed.
        EntropyFailed = "entropy_failed" {
            says: "the operating system's random number generator failed",
            fault: Device, page: Unknown, class: Environment, asks_for_view: true,
            next: "Try again; if it keeps failing, restart the device.",
        }
        /// A defect of the provider.
        Internal {
            /// What was being done.
            at: &'static str,
        } = "internal" {
            says: "internal error: {at}",
            fault: Provider, page: Unknown, class: Environment, asks_for_view: false,
            next: "Report this with the output of a check.",
        }
        /// Passkeys of the same account are here that the server probably or certainly does not have, and
        /// the plan does not say what the person wants.
        StaleDuplicate = "stale_duplicate" {
            says: "this device has a passkey for this account that the site does not seem to know",
            fault: Person, page: NotAllowed, class: Request, asks_for_view: true,
            next: "Replace the old passkey, or add a second one.",
        }
        /// A registration of the same account is under way, and the plan does not say what the person
        /// wants.
        DuplicateInFlight = "duplicate_in_flight" {
            says: "a registration of this account is already under way on this device",
            fault: Person, page: NotAllowed, class: Request, asks_for_view: true,
            next: "Wait for the other registration to finish, or replace its passkey.",
        }
        /// A registration without the person's gesture is not possible now. The reason is withheld.
        ConditionalCreateRefused = "conditional_create_refused" {
            says: "no passkey can be created here without asking the person",
            fault: Caller, page: NotAllowed, class: Request, asks_for_view: true,
            next: "Ask the person: begin a regular registration.",
        }
        /// What should be a server's signal is not a valid one.
        InvalidSignal(#[from] InvalidSignal) = "invalid_signal" {
            says: "the signal cannot be used: {0}",
            fault: RelyingParty, page: Type, class: Request, asks_for_view: false,
            next: "Send the signal's members as WebAuthn defines them, ids in unpadded base64url; nothing was changed.",
        }
        /// The answer of a server is no list of the account's passkeys.
        InvalidServerList(#[from] ServerListRefused) = "invalid_server_list" {
            says: "the server's list cannot be used: {0}",
            fault: Host, page: Unknown, class: Request, asks_for_view: false,
            next: "Pass the list of ids as the server sent it, as JSON; nothing was changed.",
        }
        /// Only what the person deleted can be purged.
        NotDeleted = "not_deleted" {
            says: "this passkey is not deleted, so it cannot be purged",
            fault: Host, page: Unknown, class: Request, asks_for_view: false,
            next: "Delete the passkey first; it can be restored until it is purged.",
        }
        /// The hardware has no key for the passkey any more.
        HardwareKeyGone = "hardware_key_gone" {
            says: "this passkey's key is no longer in the device's hardware",
            fault: Device, page: Unknown, class: Request, asks_for_view: true,
            next: "Sign in another way, register a new passkey, and delete this one.",
        }
        /// The list of browsers cannot be taken; the one before it stays.
        InvalidPrivilegedList(#[from] InvalidPrivilegedList) = "invalid_privileged_list" {
            says: "the list of browsers cannot be used: {0}",
            fault: Host, page: Unknown, class: Request, asks_for_view: false,
            next: "Download the list from its publisher again; the previous one is still in use.",
        }
        /// The person trusts no such app.
        UnknownApp = "unknown_app" {
            says: "this app is not among those that the person trusts",
            fault: Person, page: Unknown, class: Request, asks_for_view: false,
            next: "List the trusted browsers and pick one of them.",
        }
        /// The epoch that the host passed cannot have come from a store; believing it would use up the counters.
        EpochImplausible = "epoch_implausible" {
            says: "the last epoch that was passed in cannot have come from this store",
            fault: Host, page: Unknown, class: Request, asks_for_view: false,
            next: "Open again with the last epoch that the store returned, or with none if none was ever kept; nothing \
                   was changed.",
        }
        /// There is no store, and none was to be made.
        NoStore = "no_store" {
            says: "there is no store of passkeys here yet",
            fault: Person, page: NotAllowed, class: Environment, asks_for_view: false,
            next: "Set up passkeys in the provider's app first: it creates the store.",
        }
        /// What a request rests on was true more than ten minutes ago, by the device's clock or by the time
        /// that went by.
        TooOld {
            /// What it is.
            what: Aged,
        } = "too_old" {
            says: "{what} is more than ten minutes old, or the device's clock was set back since",
            fault: Host, page: NotAllowed, class: Request, asks_for_view: true,
            next: "Begin the request again: check who asks, and ask the person.",
        }
        /// The passkey's algorithm is not in this build of the core: another build made it.
        AlgorithmUnavailable = "algorithm_unavailable" {
            says: "this passkey's signature algorithm is not part of this build of the provider",
            fault: Host, page: NotAllowed, class: Request, asks_for_view: false,
            next: "Use a build of the provider with the algorithm's feature; the passkey is kept, and nothing of it is \
                   damaged.",
        }
        /// What the host brought as an attestation is not what relying parties accept, or would link accounts.
        AttestationRefused(#[from] AttestationRefused) = "attestation_refused" {
            says: "the attestation cannot be sent: {0}",
            fault: Host, page: NotAllowed, class: Request, asks_for_view: false,
            next: "Mend what the attestation service or the key store gives, and register again. Nothing was written.",
        }
        /// The managed configuration, or the organisation's policy, does not allow it.
        PolicyRefused {
            /// By which rule, and where it stands.
            ruling: Ruling,
        } = "policy_refused" {
            says: "a policy does not allow this: {ruling}",
            fault: Host, page: NotAllowed, class: Request, asks_for_view: true,
            next: "Show the person the rule and who can change it; nothing was created or signed.",
        }
        /// The managed configuration that came last does not read: what it would forbid is not known.
        ConfigurationUnreadable = "configuration_unreadable" {
            says: "the app's managed configuration cannot be read, so that no passkey is registered",
            fault: Host, page: NotAllowed, class: Environment, asks_for_view: true,
            next: "Have the device's management deliver a configuration that its schema allows; sign-in goes on under \
                   the last one that could be read.",
        }
        /// A document is not a policy that can be read.
        InvalidPolicy(#[from] InvalidPolicy) = "invalid_policy" {
            says: "the policy cannot be used: {0}",
            fault: Host, page: Unknown, class: Request, asks_for_view: false,
            next: "Mend the named member where the policy is made, and export it again.",
        }
    } };
}
