package passkeyprovider.android

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyInfo
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import android.security.keystore.StrongBoxUnavailableException
import java.io.InputStream
import java.io.OutputStream
import java.security.InvalidAlgorithmParameterException
import java.security.InvalidKeyException
import java.security.Key
import java.security.KeyStoreSpi
import java.security.Provider
import java.security.PublicKey
import java.security.Security
import java.security.cert.Certificate
import java.util.Collections
import java.util.Date
import java.util.Enumeration
import android.security.KeyStoreException as KeystoreError

/**
 * A stand-in of the Android Keystore (the JCA provider `AndroidKeyStore`), written from its documentation:
 * `KeyGenParameterSpec.Builder`, `KeyPermanentlyInvalidatedException`, `android.security.KeyStoreException`, and the
 * guide "Android Keystore system".
 *
 * It holds to what those say of a key: one for the unlocked phone is refused on a locked one, and up to API level 34
 * deleted with the screen lock; one that needs verification cannot be made without a screen lock, works once for each
 * prompt, and is permanently invalidated with the screen lock, or with a newly enrolled finger where it says so and
 * knows biometrics alone.
 */
internal class StandInKeystore(private val apiLevel: Int) : Provider("AndroidKeyStore", "1", "a stand-in") {
    /** One entry: a key, and how it was asked for. */
    class Entry(val spec: KeyGenParameterSpec, val key: Key, val publicKey: PublicKey?, val level: Int) {
        var isInvalidated = false
    }

    /** One operation inside the Keystore. */
    class Operation(val entry: Entry) {
        var isVerified = false
    }

    val held: MutableMap<String, Entry> = linkedMapOf()
    var isLocked = false
    var hasStrongBox = true
    var level = KeyProperties.SECURITY_LEVEL_TRUSTED_ENVIRONMENT

    /** What every call fails with, as where the Keystore's own service is not there. */
    var failure: RuntimeException? = null

    /** How many prompts the person answered. */
    var prompts = 0
        private set
    private var hasScreenLock = true
    private var latest: Operation? = null

    init {
        serve("KeyStore", "AndroidKeyStore") { Entries() }
        serve("KeyGenerator", "AES") { StandInAesGenerator(this) }
        serve("KeyPairGenerator", "EC") { StandInEcGenerator(this) }
        serve("Cipher", "AES/GCM/NoPadding") { StandInGcm(this) }
        serve("Signature", "SHA256withECDSA") { StandInEcdsa(this) }
        serve("KeyFactory", "EC") { StandInKeyFacts(this) }
    }

    fun install() = apply { Security.insertProviderAt(this, 1) }

    fun uninstall() = Security.removeProvider(name)

    /** The person answers the prompt that was shown with the operation that was begun last: it, and no other. */
    fun personVerifies() {
        prompts++
        checkNotNull(latest) { "no operation was begun" }.isVerified = true
    }

    fun removeScreenLock() {
        hasScreenLock = false
        held.values.filter { it.spec.isUserAuthenticationRequired }.forEach { it.isInvalidated = true }
        if (apiLevel <= 34) held.values.removeIf { it.spec.isUnlockedDeviceRequired }
    }

    fun enrolFinger() {
        held.values.filter {
            it.spec.isUserAuthenticationRequired && it.spec.isInvalidatedByBiometricEnrollment &&
                it.spec.userAuthenticationType == KeyProperties.AUTH_BIOMETRIC_STRONG
        }.forEach { it.isInvalidated = true }
    }

    /** Puts a key where it was asked for. */
    fun put(spec: KeyGenParameterSpec, make: (Entry) -> Unit, key: Key, publicKey: PublicKey?) {
        failure?.let { throw it }
        if (spec.isUserAuthenticationRequired && !hasScreenLock) {
            throw InvalidAlgorithmParameterException(
                IllegalStateException(
                    "Secure lock screen must be enabled to create keys requiring user authentication",
                ),
            )
        }
        if (apiLevel <= 34 && spec.isUnlockedDeviceRequired && !hasScreenLock) {
            throw InvalidAlgorithmParameterException("a key for the unlocked device needs a screen lock")
        }
        if (spec.isStrongBoxBacked && !hasStrongBox) throw StrongBoxUnavailableException("Failed to generate key pair")
        val level = if (spec.isStrongBoxBacked) KeyProperties.SECURITY_LEVEL_STRONGBOX else level
        held[spec.keystoreAlias] = Entry(spec, key, publicKey, level).also(make)
    }

    /** Begins an operation, with what is refused at once. */
    fun begin(key: Key?): Operation {
        failure?.let { throw it }
        val entry = (key as? StandInKey)?.entry ?: throw InvalidKeyException("not a key of the Keystore")
        if (entry !in held.values) throw InvalidKeyException("Keystore operation failed", missing())
        if (entry.isInvalidated) throw KeyPermanentlyInvalidatedException()
        if (entry.spec.isUnlockedDeviceRequired && isLocked) {
            throw InvalidKeyException("Keystore operation failed", KeystoreError(DEVICE_LOCKED, "Device locked"))
        }
        return Operation(entry).also { latest = it }
    }

    /** What ends an operation that needs verification and had none. */
    fun refusal(operation: Operation): KeystoreError? = KeystoreError(NOT_AUTHENTICATED, "Key user not authenticated")
        .takeIf { operation.entry.spec.isUserAuthenticationRequired && !operation.isVerified }

    private fun missing() = KeystoreError(KEY_NOT_FOUND, "Key not found")

    private fun serve(type: String, algorithm: String, make: () -> Any) {
        val service = object : Service(this, type, algorithm, "passkeyprovider.android.$type", null, null) {
            override fun newInstance(constructorParameter: Any?): Any = make()

            override fun supportsParameter(parameter: Any?): Boolean = parameter is StandInKey
        }
        putService(service)
    }

    /** `KeyStore`: what there is. An invalidated key is still among it. */
    private inner class Entries : KeyStoreSpi() {
        override fun engineGetKey(alias: String, password: CharArray?): Key? = failing { held[alias]?.key }

        override fun engineAliases(): Enumeration<String> = failing { Collections.enumeration(held.keys.toList()) }

        override fun engineContainsAlias(alias: String): Boolean = failing { alias in held }

        override fun engineDeleteEntry(alias: String) {
            failing { held.remove(alias) }
        }

        override fun engineSize(): Int = held.size

        override fun engineIsKeyEntry(alias: String): Boolean = alias in held

        override fun engineGetCertificateChain(alias: String): Array<Certificate>? =
            failing { held[alias]?.publicKey?.let { arrayOf(StandInCertificate(it)) } }

        override fun engineGetCertificate(alias: String): Certificate? =
            failing { held[alias]?.publicKey?.let(::StandInCertificate) }

        override fun engineLoad(stream: InputStream?, password: CharArray?) = Unit

        override fun engineIsCertificateEntry(alias: String): Boolean = false

        override fun engineGetCreationDate(alias: String): Date? = null

        override fun engineGetCertificateAlias(certificate: Certificate): String? = null

        override fun engineSetKeyEntry(a: String, key: Key, p: CharArray?, c: Array<Certificate>?) = no()

        override fun engineSetKeyEntry(a: String, key: ByteArray, c: Array<Certificate>?) = no()

        override fun engineSetCertificateEntry(a: String, certificate: Certificate) = no()

        override fun engineStore(stream: OutputStream, password: CharArray?) = no()

        private fun no(): Nothing = throw UnsupportedOperationException()

        private fun <T> failing(answer: () -> T): T = failure?.let { throw it } ?: answer()
    }

    companion object {
        // Keystore2's ResponseCode and KeyMint's ErrorCode, as `KeyStoreException` reads them.
        private const val KEY_NOT_FOUND = 7
        private const val NOT_AUTHENTICATED = -26
        private const val DEVICE_LOCKED = -72

        /** `KeyInfo` has no public constructor, and not the same one on each API level: what is not named is zero. */
        fun keyInfo(entry: Entry): KeyInfo {
            val constructor = KeyInfo::class.java.declaredConstructors.maxBy { it.parameterCount }
            constructor.isAccessible = true
            val info = constructor.newInstance(*constructor.parameterTypes.map(::nothing).toTypedArray()) as KeyInfo
            val isSecure = entry.level != KeyProperties.SECURITY_LEVEL_SOFTWARE
            set(info, "mSecurityLevel", entry.level)
            set(info, "mInsideSecureHardware", isSecure)
            set(info, "mUserAuthenticationRequired", entry.spec.isUserAuthenticationRequired)
            return info
        }

        private fun set(info: KeyInfo, field: String, value: Any) = KeyInfo::class.java.getDeclaredField(field).run {
            isAccessible = true
            set(info, value)
        }

        private fun nothing(type: Class<*>): Any? = when {
            type == Boolean::class.javaPrimitiveType -> false
            type == Long::class.javaPrimitiveType -> 0L
            type.isPrimitive -> 0
            type.isArray -> java.lang.reflect.Array.newInstance(type.componentType, 0)
            else -> null
        }
    }
}
