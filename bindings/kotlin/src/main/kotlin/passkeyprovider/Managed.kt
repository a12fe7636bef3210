package passkeyprovider

import passkeyprovider.ffi.ManagedConfiguration as FfiManagedConfiguration
import passkeyprovider.ffi.ManagedFacts as FfiManagedFacts
import passkeyprovider.ffi.Verification as FfiVerification
import passkeyprovider.ffi.VerificationFact as FfiVerificationFact

/**
 * What a device's management narrows, member by member. It only narrows: nothing in it allows what the library refuses.
 * Where none was delivered it narrows nothing.
 */
public data class ManagedConfiguration(
    /** The relying parties that passkeys are made for and used at, each exactly; null: all. */
    public val allowedRpIds: List<String>?,
    /** Whether new private keys are held by the device's hardware only. */
    public val hardwareKeysOnly: Boolean,
    /** Whether nothing but a verification opens new private keys. */
    public val gatedOnly: Boolean,
    /** Whether every ceremony needs a verification, whatever the relying party asks for. */
    public val verificationAlways: Boolean,
    /** The ways of verifying a person that count, strongest first; null: each. */
    public val verificationMethods: List<Verification>?,
    /** Whether only what a key proves counts as a verification, not what the app states. */
    public val noStatedVerification: Boolean,
    /** The attestation formats that a registration may have; null: each. */
    public val attestationFormats: List<AttestationFormat>?,
) {
    /** How many relying parties, and not which. */
    override fun toString(): String = "ManagedConfiguration(allowedRpIds=${allowedRpIds?.size}, " +
        "hardwareKeysOnly=$hardwareKeysOnly, gatedOnly=$gatedOnly, verificationAlways=$verificationAlways, " +
        "verificationMethods=$verificationMethods, noStatedVerification=$noStatedVerification, " +
        "attestationFormats=$attestationFormats)"
}

/** What a managed configuration is asked about. What is not known refuses nothing. */
public data class ManagedFacts(
    /** Whether a passkey is made or used. */
    public val occasion: PolicyOccasion,
    /** At which relying party; null where it is not known. */
    public val rpId: String? = null,
    /** Whether the private key is in the device's hardware; null where it is not known. */
    public val isHardware: Boolean? = null,
    /**
     * Whether nothing but a verification opens the private key: the store is gated, or the hardware gates each use.
     * Null where it is not known.
     */
    public val isGated: Boolean? = null,
    /** How the person is verified. */
    public val verification: VerificationFact = VerificationFact.NotKnown,
    /** The format of the attestation that the registration has; null where it is not known. */
    public val attestation: AttestationFormat? = null,
)

/** How a person is verified, as far as it is known. */
public sealed interface VerificationFact {
    /** It is not known yet. */
    public data object NotKnown : VerificationFact

    /** Not. */
    public data object NotVerified : VerificationFact

    /** In one of the ways. */
    public data class Verified(
        /** Which. */
        public val by: Verification,
    ) : VerificationFact
}

internal fun FfiManagedConfiguration.lift(): ManagedConfiguration = ManagedConfiguration(
    allowedRpIds = allowedRpIds,
    hardwareKeysOnly = hardwareKeysOnly,
    gatedOnly = gatedOnly,
    verificationAlways = verificationAlways,
    verificationMethods = verificationMethods?.map { it.lift() },
    noStatedVerification = noStatedVerification,
    attestationFormats = attestationFormats?.map { it.converted() },
)

internal fun ManagedFacts.lower(): FfiManagedFacts = FfiManagedFacts(
    occasion.converted(),
    rpId?.wellFormed(),
    isHardware,
    isGated,
    verification.lower(),
    attestation?.converted(),
)

private fun VerificationFact.lower(): FfiVerificationFact = when (this) {
    is VerificationFact.NotKnown -> FfiVerificationFact.NotKnown
    is VerificationFact.NotVerified -> FfiVerificationFact.NotVerified
    is VerificationFact.Verified -> FfiVerificationFact.Verified(by.lower())
}

private fun Verification.lower(): FfiVerification = when (this) {
    is Verification.KeySignature -> FfiVerification.KeySignature
    is Verification.Gate -> FfiVerification.Gate
    is Verification.Statement -> FfiVerification.Statement(method.converted())
    is Verification.Unknown -> FfiVerification.Unknown
}
