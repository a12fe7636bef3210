package passkeyprovider

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

    /** `SyntaxError`. */
    SYNTAX("SyntaxError"),

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
