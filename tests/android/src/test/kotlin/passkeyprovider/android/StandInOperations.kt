package passkeyprovider.android

import android.security.keystore.KeyGenParameterSpec
import java.security.AlgorithmParameters
import java.security.Key
import java.security.KeyFactorySpi
import java.security.KeyPair
import java.security.KeyPairGenerator
import java.security.KeyPairGeneratorSpi
import java.security.PrivateKey
import java.security.PublicKey
import java.security.SecureRandom
import java.security.Signature
import java.security.SignatureException
import java.security.SignatureSpi
import java.security.cert.Certificate
import java.security.spec.AlgorithmParameterSpec
import java.security.spec.ECGenParameterSpec
import java.security.spec.KeySpec
import javax.crypto.Cipher
import javax.crypto.CipherSpi
import javax.crypto.IllegalBlockSizeException
import javax.crypto.KeyGenerator
import javax.crypto.KeyGeneratorSpi
import javax.crypto.SecretKey

/*
 * Operations of the stand-in of the Android Keystore, from its documentation: the JVM's own, behind keys that have no
 * encoding and the rules of StandInKeystore.
 */

/** A key of the Keystore, which never leaves it. */
internal sealed interface StandInKey : Key {
    val entry: StandInKeystore.Entry

    override fun getEncoded(): ByteArray? = null

    override fun getFormat(): String? = null
}

internal class StandInSecretKey(val inner: SecretKey) :
    SecretKey,
    StandInKey {
    override lateinit var entry: StandInKeystore.Entry

    override fun getAlgorithm(): String = "AES"

    override fun getEncoded(): ByteArray? = null

    override fun getFormat(): String? = null
}

internal class StandInPrivateKey(val inner: PrivateKey) :
    PrivateKey,
    StandInKey {
    override lateinit var entry: StandInKeystore.Entry

    override fun getAlgorithm(): String = "EC"

    override fun getEncoded(): ByteArray? = null

    override fun getFormat(): String? = null
}

internal class StandInCertificate(private val key: PublicKey) : Certificate("X.509") {
    override fun getEncoded(): ByteArray = key.encoded

    override fun verify(key: PublicKey) = Unit

    override fun verify(key: PublicKey, provider: String) = Unit

    override fun toString(): String = "a certificate"

    override fun getPublicKey(): PublicKey = key
}

internal class StandInAesGenerator(private val keystore: StandInKeystore) : KeyGeneratorSpi() {
    private lateinit var spec: KeyGenParameterSpec

    override fun engineInit(random: SecureRandom?) = error("the Keystore needs a specification")

    override fun engineInit(keySize: Int, random: SecureRandom?) = error("the Keystore needs a specification")

    override fun engineInit(params: AlgorithmParameterSpec, random: SecureRandom?) {
        spec = params as KeyGenParameterSpec
    }

    override fun engineGenerateKey(): SecretKey {
        val key = StandInSecretKey(KeyGenerator.getInstance("AES", "SunJCE").apply { init(spec.keySize) }.generateKey())
        keystore.put(spec, { key.entry = it }, key, null)
        return key
    }
}

internal class StandInEcGenerator(private val keystore: StandInKeystore) : KeyPairGeneratorSpi() {
    private lateinit var spec: KeyGenParameterSpec

    override fun initialize(keySize: Int, random: SecureRandom?) = error("the Keystore needs a specification")

    override fun initialize(params: AlgorithmParameterSpec, random: SecureRandom?) {
        spec = params as KeyGenParameterSpec
    }

    override fun generateKeyPair(): KeyPair {
        check((spec.algorithmParameterSpec as ECGenParameterSpec).name == "secp256r1")
        val pair = KeyPairGenerator.getInstance("EC", "BC").apply { initialize(spec.algorithmParameterSpec) }
            .generateKeyPair()
        val key = StandInPrivateKey(pair.private)
        keystore.put(spec, { key.entry = it }, key, pair.public)
        return KeyPair(pair.public, key)
    }
}

internal class StandInGcm(private val keystore: StandInKeystore) : CipherSpi() {
    private val inner = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE")
    private lateinit var operation: StandInKeystore.Operation

    override fun engineInit(mode: Int, key: Key?, random: SecureRandom?) = begin(key) { inner.init(mode, it) }

    override fun engineInit(mode: Int, key: Key?, params: AlgorithmParameterSpec?, random: SecureRandom?) =
        begin(key) { inner.init(mode, it, params) }

    override fun engineInit(mode: Int, key: Key?, params: AlgorithmParameters?, random: SecureRandom?) =
        begin(key) { inner.init(mode, it, params) }

    override fun engineDoFinal(input: ByteArray?, offset: Int, length: Int): ByteArray {
        keystore.refusal(operation)?.let { throw IllegalBlockSizeException().apply { initCause(it) } }
        return inner.doFinal(input, offset, length)
    }

    override fun engineDoFinal(input: ByteArray?, offset: Int, length: Int, output: ByteArray, at: Int): Int {
        val done = engineDoFinal(input, offset, length)
        done.copyInto(output, at)
        return done.size
    }

    override fun engineUpdateAAD(source: ByteArray, offset: Int, length: Int) = inner.updateAAD(source, offset, length)

    override fun engineGetIV(): ByteArray = inner.iv

    override fun engineGetParameters(): AlgorithmParameters = inner.parameters

    override fun engineGetOutputSize(length: Int): Int = inner.getOutputSize(length)

    override fun engineGetBlockSize(): Int = inner.blockSize

    override fun engineSetMode(mode: String) = Unit

    override fun engineSetPadding(padding: String) = Unit

    override fun engineUpdate(input: ByteArray, offset: Int, length: Int): ByteArray? = error("not needed")

    override fun engineUpdate(input: ByteArray, offset: Int, length: Int, output: ByteArray, at: Int): Int =
        error("not needed")

    private fun begin(key: Key?, init: (SecretKey) -> Unit) {
        operation = keystore.begin(key)
        init((key as StandInSecretKey).inner)
    }
}

internal class StandInEcdsa(private val keystore: StandInKeystore) : SignatureSpi() {
    private val inner = Signature.getInstance("SHA256withECDSA", "BC")
    private lateinit var operation: StandInKeystore.Operation

    override fun engineInitSign(key: PrivateKey?) {
        operation = keystore.begin(key)
        inner.initSign((key as StandInPrivateKey).inner)
    }

    override fun engineUpdate(byte: Byte) = inner.update(byte)

    override fun engineUpdate(bytes: ByteArray, offset: Int, length: Int) = inner.update(bytes, offset, length)

    override fun engineSign(): ByteArray {
        keystore.refusal(operation)?.let { throw SignatureException(it) }
        return inner.sign()
    }

    override fun engineInitVerify(key: PublicKey?) = error("not needed")

    override fun engineVerify(signature: ByteArray): Boolean = error("not needed")

    @Deprecated("the class asks for it")
    override fun engineSetParameter(name: String, value: Any) = error("not needed")

    @Deprecated("the class asks for it")
    override fun engineGetParameter(name: String): Any = error("not needed")
}

/** `KeyFactory`, which says how a key is kept. */
internal class StandInKeyFacts(private val keystore: StandInKeystore) : KeyFactorySpi() {
    @Suppress("UNCHECKED_CAST")
    override fun <T : KeySpec> engineGetKeySpec(key: Key, wanted: Class<T>): T {
        keystore.failure?.let { throw it }
        return StandInKeystore.keyInfo((key as StandInKey).entry) as T
    }

    override fun engineGeneratePublic(spec: KeySpec): PublicKey = error("not needed")

    override fun engineGeneratePrivate(spec: KeySpec): PrivateKey = error("not needed")

    override fun engineTranslateKey(key: Key): Key = error("not needed")
}
