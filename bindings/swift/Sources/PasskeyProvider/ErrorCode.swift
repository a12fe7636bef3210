internal import PasskeyProviderGenerated

extension ProviderError {
    /// Which error it is. The raw value is a word for programs, and never changes once released.
    public enum Code: String, CaseIterable, Hashable, Sendable {
        /// The options break a rule that is never bent.
        case invalidOptions = "invalid_options"
        /// The options have no challenge, and the caller gave no client data hash.
        case challengeMissing = "challenge_missing"
        /// None of the algorithms that the relying party lists is supported.
        case unsupportedAlgorithm = "unsupported_algorithm"
        /// The caller may not use the RP ID.
        case callerRefused = "caller_refused"
        /// The request names another RP ID than the one the caller was verified for.
        case rpIDNotVerified = "rp_id_not_verified"
        /// The relying party's exclude list names a passkey on this device.
        case alreadyRegistered = "already_registered"
        /// The person said no.
        case declined
        /// No passkey on this device fits the request.
        case noPasskey = "no_passkey"
        /// The allow list holds nothing but entries of unknown types.
        case unknownAllowList = "unknown_allow_list"
        /// What was chosen is not one of the plan's candidates or answers.
        case notOffered = "not_offered"
        /// User verification is required and there is no evidence of one.
        case verificationRequired = "verification_required"
        /// The store is gated and no gate secret came with the consent.
        case gateRequired = "gate_required"
        /// The gate secret is not the store's.
        case wrongGate = "wrong_gate"
        /// A gate secret came for a store that has no gate: it proves nothing.
        case gateUnexpected = "gate_unexpected"
        /// The signature is not the hardware key's over the plan's bytes.
        case signatureRejected = "signature_rejected"
        /// The hardware's public key cannot be used for the algorithm that was agreed.
        case wrongHardwareKey = "wrong_hardware_key"
        /// The plan was made by another provider.
        case wrongProvider = "wrong_provider"
        /// The passkey was used, changed or deleted since the plan was made.
        case planOutdated = "plan_outdated"
        /// No passkey of this id is on the device.
        case unknownPasskey = "unknown_passkey"
        /// The passkey's row does not open: it was damaged or tampered with.
        case damagedPasskey = "damaged_passkey"
        /// The signature counter reached its end.
        case counterExhausted = "counter_exhausted"
        /// The device key is not the one that the store was made with, or is gone.
        case stranded
        /// The store is an older copy of itself.
        case rolledBack = "rolled_back"
        /// A newer version of the provider wrote the store.
        case storeTooNew = "store_too_new"
        /// The file is an SQLite database, but not a store of passkeys.
        case storeForeign = "store_foreign"
        /// The file was no database; it was kept under another name.
        case storeSetAside = "store_set_aside"
        /// SQLite or the store's own seals found damage.
        case storeDamaged = "store_damaged"
        /// There is no room.
        case storeFull = "store_full"
        /// Another process held the store for too long.
        case storeBusy = "store_busy"
        /// The file or folder cannot be read or written.
        case storeUnavailable = "store_unavailable"
        /// The device has no key store that could be reached.
        case keyStoreUnavailable = "key_store_unavailable"
        /// The key store has no device key.
        case deviceKeyMissing = "device_key_missing"
        /// What the key store holds under the device key's name is no device key.
        case deviceKeyDamaged = "device_key_damaged"
        /// The key store is locked.
        case keyStoreLocked = "key_store_locked"
        /// The key store failed.
        case keyStoreFailed = "key_store_failed"
        /// The random generator failed.
        case entropyFailed = "entropy_failed"
        /// A defect of the provider.
        case `internal`
        /// Passkeys of the same account are here that the server probably or certainly does not have, and
        /// the plan does not say what the person wants.
        case staleDuplicate = "stale_duplicate"
        /// A registration of the same account is under way, and the plan does not say what the person
        /// wants.
        case duplicateInFlight = "duplicate_in_flight"
        /// A registration without the person's gesture is not possible now. The reason is withheld.
        case conditionalCreateRefused = "conditional_create_refused"
        /// What should be a server's signal is not a valid one.
        case invalidSignal = "invalid_signal"
        /// What should be a server's list is not a valid one.
        case invalidServerList = "invalid_server_list"
        /// Only what the person deleted can be purged.
        case notDeleted = "not_deleted"
        /// The hardware has no key for the passkey any more.
        case hardwareKeyGone = "hardware_key_gone"
        /// The list of browsers cannot be taken; the one before it stays.
        case invalidPrivilegedList = "invalid_privileged_list"
        /// The person trusts no such app.
        case unknownApp = "unknown_app"
        /// The epoch that the app passed cannot have come from a store.
        case epochImplausible = "epoch_implausible"
        /// There is no store, and none was to be made.
        case noStore = "no_store"
        /// The check of the caller, or the person's consent, is more than ten minutes old.
        case tooOld = "too_old"
        /// The plan was used already, or is at another step.
        case planSpent = "plan_spent"
        /// The provider was closed.
        case providerClosed = "provider_closed"
        /// The bindings were made from another build of the library.
        case staleBindings = "stale_bindings"
        /// An argument is not valid: the detail names it.
        case badArgument = "bad_argument"
        /// The caller's site has to be asked first: the detail names it.
        case fetchRequired = "fetch_required"
    }
}

extension ProviderError.Code {
    init(_ raw: PasskeyProviderGenerated.ErrorCode) {
        self =
            switch raw {
            case .invalidOptions: .invalidOptions
            case .challengeMissing: .challengeMissing
            case .unsupportedAlgorithm: .unsupportedAlgorithm
            case .callerRefused: .callerRefused
            case .rpIdNotVerified: .rpIDNotVerified
            case .alreadyRegistered: .alreadyRegistered
            case .declined: .declined
            case .noPasskey: .noPasskey
            case .unknownAllowList: .unknownAllowList
            case .notOffered: .notOffered
            case .verificationRequired: .verificationRequired
            case .gateRequired: .gateRequired
            case .wrongGate: .wrongGate
            case .gateUnexpected: .gateUnexpected
            case .signatureRejected: .signatureRejected
            case .wrongHardwareKey: .wrongHardwareKey
            case .wrongProvider: .wrongProvider
            case .planOutdated: .planOutdated
            case .unknownPasskey: .unknownPasskey
            case .damagedPasskey: .damagedPasskey
            case .counterExhausted: .counterExhausted
            case .stranded: .stranded
            case .rolledBack: .rolledBack
            case .storeTooNew: .storeTooNew
            case .storeForeign: .storeForeign
            case .storeSetAside: .storeSetAside
            case .storeDamaged: .storeDamaged
            case .storeFull: .storeFull
            case .storeBusy: .storeBusy
            case .storeUnavailable: .storeUnavailable
            case .keyStoreUnavailable: .keyStoreUnavailable
            case .deviceKeyMissing: .deviceKeyMissing
            case .deviceKeyDamaged: .deviceKeyDamaged
            case .keyStoreLocked: .keyStoreLocked
            case .keyStoreFailed: .keyStoreFailed
            case .entropyFailed: .entropyFailed
            case .internal: .internal
            case .staleDuplicate: .staleDuplicate
            case .duplicateInFlight: .duplicateInFlight
            case .conditionalCreateRefused: .conditionalCreateRefused
            case .invalidSignal: .invalidSignal
            case .invalidServerList: .invalidServerList
            case .notDeleted: .notDeleted
            case .hardwareKeyGone: .hardwareKeyGone
            case .invalidPrivilegedList: .invalidPrivilegedList
            case .unknownApp: .unknownApp
            case .epochImplausible: .epochImplausible
            case .noStore: .noStore
            case .tooOld: .tooOld
            case .planSpent: .planSpent
            case .providerClosed: .providerClosed
            case .staleBindings: .staleBindings
            case .badArgument: .badArgument
            case .fetchRequired: .fetchRequired
            }
    }
}
