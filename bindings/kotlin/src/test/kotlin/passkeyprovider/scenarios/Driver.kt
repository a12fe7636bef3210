package passkeyprovider.scenarios

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.node.ObjectNode
import passkeyprovider.AsOf
import passkeyprovider.Caller
import passkeyprovider.CallerCheck
import passkeyprovider.CallerRefused
import passkeyprovider.Committed
import passkeyprovider.CreatePlan
import passkeyprovider.CredentialId
import passkeyprovider.Dialect
import passkeyprovider.EnrolmentId
import passkeyprovider.EnrolmentStep
import passkeyprovider.Epoch
import passkeyprovider.ErrorCode
import passkeyprovider.Freshness
import passkeyprovider.GetPlan
import passkeyprovider.Inspection
import passkeyprovider.KeyHandle
import passkeyprovider.PasskeyException
import passkeyprovider.PasskeyProvider
import passkeyprovider.PendingCaller
import passkeyprovider.SignalKind
import passkeyprovider.UserHandle
import passkeyprovider.VerifiedCaller
import passkeyprovider.VerifiedSignal
import java.io.File
import java.time.Instant

/** Makes the calls of one scenario. Stores lie in [folder]; what was opened or made is closed at the end. */
internal class Driver(val folder: File) : AutoCloseable {
    private val named = mutableMapOf<Pair<Class<*>, String>, AutoCloseable>()
    private val made = mutableListOf<AutoCloseable>()

    override fun close() = made.asReversed().forEach { it.close() }

    /** What comes of one call; all of its arguments are taken before. */
    fun call(operation: String, on: String, name: String?, with: Arguments): JsonNode = with.run {
        when (operation) {
            "open" -> {
                val options = openOptions(folder)
                finish()
                keep(name, PasskeyProvider.open(options))
                node()
            }

            "close_store" -> {
                provider(on).close()
                node()
            }

            "opening" -> provider(on).opening.let { node("made" to it.made, "is_gated" to it.isGated) }

            "look_at_store" -> render(PasskeyProvider.look(File(folder, text("store"))))

            "set_store_aside" -> PasskeyProvider.setAside(File(folder, text("store"))).let {
                node("kept_as" to it.file.name, "passkeys" to it.passkeys)
            }

            "make_device_key" -> node("made" to PasskeyProvider.makeDeviceKey(text("service"), text("account")))

            "inspect_creation_options" -> render(
                PasskeyProvider.inspectCreationOptions(document("options"), flag("strict")),
            )

            "inspect_request_options" -> render(
                PasskeyProvider.inspectRequestOptions(document("options"), flag("strict")),
            )

            "error_table" -> node("rows" to PasskeyProvider.errorTable().map { render(it) })

            "build_id" -> node("id" to PasskeyProvider.buildId())

            "judge_by_policy" -> render(PasskeyProvider.judgeByPolicy(policy(), policyFacts()))

            "inspect_policy" -> PasskeyProvider.inspectPolicy(policy()).let {
                node("strengths" to it.strengths, "doubts" to it.doubts.map(::render))
            }

            "shipped_dialects" -> node("dialects" to Dialect.shipped().map { render(it) })

            "explain_refusal" -> explained(refusal())

            "judge_readiness" -> judged(arguments("facts").finished { readinessFacts() })

            "read_scanned_code" -> scanned()

            else -> ceremony(operation, provider(on), name) ?: enrolments(operation, provider(on), name)
                ?: callers(operation, provider(on), name)
                ?: passkeys(operation, provider(on)) ?: servers(operation, provider(on), name)
                ?: store(operation, provider(on)) ?: throw Mistake("no operation is called $operation")
        }
    }

    private fun Arguments.ceremony(operation: String, provider: PasskeyProvider, name: String?): JsonNode? =
        when (operation) {
            "begin_create" -> {
                val (options, strict) = creationOptions() to flag("strict")
                val plan =
                    provider.beginCreate(options, caller(), model(), strict, attestationOffer(), membership())
                render(keep(name, plan))
            }

            "finish_create" -> committed(provider.finishCreate(named("plan"), consent(), resolution()), ::render)

            "begin_attested_create" ->
                provider.beginAttestedCreate(named("plan"), consent(), resolution()).let {
                    node("to_sign" to it.toSign, "public_key" to it.publicKey)
                }

            "finish_attested_create" ->
                committed(
                    provider.finishAttestedCreate(named("plan"), arguments("attestation").hostAttestation()),
                    ::render,
                )

            "create_conditionally" -> {
                val (options, strict) = creationOptions() to flag("strict")
                committed(provider.createConditionally(options, caller(), model(), strict, membership()), ::render)
            }

            "intend_hardware_key" -> {
                val intended = provider.intendHardwareKey(named("plan"), numbers("offers"), consent(), resolution())
                committed(intended) {
                    node("handle" to it.handle, "algorithm" to it.algorithm, "challenge" to it.challenge)
                }
            }

            "begin_hardware_create" ->
                node("to_sign" to provider.beginHardwareCreate(named("plan"), hardwareKey()))

            "finish_hardware_create" ->
                committed(
                    provider.finishHardwareCreate(
                        named("plan"),
                        bytes("signature"),
                        argumentsIfAny("attestation")?.hostAttestation(),
                    ),
                    ::render,
                )

            "offers" -> node("candidates" to provider.offers(requestOptions(), flag("strict")).map { render(it) })

            "begin_get" -> {
                val picked = bytesIfAny("picked")?.let(::CredentialId)
                render(keep(name, provider.beginGet(requestOptions(), caller(), flag("strict"), picked)))
            }

            "finish_get" -> render(provider.finishGet(named("plan"), credentialId(), consent()))

            "finish_hardware_get" ->
                committed(provider.finishHardwareGet(named("plan"), bytes("signature")), ::render)

            else -> null
        }

    private fun Arguments.enrolments(operation: String, provider: PasskeyProvider, name: String?): JsonNode? {
        val enrolments = provider.enrolments
        return when (operation) {
            "begin_enrolment" -> step(name, enrolments.begin(arguments("setup").finished { setup() }))

            "open_enrolments" -> node("enrolments" to enrolments.open().map { render(it) })

            "resume_enrolment" -> enrolments.resume(EnrolmentId(text("id"))).let { (step, epoch) ->
                step?.let { step(name, Committed(it, epoch)) } ?: node("step" to null, "epoch" to epoch)
            }

            "continue_enrolment" -> {
                val step = find(EnrolmentStep.Pending::class.java, text("step"))
                step(name, goOn(enrolments, step, { find(CreatePlan::class.java, it) }, ::errorOf))
            }

            "plan_enrolment" -> {
                val step = find(EnrolmentStep.Pending::class.java, text("step")) as EnrolmentStep.Create
                render(keep(name, enrolments.plan(step, model(), attestationOffer(), membership())))
            }

            "abandon_enrolment" ->
                committed(enrolments.abandon(EnrolmentId(text("id")))) { node("was_there" to it) }

            "begin_removal_on_both_sides" -> {
                val setup = argumentsIfAny("setup")?.finished { setup() }
                step(name, enrolments.beginRemoval(passkey(), setup))
            }

            "begin_listing_at_server" -> {
                val account = UserHandle(bytes("user_handle"))
                step(name, enrolments.look(arguments("setup").finished { setup() }, text("rp_id"), account))
            }

            else -> null
        }
    }

    /** What the person declined has none. */
    private fun errorOf(code: String): PasskeyException? =
        PasskeyProvider.errorTable().find { it.code.word == code && it.code != ErrorCode.DECLINED }
            ?.let { PasskeyException(it, "a scenario says so") }

    private fun step(name: String?, committed: Committed<EnrolmentStep>): ObjectNode {
        val step = committed.value
        if (step is EnrolmentStep.Pending) {
            made += step
            if (name != null) named[EnrolmentStep.Pending::class.java to name] = step
        }
        return committed(committed) { render(it) }
    }

    private fun Arguments.callers(operation: String, provider: PasskeyProvider, name: String?): JsonNode? =
        when (operation) {
            "check_caller" -> check(name, provider.callers.check(caller(), textIfAny("rp_id")))

            "answer_fetch" ->
                committed(provider.callers.answerFetch(named("pending"), fetchAnswer())) { check(name, it) }

            "note_refused" -> committed(provider.callers.noteRefused(word<CallerRefused>("reason"), text("who")))

            "linked_apps" -> node("apps" to provider.callers.linkedApps().map { render(it) })

            "update_privileged_list" ->
                committed(
                    provider.callers.updatePrivilegedList(
                        document("document").toByteArray(),
                        Instant.ofEpochMilli(number("as_of")),
                    ),
                )

            "privileged_list" -> provider.callers.privilegedList().let {
                node("packages" to it?.packages, "as_of" to it?.asOf)
            }

            "trust_app" -> committed(provider.callers.trustApp(androidApp()))

            "trusted_apps" -> node("apps" to provider.callers.trustedApps().map { render(it) })

            "revoke_app" -> committed(provider.callers.revokeApp(text("package")))

            else -> null
        }

    private fun Arguments.passkeys(operation: String, provider: PasskeyProvider): JsonNode? = when (operation) {
        "candidates" -> node("candidates" to provider.candidates(text("rp_id")).map { render(it) })

        "list" -> render(provider.passkeys.all())

        "deleted" -> render(provider.passkeys.deleted())

        "show" -> render(provider.passkeys.get(passkey()))

        "rename" -> committed(provider.passkeys.rename(passkey(), text("label")))

        "delete" -> committed(provider.passkeys.delete(passkey())) {
            render(it.passkey).put("server_may_hold_it", it.serverMayHoldIt).put("manage_url", it.manageUrl)
        }

        "restore" -> committed(provider.passkeys.restore(passkey()))

        "purge" -> committed(provider.passkeys.purge(passkey()), ::render)

        "purge_expired" -> committed(provider.passkeys.purgeExpired(), ::render)

        "history" -> render(provider.passkeys.history(passkey()))

        "identities" -> node("identities" to provider.passkeys.identities().map { render(it) })

        "identity_delta" -> provider.passkeys.identityDelta(identities()).let { delta ->
            node("add" to delta.add.map { render(it) }, "remove" to delta.remove.map { render(it) })
        }

        "report_tags" -> provider.passkeys.reportTags(passkey()).let { node("rp_tag" to it.rpTag, "tag" to it.tag) }

        else -> null
    }

    private fun Arguments.servers(operation: String, provider: PasskeyProvider, name: String?): JsonNode? =
        when (operation) {
            "confirm" -> committed(provider.server.confirm(passkey()))

            "reject" -> committed(provider.server.reject(passkey(), textIfAny("reason")))

            "note_no_answer" -> committed(provider.server.noteNoAnswer(passkey(), textIfAny("reason")))

            "note_account_moved" -> committed(provider.server.noteAccountMoved(passkey()))

            "stale" -> committed(provider.server.doubtful()) { doubtful ->
                node("passkeys" to doubtful.map { render(it) })
            }

            "verify_signal" -> {
                keep(name, provider.server.verifySignal(word<SignalKind>("kind"), document("signal"), caller()))
                node()
            }

            "apply_signal" -> committed(provider.server.applySignal(named("signal")))

            "reconcile" -> {
                val asOf = numberIfAny("as_of_epoch")?.let { AsOf.AtEpoch(Epoch(it)) }
                    ?: AsOf.AtTime(Instant.ofEpochMilli(number("as_of_time")))
                val account = UserHandle(bytes("user_handle"))
                committed(provider.server.reconcile(text("rp_id"), account, serverList(), asOf), ::render)
            }

            else -> null
        }

    private fun Arguments.store(operation: String, provider: PasskeyProvider): JsonNode? = when (operation) {
        "keys_to_delete" -> committed(provider.hardwareKeys.toDelete()) { keys ->
            node("keys" to keys.map { render(it) })
        }

        "abandon_hardware_key" -> committed(provider.hardwareKeys.abandon(handle()))

        "key_gone" -> committed(provider.hardwareKeys.gone(handle()))

        "compare_hardware_keys" ->
            committed(provider.hardwareKeys.compare(listOfBytes("existing").map(::KeyHandle)), ::render)

        "configure" -> committed(provider.configure(if (has("configuration")) document("configuration") else null))

        "configuration" -> render(provider.configuration())

        "judge_by_configuration" -> render(provider.judgeByConfiguration(managedFacts()))

        "check" -> provider.health().let {
            node(
                "is_good" to it.isGood,
                "is_intact" to it.isIntact,
                "passkeys" to it.passkeys,
                "damaged" to it.damaged,
                "damaged_parts" to it.damagedParts.map { part -> render(part) },
                "is_as_written" to it.isAsWritten,
                "is_gated" to it.isGated,
                "schema_version" to it.schemaVersion,
                "epoch" to it.epoch,
            )
        }

        "epoch" -> node("epoch" to provider.epoch())

        "freshness" -> when (val freshness = provider.freshness()) {
            is Freshness.Current -> node("state" to "current")
            is Freshness.Made -> node("state" to "made")
            is Freshness.RolledBack -> node("state" to "rolled_back", "missing" to freshness.missing)
        }

        "accept_rollback" -> committed(provider.acceptRollback())

        "journal" -> render(provider.journal())

        "diagnose" -> node("report" to parsed(provider.diagnose()))

        else -> null
    }

    /** The name of a check that verified one, or an object with one member that says what kind it is. */
    private fun Arguments.caller(): Caller {
        if (isText("caller")) return named<VerifiedCaller>("caller")
        val (kind, inner) = kind("caller")
        return inner.finished {
            when (kind) {
                "web" -> Caller.Web(text("origin"), frame())

                "web_or_related" -> Caller.WebOrRelated(text("origin"), frame())

                "android" -> Caller.Android(
                    androidApp(),
                    textIfAny("origin"),
                    if (has("client_data_hash")) clientDataHash() else null,
                )

                else -> throw this@caller.wrong("caller", "a caller")
            }
        }
    }

    private fun check(name: String?, check: CallerCheck): ObjectNode = render(keep(name, check))

    private fun provider(name: String): PasskeyProvider = find(PasskeyProvider::class.java, name)

    private inline fun <reified T : AutoCloseable> Arguments.named(argument: String): T =
        find(T::class.java, text(argument))

    private fun <T : AutoCloseable> find(type: Class<T>, name: String): T =
        type.cast(named[type to name]) ?: throw Mistake("no ${type.simpleName} is called $name")

    private fun <T : AutoCloseable> keep(name: String?, value: T): T {
        made += value
        named[value.javaClass to (name ?: throw Mistake("the step needs `as`"))] = value
        return value
    }

    private fun render(inspection: Inspection) = node(
        "options" to parsed(inspection.json),
        "rp_id" to inspection.rpId,
        "repairs" to inspection.repairs.map { render(it) },
    )
}
