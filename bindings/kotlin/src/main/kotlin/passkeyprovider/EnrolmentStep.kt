package passkeyprovider

import java.time.Duration
import passkeyprovider.ffi.EnrolmentQuestion as FfiEnrolmentQuestion
import passkeyprovider.ffi.EnrolmentStep as FfiEnrolmentStep
import passkeyprovider.ffi.PendingEnrolment as FfiPendingEnrolment
import passkeyprovider.ffi.SignInNeeded as FfiSignInNeeded

/** Names an enrolment in the store. Random; nothing of a person is in it. */
public data class EnrolmentId(
    /** 32 hexadecimal digits. */
    public val hex: String,
)

/**
 * What is to be done next. Each step is taken once, by the call of [Enrolments] that its comment names. Whoever drops
 * one loses nothing durable: the store knows how to go on ([Enrolments.resume]).
 */
public sealed interface EnrolmentStep {
    /** A step that waits for what the app brings. Whichever call takes it closes it. */
    public sealed interface Pending :
        EnrolmentStep,
        AutoCloseable {
        /** Which enrolment it is. */
        public val id: EnrolmentId

        /** Frees it. A second call does nothing. */
        override fun close()
    }

    /** Sign in at the server, or again; then [Enrolments.signedIn]. */
    public class Token internal constructor(step: FfiEnrolmentStep.Token) : Pending {
        override val id: EnrolmentId = EnrolmentId(step.id)
        internal val pending: Handed<FfiPendingEnrolment> = handed(step.pending)

        override fun close(): Unit = pending.close()

        /** Where and how. */
        public val signIn: SignInNeeded = SignInNeeded(step.signIn)
    }

    /** Ask the person for a name of the passkey; then [Enrolments.named]. */
    public class Name internal constructor(step: FfiEnrolmentStep.Name) : Pending {
        override val id: EnrolmentId = EnrolmentId(step.id)
        internal val pending: Handed<FfiPendingEnrolment> = handed(step.pending)

        override fun close(): Unit = pending.close()

        /** How many characters the server takes; what is longer is cut. */
        public val longest: Int = step.longest.toInt()
    }

    /** Bring the options, which the server has on a page only; then [Enrolments.optionsFound]. */
    public class Options internal constructor(step: FfiEnrolmentStep.Options) : Pending {
        override val id: EnrolmentId = EnrolmentId(step.id)
        internal val pending: Handed<FfiPendingEnrolment> = handed(step.pending)

        override fun close(): Unit = pending.close()
    }

    /** Send this request; then [Enrolments.answered]. */
    public class Send internal constructor(step: FfiEnrolmentStep.Send) : Pending {
        override val id: EnrolmentId = EnrolmentId(step.id)
        internal val pending: Handed<FfiPendingEnrolment> = handed(step.pending)

        override fun close(): Unit = pending.close()

        /** What to send. */
        public val request: ServerRequest = ServerRequest(step.request)
    }

    /**
     * Make the passkey, by the ordinary ceremony: [Enrolments.plan], a call that finishes it, and then
     * [Enrolments.created] or [Enrolments.notCreated].
     */
    public class Create internal constructor(step: FfiEnrolmentStep.Create) : Pending {
        override val id: EnrolmentId = EnrolmentId(step.id)
        internal val pending: Handed<FfiPendingEnrolment> = handed(step.pending)

        override fun close(): Unit = pending.close()
    }

    /** Ask the person; then [Enrolments.replied]. */
    public class Ask internal constructor(step: FfiEnrolmentStep.Ask) : Pending {
        override val id: EnrolmentId = EnrolmentId(step.id)
        internal val pending: Handed<FfiPendingEnrolment> = handed(step.pending)

        override fun close(): Unit = pending.close()

        /** What is to be decided. */
        public val question: EnrolmentQuestion = step.question.lift()

        /** The passkey in question; null if there is none. */
        public val passkey: PasskeyRef? = step.passkey?.lift()
    }

    /** The server wants to be left alone for a while: wait; then [Enrolments.waited]. */
    public class Wait internal constructor(step: FfiEnrolmentStep.Wait) : Pending {
        override val id: EnrolmentId = EnrolmentId(step.id)
        internal val pending: Handed<FfiPendingEnrolment> = handed(step.pending)

        override fun close(): Unit = pending.close()

        /** For how long. */
        public val after: Duration = step.after
    }

    /** It is done. */
    public class Done internal constructor(
        /** What was done. */
        public val outcome: EnrolmentOutcome,
    ) : EnrolmentStep

    /** It did not go on. */
    public class Failed internal constructor(
        /** Why, and what to do next. */
        public val failed: EnrolmentFailed,
    ) : EnrolmentStep
}

/** Where and how to sign in. */
public class SignInNeeded internal constructor(needed: FfiSignInNeeded) {
    /** Scheme, host and port of the server. The token goes there and nowhere else. */
    public val server: String = needed.server

    /** Why. */
    public val reason: SignInReason = needed.reason.converted()

    /** What the sign-in has to bring. */
    public val kind: TokenKind = needed.kind.converted()

    /** The scopes that the token needs, where the dialect says; else null. */
    public val scope: String? = needed.scope

    /**
     * How long ago the person may have proved who they are, where the server has a limit: ask for a fresh sign-in. Else
     * null.
     */
    public val freshWithin: Duration? = needed.freshWithin

    /** How the server refused the sign-in before; null if it did not. */
    public val refusal: Refusal? = needed.refusal?.lift()
}

/** What the person has to decide. */
public sealed interface EnrolmentQuestion {
    /** The server's options are for another account than the one that was meant. */
    public class WrongAccount internal constructor(
        /** The account that the app named. PII. */
        public val meant: String,
        /** The account of the options. PII. */
        public val found: String,
    ) : EnrolmentQuestion

    /** The passkey is on this device, and the server does not have it: it was asked twice. */
    public data object NotRegistered : EnrolmentQuestion

    /** The passkey is on this device, and whether the server has it cannot be found out from here. */
    public data object NotKnown : EnrolmentQuestion
}

private fun handed(pending: FfiPendingEnrolment) = Handed(pending) { PasskeyException.ofSpentPlan() }

internal fun FfiEnrolmentStep.lift(): EnrolmentStep = when (this) {
    is FfiEnrolmentStep.Token -> EnrolmentStep.Token(this)
    is FfiEnrolmentStep.Name -> EnrolmentStep.Name(this)
    is FfiEnrolmentStep.Options -> EnrolmentStep.Options(this)
    is FfiEnrolmentStep.Send -> EnrolmentStep.Send(this)
    is FfiEnrolmentStep.Create -> EnrolmentStep.Create(this)
    is FfiEnrolmentStep.Ask -> EnrolmentStep.Ask(this)
    is FfiEnrolmentStep.Wait -> EnrolmentStep.Wait(this)
    is FfiEnrolmentStep.Done -> EnrolmentStep.Done(outcome.lift())
    is FfiEnrolmentStep.Failed -> EnrolmentStep.Failed(EnrolmentFailed(failed))
}

private fun FfiEnrolmentQuestion.lift(): EnrolmentQuestion = when (this) {
    is FfiEnrolmentQuestion.WrongAccount -> EnrolmentQuestion.WrongAccount(meant, found)
    is FfiEnrolmentQuestion.NotRegistered -> EnrolmentQuestion.NotRegistered
    is FfiEnrolmentQuestion.NotKnown -> EnrolmentQuestion.NotKnown
}
