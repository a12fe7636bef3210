package passkeyprovider.scenarios

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.node.ArrayNode
import com.fasterxml.jackson.databind.node.ObjectNode
import passkeyprovider.PasskeyException
import java.io.File
import java.nio.file.Files
import java.util.concurrent.TimeUnit

/** The provider that a step is made on where it names none. */
private const val DEFAULT_PROVIDER = "phone"

/** Plays scenarios, one after the other. [props] is the command that does what they need from outside. */
internal class Player(private val folder: Folder, private val props: File) {
    /** The operations that were called. */
    val called = mutableSetOf<String>()

    /** Why the scenario did not keep its promise; null if it did. */
    fun play(file: CaseFile, scenario: Scenario): String? {
        val place = Files.createTempDirectory("scenario").toFile()
        return try {
            Driver(place).use { driver ->
                val values = Values(listOf(file.values, folder.values))
                for (name in scenario.given) {
                    val steps = folder.given[name] ?: throw Mistake("nothing is given as $name")
                    playList("$name, ", steps, values, driver)
                }
                playList("step ", scenario.steps, values, driver)
            }
            null
        } catch (mistake: Mistake) {
            mistake.message
        } finally {
            place.deleteRecursively()
        }
    }

    private fun playList(place: String, steps: List<Step>, values: Values, driver: Driver) {
        steps.forEachIndexed { index, step ->
            try {
                if (step.each == null) judge(step, values, driver) else playEach(step.each, step, values, driver)
            } catch (mistake: Mistake) {
                throw Mistake("$place${index + 1}: ${mistake.message}")
            }
        }
    }

    /** Plays the step's own steps for each entry of a list, under the name that the step gives it. */
    private fun playEach(list: JsonNode, step: Step, values: Values, driver: Driver) {
        val others = listOfNotNull(step.call, step.act, step.on, step.gives, step.fails)
        if (step.boundAs == null || others.isNotEmpty() || !step.with.isEmpty) {
            throw Mistake("a step with `each` has `as` and `steps`, and nothing else")
        }
        val entries = values.resolve(list) as? ArrayNode ?: throw Mistake("`each` is no list")
        if (entries.isEmpty || step.steps.isEmpty()) throw Mistake("`each` has no entries, or no steps")
        entries.forEachIndexed { index, entry ->
            values.bind(step.boundAs, entry)
            playList("entry ${index + 1}, ", step.steps, values, driver)
        }
    }

    private fun judge(step: Step, values: Values, driver: Driver) {
        if (step.steps.isNotEmpty()) throw Mistake("a step without `each` knows no `steps`")
        if (step.gives != null && step.fails != null) throw Mistake("a step has either `gives` or `fails`")
        if ((step.call == null) == (step.act == null)) throw Mistake("a step has either `call` or `do`")
        val name = step.call ?: step.act.orEmpty()
        val with = values.resolve(step.with) as ObjectNode
        val came = try {
            if (step.call != null) call(step, with, driver) else act(step, with, driver.folder)
        } catch (error: PasskeyException) {
            val members = render(error)
            val expected = step.fails ?: throw Mistake("$name failed: $members")
            return accept(name, step, "fails", members, expected, values)
        }
        if (step.fails != null) throw Mistake("$name did not fail")
        accept(name, step, "gives", came, step.gives, values)
    }

    private fun accept(name: String, step: Step, path: String, came: JsonNode, expected: JsonNode?, values: Values) {
        expected?.let { difference(path, came, values.resolve(it)) }?.let { throw Mistake("$name: $it") }
        step.boundAs?.let { values.bind(it, came) }
    }

    private fun call(step: Step, with: ObjectNode, driver: Driver): JsonNode {
        val operation = step.call.orEmpty()
        called += operation
        val arguments = Arguments(operation, with)
        return try {
            arguments.finished { driver.call(operation, step.on ?: DEFAULT_PROVIDER, step.boundAs, this) }
        } catch (error: PasskeyException) {
            // What was refused had taken all that it knows.
            arguments.finish()
            throw error
        } catch (wrong: IllegalArgumentException) {
            throw Mistake("$operation: ${wrong.message}")
        }
    }

    private fun act(step: Step, with: ObjectNode, place: File): JsonNode {
        if (step.on != null) throw Mistake("${step.act} is made on nothing: it knows no `on`")
        val process = ProcessBuilder(props.path, place.path, step.act).start()
        process.outputStream.use { it.write(with.toString().toByteArray()) }
        val told = process.inputStream.readBytes().decodeToString()
        val error = process.errorStream.readBytes().decodeToString()
        if (!process.waitFor(60, TimeUnit.SECONDS) ||
            process.exitValue() != 0
        ) {
            throw Mistake("${step.act}: ${error.trim()}")
        }
        return JSON.readTree(told)
    }
}
