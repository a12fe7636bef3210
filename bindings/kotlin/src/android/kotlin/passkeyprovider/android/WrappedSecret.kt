package passkeyprovider.android

import android.util.AtomicFile
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.DataInputStream
import java.io.DataOutputStream
import java.io.File
import java.io.IOException
import javax.crypto.Cipher

/**
 * One secret in a file, wrapped by a key of the Android Keystore which the file names: a version, the key's alias, the
 * initialisation vector, and what AES-GCM made of the secret. The version and the alias are authenticated with it.
 *
 * Each secret that is made has a key of its own, so that a new one never ends what an older file needs.
 */
internal class WrappedSecret(val file: File) {
    val exists: Boolean get() = file.exists()

    /** Durably in the place of what is there; only a secret that was [wrapped] already. */
    fun write(wrapped: ByteArray): KeyOutcome<Unit> = asking {
        file.parentFile?.mkdirs()
        AtomicFile(file).run {
            val out = startWrite()
            try {
                out.write(wrapped)
                finishWrite(out)
            } catch (error: IOException) {
                failWrite(out)
                throw error
            }
        }
        KeyOutcome.Ready(Unit)
    }

    /** What is in the file; the key that it names is not asked. */
    fun read(): KeyOutcome<Content> = asking {
        if (!exists) return KeyOutcome.NotMade
        val bytes = AtomicFile(file).readFully()
        parsed(bytes)?.let { KeyOutcome.Ready(it) } ?: KeyOutcome.Damaged
    }

    /** The name of the key that the file needs; null where there is none, or it does not read. */
    fun alias(): String? = (read() as? KeyOutcome.Ready)?.value?.key?.alias

    /** Gives the file another name, so that another secret can be made. The key stays: the file needs it. */
    fun setAside(name: String): Boolean = exists && file.renameTo(File(file.parentFile, name))

    /** A wrapped secret that was read. */
    class Content(val key: WrappingKey, private val iv: ByteArray, private val wrapped: ByteArray) {
        /** A cipher for [unwrap]. */
        fun unwrapping(): KeyOutcome<Cipher> = key.unwrapping(iv)

        /** Unwraps with a cipher that [unwrapping] gave, and lends the secret to [use]. */
        fun <T> unwrap(cipher: Cipher, use: (ByteArray) -> T): KeyOutcome<T> = asking {
            cipher.updateAAD(authenticated(key.alias))
            val secret = cipher.doFinal(wrapped)
            try {
                KeyOutcome.Ready(use(secret))
            } finally {
                secret.fill(0)
            }
        }
    }

    companion object {
        /** Wraps [secret] with a cipher of [key]'s, for [write]. */
        fun wrapped(key: WrappingKey, cipher: Cipher, secret: ByteArray): KeyOutcome<ByteArray> = asking {
            cipher.updateAAD(authenticated(key.alias))
            val wrapped = cipher.doFinal(secret)
            val content = ByteArrayOutputStream()
            DataOutputStream(content).run {
                writeByte(VERSION)
                writeUTF(key.alias)
                write(cipher.iv)
                write(wrapped)
            }
            KeyOutcome.Ready(content.toByteArray())
        }

        private const val VERSION = 1
        private const val SECRET_BYTES = 32
        private const val IV_BYTES = 12
        private const val TAG_BYTES = 16

        private fun authenticated(alias: String) = byteArrayOf(VERSION.toByte()) + alias.toByteArray()

        private fun parsed(bytes: ByteArray): Content? = try {
            DataInputStream(ByteArrayInputStream(bytes)).use { input ->
                if (input.readByte().toInt() != VERSION) return null
                val alias = input.readUTF()
                val iv = ByteArray(IV_BYTES).also(input::readFully)
                val wrapped = input.readBytes()
                if (wrapped.size == SECRET_BYTES + TAG_BYTES) Content(WrappingKey(alias), iv, wrapped) else null
            }
        } catch (_: IOException) {
            null
        }
    }
}
