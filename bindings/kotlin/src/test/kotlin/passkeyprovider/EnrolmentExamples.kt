package passkeyprovider

import java.io.IOException
import java.net.HttpURLConnection
import java.net.URI

/** The Kotlin of `docs/enrolment.md`, word for word; [ReadmeTest] compares it, and [EnrolmentsTest] runs it. */
internal class EnrolmentExamples(provider: PasskeyProvider, setup: EnrolmentSetup) : EnrolmentHost(provider, setup) {
    fun register(): EnrolmentStep {
        val enrolments = provider.enrolments
        var step = keep(enrolments.begin(setup))
        while (step is EnrolmentStep.Pending) {
            step = keep(
                when (val at = step) {
                    is EnrolmentStep.Token -> signIn(at.signIn).use { enrolments.signedIn(at, it) }
                    is EnrolmentStep.Name -> enrolments.named(at, askForName(at.longest))
                    is EnrolmentStep.Options -> enrolments.optionsFound(at, optionsOfThePage())
                    is EnrolmentStep.Send -> enrolments.answered(at, send(at.request))
                    is EnrolmentStep.Create -> create(at)
                    is EnrolmentStep.Ask -> enrolments.replied(at, ask(at.question))
                    is EnrolmentStep.Wait -> enrolments.waited(at.also { sleep(it.after) })
                },
            )
        }
        return step
    }

    override fun send(request: ServerRequest): ServerAnswer = try {
        asked += request.purpose
        sent(request)
    } catch (_: IOException) {
        ServerAnswer.Unreachable
    }

    private fun sent(request: ServerRequest): ServerAnswer {
        val http = URI(request.url).toURL().openConnection() as HttpURLConnection
        http.instanceFollowRedirects = false
        http.requestMethod = request.method
        http.connectTimeout = request.timeout.toMillis().toInt()
        http.readTimeout = http.connectTimeout
        for (header in request.headers) http.setRequestProperty(header.name, header.value)
        http.doOutput = request.body != null
        request.body?.let { body -> http.outputStream.use { it.write(body) } }
        val answer = if (http.responseCode < 400) http.inputStream else http.errorStream
        val body = answer?.use { it.readNBytes(request.mostBytes + 1) } ?: ByteArray(0)
        return ServerAnswer.of(http.responseCode, http.headerFields, body)
    }
}
