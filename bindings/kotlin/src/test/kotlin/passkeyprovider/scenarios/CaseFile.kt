package passkeyprovider.scenarios

import com.fasterxml.jackson.databind.DeserializationFeature
import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import com.fasterxml.jackson.databind.node.ObjectNode
import java.io.File

/** Reads numbers exactly, and refuses what stands behind a document. */
internal val JSON: ObjectMapper = ObjectMapper()
    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)

/** The scenario is wrong, or what came is not what it expects. */
internal class Mistake(message: String) : Exception(message)

/** A file of scenarios. */
internal class CaseFile(val values: ObjectNode, val scenarios: List<Scenario>)

/** A promise, and the steps that show it. */
internal class Scenario(val name: String, val leftOutBecause: String?, val given: List<String>, val steps: List<Step>)

/** A call of the provider, an act of the world around it, or [steps] for each entry of a list. */
internal class Step(
    val call: String?,
    val act: String?,
    val each: JsonNode?,
    val steps: List<Step>,
    val on: String?,
    val with: ObjectNode,
    val boundAs: String?,
    val gives: JsonNode?,
    val fails: JsonNode?,
)

/** The folder with all of them, as its README.md describes it. */
internal class Folder(private val path: File) {
    private val shared = members(parse(path.resolve("shared.json")), "shared.json", "values", "given")

    val values: ObjectNode = shared["values"] as ObjectNode
    val given: Map<String, List<Step>> =
        shared.getValue("given").properties().associate { (name, steps) -> name to steps.map { step(it, name) } }

    /** What this driver has to call. */
    val operations: Set<String> = parse(path.resolve("operations.json"))["operations"]
        .map { members(it, "operations.json", "name", "only") }
        .filter { leftOut(it["only"]) == null }.map { it.getValue("name").textValue() }.toSet()

    fun cases(): List<File> = files("cases")

    fun brokenCases(): List<File> = files("must_fail")

    fun read(file: File): CaseFile {
        val name = file.nameWithoutExtension
        val document = members(parse(file), name, "says", "values", "scenarios")
        val scenarios = document["scenarios"]?.map { scenario(it, name) }.orEmpty()
        if (scenarios.isEmpty()) throw Mistake("$name: no scenarios")
        if (scenarios.distinctBy { it.name }.size !=
            scenarios.size
        ) {
            throw Mistake("$name: two scenarios are of one name")
        }
        return CaseFile(document["values"] as ObjectNode? ?: JSON.createObjectNode(), scenarios)
    }

    fun parse(file: File): JsonNode = JSON.readTree(file)

    private fun scenario(node: JsonNode, of: String): Scenario {
        val it = members(node, of, "name", "only", "given", "steps")
        val name = it["name"]?.textValue() ?: throw Mistake("$of: a scenario has no name")
        val steps = it["steps"] ?: throw Mistake("$name has no steps")
        return Scenario(
            name,
            leftOut(it["only"]),
            it["given"]?.map { given ->
                given.textValue()
            }.orEmpty(),
            steps.map { step -> step(step, name) },
        )
    }

    private fun step(node: JsonNode, of: String): Step {
        val it = members(node, of, "call", "do", "each", "steps", "on", "with", "as", "gives", "fails")
        fun text(name: String) = it[name]?.let { text -> text.textValue() ?: throw Mistake("$of: `$name` is no text") }
        val with = it["with"] ?: JSON.createObjectNode()
        return Step(
            text("call"),
            text("do"),
            it["each"],
            it["steps"]?.map { inner -> step(inner, of) }.orEmpty(),
            text("on"),
            with as? ObjectNode ?: throw Mistake("$of: `with` is no object"),
            text("as"),
            it["gives"],
            it["fails"],
        )
    }

    /** Why it is for other drivers; null if it is for this one. */
    private fun leftOut(only: JsonNode?): String? {
        val it = members(only ?: return null, "only", "in", "because")
        return it.getValue("because").textValue().takeIf { _ ->
            it.getValue("in").textValue() !in
                listOf("bindings", "kotlin")
        }
    }

    private fun members(node: JsonNode, of: String, vararg known: String): Map<String, JsonNode> {
        if (!node.isObject) throw Mistake("$of: $node is no object")
        node.fieldNames().forEach { if (it !in known) throw Mistake("$of knows no `$it`") }
        return node.properties().filterNot { it.value.isNull }.associate { it.key to it.value }
    }

    private fun files(folder: String): List<File> =
        path.resolve(folder).listFiles { file -> file.extension == "json" }.orEmpty().sorted()
}
