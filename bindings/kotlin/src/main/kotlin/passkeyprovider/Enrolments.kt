package passkeyprovider

import passkeyprovider.ffi.CommittedEnrolment
import passkeyprovider.ffi.EnrolmentCreation
import passkeyprovider.ffi.EnrolmentInput
import passkeyprovider.ffi.PendingEnrolment
import passkeyprovider.ffi.ProviderInterface

/**
 * Registration inside the app, at a server that it asks with its own HTTP client: [PasskeyProvider.enrolments].
 *
 * Every call takes a step and gives the next one, until it is done or failed; what matters is in the store, so that
 * [resume] goes on after a crash, in whichever process.
 *
 * ```kotlin
 * var step = keep(enrolments.begin(setup))
 * while (step is EnrolmentStep.Pending) {
 *     val next = when (val at = step) {
 *         is EnrolmentStep.Token -> signIn(at.signIn).use { enrolments.signedIn(at, it) }
 *         is EnrolmentStep.Name -> enrolments.named(at, askForName(at.longest))
 *         is EnrolmentStep.Options -> enrolments.optionsFound(at, optionsOfThePage())
 *         is EnrolmentStep.Send -> enrolments.answered(at, send(at.request))
 *         is EnrolmentStep.Create -> create(at)
 *         is EnrolmentStep.Ask -> enrolments.replied(at, ask(at.question))
 *         is EnrolmentStep.Wait -> enrolments.waited(at.also { sleep(it.after) })
 *     }
 *     step = keep(next)
 * }
 * ```
 */
@MustUseReturnValues
public class Enrolments internal constructor(private val inner: ProviderInterface) {
    /** Begins to register at a server. From now on the store knows of it. */
    public fun begin(setup: EnrolmentSetup): Committed<EnrolmentStep> =
        inner.call { inner.beginEnrolment(setup.lower()).lift() }

    /** All that are not at their end, the one that was written longest ago first, whichever process began it. */
    public fun open(): List<OpenEnrolment> = inner.call { inner.openEnrolments().map(::OpenEnrolment) }

    /**
     * Goes on where it was left; null: the store knows of none. Nobody is signed in then, and where the passkey was
     * made, the server's list says first whether the server has it.
     */
    public fun resume(id: EnrolmentId): Committed<EnrolmentStep?> = inner.call {
        val resumed = inner.resumeEnrolment(id.hex.wellFormed())
        committed(resumed.value?.lift(), resumed.epoch)
    }

    /** Goes on with what the sign-in gave. The library holds it in memory, wiped, and never stores it. */
    public fun signedIn(step: EnrolmentStep.Token, token: AccessToken): Committed<EnrolmentStep> =
        inner.call { token.lowered { secret -> goOn(step.pending, EnrolmentInput.Token(secret)) } }

    /** Goes on with a name for the passkey. One of nothing but space is asked for again. */
    public fun named(step: EnrolmentStep.Name, name: String): Committed<EnrolmentStep> =
        inner.call { goOn(step.pending, EnrolmentInput.Name(name.wellFormed())) }

    /** Goes on with the options: JSON, as it stands on the server's page. */
    public fun optionsFound(step: EnrolmentStep.Options, json: String): Committed<EnrolmentStep> =
        inner.call { goOn(step.pending, EnrolmentInput.Options(json.wellFormed())) }

    /** Takes what came of a request: an answer, or that nobody answered. */
    public fun answered(step: EnrolmentStep.Send, answer: ServerAnswer): Committed<EnrolmentStep> =
        inner.call { goOn(step.pending, EnrolmentInput.Answer(answer.lower())) }

    /**
     * Begins the ceremony, which is the ordinary one from here: duplicates, consent, custody, attestation. Whichever
     * call finishes it, the plan goes to [created]. The passkey and the knowledge that the server may be told of it are
     * written in one commit. May be called again for the same [step], as after [ErrorCode.PLAN_OUTDATED].
     */
    public fun plan(
        step: EnrolmentStep.Create,
        model: Model,
        attestation: AttestationOffer? = null,
        membership: Membership? = null,
    ): CreatePlan = inner.call {
        val creation = EnrolmentCreation(model.lower(), attestation?.lower(), membership?.lower())
        step.pending.hand { CreatePlan(inner.planEnrolment(it, creation)) }
    }

    /**
     * Goes on with the passkey that [plan] made, which is not closed yet. A plan that was not finished is
     * [ErrorCode.PLAN_SPENT], and the step stays.
     */
    public fun created(step: EnrolmentStep.Create, plan: CreatePlan): Committed<EnrolmentStep> = inner.call {
        val next = plan.plan.hand { made ->
            step.pending.hand { inner.continueEnrolment(it, EnrolmentInput.Created(made)).lift() }
        }
        step.close()
        next
    }

    /** No passkey was made, for this reason; null: the person declined. It is at its end. */
    public fun notCreated(step: EnrolmentStep.Create, error: PasskeyException? = null): Committed<EnrolmentStep> =
        inner.call {
            goOn(step.pending, EnrolmentInput.NotCreated((error?.code ?: ErrorCode.DECLINED).converted()))
        }

    /** Takes what the person decided. [ErrorCode.NOT_OFFERED] where the question does not offer it. */
    public fun replied(step: EnrolmentStep.Ask, reply: EnrolmentReply): Committed<EnrolmentStep> =
        inner.call { goOn(step.pending, EnrolmentInput.Reply(reply.converted())) }

    /** Goes on, after the time is over. */
    public fun waited(step: EnrolmentStep.Wait): Committed<EnrolmentStep> =
        inner.call { goOn(step.pending, EnrolmentInput.Waited) }

    /** Forgets an enrolment. A passkey that it made stays as it stands. Says whether there was one. */
    public fun abandon(id: EnrolmentId): Committed<Boolean> = inner.call {
        val abandoned = inner.abandonEnrolment(id.hex.wellFormed())
        committed(abandoned.value, abandoned.epoch)
    }

    /**
     * Begins to delete a passkey on both sides: at the server first, and here only on its word. Safe to repeat.
     * [setup]: how the server is asked; null: as when the passkey was enrolled. [ErrorCode.UNKNOWN_PASSKEY] where there
     * is no such passkey, or it was not enrolled by this app and there is no setup.
     */
    public fun beginRemoval(passkey: PasskeyRef, setup: EnrolmentSetup? = null): Committed<EnrolmentStep> =
        inner.call { inner.beginRemovalOnBothSides(passkey.lower(), setup?.lower()).lift() }

    /** Begins to compare an account's passkeys with the server's own list. Only what it finds is durable. */
    public fun look(setup: EnrolmentSetup, rpId: String, userHandle: UserHandle): Committed<EnrolmentStep> =
        inner.call { inner.beginListingAtServer(setup.lower(), rpId.wellFormed(), userHandle.content).lift() }

    /** Whatever comes of it, the step is over. */
    private fun goOn(step: Handed<PendingEnrolment>, input: EnrolmentInput): Committed<EnrolmentStep> = step.use {
        it.hand { pending -> inner.continueEnrolment(pending, input).lift() }
    }
}

private fun CommittedEnrolment.lift(): Committed<EnrolmentStep> = committed(value.lift(), epoch)
