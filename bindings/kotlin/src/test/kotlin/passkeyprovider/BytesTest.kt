package passkeyprovider

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

class BytesTest {
    @Test
    fun `bytes are compared by their content and their kind`() {
        assertEquals(CredentialId(byteArrayOf(1, 2)), CredentialId(byteArrayOf(1, 2)))
        assertEquals(setOf(KeyHandle(byteArrayOf(1))), setOf(KeyHandle(byteArrayOf(1)), KeyHandle(byteArrayOf(1))))
        assertNotEquals(CredentialId(byteArrayOf(1, 2)), CredentialId(byteArrayOf(1, 3)))
        assertFalse(CredentialId(byteArrayOf(1)).equals(UserHandle(byteArrayOf(1))))
    }

    @Test
    fun `nobody changes bytes from outside`() {
        val mine = byteArrayOf(1, 2, 3)
        val id = CredentialId(mine)
        mine[0] = 9
        id.toByteArray()[1] = 9
        assertEquals(CredentialId(byteArrayOf(1, 2, 3)), id)
    }

    /** RFC 4648, section 10, without padding. */
    @Test
    fun `ids are read and written as unpadded base64url`() {
        for ((text, digits) in mapOf("f" to "Zg", "fo" to "Zm8", "foo" to "Zm9v", "foobar" to "Zm9vYmFy")) {
            assertEquals(digits, CredentialId(text.toByteArray()).toBase64Url())
            assertEquals(UserHandle(text.toByteArray()), UserHandle.fromBase64Url(digits))
        }
        assertEquals("-_8", CredentialId(byteArrayOf(-5, -1)).toBase64Url())
        for (wrong in listOf("Zg==", "+/8", "Z g", "Z")) {
            assertThrows<IllegalArgumentException>(wrong) { CredentialId.fromBase64Url(wrong) }
        }
    }

    @Test
    fun `of bytes their length is printed, and of a certificate its fingerprint`() {
        assertEquals("CredentialId(2 bytes)", CredentialId(byteArrayOf(-5, -1)).toString())
        assertEquals("AB:0C", CertificateFingerprint(byteArrayOf(-85, 12)).toString())
        assertEquals("UserHandle(3 bytes)", UserHandle("ada".toByteArray()).toString())
        assertEquals("KeyHandle(3 bytes)", KeyHandle("key".toByteArray()).toString())
    }

    @Test
    fun `records that hold bytes are compared by their content`() = withProvider { provider ->
        val passkey = provider.register()
        assertEquals(passkey, provider.passkeys.get(passkey.reference))
        assertEquals(provider.passkeys.all(), provider.passkeys.all())
    }
}
