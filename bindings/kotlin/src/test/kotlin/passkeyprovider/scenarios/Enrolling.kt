package passkeyprovider.scenarios

import com.fasterxml.jackson.core.JsonProcessingException
import com.fasterxml.jackson.databind.node.ObjectNode
import passkeyprovider.AccessToken
import passkeyprovider.Committed
import passkeyprovider.CreatePlan
import passkeyprovider.Dialect
import passkeyprovider.DialectSummary
import passkeyprovider.DialectVerified
import passkeyprovider.EnrolmentOutcome
import passkeyprovider.EnrolmentQuestion
import passkeyprovider.EnrolmentSetup
import passkeyprovider.EnrolmentStep
import passkeyprovider.Enrolments
import passkeyprovider.OpenEnrolment
import passkeyprovider.PasskeyException
import passkeyprovider.Refusal
import passkeyprovider.ServerAnswer

internal fun Arguments.setup(): EnrolmentSetup = EnrolmentSetup(
    dialect = if (isText("dialect")) Dialect.Shipped(text("dialect")) else Dialect.Own(document("dialect")),
    server = text("server"),
    parameters = listOfArguments("parameters").associate { it.finished { text("name") to text("value") } },
    meantAccount = textIfAny("account"),
    friendlyName = textIfAny("friendly_name"),
    page = textIfAny("page"),
)

/** What the host brings, for the step that takes it. [error] is what a ceremony of this code ends with. */
internal fun Arguments.goOn(
    enrolments: Enrolments,
    step: EnrolmentStep.Pending,
    plan: (String) -> CreatePlan,
    error: (String) -> PasskeyException?,
): Committed<EnrolmentStep> = when (step) {
    is EnrolmentStep.Token -> AccessToken.of(text("token")).use { enrolments.signedIn(step, it) }

    is EnrolmentStep.Name -> enrolments.named(step, text("name"))

    is EnrolmentStep.Options -> enrolments.optionsFound(step, document("options"))

    is EnrolmentStep.Send -> {
        val answer = if (flag("unreachable")) ServerAnswer.Unreachable else arguments("answer").finished { answer() }
        enrolments.answered(step, answer)
    }

    is EnrolmentStep.Create -> when (val made = textIfAny("created")) {
        null -> enrolments.notCreated(step, error(text("not_created")))
        else -> enrolments.created(step, plan(made))
    }

    is EnrolmentStep.Ask -> enrolments.replied(step, word("reply"))

    is EnrolmentStep.Wait -> {
        flag("waited")
        enrolments.waited(step)
    }
}

private fun Arguments.answer() = ServerAnswer.Response(
    status = number("status").toInt(),
    body = if (has("body")) document("body").toByteArray() else ByteArray(0),
    contentType = textIfAny("content_type") ?: "application/json",
    location = textIfAny("location"),
    retryAfter = textIfAny("retry_after"),
    setCookie = texts("set_cookie"),
)

internal fun render(step: EnrolmentStep): ObjectNode = when (step) {
    is EnrolmentStep.Pending -> pending(step).put("id", step.id.hex)

    is EnrolmentStep.Done -> render(step.outcome)

    is EnrolmentStep.Failed -> step.failed.let {
        node(
            "step" to "failed",
            "id" to it.id.hex,
            "dialect" to it.dialect,
            "failure" to it.reason,
            "sentence" to it.sentence,
            "next" to it.next,
            "refusal" to it.refusal?.let { refusal -> render(refusal) },
            "is_open" to it.isOpen,
            "passkey" to it.passkey?.let { passkey -> render(passkey) },
        )
    }
}

private fun pending(step: EnrolmentStep.Pending): ObjectNode = when (step) {
    is EnrolmentStep.Token -> step.signIn.let {
        node(
            "step" to "token",
            "server" to it.server,
            "reason" to it.reason,
            "kind" to it.kind,
            "scope" to it.scope,
            "fresh_seconds" to it.freshWithin?.seconds,
            "refusal" to it.refusal?.let { refusal -> render(refusal) },
        )
    }

    is EnrolmentStep.Name -> node("step" to "name", "longest" to step.longest)

    is EnrolmentStep.Options -> node("step" to "options")

    is EnrolmentStep.Send -> step.request.let {
        node(
            "step" to "send",
            "purpose" to it.purpose,
            "method" to it.method,
            "url" to it.url,
            "headers" to node(*it.headers.map { header -> header.name to header.value }.toTypedArray()),
            "body" to it.body?.let { body -> jsonOrText(String(body)) },
            "most_bytes" to it.mostBytes,
            "timeout_seconds" to it.timeout.seconds,
        )
    }

    is EnrolmentStep.Create -> node("step" to "create")

    is EnrolmentStep.Ask -> {
        val wrong = step.question as? EnrolmentQuestion.WrongAccount
        val question = when (step.question) {
            is EnrolmentQuestion.WrongAccount -> "wrong_account"
            is EnrolmentQuestion.NotRegistered -> "not_registered"
            is EnrolmentQuestion.NotKnown -> "not_known"
        }
        node(
            "step" to "ask",
            "question" to question,
            "meant" to wrong?.meant,
            "found" to wrong?.found,
            "passkey" to step.passkey?.let { render(it) },
        )
    }

    is EnrolmentStep.Wait -> node("step" to "wait", "after_seconds" to step.after.seconds)
}

private fun render(outcome: EnrolmentOutcome): ObjectNode = when (outcome) {
    is EnrolmentOutcome.Enrolled -> node(
        "step" to "done",
        "outcome" to "enrolled",
        "passkey" to render(outcome.passkey),
        "registration" to outcome.registration,
    )

    is EnrolmentOutcome.Removed ->
        node("step" to "done", "outcome" to "removed", "passkey" to render(outcome.passkey))

    is EnrolmentOutcome.Listed -> node(
        "step" to "done",
        "outcome" to "listed",
        "on_server" to outcome.onServer,
        "confirmed" to outcome.confirmed.map { render(it) },
        "stale" to outcome.stale.map { render(it) },
        "untouched" to outcome.untouched.map { render(it) },
        "coverage" to outcome.coverage,
    )
}

internal fun render(open: OpenEnrolment): ObjectNode = node(
    "id" to open.id.hex,
    "begun" to open.begun,
    "dialect" to open.dialect,
    "server" to open.server,
    "stage" to open.stage,
    "passkey" to open.passkey?.let { render(it) },
)

internal fun render(dialect: DialectSummary): ObjectNode = node(
    "name" to dialect.name,
    "title" to dialect.title,
    "verified" to if (dialect.verified is DialectVerified.Ran) "ran" else "documented",
    "parameters" to dialect.parameters,
    "needs_options" to dialect.needsOptions,
    "lists" to dialect.lists,
    "deletes" to dialect.deletes,
)

private fun render(refusal: Refusal): ObjectNode =
    node("family" to refusal.family, "status" to refusal.status, "code" to refusal.code)

/** A form is text. */
private fun jsonOrText(body: String): Any = try {
    parsed(body)
} catch (_: JsonProcessingException) {
    body
}
