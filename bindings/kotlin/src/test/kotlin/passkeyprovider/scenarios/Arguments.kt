package passkeyprovider.scenarios

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.node.ObjectNode
import java.util.Base64
import java.util.UUID

/** The arguments of a call. Each is taken by its name, and what nobody took is a mistake of the scenario. */
internal class Arguments(private val of: String, members: ObjectNode) {
    private val members = members.properties().filterNot {
        it.value.isNull
    }.associate { it.key to it.value }.toMutableMap()

    fun has(name: String): Boolean = name in members

    fun isText(name: String): Boolean = members[name]?.isTextual == true

    fun text(name: String): String = read(name, "a text") { it.textValue() }

    fun textIfAny(name: String): String? = if (has(name)) text(name) else null

    fun texts(name: String): List<String> = list(name, "a list of texts") { it.textValue() }

    fun uuid(name: String): UUID = read(name, "a UUID") { runCatching { UUID.fromString(it.textValue()) }.getOrNull() }

    fun bytes(name: String): ByteArray = read(name, "unpadded base64url") { decoded(it.textValue()) }

    fun bytesIfAny(name: String): ByteArray? = if (has(name)) bytes(name) else null

    fun listOfBytes(name: String): List<ByteArray> = list(name, "a list of unpadded base64url") {
        decoded(it.textValue())
    }

    fun numbers(name: String): List<Long> = list(name, "a list of numbers") {
        it.takeIf(JsonNode::canConvertToLong)?.longValue()
    }

    fun number(name: String): Long = read(name, "a whole number") {
        it.takeIf { number -> number.canConvertToLong() && number.longValue() >= 0 }?.longValue()
    }

    fun numberIfAny(name: String): Long? = if (has(name)) number(name) else null

    fun flag(name: String): Boolean =
        has(name) && read(name, "true or false") { if (it.isBoolean) it.booleanValue() else null }

    fun arguments(name: String): Arguments = read(name, "an object") {
        (it as? ObjectNode)?.let { inner -> Arguments("`$name` of $of", inner) }
    }

    fun argumentsIfAny(name: String): Arguments? = if (has(name)) arguments(name) else null

    fun listOfArguments(name: String): List<Arguments> =
        list(name, "a list of objects") { (it as? ObjectNode)?.let { inner -> Arguments("`$name` of $of", inner) } }

    /** Texts by their names. */
    fun table(name: String): Map<String, String> = if (!has(name)) {
        emptyMap()
    } else {
        read(name, "an object of texts") { node -> node.properties().associate { it.key to it.value.textValue() } }
    }

    /** The one member of an object, which is an object itself: a kind, and what belongs to it. */
    fun kind(name: String): Pair<String, Arguments> = read(name, "an object with one object in it") { node ->
        node.properties().singleOrNull()?.let { (kind, inner) ->
            (inner as? ObjectNode)?.let {
                kind to
                    Arguments(kind, it)
            }
        }
    }

    /** A document: `{"json": ..}`, which is written as text, or `{"text": ..}` as it stands. */
    fun document(name: String): String = arguments(name).finished { document() }

    fun document(): String = if (has("json")) read("json", "a document") { it.toString() } else text("text")

    /** Gives what [use] makes of the arguments, each of which it must have taken. */
    inline fun <T> finished(use: Arguments.() -> T): T = use().also { finish() }

    fun finish() {
        members.keys.firstOrNull()?.let { throw Mistake("$of knows no `$it`") }
    }

    fun wrong(name: String, wanted: String): Mistake = Mistake("`$name` of $of is not $wanted")

    private fun <T : Any> list(name: String, wanted: String, value: (JsonNode) -> T?): List<T> {
        if (!has(name)) return emptyList()
        return read(name, wanted) { list -> list.takeIf { it.isArray }?.map { value(it) ?: throw wrong(name, wanted) } }
    }

    private fun <T : Any> read(name: String, wanted: String, value: (JsonNode) -> T?): T {
        val member = members.remove(name) ?: throw Mistake("$of needs `$name`")
        return value(member) ?: throw wrong(name, wanted)
    }

    private fun decoded(text: String?): ByteArray? = try {
        text?.takeIf { '=' !in it }?.let(Base64.getUrlDecoder()::decode)
    } catch (_: IllegalArgumentException) {
        null
    }
}
