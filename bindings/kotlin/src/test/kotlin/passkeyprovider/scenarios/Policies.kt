package passkeyprovider.scenarios

import com.fasterxml.jackson.databind.node.ObjectNode
import passkeyprovider.AttestationFormat
import passkeyprovider.ManagedConfiguration
import passkeyprovider.ManagedFacts
import passkeyprovider.Membership
import passkeyprovider.OrganisationPolicy
import passkeyprovider.PersonKind
import passkeyprovider.PolicyDoubt
import passkeyprovider.PolicyFacts
import passkeyprovider.PolicyPerson
import passkeyprovider.PolicyRuling
import passkeyprovider.PolicySource
import passkeyprovider.PolicyVerdict
import passkeyprovider.PolicyWarning
import passkeyprovider.Verification
import passkeyprovider.VerificationFact
import passkeyprovider.VerificationMethod
import java.time.Instant

/** The policy, and where it comes from: from a server and of today, if nothing is said. */
internal fun Arguments.policy(): OrganisationPolicy = arguments("policy").finished {
    OrganisationPolicy(
        if (has("configuration")) document("configuration") else null,
        wordOr("source", PolicySource.SERVER),
        numberIfAny("date")?.let(Instant::ofEpochMilli) ?: Instant.now(),
        listOfArguments("strengths").map { it.finished { document() } },
    )
}

private fun Arguments.person(): PolicyPerson = argumentsIfAny("person")?.finished {
    PolicyPerson(textIfAny("id"), if (has("groups")) texts("groups") else null, wordOr("kind", PersonKind.MEMBER))
} ?: PolicyPerson()

internal fun Arguments.membership(): Membership? =
    argumentsIfAny("membership")?.finished { Membership(policy(), person(), flag("in_hardware")) }

internal fun Arguments.policyFacts(): PolicyFacts = arguments("facts").finished {
    PolicyFacts(
        model(),
        word("occasion"),
        wordOr("attestation", AttestationFormat.NONE),
        person(),
        texts("strengths"),
    )
}

internal fun Arguments.managedFacts(): ManagedFacts = arguments("facts").finished {
    ManagedFacts(
        word("occasion"),
        textIfAny("rp_id"),
        if (has("is_hardware")) flag("is_hardware") else null,
        if (has("is_gated")) flag("is_gated") else null,
        verification(),
        if (has("attestation")) word<AttestationFormat>("attestation") else null,
    )
}

private fun Arguments.verification(): VerificationFact = when (val word = textIfAny("verification")) {
    null -> VerificationFact.NotKnown

    "none" -> VerificationFact.NotVerified

    "key_signature" -> VerificationFact.Verified(Verification.KeySignature)

    "gate" -> VerificationFact.Verified(Verification.Gate)

    else -> VerificationFact.Verified(
        Verification.Statement(
            VerificationMethod.entries.find { it.word == word } ?: throw wrong("verification", "a verification"),
        ),
    )
}

internal fun render(configuration: ManagedConfiguration): ObjectNode = node(
    "allowed_rp_ids" to configuration.allowedRpIds,
    "hardware_keys_only" to configuration.hardwareKeysOnly,
    "gated_only" to configuration.gatedOnly,
    "verification_always" to configuration.verificationAlways,
    "verification_methods" to configuration.verificationMethods?.map { word(it) },
    "no_stated_verification" to configuration.noStatedVerification,
    "attestation_formats" to configuration.attestationFormats,
)

internal fun render(verdict: PolicyVerdict): ObjectNode = node(
    "is_allowed" to verdict.isAllowed,
    "rulings" to verdict.rulings.map(::render),
    "doubts" to verdict.doubts.map(::render),
)

internal fun render(warning: PolicyWarning): ObjectNode =
    node("rulings" to warning.rulings.map(::render), "doubts" to warning.doubts.map(::render))

/** A ruling, also as what an error has of it. */
internal fun render(ruling: PolicyRuling): ObjectNode = node(
    "rule" to ruling.rule,
    "path" to ruling.path,
    "sentence" to ruling.sentence,
    "changers" to ruling.changers,
)

internal fun render(doubt: PolicyDoubt): ObjectNode =
    node("kind" to doubt.kind, "days" to doubt.days, "paths" to doubt.paths, "sentence" to doubt.sentence)
