package passkeyprovider.bench

import passkeyprovider.Caller
import passkeyprovider.Consent
import passkeyprovider.DeviceKey
import passkeyprovider.Frame
import passkeyprovider.GetOutcome
import passkeyprovider.KeySource
import passkeyprovider.OpenOptions
import passkeyprovider.PasskeyProvider
import passkeyprovider.RequestOptions
import passkeyprovider.ffi.OpenRequest
import passkeyprovider.ffi.Provider
import java.io.File
import java.nio.ByteBuffer
import java.nio.file.Files
import kotlin.math.sqrt
import kotlin.system.exitProcess
import passkeyprovider.ffi.IfMissing as FfiIfMissing
import passkeyprovider.ffi.KeySource as FfiKeySource
import passkeyprovider.ffi.SecretBytes as FfiSecretBytes

/** HotSpot compiles a method for good after 5,000 calls, and some time after that on a busy machine. */
private const val WARM_UP = 12_000

/** Short rounds in turns: a machine that others use as well is slower for a while, and then for all three. */
private const val ROUNDS = 301
private const val GETS = 50
private const val EMPTY_CALLS = 50
private const val EMPTY_WARM_UP = 20_000

/** What Kotlin may add to a get, in empty calls. */
private const val MOST_EMPTY_CALLS = 25.0

private val MEMORY_DISK = File("/dev/shm")

/** The store that `footprint fill` makes: its device key, and one of its sites. */
private val DEVICE_KEY = ByteArray(32) { 7 }
private val PAGE = Caller.Web("https://site-7.example", Frame.SameOrigin)
private val REQUEST = RequestOptions.Json("""{"rpId":"site-7.example","challenge":"AAECAwQFBgcICQoLDA0ODw"}""")

/**
 * What a get costs from Kotlin, beside the same get from Rust on the same store, as a table.
 *
 *     GetBenchKt FOOTPRINT JAVA..    FOOTPRINT does Rust's half; JAVA.. runs this program
 *
 * The store lies on a disk in memory where there is one: a real disk takes milliseconds to sync, and never the
 * same number of them, so that what a language adds would not be seen. Memory is the high-water mark of a
 * process of its own, over one that does nothing.
 */
public fun main(arguments: Array<String>) {
    when (arguments.firstOrNull()) {
        "idle" -> println(peakBytes())

        "get" -> {
            open(File(arguments[1])).use(::signIn)
            println(peakBytes())
        }

        null -> exitProcess(2)

        else -> measure(arguments.first(), arguments.drop(1))
    }
}

private fun measure(footprint: String, java: List<String>) {
    val folder = (
        MEMORY_DISK.takeIf { it.canWrite() }?.let { Files.createTempDirectory(it.toPath(), "bench") }
            ?: Files.createTempDirectory("bench")
        ).toFile()
    try {
        val store = folder.resolve("passkeys.db")
        run(listOf(footprint, "fill", store.path, "16"))
        val rounds = open(store).use { provider -> rounds(provider, store, footprint) }
        val (kotlin, rust, empty) = listOf(Round::kotlin, Round::rust, Round::empty).map { of ->
            median(rounds.map(of))
        }
        // Of each round by itself: a machine that gets slower meanwhile does so for both.
        val extras = rounds.map { it.kotlin - it.rust }.sorted()
        val extra = median(extras)
        // How far the median of as many rounds is off, from the half of them that is nearest to it.
        val doubt = (extras[extras.size * 3 / 4] - extras[extras.size / 4]) / sqrt(extras.size.toDouble())
        val memory = run(java + listOf("get", store.path)).toLong() - run(java + "idle").toLong()
        val rustMemory = run(listOf(footprint, "get", store.path)).toLong() - run(listOf(footprint, "idle")).toLong()

        println("| measured | ours | beside | ratio | goal | met |\n|---|---|---|---|---|---|")
        row("a get from Kotlin, JVM warmed", micros(kotlin), "${micros(rust)}, the same from Rust", kotlin / rust)
        row(
            "what Kotlin adds to a get",
            "${micros(extra)} ± ${micros(doubt)}",
            "${micros(empty)}, an empty call of UniFFI",
            extra / empty,
            "≤ %.0f".format(MOST_EMPTY_CALLS),
            if (extra <= MOST_EMPTY_CALLS * empty) "yes" else "no",
        )
        row(
            "peak memory of a get from Kotlin, over a JVM doing nothing",
            bytes(memory),
            "${bytes(rustMemory)}, from Rust",
            null,
        )
    } finally {
        folder.deleteRecursively()
    }
}

/** The medians of a get from Kotlin, one from Rust, and an empty call, in nanoseconds. */
private class Round(val kotlin: Double, val rust: Double, val empty: Double)

private fun rounds(provider: PasskeyProvider, store: File, footprint: String): List<Round> {
    val key = ByteBuffer.allocateDirect(DEVICE_KEY.size).put(DEVICE_KEY).flip()
    val bare = Provider.open(
        OpenRequest(
            path = store.path,
            deviceKey = FfiKeySource.Bytes(FfiSecretBytes(key)),
            ifMissing = FfiIfMissing.FAIL,
            manageUrls = emptyMap(),
        ),
    )
    val empty = EmptyCall(bare)
    repeat(WARM_UP) { signIn(provider) }
    repeat(EMPTY_WARM_UP) { empty.twice() }
    val rounds = Rust(footprint, store).use { rust ->
        repeat(WARM_UP / GETS) { rust.medianGet() }
        List(ROUNDS) {
            Round(
                kotlin = median(List(GETS) { timed { signIn(provider) } }),
                rust = rust.medianGet(),
                empty = median(List(EMPTY_CALLS) { timed { empty.twice() } }) / 2,
            )
        }
    }
    empty.close()
    bare.close()
    return rounds
}

/** A process that signs in from Rust, whenever it is asked to. */
private class Rust(footprint: String, store: File) : AutoCloseable {
    private val process = ProcessBuilder(footprint, "median-get", store.path)
        .redirectError(ProcessBuilder.Redirect.INHERIT).start()
    private val asking = process.outputWriter()
    private val told = process.inputReader()

    /** Of as many gets as Kotlin's, in nanoseconds. */
    fun medianGet(): Double {
        asking.write("$GETS\n")
        asking.flush()
        return told.readLine().toDouble()
    }

    override fun close() {
        asking.close()
        check(process.waitFor() == 0) { "footprint failed" }
    }
}

/** From JSON to JSON, with all that an app does of it. */
private fun signIn(provider: PasskeyProvider) {
    val outcome = provider.beginGet(REQUEST, PAGE).use { plan ->
        provider.finishGet(plan, plan.candidates.first().passkey.credentialId, Consent.Present) as GetOutcome.Done
    }
    check(outcome.asserted.value.responseJson.isNotEmpty())
}

private fun open(store: File): PasskeyProvider = DeviceKey(DEVICE_KEY).use { key ->
    PasskeyProvider.open(OpenOptions(store, KeySource.Given(key)))
}

private inline fun timed(work: () -> Unit): Double {
    val started = System.nanoTime()
    work()
    return (System.nanoTime() - started).toDouble()
}

private fun median(values: List<Double>): Double = values.sorted()[values.size / 2]

private fun run(command: List<String>): String {
    val process = ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start()
    val told = process.inputStream.bufferedReader().readText().trim()
    check(process.waitFor() == 0) { "${command.first()} failed" }
    return told
}

/** The high-water mark of this process's resident memory, in bytes (proc(5), `VmHWM`). */
private fun peakBytes(): Long {
    val line = File("/proc/self/status").readLines().first { it.startsWith("VmHWM:") }
    return line.filter(Char::isDigit).toLong() * 1024
}

private fun row(measured: String, ours: String, beside: String, ratio: Double?, goal: String = "", met: String = "") =
    println("| $measured | $ours | $beside | ${ratio?.let { "%.2f".format(it) }.orEmpty()} | $goal | $met |")

private fun micros(nanos: Double) = "%.1f µs".format(nanos / 1000)

private fun bytes(count: Long) = "%.1f MB".format(count / 1048576.0)
