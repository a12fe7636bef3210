package passkeyprovider

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import passkeyprovider.ffi.EXPECTED_BUILD_ID
import java.io.File
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.nio.file.StandardOpenOption

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
            Files.copy(nativeLibrary(), other, StandardCopyOption.REPLACE_EXISTING)
            val build = EXPECTED_BUILD_ID.takeLast(32)
            replaceIn(other, build.toByteArray(), build.reversed().toByteArray())
            assertEquals("STALE_BINDINGS, then STALE_BINDINGS", play(other))
        } finally {
            Files.delete(other)
        }
    }

    /** In a mapping: a library with all that a debugger needs is as large as the heap. */
    private fun replaceIn(file: Path, old: ByteArray, new: ByteArray) {
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE).use { channel ->
            val bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size())
            for (at in 0..bytes.limit() - old.size) {
                if (bytes[at] == old[0] && old.indices.all { bytes[at + it] == old[it] }) {
                    new.forEachIndexed { index, byte -> bytes.put(at + index, byte) }
                }
            }
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
    val outcomes = List(2) { codeOf { withProvider { it.passkeys.all().ignored() } } }
    println(if (outcomes.all { it == null }) "opened" else outcomes.joinToString(", then "))
}
