package passkeyprovider

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

class HandedTest {
    private var freed = 0
    private val handed = Handed(AutoCloseable { freed++ }) { PasskeyException.ofSpentPlan() }

    @Test
    fun `what is closed during a call is freed after the last of them`() {
        handed.hand {
            handed.hand {
                handed.close()
                handed.close()
                assertEquals(0, freed, "two calls have it")
            }
            assertEquals(0, freed, "one has it")
        }
        assertEquals(1, freed)
    }

    @Test
    fun `what is closed is handed to no further call`() {
        handed.hand {
            handed.close()
            assertEquals(ErrorCode.PLAN_SPENT, codeOf { handed.hand { error("it was handed over") } })
        }
        assertEquals(ErrorCode.PLAN_SPENT, codeOf { handed.hand { error("it was handed over") } })
        assertEquals(1, freed)
    }

    @Test
    fun `what is closed at rest is freed at once, and once`() {
        handed.hand { }
        assertEquals(0, freed, "a call frees nothing by itself")
        repeat(2) { handed.close() }
        assertEquals(1, freed)
    }

    @Test
    fun `a call that fails gives it back`() {
        assertThrows<IllegalStateException> { handed.hand { error("it failed") } }
        handed.close()
        assertEquals(1, freed)
    }
}
