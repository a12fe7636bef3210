package passkeyprovider

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class TextTest {
    @Test
    fun `a label of any script comes back as it was`() = withProvider { provider ->
        val id = provider.register().credentialId
        for (label in listOf("a", "é", "日本語", "\uD83D\uDD11 key", "\u0000", "x".repeat(60))) {
            provider.rename(id, label)
            assertEquals(label, provider.show(id).label)
        }
    }

    /** As the web encodes such a string: Encoding Standard, section 6, "UTF-8 encode". */
    @Test
    fun `a half of a surrogate pair becomes U+FFFD`() = withProvider { provider ->
        val id = provider.register().credentialId
        for (half in listOf("\uD83D", "\uDD11")) {
            provider.rename(id, "a${half}b\uD83D\uDD11")
            assertEquals("a\uFFFDb\uD83D\uDD11", provider.show(id).label)
        }
    }
}
