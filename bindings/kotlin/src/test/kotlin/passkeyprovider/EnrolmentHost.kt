package passkeyprovider

import java.time.Duration

/** What an app brings to an enrolment: a sign-in, an HTTP client, its screens. Its server is a test's own. */
internal abstract class EnrolmentHost(protected val provider: PasskeyProvider, val setup: EnrolmentSetup) {
    /** What was asked of the host, in its order. */
    val asked = mutableListOf<String>()
    var kept: Epoch? = null

    abstract fun send(request: ServerRequest): ServerAnswer

    open fun signIn(needed: SignInNeeded): AccessToken {
        asked += "token ${needed.reason.word}"
        return AccessToken.of("JSESSIONID=$SECRET; XSRF-TOKEN=x")
    }

    fun askForName(longest: Int): String = "Phone".take(longest).also { asked += "name" }

    fun optionsOfThePage(): String = error("this server has no page")

    fun create(step: EnrolmentStep.Create): Committed<EnrolmentStep> {
        asked += "create"
        return provider.enrolments.plan(step, MODEL).use { plan ->
            val (_, epoch) = provider.finishCreate(plan, Consent.Stated(VerificationMethod.BIOMETRIC))
            kept = epoch
            provider.enrolments.created(step, plan)
        }
    }

    open fun ask(question: EnrolmentQuestion): EnrolmentReply {
        asked += "ask ${question::class.simpleName}"
        return EnrolmentReply.STOP
    }

    fun sleep(time: Duration) {
        asked += "wait ${time.seconds}"
    }

    fun <T> keep(committed: Committed<T>): T {
        kept = committed.epoch
        return committed.value
    }

    companion object {
        const val SECRET = "canary-of-a-token"
    }
}
