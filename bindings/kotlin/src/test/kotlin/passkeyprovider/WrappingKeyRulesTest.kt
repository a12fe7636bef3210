package passkeyprovider

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File

class WrappingKeyRulesTest {
    /** On Android 12 to 14 the system deletes such keys when the person takes the screen lock away. */
    @Test
    fun `no device key is lost with the screen lock`() {
        for (level in 26..37) {
            val rules = WrappingKeyRules.ofDeviceKey(level)
            assertFalse(rules.isLostWithScreenLock || rules.needsScreenLock, "API level $level")
            assertEquals(level >= 35, rules.isUnlockedDeviceRequired, "API level $level")
            assertFalse(rules.isAuthenticationRequired, "a service opens the store without a prompt")
        }
    }

    @Test
    fun `a gate needs the person at each use, and survives a new finger`() {
        val rules = WrappingKeyRules.ofGateSecret()
        assertTrue(rules.isAuthenticationRequired && rules.isLostWithScreenLock && rules.needsScreenLock)
        assertFalse(rules.isInvalidatedByEnrollment || rules.isUnlockedDeviceRequired)
    }

    /** The table of the README is this one. */
    @Test
    fun `the README says what the rules say`() {
        val rows = File("../README.md").readLines().map { line -> line.split('|').map(String::trim) }
        for (level in listOf(34, 35)) {
            val row = rows.single { cells -> cells.size > 3 && cells[1].startsWith("$level") }
            val isRequired = WrappingKeyRules.ofDeviceKey(level).isUnlockedDeviceRequired
            assertEquals("`$isRequired`", row[2], "API level $level")
        }
    }
}
