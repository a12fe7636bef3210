package passkeyprovider

import java.util.UUID
import passkeyprovider.ffi.Refusal as FfiRefusal
import passkeyprovider.ffi.RefusalExplanation as FfiRefusalExplanation

/** How a server refused. */
public data class Refusal(
    /** Whose codes it gives. */
    public val family: RefusalFamily,
    /** The HTTP status of the answer; null where it is not known. */
    public val status: Int? = null,
    /** The code in the answer; null where there is none. A text after it is left out. */
    public val code: String? = null,
    /** What was asked; null where it is not known. */
    public val occasion: RefusalOccasion? = null,
    /** The AAGUID that the registration names, for the administrator, who may have to allow it. */
    public val aaguid: UUID? = null,
) {
    init {
        require(status == null || status in 0..0xFFFF) { "a status code has 16 bits" }
    }

    /**
     * What it means, who must act and what to do next: by a table, and without a network. A code that is not in it
     * claims nothing.
     */
    public fun explain(): RefusalExplanation =
        Library.call { RefusalExplanation(passkeyprovider.ffi.explainRefusal(lower())) }

    /** Without the code, which may be any text of a server's. */
    override fun toString(): String = "Refusal(family=$family, status=$status, occasion=$occasion)"
}

/** What a refusal means. Nothing in it is the server's own text. */
public class RefusalExplanation internal constructor(explanation: FfiRefusalExplanation) {
    /** Why it refused. */
    public val cause: RefusalCause = explanation.cause.converted()

    /** Who has to do something so that it goes on; null: that is not known. */
    public val actor: ActingParty? = explanation.actor?.converted()

    /** What happened and what to do next, for the person: English. Localise from the [cause]. */
    public val person: String = explanation.person

    /** What to do, for the administrator or developer, where it is another thing; else null. */
    public val other: String? = explanation.other

    /** A page on which the person can do it; null where there is none. */
    public val link: String? = explanation.link

    /** The code, for support: letters, digits, `_`, `.` and `-` only; null where there was none. */
    public val code: String? = explanation.code

    /** The HTTP status, for support; null where it is not known. */
    public val status: Int? = explanation.status?.toInt()

    /** What documents the meaning; null where it is not known. */
    public val source: String? = explanation.source
}

internal fun FfiRefusal.lift(): Refusal = Refusal(
    family = family.converted(),
    status = status?.toInt(),
    code = code,
    occasion = occasion?.converted(),
    aaguid = aaguid?.let(UUID::fromString),
)

private fun Refusal.lower(): FfiRefusal = FfiRefusal(
    family = family.converted(),
    status = status?.toUShort(),
    code = code?.wellFormed(),
    occasion = occasion?.converted(),
    aaguid = aaguid?.toString(),
)
