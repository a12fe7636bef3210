package passkeyprovider.scenarios

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.node.ObjectNode
import passkeyprovider.AndroidApp
import passkeyprovider.Asserted
import passkeyprovider.Basis
import passkeyprovider.CallerCheck
import passkeyprovider.Committed
import passkeyprovider.CreatePlan
import passkeyprovider.Created
import passkeyprovider.Custody
import passkeyprovider.DamagedPart
import passkeyprovider.Decision
import passkeyprovider.Epoch
import passkeyprovider.ErrorDetail
import passkeyprovider.ErrorRow
import passkeyprovider.GetOutcome
import passkeyprovider.GetPlan
import passkeyprovider.HardwareComparison
import passkeyprovider.History
import passkeyprovider.Identity
import passkeyprovider.LargeBlobOutput
import passkeyprovider.LinkedApp
import passkeyprovider.Listing
import passkeyprovider.LooseKey
import passkeyprovider.OpaqueBytes
import passkeyprovider.Passkey
import passkeyprovider.PasskeyException
import passkeyprovider.PasskeyRef
import passkeyprovider.PasskeySummary
import passkeyprovider.PendingCaller
import passkeyprovider.Presence
import passkeyprovider.PrfOutput
import passkeyprovider.Purged
import passkeyprovider.Reconciliation
import passkeyprovider.Repair
import passkeyprovider.Standing
import passkeyprovider.TrustedApp
import passkeyprovider.User
import passkeyprovider.Verification
import passkeyprovider.VerifiedCaller
import passkeyprovider.Visibility
import java.io.File
import java.time.Instant
import java.util.Base64

/** An object of a scenario: bytes as base64url, times as milliseconds, enumerations as words. */
internal fun node(vararg members: Pair<String, Any?>): ObjectNode = JSON.valueToTree(
    members.associate {
        it.first to
            plain(it.second)
    },
)

private fun plain(value: Any?): Any? = when (value) {
    is ByteArray -> Base64.getUrlEncoder().withoutPadding().encodeToString(value)
    is OpaqueBytes -> value.toBase64Url()
    is Instant -> value.toEpochMilli()
    is Enum<*> -> value.name.lowercase()
    is Epoch -> value.number
    is List<*> -> value.map(::plain)
    else -> value
}

internal fun render(presence: Presence): JsonNode = when (presence) {
    is Presence.Nothing -> node("state" to "nothing")
    is Presence.Store -> node("state" to "store", "passkeys" to presence.passkeys)
    is Presence.TooNew -> node("state" to "too_new", "found" to presence.found, "known" to presence.known)
    is Presence.Foreign -> node("state" to "foreign")
    is Presence.NotADatabase -> node("state" to "not_a_database")
    is Presence.Damaged -> node("state" to "damaged")
}

/** What came of a call that may write: the members of its outcome, and the epoch. */
internal fun <T> committed(committed: Committed<T>, render: (T) -> ObjectNode): ObjectNode =
    render(committed.value).put("epoch", committed.epoch.number)

/** Of a call that gives its epoch alone. */
internal fun committed(committed: Committed<Unit>): ObjectNode = committed(committed) { node() }

internal fun render(passkey: PasskeyRef): ObjectNode =
    node("rp_id" to passkey.rpId, "credential_id" to passkey.credentialId)

internal fun render(purged: Purged): ObjectNode = node("count" to purged.count, "left_in_log" to purged.leftInLog)

internal fun render(reconciliation: Reconciliation): ObjectNode = node(
    "confirmed" to reconciliation.confirmed.map(::render),
    "stale" to reconciliation.stale.map(::render),
    "untouched" to reconciliation.untouched.map(::render),
    "unreadable" to reconciliation.unreadable,
    "coverage" to reconciliation.coverage,
)

internal fun render(key: LooseKey): ObjectNode =
    node("handle" to key.handle, "reason" to key.reason, "since" to key.since)

internal fun render(comparison: HardwareComparison): ObjectNode = node(
    "to_delete" to comparison.toDelete,
    "unknown" to comparison.unknown,
    "missing" to comparison.missing.map(::render),
    "found" to comparison.found.map(::render),
)

internal fun render(damaged: DamagedPart): ObjectNode =
    node("part" to damaged.part.name.lowercase(), "row" to damaged.row)

internal fun render(plan: CreatePlan): ObjectNode = node(
    "rp_id" to plan.rpId,
    "origin" to plan.origin,
    "app" to plan.app,
    "user" to render(plan.user),
    "user_verification" to plan.userVerification,
    "algorithms" to plan.algorithms,
    "sealed_attestation" to plan.sealedAttestation,
    "hardware_attestation" to plan.hardwareAttestation,
    "policy_warning" to plan.policyWarning?.let(::render),
    "decision" to when (plan.decision) {
        is Decision.Proceed -> "proceed"
        is Decision.AlreadyRegistered -> "already_registered"
        is Decision.StaleDuplicate -> "stale_duplicate"
        is Decision.InFlight -> "duplicate_in_flight"
        is Decision.Duplicate -> "duplicate"
    },
    "existing" to plan.decision.existing.map(::render),
    "leftovers" to plan.leftovers.map(::render),
    "answers" to plan.answers,
    "repairs" to plan.repairs.map(::render),
)

internal fun render(plan: GetPlan): ObjectNode = node(
    "rp_id" to plan.rpId,
    "origin" to plan.origin,
    "app" to plan.app,
    "user_verification" to plan.userVerification,
    "candidates" to plan.candidates.map(::render),
    "repairs" to plan.repairs.map(::render),
)

internal fun render(output: PrfOutput): ObjectNode = node(
    "enabled" to output.enabled,
    "first" to output.results?.exposeFirst { it.copyOf() },
    "second" to output.results?.exposeSecond { it.copyOf() },
)

internal fun render(output: LargeBlobOutput): ObjectNode = node(
    "supported" to output.supported,
    "blob" to output.blob?.expose { it.copyOf() },
    "written" to output.written,
)

internal fun render(created: Created): ObjectNode = node(
    "response" to JSON.readTree(created.responseJson),
    "attestation_object" to created.attestationObject,
    "client_data_hash" to created.clientDataHash,
    "passkey" to render(created.passkey),
    "verification" to word(created.verification),
    "attestation" to created.attestation,
    "prf" to created.prf?.let(::render),
    "large_blob" to created.largeBlob?.let(::render),
)

internal fun render(outcome: GetOutcome): ObjectNode = when (outcome) {
    is GetOutcome.ToSign -> node("to_sign" to outcome.bytes, "key_handle" to outcome.keyHandle)
    is GetOutcome.Done -> committed(outcome.asserted, ::render)
}

internal fun render(asserted: Asserted): ObjectNode = node(
    "response" to JSON.readTree(asserted.responseJson),
    "client_data_hash" to asserted.clientDataHash,
    "authenticator_data" to asserted.authenticatorData,
    "signature" to asserted.signature,
    "passkey" to render(asserted.passkey),
    "verification" to word(asserted.verification),
    "prf" to asserted.prf?.let(::render),
    "large_blob" to asserted.largeBlob?.let(::render),
)

internal fun render(check: CallerCheck): ObjectNode = when (check) {
    is PendingCaller -> node(
        "state" to "pending",
        "purpose" to check.request.purpose,
        "url" to check.request.url,
        "most_bytes" to check.request.mostBytes,
        "timeout_seconds" to check.request.timeout.seconds,
        "most_redirects" to check.request.mostRedirects,
    )

    is VerifiedCaller -> {
        val (basis, time) = when (val basis = check.basis) {
            is Basis.Domain -> "domain" to null
            is Basis.RelatedOrigins -> "related_origins" to basis.fetched
            is Basis.PrivilegedList -> "privileged_list" to basis.asOf
            is Basis.TrustedByPerson -> "trusted_by_person" to basis.since
            is Basis.AssetLinks -> "asset_links" to basis.fetched
            is Basis.Platform -> "platform" to null
            is Basis.Enrolment -> "enrolment" to null
        }
        node("state" to "verified", "rp_id" to check.rpId, "basis" to basis, "basis_time" to time)
    }
}

internal fun render(passkey: Passkey): ObjectNode {
    val hardware = passkey.custody as? Custody.Hardware
    return node(
        "credential_id" to passkey.credentialId,
        "rp_id" to passkey.rpId,
        "user" to render(passkey.user),
        "label" to passkey.label,
        "public_key" to passkey.publicKey,
        "algorithm" to passkey.algorithm,
        "custody" to word(passkey.custody),
        "key_handle" to hardware?.handle,
        "key_access" to hardware?.access,
        "backup_flags" to passkey.backupFlags,
        "protection" to passkey.protection,
        "created" to passkey.created,
        "created_epoch" to passkey.createdEpoch,
        "sign_count" to passkey.signCount,
        "last_used" to passkey.lastUsed,
        "last_verification" to word(passkey.lastVerification),
        "standing" to word(passkey.standing),
        "reason" to reason(passkey.standing),
        "why" to passkey.why,
        "deadline" to (passkey.standing as? Standing.Unconfirmed)?.deadline,
        "since" to passkey.since,
        "visibility" to when (passkey.visibility) {
            is Visibility.Shown -> "shown"
            is Visibility.Hidden -> "hidden"
            is Visibility.Superseded -> "superseded"
            is Visibility.Deleted -> "deleted"
        },
        "is_offered" to passkey.isOffered,
        "deleted_at" to (passkey.visibility as? Visibility.Deleted)?.at,
        "key_missing" to passkey.isKeyMissing,
        "needs_reregistration" to passkey.needsReregistration,
    )
}

internal fun render(summary: PasskeySummary): ObjectNode {
    val hardware = summary.custody as? Custody.Hardware
    return render(summary.passkey).setAll(
        node(
            "title" to summary.title,
            "user" to render(summary.user),
            "label" to summary.label,
            "custody" to word(summary.custody),
            "backup_flags" to summary.backupFlags,
            "key_handle" to hardware?.handle,
            "key_access" to hardware?.access,
            "created" to summary.created,
            "last_used" to summary.lastUsed,
            "standing" to word(summary.standing),
            "reason" to reason(summary.standing),
            "why" to summary.why,
            "since" to summary.since,
        ),
    )
}

private fun render(user: User): ObjectNode =
    node("handle" to user.handle, "name" to user.name, "display_name" to user.displayName)

internal fun render(repair: Repair): ObjectNode = node(
    "path" to repair.path,
    "found" to repair.found,
    "used" to repair.used,
)

internal fun render(listing: Listing): ObjectNode =
    node("passkeys" to listing.passkeys.map(::render), "damaged" to listing.damaged)

internal fun render(history: History): ObjectNode {
    val events = history.events.map {
        node(
            "at" to it.at,
            "kind" to it.kind,
            "verification" to word(it.verification),
            "sentence" to it.sentence,
            "note" to it.note,
        )
    }
    return node("events" to events, "folded" to history.folded, "folded_until" to history.foldedUntil)
}

internal fun render(identity: Identity): ObjectNode = render(identity.passkey).setAll(
    node("user_handle" to identity.userHandle, "user_name" to identity.userName),
)

internal fun render(linked: LinkedApp): ObjectNode = node(
    "rp_id" to linked.rpId,
    "package" to linked.packageName,
    "certificate" to linked.certificate,
    "relation" to linked.relation,
    "fetched" to linked.fetched,
)

internal fun render(trusted: TrustedApp): ObjectNode {
    val app: AndroidApp = trusted.app
    return node(
        "package" to app.packageName,
        "signers" to app.signers,
        "history" to app.history,
        "since" to trusted.since,
    )
}

internal fun render(row: ErrorRow): ObjectNode = node(
    "code" to row.code,
    "fault" to row.fault,
    "dom_exception" to row.domException.exceptionName,
    "next" to row.next,
    "android_create_type" to row.androidCreateType,
    "android_get_type" to row.androidGetType,
    "asks_for_view" to row.asksForView,
    "ios_codes" to node(
        "silent" to row.iosCodes.silent,
        "with_view" to row.iosCodes.withView,
        "conditional" to row.iosCodes.conditional,
    ),
)

internal fun render(error: PasskeyException): ObjectNode {
    val members = render(error.row).put("message", error.happened).put("epoch", error.epoch?.number)
    val detail: ObjectNode? = when (val detail = error.detail) {
        null -> null
        is ErrorDetail.Argument -> node("argument" to detail.name)
        is ErrorDetail.Refused -> node("reason" to detail.reason)
        is ErrorDetail.ServerList -> node("reason" to detail.reason)
        is ErrorDetail.Site -> node("site" to detail.rpId)
        is ErrorDetail.Member -> node("member" to detail.path)
        is ErrorDetail.Passkeys -> node("passkeys" to detail.count)
        is ErrorDetail.Missing -> node("missing" to detail.commits)
        is ErrorDetail.Versions -> node("found" to detail.found, "known" to detail.known)
        is ErrorDetail.Attestation -> node("requirement" to detail.requirement)
        is ErrorDetail.Cause -> node("cause" to detail.why)
        is ErrorDetail.Ruling -> render(detail.ruling)
        is ErrorDetail.Policy -> node("problem" to detail.problem, "path" to detail.path)
        is ErrorDetail.KeptAs -> node("kept_as" to File(detail.path).name)
    }
    return detail?.let { members.setAll<ObjectNode>(it) } ?: members
}

private fun word(custody: Custody): String = when (custody) {
    is Custody.Sealed -> "sealed"
    is Custody.Hardware -> "hardware"
}

internal fun word(verification: Verification?): String? = when (verification) {
    null -> null
    is Verification.KeySignature -> "key_signature"
    is Verification.Gate -> "gate"
    is Verification.Statement -> verification.method.name.lowercase()
    is Verification.Unknown -> "unknown"
}

private fun word(standing: Standing): String = when (standing) {
    is Standing.Unconfirmed -> "unconfirmed"
    is Standing.Confirmed -> "confirmed"
    is Standing.Suspect -> "suspect"
    is Standing.Stale -> "stale"
}

private fun reason(standing: Standing): String = when (standing) {
    is Standing.Unconfirmed -> "no_word_yet"
    is Standing.Confirmed -> standing.by.name.lowercase()
    is Standing.Suspect -> standing.by.name.lowercase()
    is Standing.Stale -> standing.by.name.lowercase()
}

internal fun parsed(json: String): JsonNode = JSON.readTree(json)
