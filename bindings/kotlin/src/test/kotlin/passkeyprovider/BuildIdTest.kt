package passkeyprovider

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import passkeyprovider.ffi.EXPECTED_BUILD_ID
import java.io.File
import java.nio.file.Files
import java.nio.file.Path

class BuildIdTest {
    @Test
    fun `the library is of the build that the bindings were made from`() {
        assertEquals(EXPECTED_BUILD_ID, PasskeyProvider.buildId())
        assertTrue(Regex("passkey-provider-ffi build [0-9a-f]{32}").matches(EXPECTED_BUILD_ID))
    }

    @Test
    fun `bindings of another build are refused`() {
        val error = assertThrows<PasskeyException> {
            Library.requireBuild(EXPECTED_BUILD_ID.dropLast(1) + '-') { PasskeyProvider.buildId() }
        }
        assertEquals(ErrorCode.STALE_BINDINGS, error.code)
        assertEquals(Fault.HOST, error.fault)
    }

    /** A library that cannot be asked, or has just failed, has no table to take the row from. */
    @Test
    fun `the rows that are said without asking are the library's own`() {
        assertEquals(Library.row(ErrorCode.STALE_BINDINGS), Library.STALE_BINDINGS)
        assertEquals(Library.row(ErrorCode.INTERNAL), Library.PANICKED)
    }

    /** The library's bytes with another build in them, in a process of its own. */
    @Test
    fun `a library of another build is refused before the first call`() {
        assertEquals("opened", play(nativeLibrary()))
        val other = Files.createTempFile("other-build", ".so")
        try {
            val bytes = Files.readString(nativeLibrary(), Charsets.ISO_8859_1)
            val build = EXPECTED_BUILD_ID.takeLast(32)
            Files.writeString(other, bytes.replace(build, build.reversed()), Charsets.ISO_8859_1)
            assertEquals("STALE_BINDINGS, then STALE_BINDINGS", play(other))
        } finally {
            Files.delete(other)
        }
    }

    private fun play(library: Path): String {
        val java = File(System.getProperty("java.home"), "bin/java").path
        val process = ProcessBuilder(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            "-Duniffi.component.passkey_provider_ffi.libraryOverride=$library",
            "passkeyprovider.BuildIdTestKt",
        ).redirectErrorStream(true).start()
        return process.inputStream.bufferedReader().readText().trim()
    }

    private fun nativeLibrary(): Path =
        Path.of(System.getProperty("jna.library.path"), System.mapLibraryName("passkey_provider_ffi"))
}

/** Opens a store, and says what came of it; the second time as the first. */
fun main() {
    val outcomes = List(2) { codeOf { withProvider { it.list() } } }
    println(if (outcomes.all { it == null }) "opened" else outcomes.joinToString(", then "))
}
