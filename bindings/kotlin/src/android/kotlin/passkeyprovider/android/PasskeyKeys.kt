package passkeyprovider.android

import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyInfo
import android.security.keystore.KeyProperties
import android.security.keystore.StrongBoxUnavailableException
import passkeyprovider.HardwareComparison
import passkeyprovider.HardwareIntent
import passkeyprovider.HardwareKey
import passkeyprovider.HardwarePublicKey
import passkeyprovider.KeyAccess
import passkeyprovider.KeyHandle
import passkeyprovider.PasskeyException
import passkeyprovider.PasskeyProvider
import passkeyprovider.PublicKey
import java.security.KeyFactory
import java.security.KeyPair
import java.security.KeyPairGenerator
import java.security.PrivateKey
import java.security.ProviderException
import java.security.Signature
import java.security.spec.ECGenParameterSpec

/** A key that was made for a passkey. */
public class MadeKey internal constructor(
    /** For [PasskeyProvider.beginHardwareCreate]. */
    public val key: HardwareKey,
    /** Who holds it, as the Keystore says. */
    public val level: SecurityLevel,
    /** The certificates that the hardware attests it by, its own first, as DER; for an attestation. */
    public val certificates: List<ByteArray>,
)

/**
 * The passkeys' keys in the Android Keystore: ES256, each under the name that the library gave it ([KeyHandle.MARK]).
 * The Keystore's other keys are never looked at.
 *
 * Making a key takes up to seconds, so not in the query phase, and not on the main thread.
 */
public class PasskeyKeys(
    /** Whether StrongBox is asked first. It is slower, and its keys are apart from the processor. */
    private val preferStrongBox: Boolean = true,
    /** What a key must not be weaker than: [SecurityLevel.STRONG_BOX] refuses each fallback. */
    private val weakest: SecurityLevel = SecurityLevel.TRUSTED_ENVIRONMENT,
) {
    /** What to tell [PasskeyProvider.intendHardwareKey]: COSE's number of ES256, all that StrongBox has. */
    public val algorithms: List<Long> get() = listOf(ES256)

    /**
     * Makes the key that was intended. [access]: in a gated store [KeyAccess.UNVERIFIED], for the gate is the proof and
     * a second prompt would ask for the same; else [KeyAccess.VERIFIED_USE], which needs a screen lock.
     *
     * A key that is weaker than the weakest that counts is deleted, and [KeyOutcome.Unavailable]; so is whatever else
     * keeps it from being made. Then give the intent up: `provider.hardwareKeys.abandon(intent.handle)`.
     */
    public fun make(intent: HardwareIntent, access: KeyAccess): KeyOutcome<MadeKey> = asking {
        val alias = intent.handle.toText()
        val pair = madeIn(strongBox = preferStrongBox && hasStrongBoxApi(), alias, intent, access)
        val level = SecurityLevel.of(factsOf(pair.private))
        if (level < weakest) {
            keystore().deleteEntry(alias)
            return KeyOutcome.Unavailable(ProviderException("a key would be held by $level"))
        }
        val chain = keystore().getCertificateChain(alias).orEmpty().map { it.encoded }
        val public = HardwarePublicKey.Spki(PublicKey(pair.public.encoded))
        KeyOutcome.Ready(MadeKey(HardwareKey(intent.handle, public, access), level, chain))
    }

    /**
     * One use of a key. One of [KeyAccess.VERIFIED_USE] needs the prompt that has the use's `signature`.
     * [KeyOutcome.Gone]: tell the library, `provider.hardwareKeys.gone(handle)`.
     */
    public fun use(handle: KeyHandle): KeyOutcome<KeyUse> = begin(handle.toText()).then { KeyOutcome.Ready(KeyUse(it)) }

    /** Who holds a key, as the Keystore says. */
    public fun levelOf(handle: KeyHandle): KeyOutcome<SecurityLevel> = asking {
        when (val key = keystore().getKey(handle.toText(), null)) {
            is PrivateKey -> KeyOutcome.Ready(SecurityLevel.of(factsOf(key)))
            else -> KeyOutcome.Gone
        }
    }

    /**
     * Brings the Keystore and the store into line, from time to time: deletes the keys that were invalidated, which the
     * Keystore still lists, and those that the library has no use for any more; and has the passkeys that lost
     * their key no longer offered. What it found, as [passkeyprovider.HardwareKeys.compare].
     *
     * A key that the store does not know stays: in a restored older store it may belong to a passkey that is lost there.
     */
    public fun compare(provider: PasskeyProvider): KeyOutcome<HardwareComparison> = asking {
        val keystore = keystore()
        val names = keystore.aliases().toList().filter { it.startsWith(KeyHandle.MARK) }
        val (invalidated, usable) = names.partition { begin(it) is KeyOutcome.Gone }
        invalidated.forEach(keystore::deleteEntry)
        val comparison = provider.hardwareKeys.compare(usable.map { KeyHandle(it.toByteArray()) }).value
        for (handle in comparison.toDelete) {
            keystore.deleteEntry(handle.toText())
            provider.hardwareKeys.gone(handle).epoch
        }
        KeyOutcome.Ready(comparison)
    }

    /**
     * Deletes the key of a registration that broke off, whether it was made or not. What fails here hides nothing of
     * why it broke off: the key stays among those to delete, and [compare] deletes it.
     */
    internal fun giveUp(handle: KeyHandle, provider: PasskeyProvider) {
        try {
            provider.hardwareKeys.abandon(handle).epoch
            asking {
                keystore().deleteEntry(handle.toText())
                provider.hardwareKeys.gone(handle).epoch
                KeyOutcome.Ready(Unit)
            }
        } catch (_: PasskeyException) {
            // The store cannot be written.
        }
    }

    private fun begin(alias: String): KeyOutcome<Signature> = asking {
        when (val key = keystore().getKey(alias, null)) {
            is PrivateKey -> KeyOutcome.Ready(Signature.getInstance(SIGNING).apply { initSign(key) })
            else -> KeyOutcome.Gone
        }
    }

    private fun madeIn(strongBox: Boolean, alias: String, intent: HardwareIntent, access: KeyAccess): KeyPair = try {
        KeyPairGenerator.getInstance(KeyProperties.KEY_ALGORITHM_EC, KEYSTORE).run {
            initialize(parameters(strongBox, alias, intent, access))
            generateKeyPair()
        }
    } catch (error: StrongBoxUnavailableException) {
        if (!strongBox || weakest == SecurityLevel.STRONG_BOX) throw error
        madeIn(strongBox = false, alias, intent, access)
    }

    private fun parameters(strongBox: Boolean, alias: String, intent: HardwareIntent, access: KeyAccess) =
        KeyGenParameterSpec.Builder(alias, KeyProperties.PURPOSE_SIGN).run {
            setAlgorithmParameterSpec(ECGenParameterSpec("secp256r1"))
            setDigests(KeyProperties.DIGEST_SHA256)
            setAttestationChallenge(intent.challenge.toByteArray())
            // A new finger must not take a passkey away.
            if (access == KeyAccess.VERIFIED_USE) requireVerification().setInvalidatedByBiometricEnrollment(false)
            if (strongBox) setIsStrongBoxBacked(true)
            build()
        }

    private fun hasStrongBoxApi() = Build.VERSION.SDK_INT >= Build.VERSION_CODES.P

    private fun factsOf(key: PrivateKey): KeyInfo =
        KeyFactory.getInstance(key.algorithm, KEYSTORE).getKeySpec(key, KeyInfo::class.java)

    private companion object {
        const val ES256 = -7L
        const val SIGNING = "SHA256withECDSA"
    }
}
