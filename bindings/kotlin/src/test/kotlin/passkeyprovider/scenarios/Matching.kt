package passkeyprovider.scenarios

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.node.ArrayNode
import com.fasterxml.jackson.databind.node.NullNode
import com.fasterxml.jackson.databind.node.ObjectNode

/** Where what came at [path] is not what was expected there; null if it is. */
internal fun difference(path: String, actual: JsonNode, expected: JsonNode): String? = when (expected) {
    is ObjectNode -> {
        val matcher = expected.properties().singleOrNull()?.takeIf { it.key.startsWith('$') }
        if (matcher ==
            null
        ) {
            differenceOfMembers(path, actual, expected)
        } else {
            byMatcher(path, actual, matcher.key, matcher.value)
        }
    }

    is ArrayNode ->
        if (actual !is ArrayNode || actual.size() != expected.size()) {
            differ(path, actual, expected)
        } else {
            expected.withIndex().firstNotNullOfOrNull { (index, entry) ->
                difference("$path.$index", actual[index], entry)
            }
        }

    else -> if (isSame(actual, expected)) null else differ(path, actual, expected)
}

/** Members that are not expected may be anything; a missing one is null. */
private fun differenceOfMembers(path: String, actual: JsonNode, expected: ObjectNode): String? {
    if (actual !is ObjectNode) return differ(path, actual, expected)
    return expected.properties().firstNotNullOfOrNull { (name, member) ->
        difference("$path.$name", actual[name] ?: NullNode.instance, member)
    }
}

private fun byMatcher(path: String, actual: JsonNode, matcher: String, operand: JsonNode): String? {
    val isMet = when {
        matcher == "\$not" -> difference(path, actual, operand) != null

        matcher == "\$above" && operand.isNumber -> actual.isNumber && actual.decimalValue() > operand.decimalValue()

        matcher == "\$length" && operand.isNumber -> lengthOf(actual) == operand.intValue()

        matcher == "\$holds" && operand is ArrayNode ->
            actual is ArrayNode && operand.all { wanted -> actual.any { difference(path, it, wanted) == null } }

        matcher == "\$lacks" && operand is ArrayNode -> operand.none { it.textValue() in actual.toString() }

        else -> throw Mistake("no matcher is $matcher with $operand")
    }
    return if (isMet) null else "$path is $actual, which is not $matcher $operand"
}

private fun lengthOf(value: JsonNode): Int? = when {
    value.isArray -> value.size()
    value.isTextual -> value.textValue().let { it.codePointCount(0, it.length) }
    else -> null
}

/** Jackson tells an int from a long of the same value. */
private fun isSame(actual: JsonNode, expected: JsonNode): Boolean = if (actual.isNumber &&
    expected.isNumber
) {
    actual.decimalValue().compareTo(expected.decimalValue()) == 0
} else {
    actual == expected
}

private fun differ(path: String, actual: JsonNode, expected: JsonNode) = "$path is $actual, not $expected"
