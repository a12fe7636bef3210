package passkeyprovider

import passkeyprovider.ffi.AttestationOffer as FfiAttestationOffer
import passkeyprovider.ffi.AttestationRequest as FfiAttestationRequest
import passkeyprovider.ffi.Attester as FfiAttester
import passkeyprovider.ffi.HostAttestation as FfiHostAttestation

/**
 * What the host can bring as an attestation, beside what the library makes by itself: nothing, by default. An
 * attestation key is never in an app: it is an attestation service's, or in the device's hardware.
 */
public data class AttestationOffer(
    /** Whose key signs a `packed` statement with certificates; null if no key does. */
    public val attester: Attester? = null,
    /** Whether the Android Keystore attests the keys that it makes. For keys in hardware only. */
    public val androidKey: Boolean = false,
)

/** Whose attestation key it is. */
public sealed interface Attester {
    /** One that 100,000 devices or more share, so that it names none of them (WebAuthn L3, section 14.4.1). */
    public data object Batch : Attester

    /** One that was certified for this passkey alone. At a second passkey it is refused: it would link two accounts. */
    public data object OnePasskey : Attester

    /** One that names this device: for enterprise attestation, and only with these RP IDs. */
    public data class OneDevice(
        /** Which. */
        public val rpIds: List<String>,
    ) : Attester {
        /** Names no site. */
        override fun toString(): String = "OneDevice(${rpIds.size} RP IDs)"
    }
}

/** What an attestation key has to sign. */
public class AttestationRequest internal constructor(request: FfiAttestationRequest) {
    /** Authenticator data and client data hash: sign them as they are. */
    public val toSign: ByteArray = request.toSign

    /** The public key of the passkey to be. */
    public val publicKey: PublicKey = PublicKey(request.publicKey)
}

/** What the host brings as the statement of a registration. The library checks it before anything is written. */
public sealed interface HostAttestation {
    /** The DER of each certificate, the leaf first. */
    public val chain: List<ByteArray>

    /** A signature of the attestation key over the bytes that the plan hands out (WebAuthn L3, section 8.2). */
    public class Packed(
        /** In the form that WebAuthn gives the leaf's algorithm: for P-256 a DER ECDSA-Sig-Value. */
        public val signature: ByteArray,
        override val chain: List<ByteArray>,
    ) : HostAttestation

    /**
     * The certificates of the passkey's own key (WebAuthn L3, section 8.4): `KeyStore.getCertificateChain`, each
     * `encoded`, of a key that was made with the intent's challenge as its attestation challenge.
     */
    public class AndroidKey(override val chain: List<ByteArray>) : HostAttestation
}

internal fun AttestationOffer.lower(): FfiAttestationOffer = FfiAttestationOffer(
    when (attester) {
        null -> null
        is Attester.Batch -> FfiAttester.Batch
        is Attester.OnePasskey -> FfiAttester.OnePasskey
        is Attester.OneDevice -> FfiAttester.OneDevice(attester.rpIds.map { it.wellFormed() })
    },
    androidKey,
)

internal fun HostAttestation.lower(): FfiHostAttestation = when (this) {
    is HostAttestation.Packed -> FfiHostAttestation.Packed(signature, chain)
    is HostAttestation.AndroidKey -> FfiHostAttestation.AndroidKey(chain)
}
