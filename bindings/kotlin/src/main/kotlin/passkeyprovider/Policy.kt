package passkeyprovider

import java.time.Instant
import passkeyprovider.ffi.Membership as FfiMembership
import passkeyprovider.ffi.OrganisationPolicy as FfiOrganisationPolicy
import passkeyprovider.ffi.PolicyDoubt as FfiPolicyDoubt
import passkeyprovider.ffi.PolicyFacts as FfiPolicyFacts
import passkeyprovider.ffi.PolicyInspection as FfiPolicyInspection
import passkeyprovider.ffi.PolicyPerson as FfiPolicyPerson
import passkeyprovider.ffi.PolicyRuling as FfiPolicyRuling
import passkeyprovider.ffi.PolicyVerdict as FfiPolicyVerdict
import passkeyprovider.ffi.PolicyWarning as FfiPolicyWarning

/** An organisation's passkey policy, in the form in which Microsoft Entra has it, and where it comes from. */
public data class OrganisationPolicy(
    /**
     * The passkey (FIDO2) method's configuration as Microsoft Graph answers it, or the whole authentication methods
     * policy: JSON of at most 256 KiB. Null where nothing is known of it: then it forbids nothing.
     */
    public val configuration: String?,
    /** Who handed it over. */
    public val source: PolicySource,
    /** When it was read from the organisation's server. One that is more than 30 days old warns and does not refuse. */
    public val date: Instant,
    /** Authentication strengths, each JSON of one `authenticationStrengthPolicy` or of a list of them in `value`. */
    public val strengths: List<String> = emptyList(),
) {
    /** Without the documents, which name people and groups. */
    override fun toString(): String = "OrganisationPolicy(source=$source, date=$date)"
}

/** Whose passkey it is. */
public data class PolicyPerson(
    /** The person's object id in the organisation's directory; null where it is not known. */
    public val id: String? = null,
    /**
     * The ids of every group that the person is in, through other groups too; null where that is not known. Then the
     * person may be in any of them: what somebody may do is allowed, and no exclusion is assumed.
     */
    public val groups: List<String>? = null,
    /** How the person belongs to the organisation. */
    public val kind: PersonKind = PersonKind.MEMBER,
) {
    /** Names nobody, and no group. */
    override fun toString(): String = "PolicyPerson(kind=$kind)"
}

/** What a registration is judged by: for relying parties of the person's own organisation. */
public data class Membership(
    /** The organisation's policy. */
    public val policy: OrganisationPolicy,
    /** The person with the device, as far as the app knows them. */
    public val person: PolicyPerson = PolicyPerson(),
    /** Whether the device's hardware is to keep the private key: what can be attested depends on it. */
    public val inHardware: Boolean = false,
)

/** What an organisation's policy is asked about: one passkey of one person on one occasion. */
public data class PolicyFacts(
    /** What its registration says of the authenticator. */
    public val model: Model,
    /** Whether it is made or used. */
    public val occasion: PolicyOccasion,
    /** The format of the attestation that its registration has, or had. */
    public val attestation: AttestationFormat = AttestationFormat.NONE,
    /** Whose passkey it is. */
    public val person: PolicyPerson = PolicyPerson(),
    /** The authentication strengths that a sign-in has to meet, each by its id or its display name. */
    public val strengths: List<String> = emptyList(),
) {
    /** Without what the organisation calls its strengths. */
    override fun toString(): String =
        "PolicyFacts(model=$model, occasion=$occasion, attestation=$attestation, person=$person)"
}

/** What a policy says to facts. */
public data class PolicyVerdict(
    /** Whether it allows them. */
    public val isAllowed: Boolean,
    /**
     * By which rules. Refused: each that refuses. Allowed by an organisation: each profile that allows it; by a managed
     * configuration: none.
     */
    public val rulings: List<PolicyRuling>,
    /** Why it only warns and does not refuse: empty where it refuses. A managed configuration always does. */
    public val doubts: List<PolicyDoubt>,
)

/** A rule of a policy, and where it stands there. */
public data class PolicyRuling(
    /** The rule. */
    public val rule: PolicyRule,
    /**
     * Where it stands, such as `passkeyProfiles[0].keyRestrictions` or `verification.methods`. What a service does by
     * itself begins with `service.`.
     */
    public val path: String,
    /** What it says: English, without a full stop. Localise from the [rule]. */
    public val sentence: String,
    /** Who can change it or meet it: the nearest first. */
    public val changers: List<PolicyChanger>,
)

/** What an organisation's policy would refuse, if it weighed enough. */
public data class PolicyWarning(
    /** The rules that refuse. */
    public val rulings: List<PolicyRuling>,
    /** Why the policy only warns. */
    public val doubts: List<PolicyDoubt>,
)

/** Why a policy does not refuse. */
public data class PolicyDoubt(
    /** Which doubt it is. */
    public val kind: PolicyDoubtKind,
    /** Of [PolicyDoubtKind.OLD]: how many whole days. Else null. */
    public val days: Long?,
    /** Where what is missing or unknown stands. */
    public val paths: List<String>,
    /** The doubt in words: English, without a full stop. Localise from the [kind]. */
    public val sentence: String,
)

/** What was read of an organisation's policy. */
public data class PolicyInspection(
    /** The display names of its authentication strengths, or their ids. */
    public val strengths: List<String>,
    /** Why it only warns and does not refuse: empty where it refuses. */
    public val doubts: List<PolicyDoubt>,
) {
    /** How many strengths, without what the organisation calls them. */
    override fun toString(): String = "PolicyInspection(strengths=${strengths.size}, doubts=$doubts)"
}

internal fun OrganisationPolicy.lower(): FfiOrganisationPolicy = FfiOrganisationPolicy(
    configuration?.wellFormed(),
    strengths.map { it.wellFormed() },
    source.converted(),
    date,
)

internal fun Membership.lower(): FfiMembership = FfiMembership(policy.lower(), person.lower(), inHardware)

internal fun PolicyFacts.lower(): FfiPolicyFacts = FfiPolicyFacts(
    model.lower(),
    attestation.converted(),
    person.lower(),
    occasion.converted(),
    strengths.map { it.wellFormed() },
)

internal fun FfiPolicyVerdict.lift(): PolicyVerdict =
    PolicyVerdict(isAllowed, rulings.map { it.lift() }, doubts.map { it.lift() })

internal fun FfiPolicyRuling.lift(): PolicyRuling =
    PolicyRuling(rule.converted(), path, sentence, changers.map { it.converted() })

internal fun FfiPolicyWarning.lift(): PolicyWarning = PolicyWarning(rulings.map { it.lift() }, doubts.map { it.lift() })

internal fun FfiPolicyInspection.lift(): PolicyInspection = PolicyInspection(strengths, doubts.map { it.lift() })

private fun PolicyPerson.lower() = FfiPolicyPerson(id?.wellFormed(), groups?.map { it.wellFormed() }, kind.converted())

private fun FfiPolicyDoubt.lift() = PolicyDoubt(kind.converted(), days?.toLong(), paths, sentence)
