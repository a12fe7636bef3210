package passkeyprovider

import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.time.Duration
import java.time.Instant
import java.util.UUID
import kotlin.reflect.KClass
import kotlin.reflect.KFunction
import kotlin.reflect.KParameter
import kotlin.reflect.KTypeParameter
import kotlin.reflect.KVisibility
import kotlin.reflect.full.primaryConstructor
import kotlin.reflect.jvm.isAccessible

/** A value lands in a log by way of its `toString`, most often that of another value around it. */
class PrintingTest {
    /** Every value of the package is made, with marks in each of its texts and bytes that are somebody's. */
    @Test
    fun `no public value prints a name, an id, a handle, a challenge or a body`() {
        val values = publicClasses().filterNot { it.isSealed || it.isAbstract || it in NOT_VALUES }.flatMap(::valuesOf)
        val kinds = values.map { it::class }.toSet()
        assertTrue(kinds.size > 45, "made ${kinds.size} kinds")
        for (type in publicClasses().filter { it.isData && it.objectInstance == null }) {
            assertTrue(type in kinds, "$type was not made")
        }
        for (value in values) {
            val printed = value.toString()
            for (mark in MARKS) assertFalse(mark in printed, "${value::class} prints $mark: $printed")
        }
    }

    /** The test of the test: a value that prints what it holds is found out. */
    @Test
    fun `a name that is printed is seen`() {
        val leaky = valuesOf(Leaky::class).single().toString()
        assertTrue(MARKS.any { it in leaky }, leaky)
    }

    private data class Leaky(val userName: String)

    /** Those that a sealed type or an enumeration stands for, each once. */
    private fun valuesOf(type: KClass<*>): List<Any> = when {
        type.objectInstance != null -> listOf(type.objectInstance!!)
        type.java.isEnum -> listOf(type.java.enumConstants.first())
        type.isSealed -> type.sealedSubclasses.flatMap(::valuesOf)
        type in SAMPLES -> listOf(SAMPLES.getValue(type))
        else -> made(type.primaryConstructor)
    }

    private fun made(maker: KFunction<Any>?): List<Any> {
        if (maker == null || maker.visibility == KVisibility.PRIVATE) return emptyList()
        val choices = maker.parameters.map { parameter -> parameter to argumentsOf(parameter) }
        if (choices.any { (_, values) -> values.isEmpty() }) return emptyList()
        maker.isAccessible = true
        // Each choice of each argument once, beside the first of the others.
        val most = choices.maxOfOrNull { it.second.size } ?: 1
        return List(most) { turn ->
            maker.callBy(choices.associate { (parameter, values) -> parameter to values[minOf(turn, values.size - 1)] })
        }
    }

    private fun argumentsOf(parameter: KParameter): List<Any> {
        val type = when (val classifier = parameter.type.classifier) {
            is KClass<*> -> classifier

            // What a generic value holds prints itself.
            is KTypeParameter -> User::class

            else -> return emptyList()
        }
        return when {
            type == String::class -> listOf(if (parameter.name in PUBLIC_TEXTS) "fine" else TEXT_MARK)
            type == List::class && parameter.name in PUBLIC_LISTS -> listOf(listOf("fine"))
            type == List::class -> listOf(valuesOf(parameter.type.arguments.single().type!!.classifier as KClass<*>))
            type.java.packageName == "passkeyprovider.ffi" -> emptyList()
            else -> valuesOf(type)
        }
    }

    private companion object {
        const val TEXT_MARK = "canary-of-a-person"
        val BYTES = "canary-of-a-byte".toByteArray()
        val MARKS = listOf(
            TEXT_MARK,
            "canary",
            CredentialId(BYTES).toBase64Url(),
            BYTES.joinToString(""),
            BYTES.toList().toString(),
            BYTES.joinToString("") { "%02x".format(it) },
        )

        /** What is nobody's secret: the site, the app, places in a document, and what the library says itself. */
        val PUBLIC_TEXTS = setOf(
            "rpId", "origin", "topOrigin", "packageName", "why", "path", "found", "used", "sentence", "name", "next",
            "url", "word", "happened", "androidCreateType", "androidGetType", "rpTag", "tag", "service", "account",
            "manageUrl", "contentType", "requirement", "problem", "hex", "data", "source",
        )

        /** Of apps, and of places in a document. */
        val PUBLIC_LISTS = setOf("packages", "paths")
        val SAMPLES: Map<KClass<*>, Any> = mapOf(
            String::class to TEXT_MARK,
            ByteArray::class to BYTES,
            Int::class to 1,
            Long::class to 1L,
            Boolean::class to true,
            Instant::class to Instant.EPOCH,
            Duration::class to Duration.ZERO,
            UUID::class to UUID(0, 0),
            File::class to File("fine"),
            Map::class to mapOf("fine" to "fine"),
            Epoch::class to Epoch(1),
            Throwable::class to IllegalStateException(),
            User::class to User(UserHandle(BYTES), TEXT_MARK, TEXT_MARK),
            CertificateFingerprint::class to CertificateFingerprint(byteArrayOf(1)),
        )

        /** Handles of the library, functions, and what is no value. */
        val NOT_VALUES = setOf<KClass<*>>(
            PasskeyProvider::class,
            Passkeys::class,
            ServerWord::class,
            Callers::class,
            HardwareKeys::class,
            Enrolments::class,
        )
    }

    private fun publicClasses(): List<KClass<*>> = classesOf("passkeyprovider")
        .filterNot { it.isSynthetic || it.isAnonymousClass || it.isLocalClass }
        .filter { it.getAnnotation(Metadata::class.java)?.kind == 1 }
        .map { it.kotlin }
        .filter { it.visibility == KVisibility.PUBLIC && !it.isCompanion && !it.java.name.contains("Test") }
}
