package passkeyprovider.scenarios

import com.fasterxml.jackson.databind.node.ObjectNode
import passkeyprovider.FidoCodeChannel
import passkeyprovider.FidoCodeContinuation
import passkeyprovider.MissingStep
import passkeyprovider.ReadinessFacts
import passkeyprovider.Refusal
import passkeyprovider.ScannedCode
import java.time.Instant

internal fun Arguments.refusal(): Refusal = Refusal(
    family = word("family"),
    status = numberIfAny("status")?.toInt(),
    code = textIfAny("code"),
    occasion = if (has("occasion")) word("occasion") else null,
    aaguid = if (has("aaguid")) uuid("aaguid") else null,
)

internal fun explained(refusal: Refusal): ObjectNode = refusal.explain().let {
    node(
        "cause" to it.cause,
        "actor" to it.actor,
        "person" to it.person,
        "other" to it.other,
        "link" to it.link,
        "code" to it.code,
        "status" to it.status,
        "source" to it.source,
    )
}

internal fun Arguments.readinessFacts(): ReadinessFacts {
    fun flagIfAny(name: String) = if (has(name)) flag(name) else null
    return ReadinessFacts(
        system = text("system"),
        platform = word("platform"),
        credentialManager = flagIfAny("credential_manager"),
        providerEnabled = flagIfAny("provider_enabled"),
        providerPreferred = flagIfAny("provider_preferred"),
        screenLock = flagIfAny("screen_lock"),
        biometrics = if (has("biometrics")) word("biometrics") else null,
        biometricsRequired = flagIfAny("biometrics_required"),
        network = flagIfAny("network"),
        crossDevice = flagIfAny("cross_device"),
        bluetooth = if (has("bluetooth")) word("bluetooth") else null,
        workProfile = if (has("work_profile")) word("work_profile") else null,
        managedConfiguration = if (has("managed_configuration")) word("managed_configuration") else null,
        signIn = if (has("sign_in")) word("sign_in") else null,
    )
}

internal fun judged(facts: ReadinessFacts): ObjectNode = facts.judge().let {
    node("is_ready" to it.isReady, "steps" to it.steps.map { step -> render(step) }, "unknown" to it.unknown)
}

private fun render(missing: MissingStep): ObjectNode = node(
    "step" to missing.step,
    "blocks" to missing.blocks,
    "actor" to missing.actor,
    "text" to missing.sentence,
    "action" to missing.action?.let {
        node(
            "kind" to it.kind,
            "name" to it.name,
            "data" to it.data,
            "extra" to it.extra?.name,
            "extra_value" to it.extra?.value,
            "source" to it.source,
        )
    },
)

internal fun Arguments.scanned(): ObjectNode {
    val code = ScannedCode.read(text("text"), Instant.ofEpochMilli(number("now")), word("platform"))
    return when (code) {
        is ScannedCode.Refused -> node("refused" to code.word, "message" to code.happened)

        is ScannedCode.Fido -> code.code.let {
            val component = it.continuation as? FidoCodeContinuation.Component
            node(
                "asks" to it.asks,
                "made" to it.made,
                "age_seconds" to it.age?.seconds,
                "ahead_seconds" to it.ahead?.seconds,
                "is_old" to it.isOld,
                "is_linking" to it.isLinking,
                "known_servers" to it.knownServers,
                "channels" to it.channels.map { channel -> render(channel) },
                "is_non_discoverable" to it.isNonDiscoverable,
                "continuation" to if (component == null) "system_camera" else "component",
                "class_name" to component?.className,
                "sentence" to it.sentence,
                "uri" to it.uri,
            )
        }
    }
}

private fun render(channel: FidoCodeChannel): Any = when (channel) {
    is FidoCodeChannel.Tunnel -> "tunnel"
    is FidoCodeChannel.Bluetooth -> "bluetooth"
    is FidoCodeChannel.Other -> channel.number
}
