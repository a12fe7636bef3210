package passkeyprovider.scenarios

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.node.ArrayNode
import com.fasterxml.jackson.databind.node.ObjectNode

/** Names and what they stand for: values that are [written], the first that has a name, and what steps gave. */
internal class Values(private val written: List<ObjectNode>) {
    private val bound = mutableMapOf<String, JsonNode>()

    fun bind(name: String, value: JsonNode) {
        bound[name] = value
    }

    /** The value with every reference replaced. */
    fun resolve(value: JsonNode): JsonNode = when {
        value.isTextual && REFERENCE.containsMatchIn(value.textValue()) -> lookUp(value.textValue().drop(1))
        value is ArrayNode -> JSON.createArrayNode().addAll(value.map(::resolve))
        value is ObjectNode -> resolveObject(value)
        else -> value
    }

    private fun resolveObject(value: ObjectNode): ObjectNode {
        val resolved = when (val from = value[FROM]?.let(::resolve)) {
            null -> JSON.createObjectNode()
            is ObjectNode -> from.deepCopy()
            else -> throw Mistake("`$FROM` names no object")
        }
        for ((name, member) in value.properties()) {
            when {
                name == FROM -> continue
                member["\$absent"]?.booleanValue() == true -> resolved.remove(name)
                else -> resolved.set<JsonNode>(name, resolve(member))
            }
        }
        return resolved
    }

    private fun lookUp(path: String): JsonNode {
        val parts = path.split('.')
        val root = bound[parts.first()] ?: written.firstNotNullOfOrNull { it[parts.first()] }?.let(::resolve)
        return parts.drop(1).fold(root) { at, part ->
            if (at is ArrayNode) part.toIntOrNull()?.let(at::get) else at?.get(part)
        } ?: throw Mistake("nothing is bound to $$path")
    }

    private companion object {
        const val FROM = "\$from"

        /** `$.member` is a JSONPath, and stands for itself. */
        val REFERENCE = Regex("^\\$[A-Za-z]")
    }
}
