package passkeyprovider

import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File

/** What the READMEs tell an engineer to write compiles, and does what it says. */
class ReadmeTest {
    @Test
    fun `its examples register and sign in`(@TempDir folder: File) {
        File(folder, "passkeys").mkdir()
        val examples = ReadmeExamples(folder)
        examples.open().use { provider ->
            examples.create(provider, ReadmeExamples.CreateRequest((creation() as CreationOptions.Json).text), PAGE)
            provider.server.confirm(provider.passkeys.all().passkeys.single().reference).ignored()
            examples.get(provider, ReadmeExamples.GetOption((request() as RequestOptions.Json).text), PAGE)
        }
        val (created, asserted) = examples.replies
        assertTrue("attestationObject" in created && "signature" in asserted)
    }

    @Test
    fun `its example tells the site of a passkey that it excludes`(@TempDir folder: File) {
        File(folder, "passkeys").mkdir()
        val examples = ReadmeExamples(folder)
        examples.open().use { provider ->
            val passkey = provider.register("ada")
            val excluding = creation(exclude = listOf(passkey.credentialId)) as CreationOptions.Json
            val code = codeOf { examples.create(provider, ReadmeExamples.CreateRequest(excluding.text), PAGE) }
            assertEquals(ErrorCode.ALREADY_REGISTERED, code)
        }
    }

    @Test
    fun `an app is named as its example names it`(@TempDir folder: File) {
        val (old, new) = listOf(1, 2).map { ReadmeExamples.Signature(byteArrayOf(it.toByte())) }
        val signing = ReadmeExamples.SigningInfo(arrayOf(new), arrayOf(old, new))
        val info = ReadmeExamples.CallingAppInfo("com.example.app", signing, ORIGIN)
        val caller = ReadmeExamples(folder).caller(ReadmeExamples.ProviderRequest(info)) as Caller.Android
        assertEquals("com.example.app", caller.app.packageName)
        assertEquals(ORIGIN, caller.origin)
        assertEquals(listOf(new).map { CertificateFingerprint.of(it.toByteArray()) }, caller.app.signers)
        assertEquals(listOf(old, new).map { CertificateFingerprint.of(it.toByteArray()) }, caller.app.history)
    }

    @Test
    fun `the Kotlin README's examples register, offer and sign in`(@TempDir folder: File) {
        val examples = KotlinReadmeExamples(File(folder, "passkeys.db"))
        examples.trust()
        examples.ceremonies()
        val (created, asserted) = examples.answers
        assertTrue("attestationObject" in created && "signature" in asserted)
        assertEquals(listOf("ada@example.com"), examples.listed)
        assertNotNull(examples.kept)
        withProvider { provider ->
            val passkey = provider.register()
            runBlocking { examples.threads(provider, request(), PAGE, passkey.credentialId) }
            assertEquals(1, provider.passkeys.get(passkey.reference).signCount)
            examples.views(provider)
            assertTrue(provider.passkeys.get(passkey.reference).standing is Standing.Confirmed)
            assertEquals(provider.epoch(), examples.kept)
        }
    }

    @Test
    fun `the Kotlin README's member is judged, and warned`(@TempDir folder: File) = withProvider { provider ->
        val examples = KotlinReadmeExamples(File(folder, "passkeys.db"))
        val refusing = """"keyRestrictions":{"isEnforced":true,"enforcementType":"allow","aaGuids":[]}"""
        val whole = """"isAttestationEnforced":false,"isSelfServiceRegistrationAllowed":true,""" +
            """"includeTargets":[{"targetType":"group","id":"staff"}],$refusing"""
        val code = codeOf { examples.member(provider, creation(), PAGE, """{"state":"enabled",$whole}""") }
        assertEquals(ErrorCode.POLICY_REFUSED, code)
        examples.member(provider, creation(), PAGE, "{$whole}")
        assertEquals(listOf(PolicyRule.ALLOWED_AAGUIDS to PolicyDoubtKind.MISSING), examples.warnings)
    }

    /** What runs here, and what names classes of Android and is compiled against those. */
    @Test
    fun `the READMEs' examples are the ones that compile`() {
        val compiled = compiled(*EXAMPLES.toTypedArray())
        for ((file, least) in mapOf("../README.md" to 6, "README.md" to 4, "../../docs/enrolment.md" to 2)) {
            val examples = examplesIn(File(file).readText())
                .filterNot { "settings.gradle.kts" in it.first() || it.any { line -> "implementation(" in line } }
            assertTrue(examples.size >= least, "${examples.size} examples in $file")
            for (example in examples) assertCompiled(example, compiled, file)
        }
    }

    @Test
    fun `the documentation's examples are the ones that compile`() {
        val compiled = compiled("src/test/kotlin/passkeyprovider/DocumentationExamples.kt")
        val sources = File("src/main/kotlin").walk().filter { it.extension == "kt" }.associateWith { file ->
            val comments = file.readLines().filter { it.trim().startsWith("*") }
            examplesIn(comments.joinToString("\n") { it.trim().removePrefix("*").removePrefix(" ") })
        }
        assertTrue(sources.values.flatten().size >= 6, "$sources")
        for (view in listOf("Passkeys", "ServerWord", "Callers", "HardwareKeys", "Enrolments")) {
            assertTrue(sources.any { (file, found) -> file.name == "$view.kt" && found.isNotEmpty() }, view)
        }
        for ((file, examples) in sources) examples.forEach { assertCompiled(it, compiled, file.name) }
    }

    /** The system hands the message of its exception to the app that asked: an error's own says too much. */
    @Test
    fun `no README hands a caller an error's message`() {
        val pages = listOf("embedding", "errors").map { "../../docs/$it.md" }
        for (file in listOf("../README.md", "README.md", "../../README.md") + pages) {
            val given = Regex("""Credential(Custom)?Exception\([^)]*\)""").findAll(File(file).readText()).map {
                it.value
            }
            for (call in given) assertFalse("," in call || "message" in call, "$file: $call")
        }
    }

    private companion object {
        val EXAMPLES = listOf(
            "src/test/kotlin/passkeyprovider/ReadmeExamples.kt",
            "src/test/kotlin/passkeyprovider/KotlinReadmeExamples.kt",
            "src/test/kotlin/passkeyprovider/EnrolmentExamples.kt",
            "src/examples/kotlin/passkeyprovider/examples/AndroidExamples.kt",
        )
    }

    private fun compiled(vararg files: String): List<String> = files.flatMap { bareLines(File(it).readText()) }

    private fun examplesIn(text: String): List<List<String>> =
        Regex("```kotlin\n(.*?)```", RegexOption.DOT_MATCHES_ALL).findAll(text)
            .map { bareLines(it.groupValues[1]) }
            .toList()

    private fun assertCompiled(example: List<String>, compiled: List<String>, of: String) {
        val isThere = compiled.windowed(example.size).any { it == example }
        assertTrue(isThere, "of $of, word for word:\n${example.joinToString("\n")}")
    }

    private fun bareLines(text: String): List<String> = text.lines().map(::bare).filter(String::isNotEmpty)

    /** A line without its indentation, and without what a comment behind it says. */
    private fun bare(line: String): String {
        val text = line.trim()
        return if (text.startsWith("//")) text else text.substringBefore(" //").trim()
    }
}
