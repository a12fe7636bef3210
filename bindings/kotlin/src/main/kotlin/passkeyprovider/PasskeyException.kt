package passkeyprovider

import passkeyprovider.ffi.Failure
import passkeyprovider.ffi.InternalException
import java.io.File
import passkeyprovider.ffi.DomException as FfiDomException
import passkeyprovider.ffi.ErrorDetail as FfiErrorDetail
import passkeyprovider.ffi.ErrorRow as FfiErrorRow

/**
 * Why a call failed: what happened, who can fix it, what to do next, and what each platform sees. Nothing
 * in it is a secret, a handle, a user name, a challenge or a signature, so it may be logged.
 *
 * An Android provider hands on [androidCreateType] or [androidGetType] as the type of the framework's exception,
 * and **no message**: the system gives that to the app that asked, and [message] says what no caller may know, as
 * the reason of a refusal or how many passkeys wait. [message] is for the log.
 */
public class PasskeyException internal constructor(
    /** What is fixed about the error. */
    public val row: ErrorRow,
    /** What happened, as half a sentence: lower case, no full stop. */
    public val happened: String,
    /** What is known beside the code. */
    public val detail: ErrorDetail? = null,
    /**
     * The store's epoch, where the call committed something before it failed: keep it as that of [Committed]. Null
     * where nothing was committed.
     */
    public val epoch: Epoch? = null,
    cause: Throwable? = null,
) : Exception("$happened (${row.code.word}). ${row.next}", cause) {
    /** Which error it is. */
    public val code: ErrorCode get() = row.code

    /** Who can fix it. */
    public val fault: Fault get() = row.fault

    /** What to do next, as a sentence. */
    public val next: String get() = row.next

    /** What a page sees. */
    public val domException: DomException get() = row.domException

    /**
     * The `type` of `android.credentials.CreateCredentialException`, without a message. With androidx, whose
     * `CreateCredentialException` is abstract: `CreateCredentialCustomException(error.androidCreateType)`.
     */
    public val androidCreateType: String get() = row.androidCreateType

    /**
     * The `type` of `android.credentials.GetCredentialException`, without a message. With androidx:
     * `GetCredentialCustomException(error.androidGetType)`.
     */
    public val androidGetType: String get() = row.androidGetType

    /** Whether the app's own view can fix it: in the query phase, an authentication action. */
    public val asksForView: Boolean get() = row.asksForView

    /** The raw value of iOS's `ASExtensionError.Code`, by where iOS asked. */
    public val iosCodes: IosCodes get() = row.iosCodes

    internal companion object {
        fun of(failure: Failure): PasskeyException = PasskeyException(
            failure.kind.lift(),
            failure.message,
            failure.detail?.lift(),
            failure.epoch?.let(Epoch::lift),
        )

        fun ofPanic(panic: InternalException): PasskeyException =
            PasskeyException(Library.PANICKED, "the library failed inside a call", cause = panic)

        fun ofClosedProvider(cause: Throwable? = null): PasskeyException =
            PasskeyException(Library.row(ErrorCode.PROVIDER_CLOSED), "the provider was closed", cause = cause)

        fun ofSpentPlan(): PasskeyException =
            PasskeyException(Library.row(ErrorCode.PLAN_SPENT), "the plan was closed, or used already")

        fun ofBadArgument(name: String, why: String): PasskeyException =
            PasskeyException(Library.row(ErrorCode.BAD_ARGUMENT), "`$name`: $why", ErrorDetail.Argument(name))
    }
}

/** What is known of an error beside its code. */
public sealed interface ErrorDetail {
    /** Of [ErrorCode.BAD_ARGUMENT]: which one, such as `caller.origin`. */
    public data class Argument(
        /** Its name. */
        public val name: String,
    ) : ErrorDetail

    /** Of [ErrorCode.CALLER_REFUSED]: why, for the host and its history. Not for the caller. */
    public data class Refused(
        /** Why. */
        public val reason: CallerRefused,
    ) : ErrorDetail

    /** Of [ErrorCode.INVALID_SERVER_LIST]: why the answer says nothing. */
    public data class ServerList(
        /** Why. */
        public val reason: ServerListRefused,
    ) : ErrorDetail

    /** Of [ErrorCode.FETCH_REQUIRED]: whose site has to be asked. */
    public data class Site(
        /** The RP ID, for [Callers.verify]. */
        public val rpId: String,
    ) : ErrorDetail

    /** Of [ErrorCode.INVALID_OPTIONS]: the member at fault. */
    public data class Member(
        /** Where it is, as a JSONPath (RFC 9535). */
        public val path: String,
    ) : ErrorDetail

    /** Of [ErrorCode.STRANDED]: how many passkeys wait for their key. */
    public data class Passkeys(
        /** How many. */
        public val count: Long,
    ) : ErrorDetail

    /** Of [ErrorCode.ROLLED_BACK]: how much the copy lacks. */
    public data class Missing(
        /** How many commits. */
        public val commits: Long,
    ) : ErrorDetail

    /** Of [ErrorCode.STORE_TOO_NEW]: the schema versions. */
    public data class Versions(
        /** The store's. */
        public val found: Long,
        /** The newest that is known here. */
        public val known: Long,
    ) : ErrorDetail

    /**
     * Of [ErrorCode.STORE_DAMAGED], [ErrorCode.STORE_UNAVAILABLE], [ErrorCode.DEVICE_KEY_DAMAGED],
     * [ErrorCode.KEY_STORE_FAILED] and [ErrorCode.INTERNAL]: what it came from. It holds no personal data.
     */
    public data class Cause(
        /** SQLite's or the system's number, or what was found: the library's own words. The message ends with it. */
        public val why: String,
    ) : ErrorDetail

    /** Of [ErrorCode.ATTESTATION_REFUSED]: which requirement is not met. */
    public data class Attestation(
        /** One word, which never changes: `basic_constraints`. */
        public val requirement: String,
    ) : ErrorDetail

    /** Of [ErrorCode.POLICY_REFUSED]: by which rule. */
    public data class Ruling(
        /** The rule, where it stands, and who can change it. */
        public val ruling: PolicyRuling,
    ) : ErrorDetail

    /** Of [ErrorCode.INVALID_POLICY]: what is wrong with the document. */
    public data class Policy(
        /** One word, which never changes: `unknown_member`. */
        public val problem: String,
        /** Where the wrong member stands; null where the document as a whole is wrong. */
        public val path: String?,
    ) : ErrorDetail

    /** Of [ErrorCode.STORE_SET_ASIDE]: where the file is now. */
    public data class KeptAs(
        /** Its path. */
        public val path: String,
    ) : ErrorDetail {
        /** The file's name without its folder, which may be named after the person. */
        override fun toString(): String = "KeptAs(${File(path).name})"
    }
}

internal fun FfiErrorRow.lift(): ErrorRow = ErrorRow(
    code = code.converted(),
    fault = fault.converted(),
    next = next,
    domException = domException.lift(),
    androidCreateType = androidCreateType,
    androidGetType = androidGetType,
    asksForView = asksForView,
    iosCodes = IosCodes(iosCodes.silent, iosCodes.withView, iosCodes.conditional),
)

private fun FfiDomException.lift(): DomException = when (this) {
    FfiDomException.ENCODING -> DomException.ENCODING
    FfiDomException.INVALID_STATE -> DomException.INVALID_STATE
    FfiDomException.NOT_ALLOWED -> DomException.NOT_ALLOWED
    FfiDomException.NOT_SUPPORTED -> DomException.NOT_SUPPORTED
    FfiDomException.SECURITY -> DomException.SECURITY
    FfiDomException.SYNTAX -> DomException.SYNTAX
    FfiDomException.TYPE -> DomException.TYPE
    FfiDomException.UNKNOWN -> DomException.UNKNOWN
}

private fun FfiErrorDetail.lift(): ErrorDetail = when (this) {
    is FfiErrorDetail.Argument -> ErrorDetail.Argument(name)
    is FfiErrorDetail.Refused -> ErrorDetail.Refused(reason.converted())
    is FfiErrorDetail.ServerList -> ErrorDetail.ServerList(reason.converted())
    is FfiErrorDetail.Site -> ErrorDetail.Site(rpId)
    is FfiErrorDetail.Member -> ErrorDetail.Member(path)
    is FfiErrorDetail.Passkeys -> ErrorDetail.Passkeys(count.toLong())
    is FfiErrorDetail.Missing -> ErrorDetail.Missing(commits.toLong())
    is FfiErrorDetail.Versions -> ErrorDetail.Versions(found, known)
    is FfiErrorDetail.Cause -> ErrorDetail.Cause(text)
    is FfiErrorDetail.Attestation -> ErrorDetail.Attestation(requirement)
    is FfiErrorDetail.Ruling -> ErrorDetail.Ruling(ruling.lift())
    is FfiErrorDetail.Policy -> ErrorDetail.Policy(problem, path)
    is FfiErrorDetail.KeptAs -> ErrorDetail.KeptAs(path)
}
