package passkeyprovider

import java.time.Instant
import java.util.UUID
import passkeyprovider.ffi.EnrolmentFailed as FfiEnrolmentFailed
import passkeyprovider.ffi.EnrolmentOutcome as FfiEnrolmentOutcome
import passkeyprovider.ffi.OpenEnrolment as FfiOpenEnrolment

/** What was done. */
public sealed interface EnrolmentOutcome {
    /** The server has the passkey, and it is confirmed here. */
    public class Enrolled internal constructor(
        /** The passkey. */
        public val passkey: PasskeyRef,
        /** What the server calls it, where it said so; kept for deleting it there. */
        public val registration: String?,
    ) : EnrolmentOutcome

    /** The server does not have the passkey any more, and it is deleted here, from where it can be restored. */
    public class Removed internal constructor(
        /** The passkey. */
        public val passkey: PasskeyRef,
    ) : EnrolmentOutcome

    /** The server's list was compared with what is here. */
    public class Listed internal constructor(listed: FfiEnrolmentOutcome.Listed) : EnrolmentOutcome {
        /** How many passkeys the server has for the account. */
        public val onServer: Long = listed.onServer.toLong()

        /** The server has these. */
        public val confirmed: List<PasskeyRef> = listed.confirmed.map { it.lift() }

        /** The server does not have these: they are hidden now. */
        public val stale: List<PasskeyRef> = listed.stale.map { it.lift() }

        /** Nothing is known of these. */
        public val untouched: List<PasskeyRef> = listed.untouched.map { it.lift() }

        /** Whether the list said what the server does not have. */
        public val coverage: ListCoverage = listed.coverage.converted()
    }
}

/** It did not go on: why, and what to do next. */
public class EnrolmentFailed internal constructor(failed: FfiEnrolmentFailed) {
    /** Which enrolment it is. */
    public val id: EnrolmentId = EnrolmentId(failed.id)

    /** The dialect's name. */
    public val dialect: String = failed.dialect

    /** Why. */
    public val reason: EnrolmentFailure = failed.reason.converted()

    /** What happened, as a sentence: English. Localise from the [reason]. */
    public val sentence: String = failed.sentence

    /** What to do next, as a sentence. */
    public val next: String = failed.next

    /** How the server refused; null if it did not. */
    public val refusal: Refusal? = failed.refusal?.lift()

    /** Whether it can be resumed; else it is at its end. */
    public val isOpen: Boolean = failed.isOpen

    /** The passkey that is here and that it was about; null if there is none. Its standing says what is known of it. */
    public val passkey: PasskeyRef? = failed.passkey?.lift()

    /**
     * What the server's refusal means, who must act and what to do next; null where it did not refuse. [aaguid]: of the
     * model of the passkey, which an administrator may have to allow.
     */
    public fun explain(aaguid: UUID? = null): RefusalExplanation? = refusal?.copy(aaguid = aaguid)?.explain()
}

/** An enrolment that is not at its end. */
public class OpenEnrolment internal constructor(open: FfiOpenEnrolment) {
    /** Which. */
    public val id: EnrolmentId = EnrolmentId(open.id)

    /** Since when, by the device's clock. */
    public val begun: Instant = open.begun

    /** The dialect's name. */
    public val dialect: String = open.dialect

    /** Scheme, host and port of the server. */
    public val server: String = open.server

    /** How far it is. */
    public val stage: EnrolmentStage = open.stage.converted()

    /** The passkey that it is about; null before there is one. */
    public val passkey: PasskeyRef? = open.passkey?.lift()
}

internal fun FfiEnrolmentOutcome.lift(): EnrolmentOutcome = when (this) {
    is FfiEnrolmentOutcome.Enrolled -> EnrolmentOutcome.Enrolled(passkey.lift(), registration)
    is FfiEnrolmentOutcome.Removed -> EnrolmentOutcome.Removed(passkey.lift())
    is FfiEnrolmentOutcome.Listed -> EnrolmentOutcome.Listed(this)
}
