package passkeyprovider

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.lang.reflect.InvocationTargetException
import java.time.Duration
import java.time.Instant
import java.util.UUID
import kotlin.reflect.KClass
import kotlin.reflect.KFunction
import kotlin.reflect.KType
import kotlin.reflect.KVisibility
import kotlin.reflect.full.createType
import kotlin.reflect.full.declaredMemberFunctions
import kotlin.reflect.full.primaryConstructor

/** Half of a surrogate pair, which UTF-8 has no form for. */
private const val HALF = "a\uD83D"

class TextTest {
    @Test
    fun `a label of any script comes back as it was`() = withProvider { provider ->
        val passkey = provider.register().reference
        for (label in listOf("a", "é", "日本語", "\uD83D\uDD11 key", "\u0000", "x".repeat(60))) {
            provider.passkeys.rename(passkey, label).ignored()
            assertEquals(label, provider.passkeys.get(passkey).label)
        }
    }

    /** As the web encodes such a string: Encoding Standard, section 6, "UTF-8 encode". */
    @Test
    fun `a half of a surrogate pair becomes U+FFFD`() = withProvider { provider ->
        val passkey = provider.register().reference
        for (half in listOf("\uD83D", "\uDD11")) {
            provider.passkeys.rename(passkey, "a${half}b\uD83D\uDD11").ignored()
            assertEquals("a\uFFFDb\uD83D\uDD11", provider.passkeys.get(passkey).label)
        }
    }

    /** Every call, with half of a surrogate pair for each text: UniFFI would throw what is no [PasskeyException]. */
    @Test
    fun `no text fails in a way of its own, wherever it is`() = withStore { store ->
        store.open().use { provider ->
            val site = Caller.Android(AndroidApp("com.example", listOf(CertificateFingerprint(ByteArray(32)))))
            val given = { (provider.callers.check(site, RP_ID) as PendingCaller) }
            val samples = Samples(File(store.options().path.parentFile, HALF), given)
            val called = mutableSetOf<String>()
            for (receiver in listOf(PasskeyProvider.Companion, provider) + viewsOf(provider)) {
                for (function in callsOf(receiver)) {
                    for (arguments in samples.of(function)) {
                        if (call(function, receiver, arguments)) called += function.name
                    }
                }
            }
            val withTexts = setOf(
                "abandon", "answerFetch", "begin", "beginCreate", "beginGet", "beginRemoval", "candidates", "check",
                "configure", "confirm", "createConditionally", "delete", "get", "history", "identityDelta",
                "inspectCreationOptions", "inspectPolicy", "inspectRequestOptions", "judgeByConfiguration",
                "judgeByPolicy", "look", "makeDeviceKey", "noteAccountMoved", "noteNoAnswer", "noteRefused", "offers",
                "open", "purge", "reconcile", "reject", "rename", "reportTags", "restore", "resume", "revokeApp",
                "setAside", "trustApp", "verifySignal",
            )
            assertEquals(emptySet<String>(), withTexts - called, "not called")
        }
    }

    private fun viewsOf(provider: PasskeyProvider): List<Any> =
        listOf(provider.passkeys, provider.server, provider.callers, provider.hardwareKeys, provider.enrolments)

    /** All but closing, and what suspends: that hands its texts to other calls. */
    private fun callsOf(receiver: Any): List<KFunction<*>> = receiver::class.declaredMemberFunctions
        .filter { it.visibility == KVisibility.PUBLIC && it.name != "close" && !it.isSuspend }

    private fun call(function: KFunction<*>, receiver: Any, arguments: List<Any?>): Boolean {
        try {
            val came = function.call(receiver, *arguments.toTypedArray())
            ((if (came is Committed<*>) came.value else came) as? AutoCloseable)?.close()
        } catch (thrown: InvocationTargetException) {
            assertTrue(thrown.targetException is PasskeyException, "${function.name}: ${thrown.targetException}")
        }
        return true
    }
}

/** Values of the package's types, with [HALF] for each text. */
private class Samples(private val file: File, private val pending: () -> PendingCaller) {
    /** Arguments for some calls, so that each sample of each parameter is in one of them. */
    fun of(function: KFunction<*>): List<List<Any?>> = combined(function.parameters.drop(1).map { it.type })

    private fun combined(types: List<KType>): List<List<Any?>> {
        val samples = types.map(::of)
        if (samples.any { it.isEmpty() }) return emptyList()
        return List(samples.maxOfOrNull { it.size } ?: 1) { index -> samples.map { it[index % it.size] } }
    }

    private fun of(type: KType): List<Any> {
        fun inner(index: Int) = of(type.arguments[index].type!!)
        return when (val kind = type.classifier as KClass<*>) {
            String::class -> listOf(HALF)
            Boolean::class -> listOf(false)
            Int::class -> listOf(200)
            Long::class -> listOf(1L)
            ByteArray::class -> listOf(ByteArray(32))
            Instant::class -> listOf(Instant.EPOCH)
            Duration::class -> listOf(Duration.ofDays(1))
            UUID::class -> listOf(UUID(0, 0))
            File::class -> listOf(file)
            List::class -> listOf(inner(0))
            Map::class -> listOf(inner(0).zip(inner(1)).toMap())
            PendingCaller::class -> listOf(pending())
            else -> ofPackage(kind)
        }
    }

    /** Nothing for what only the library makes, a plan or a signal: no text is in it. */
    private fun ofPackage(kind: KClass<*>): List<Any> {
        kind.objectInstance?.let { return listOf(it) }
        kind.java.enumConstants?.let { return listOf(it.first() as Any) }
        if (kind.isSealed) return kind.sealedSubclasses.flatMap { of(it.createType()) }
        val made = kind.primaryConstructor?.takeIf { it.visibility == KVisibility.PUBLIC } ?: return emptyList()
        return combined(made.parameters.map { it.type }).map { made.call(*it.toTypedArray()) }
    }
}
