package passkeyprovider.android

import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import passkeyprovider.WrappingKeyRules
import java.security.KeyStore
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/** The Keystore's provider, and the kind of its key store. */
internal const val KEYSTORE = "AndroidKeyStore"

/** The Keystore, to look at its entries. */
internal fun keystore(): KeyStore = KeyStore.getInstance(KEYSTORE).apply { load(null) }

/** An AES key of the Android Keystore that wraps one secret, and never leaves it. */
internal class WrappingKey(val alias: String) {
    /** Makes it, with what the [rules] ask for. One of this name must not be there: what it wraps would be lost. */
    fun make(rules: WrappingKeyRules): KeyOutcome<Unit> = asking {
        KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, KEYSTORE).run {
            init(parameters(rules))
            generateKey()
        }
        KeyOutcome.Ready(Unit)
    }

    /** A cipher that wraps. With a key that needs authentication, it works once the person was verified for it. */
    fun wrapping(): KeyOutcome<Cipher> = begin { cipher, key -> cipher.init(Cipher.ENCRYPT_MODE, key) }

    /** A cipher that unwraps what was wrapped under [iv]; likewise. */
    fun unwrapping(iv: ByteArray): KeyOutcome<Cipher> =
        begin { cipher, key -> cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(TAG_BITS, iv)) }

    fun delete(): Unit = keystore().deleteEntry(alias)

    private inline fun begin(init: (Cipher, SecretKey) -> Unit): KeyOutcome<Cipher> = asking {
        when (val key = keystore().getKey(alias, null)) {
            is SecretKey -> KeyOutcome.Ready(Cipher.getInstance(TRANSFORMATION).also { init(it, key) })
            else -> KeyOutcome.Gone
        }
    }

    private fun parameters(rules: WrappingKeyRules): KeyGenParameterSpec {
        val purposes = KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT
        val builder = KeyGenParameterSpec.Builder(alias, purposes)
            .setKeySize(KEY_BITS)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
        if (rules.isUnlockedDeviceRequired && Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) {
            builder.setUnlockedDeviceRequired(true)
        }
        if (rules.isAuthenticationRequired) {
            builder.requireVerification().setInvalidatedByBiometricEnrollment(rules.isInvalidatedByEnrollment)
        }
        return builder.build()
    }

    private companion object {
        const val TRANSFORMATION = "AES/GCM/NoPadding"
        const val KEY_BITS = 256
        const val TAG_BITS = 128
    }
}

/** For each use of the key: a strong biometric or the screen lock. Before API level 30 only the former can be asked for. */
internal fun KeyGenParameterSpec.Builder.requireVerification(): KeyGenParameterSpec.Builder {
    setUserAuthenticationRequired(true)
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
        val either = KeyProperties.AUTH_BIOMETRIC_STRONG or KeyProperties.AUTH_DEVICE_CREDENTIAL
        setUserAuthenticationParameters(0, either)
    }
    return this
}
