package passkeyprovider

import java.security.KeyStore

/** The examples of the package's own documentation, word for word; [ReadmeTest] compares them, and runs them. */
internal class DocumentationExamples(private val provider: PasskeyProvider) {
    fun passkeys() {
        for (passkey in provider.passkeys.all().passkeys) {
            show(passkey.rpId, passkey.why)
            if (passkey.isKeyMissing) {
                val (removal, epoch) = provider.passkeys.delete(passkey.reference)
                keep(epoch)
                if (removal.serverMayHoldIt) askToRemoveAt(removal.manageUrl)
            }
        }
    }

    fun server(passkey: PasskeyRef, isAccepted: Boolean) {
        val (_, epoch) = if (isAccepted) {
            provider.server.confirm(passkey)
        } else {
            provider.server.reject(passkey, reason = "this organisation permits other providers only")
        }
        keep(epoch)
    }

    fun callers(caller: Caller, rpId: String, fetch: (FetchRequest) -> FetchAnswer): CallerCheck {
        var check = provider.callers.check(caller, rpId)
        while (check is PendingCaller) {
            check = check.use { pending ->
                val (next, epoch) = provider.callers.answerFetch(pending, fetch(pending.request))
                keep(epoch)
                next
            }
        }
        return check
    }

    fun hardwareKeys(keyStore: KeyStore) {
        val (keys, epoch) = provider.hardwareKeys.toDelete()
        keep(epoch)
        for (key in keys) {
            keyStore.deleteEntry(key.handle.toText())
            keep(provider.hardwareKeys.gone(key.handle).epoch)
        }
    }

    fun enrolments(host: EnrolmentHost): EnrolmentStep = with(host) {
        val (enrolments, setup) = provider.enrolments to host.setup
        var step = keep(enrolments.begin(setup))
        while (step is EnrolmentStep.Pending) {
            val next = when (val at = step) {
                is EnrolmentStep.Token -> signIn(at.signIn).use { enrolments.signedIn(at, it) }
                is EnrolmentStep.Name -> enrolments.named(at, askForName(at.longest))
                is EnrolmentStep.Options -> enrolments.optionsFound(at, optionsOfThePage())
                is EnrolmentStep.Send -> enrolments.answered(at, send(at.request))
                is EnrolmentStep.Create -> create(at)
                is EnrolmentStep.Ask -> enrolments.replied(at, ask(at.question))
                is EnrolmentStep.Wait -> enrolments.waited(at.also { sleep(it.after) })
            }
            step = keep(next)
        }
        step
    }

    suspend fun suspending(passkey: PasskeyRef) {
        val (removal, epoch) = provider.suspending { passkeys.delete(passkey) }
        keep(epoch)
        check(removal.passkey == passkey)
    }

    /** What was shown, and kept. */
    val shown = mutableListOf<String>()
    var kept: Epoch? = null

    private fun show(rpId: String, why: String) {
        check(why.isNotEmpty())
        shown += rpId
    }

    private fun keep(epoch: Epoch) {
        kept = epoch
    }

    private fun askToRemoveAt(manageUrl: String?) {
        check(manageUrl == null) { "the host gave no link" }
    }

    companion object {
        suspend fun open(options: OpenOptions): PasskeyProvider {
            val provider = PasskeyProvider.suspending { open(options) }
            return provider
        }
    }
}
