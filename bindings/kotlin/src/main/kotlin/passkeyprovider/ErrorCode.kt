package passkeyprovider

/** Which error it is. Never renamed once released; new ones are added. */
public enum class ErrorCode {
    /** The options break a rule that is never bent. */
    INVALID_OPTIONS,

    /** The options have no challenge, and the caller gave no client data hash. */
    CHALLENGE_MISSING,

    /** None of the algorithms that the relying party lists is supported. */
    UNSUPPORTED_ALGORITHM,

    /** The caller may not use the RP ID. */
    CALLER_REFUSED,

    /** The request names another RP ID than the one the caller was verified for. */
    RP_ID_NOT_VERIFIED,

    /** The relying party's exclude list names a passkey on this device. */
    ALREADY_REGISTERED,

    /** The person said no. */
    DECLINED,

    /** No passkey on this device fits the request. */
    NO_PASSKEY,

    /** The allow list holds nothing but entries of unknown types. */
    UNKNOWN_ALLOW_LIST,

    /** What was chosen is not one of the plan's candidates or answers. */
    NOT_OFFERED,

    /** User verification is required and there is no evidence of one. */
    VERIFICATION_REQUIRED,

    /** The store is gated and no gate secret came with the consent. */
    GATE_REQUIRED,

    /** The gate secret is not the store's. */
    WRONG_GATE,

    /** A gate secret came for a store that has no gate: it proves nothing. */
    GATE_UNEXPECTED,

    /** The signature is not the hardware key's over the plan's bytes. */
    SIGNATURE_REJECTED,

    /** The hardware's public key cannot be used for the algorithm that was agreed. */
    WRONG_HARDWARE_KEY,

    /** The plan was made by another provider. */
    WRONG_PROVIDER,

    /** The passkey was used, changed or deleted since the plan was made. */
    PLAN_OUTDATED,

    /** No passkey of this id is on the device. */
    UNKNOWN_PASSKEY,

    /** The passkey's row does not open: it was damaged or tampered with. */
    DAMAGED_PASSKEY,

    /** The signature counter reached its end. */
    COUNTER_EXHAUSTED,

    /** The device key is not the one that the store was made with, or is gone. */
    STRANDED,

    /** The store is an older copy of itself. */
    ROLLED_BACK,

    /** A newer version of the provider wrote the store. */
    STORE_TOO_NEW,

    /** The file is an SQLite database, but not a store of passkeys. */
    STORE_FOREIGN,

    /** The file was no database; it was kept under another name. */
    STORE_SET_ASIDE,

    /** SQLite or the store's own seals found damage. */
    STORE_DAMAGED,

    /** There is no room. */
    STORE_FULL,

    /** Another process held the store for too long. */
    STORE_BUSY,

    /** The file or folder cannot be read or written. */
    STORE_UNAVAILABLE,

    /** The device has no key store that could be reached. */
    KEY_STORE_UNAVAILABLE,

    /** The key store has no device key. */
    DEVICE_KEY_MISSING,

    /** What the key store holds under the device key's name is no device key. */
    DEVICE_KEY_DAMAGED,

    /** The key store is locked. */
    KEY_STORE_LOCKED,

    /** The key store failed. */
    KEY_STORE_FAILED,

    /** The random generator failed. */
    ENTROPY_FAILED,

    /** A defect of the provider. */
    INTERNAL,

    /**
     * Passkeys of the same account are here that the server probably or certainly does not have, and the plan does not
     * say what the person wants.
     */
    STALE_DUPLICATE,

    /** A registration of the same account is under way, and the plan does not say what the person wants. */
    DUPLICATE_IN_FLIGHT,

    /** A registration without the person's gesture is not possible now. The reason is withheld. */
    CONDITIONAL_CREATE_REFUSED,

    /** What should be a server's signal is not a valid one. */
    INVALID_SIGNAL,

    /** What should be a server's list is not a valid one. */
    INVALID_SERVER_LIST,

    /** Only what the person deleted can be purged. */
    NOT_DELETED,

    /** The hardware has no key for the passkey any more. */
    HARDWARE_KEY_GONE,

    /** The list of browsers cannot be taken; the one before it stays. */
    INVALID_PRIVILEGED_LIST,

    /** The person trusts no such app. */
    UNKNOWN_APP,

    /** The epoch that the host passed cannot have come from a store. */
    EPOCH_IMPLAUSIBLE,

    /** There is no store, and none was to be made. */
    NO_STORE,

    /** The check of the caller, or the person's consent, is more than ten minutes old. */
    TOO_OLD,

    /** The plan was used already, or is at another step. */
    PLAN_SPENT,

    /** The provider was closed. */
    PROVIDER_CLOSED,

    /** The bindings were made from another build of the library. */
    STALE_BINDINGS,

    /** An argument is not valid: the detail names it. */
    BAD_ARGUMENT,

    /** The caller's site has to be asked first: the detail names it. */
    FETCH_REQUIRED,
    ;

    /** The code as a word for programs: `no_passkey`. Never changes once released. */
    public val word: String get() = name.lowercase()
}

/** Who can fix an error. */
public enum class Fault {
    /** The relying party: its options break a rule. */
    RELYING_PARTY,

    /** The page or app that asked. */
    CALLER,

    /** The person: they said no, or have to choose or to look for something. */
    PERSON,

    /** The app that embeds the provider. */
    HOST,

    /** The device: its storage, key store, generator or hardware. */
    DEVICE,

    /** The provider: a defect to report. */
    PROVIDER,
}

/** The exception that a page sees (Web IDL, section 2.8.1; WebAuthn L3, section 5.1). */
public enum class DomException(
    /** Its `name`, as scripts compare it. */
    public val exceptionName: String,
) {
    /** `EncodingError`. */
    ENCODING("EncodingError"),

    /** `InvalidStateError`. */
    INVALID_STATE("InvalidStateError"),

    /** `NotAllowedError`. */
    NOT_ALLOWED("NotAllowedError"),

    /** `NotSupportedError`. */
    NOT_SUPPORTED("NotSupportedError"),

    /** `SecurityError`. */
    SECURITY("SecurityError"),

    /** `TypeError`. */
    TYPE("TypeError"),

    /** `UnknownError`. */
    UNKNOWN("UnknownError"),
}

/** What is fixed about an error. */
public data class ErrorRow(
    /** Which error it is. */
    public val code: ErrorCode,
    /** Who can fix it. */
    public val fault: Fault,
    /** What to do next, as a sentence. */
    public val next: String,
    /** What a page sees. */
    public val domException: DomException,
    /** The `type` of Android's `CreateCredentialException`, as the framework and Chrome compare it. */
    public val androidCreateType: String,
    /** The `type` of Android's `GetCredentialException`. */
    public val androidGetType: String,
    /**
     * Whether a person in front of the app's own view can fix it, or should at least read there what to do. In the
     * query phase, which has no view, answer with an authentication action that opens one; in the activity of an entry
     * there is nothing more to ask for.
     */
    public val asksForView: Boolean,
    /** What iOS sees. */
    public val iosCodes: IosCodes,
)

/** The raw value of iOS's `ASExtensionError.Code`, by where iOS asked. */
public data class IosCodes(
    /** Without a view, where the system can come back with one. */
    public val silent: Int,
    /** With the app's view on the screen. */
    public val withView: Int,
    /** In a conditional create, where nothing may be asked or shown. */
    public val conditional: Int,
)
