package passkeyprovider

import passkeyprovider.ffi.CredentialSalts
import passkeyprovider.ffi.CreationPrf as FfiCreationPrf
import passkeyprovider.ffi.PrfOutput as FfiPrfOutput
import passkeyprovider.ffi.PrfResults as FfiPrfResults
import passkeyprovider.ffi.PrfSalts as FfiPrfSalts
import passkeyprovider.ffi.RequestPrf as FfiRequestPrf

/**
 * Where to evaluate the pseudo-random function of a passkey (WebAuthn L3, section 10.1.4): salts that a platform made
 * of the site's inputs already, 32 bytes each. They are not hashed again.
 */
public class PrfSalts(
    /** The first. */
    public val first: ByteArray,
    /** The second, where there is one. */
    public val second: ByteArray? = null,
)

/** `prf` of a registration, where a platform hands over the parts. */
public class CreationPrf(
    /** Where to evaluate the new passkey's function at once; null asks only whether it has one. */
    public val salts: PrfSalts? = null,
)

/** `prf` of a sign-in, where a platform hands over the parts. */
public class RequestPrf(
    /** For every passkey that has no entry of its own. */
    public val salts: PrfSalts? = null,
    /** For these passkeys. */
    public val byCredential: Map<CredentialId, PrfSalts> = emptyMap(),
)

/** What `prf` answers. */
public class PrfOutput internal constructor(output: FfiPrfOutput) {
    /** Whether the passkey has a function: said in a registration, null in a sign-in. */
    public val enabled: Boolean? = output.enabled

    /** The values, where the person was verified and there was something to evaluate. Close them. */
    public val results: PrfResults? = output.results?.let(::PrfResults)
}

/**
 * The values of one evaluation, 32 bytes each: secrets, which [close] wipes. Never printed and never compared. The
 * response has them too, as the site expects them; whoever passes that on needs no others.
 */
public class PrfResults internal constructor(results: FfiPrfResults) : AutoCloseable {
    private val results = Handed(results) {
        PasskeyException.ofBadArgument("prf_results", "the values were wiped")
    }

    /**
     * Lets [use] see the value at the first salt. It is only there while that runs: keep no reference.
     * [PasskeyException] with [ErrorCode.BAD_ARGUMENT] after [close].
     */
    public fun <T> exposeFirst(use: (ByteArray) -> T): T = lent(results.hand { it.first() }, use)

    /** The same for the value at the second salt; null, and nothing is called, where there was none. */
    public fun <T> exposeSecond(use: (ByteArray) -> T): T? = results.hand { it.second() }?.let { lent(it, use) }

    /** Overwrites them. A second call does nothing. */
    override fun close(): Unit = results.close()

    /** The kind, and nothing of the values. */
    override fun toString(): String = "PrfResults"
}

internal fun CreationPrf.lower(): FfiCreationPrf = FfiCreationPrf(salts?.lower())

internal fun RequestPrf.lower(): FfiRequestPrf =
    FfiRequestPrf(salts?.lower(), byCredential.map { (id, salts) -> CredentialSalts(id.content, salts.lower()) })

private fun PrfSalts.lower(): FfiPrfSalts = FfiPrfSalts(first, second)
