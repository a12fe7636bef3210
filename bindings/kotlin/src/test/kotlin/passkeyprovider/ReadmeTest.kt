package passkeyprovider

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File

/** What `bindings/README.md` tells an engineer to write compiles, and does what it says. */
class ReadmeTest {
    @Test
    fun `its examples register and sign in`(@TempDir folder: File) {
        File(folder, "passkeys").mkdir()
        val examples = ReadmeExamples(folder)
        examples.open().use { provider ->
            examples.create(provider, ReadmeExamples.CreateRequest((creation() as CreationOptions.Json).text), PAGE)
            provider.confirm(provider.list().passkeys.single().credentialId)
            examples.get(provider, ReadmeExamples.GetOption((request() as RequestOptions.Json).text), PAGE)
        }
        val (created, asserted) = examples.replies
        assertTrue("attestationObject" in created && "signature" in asserted)
    }

    @Test
    fun `an app is named as its example names it`(@TempDir folder: File) {
        val (old, new) = listOf(1, 2).map { ReadmeExamples.Signature(byteArrayOf(it.toByte())) }
        val signing = ReadmeExamples.SigningInfo(arrayOf(new), arrayOf(old, new))
        val info = ReadmeExamples.CallingAppInfo("com.example.app", signing)
        val caller = ReadmeExamples(folder).caller(ReadmeExamples.ProviderRequest(info)) as Caller.Android
        assertEquals("com.example.app", caller.app.packageName)
        assertEquals(listOf(new).map { CertificateFingerprint.of(it.toByteArray()) }, caller.app.signers)
        assertEquals(listOf(old, new).map { CertificateFingerprint.of(it.toByteArray()) }, caller.app.history)
    }

    @Test
    fun `its examples are the ones that compile here`() {
        val compiled = File("src/test/kotlin/passkeyprovider/ReadmeExamples.kt").readLines().map(::bare)
        val examples = Regex("```kotlin\n(.*?)```", RegexOption.DOT_MATCHES_ALL)
            .findAll(File("../README.md").readText())
            .map { found -> found.groupValues[1].lines().map(::bare).filter(String::isNotEmpty) }
            .filterNot { "settings.gradle.kts" in it.first() || it.any { line -> "implementation(" in line } }
            .toList()
        assertTrue(examples.size >= 4, "${examples.size} examples")
        for (example in examples) {
            val places = compiled.windowed(example.size).count { it == example }
            assertEquals(1, places, "in ReadmeExamples.kt, word for word:\n${example.joinToString("\n")}")
        }
    }

    /** A line without its indentation, and without what a comment behind it says. */
    private fun bare(line: String): String {
        val text = line.trim()
        return if (text.startsWith("//")) text else text.substringBefore(" //").trim()
    }
}
