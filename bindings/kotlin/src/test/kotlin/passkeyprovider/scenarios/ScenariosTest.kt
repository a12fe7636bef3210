package passkeyprovider.scenarios

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File

/** The scenarios that every language plays: `tests/scenarios/README.md` tells the format. */
class ScenariosTest {
    private val folder = Folder(File(System.getProperty("scenarios")))
    private val props = File(System.getProperty("scenario.props"))

    @Test
    fun `every scenario keeps its promise, and each operation is reached`() {
        val player = Player(folder, props)
        val (failed, leftOut) = mutableListOf<String>() to mutableListOf<String>()
        var passed = 0
        for (file in folder.cases()) {
            val cases = folder.read(file)
            for (scenario in cases.scenarios) {
                val name = "${file.nameWithoutExtension}: ${scenario.name}"
                if (scenario.leftOutBecause != null) {
                    leftOut += "$name: ${scenario.leftOutBecause}"
                    continue
                }
                val why = player.play(cases, scenario)
                if (why == null) passed++ else failed += "$name: $why"
            }
        }
        leftOut.forEach { println("left out: $it") }
        println("$passed passed, ${failed.size} failed, ${leftOut.size} left out")
        assertEquals("", failed.joinToString("\n"))
        assertTrue(passed > 0, "nothing was played")
        assertEquals(folder.operations.sorted(), player.called.sorted(), "what is called, and what is there to call")
    }

    @Test
    fun `every broken file fails, and is told what is wrong with it`() {
        val broken = folder.brokenCases()
        assertTrue(broken.isNotEmpty())
        val wrong = broken.mapNotNull { file ->
            val says = folder.parse(file)["says"].textValue()
            val said = try {
                val cases = folder.read(file)
                cases.scenarios.mapNotNull { Player(folder, props).play(cases, it) }
            } catch (mistake: Mistake) {
                listOf(mistake.message.orEmpty())
            }
            "${file.name} must fail with \"$says\", and: $said".takeIf { _ -> said.none { says in it } }
        }
        assertEquals("", wrong.joinToString("\n"))
    }
}
