package passkeyprovider

import passkeyprovider.ffi.shippedDialects
import passkeyprovider.ffi.Dialect as FfiDialect
import passkeyprovider.ffi.DialectSummary as FfiDialectSummary
import passkeyprovider.ffi.DialectVerified as FfiDialectVerified
import passkeyprovider.ffi.EnrolmentSetup as FfiEnrolmentSetup

/** What an enrolment begins with: a server, how it speaks, and what the app knows of the account. */
public data class EnrolmentSetup(
    /** How the server speaks. */
    public val dialect: Dialect,
    /**
     * The server: an `https` URL such as `https://login.example.com`, with the path that everything is below, if there
     * is one. `http` is for this machine alone. A token goes to its scheme, host and port and nowhere else.
     */
    public val server: String,
    /** The values that the dialect wants of the app, such as a realm, by their names. */
    public val parameters: Map<String, String> = emptyMap(),
    /** The account that the person means, by its sign-in name: options of another one are put to the person. PII. */
    public val meantAccount: String? = null,
    /** What the server is to call the passkey. Where it wants a name and none is given, a step asks for it. */
    public val friendlyName: String? = null,
    /**
     * The origin of the page that the server's client data name; null: the server's own. It decides for which other
     * domain's RP IDs the server's word counts.
     */
    public val page: String? = null,
) {
    /** Without the account, the parameters and the name. */
    override fun toString(): String = "EnrolmentSetup(dialect=$dialect)"
}

/** How a server speaks. */
public sealed interface Dialect {
    /** One that the library brings: [shipped]. */
    public data class Shipped(
        /** Its name, such as `entra-graph`. */
        public val name: String,
    ) : Dialect

    /** A file of the app's own, as the schema of dialects describes it. It serves RP IDs of its server's own domain. */
    public class Own(
        /** The JSON, of at most 16 KiB. */
        public val json: String,
    ) : Dialect

    /** What the library brings. */
    public companion object {
        /** The dialects that the library brings. */
        public fun shipped(): List<DialectSummary> = Library.call { shippedDialects().map { it.lift() } }
    }
}

/** A dialect, as a list of servers shows it. */
public class DialectSummary internal constructor(summary: FfiDialectSummary) {
    /** Its name, such as `spring-security`. */
    public val name: String = summary.name

    /** The server's name, for people. */
    public val title: String = summary.title

    /** How it is known to be right. */
    public val verified: DialectVerified = when (val verified = summary.verified) {
        is FfiDialectVerified.Ran -> DialectVerified.Ran(verified.server, verified.version, verified.date)
        is FfiDialectVerified.Documented -> DialectVerified.Documented(verified.source)
    }

    /** The names of the values that the app gives. */
    public val parameters: List<String> = summary.parameters

    /** Whether the app brings the options, as out of a page. */
    public val needsOptions: Boolean = summary.needsOptions

    /** Whether the server can be asked what passkeys an account has. */
    public val lists: Boolean = summary.lists

    /** Whether the server can be asked to delete a passkey. */
    public val deletes: Boolean = summary.deletes
}

/** How it is known that a dialect is right. */
public sealed interface DialectVerified {
    /** It was run against the server. */
    public class Ran(
        /** The server's name. */
        public val server: String,
        /** Its version. */
        public val version: String,
        /** When, as `2026-11-27`. */
        public val date: String,
    ) : DialectVerified

    /** It was written from documentation, and not run. */
    public class Documented(
        /** Which. */
        public val source: String,
    ) : DialectVerified
}

internal fun EnrolmentSetup.lower(): FfiEnrolmentSetup = FfiEnrolmentSetup(
    dialect = dialect.lower(),
    server = server.wellFormed(),
    parameters = parameters.entries.associate { (name, value) -> name.wellFormed() to value.wellFormed() },
    account = meantAccount?.wellFormed(),
    friendlyName = friendlyName?.wellFormed(),
    page = page?.wellFormed(),
)

private fun Dialect.lower(): FfiDialect = when (this) {
    is Dialect.Shipped -> FfiDialect.Shipped(name.wellFormed())
    is Dialect.Own -> FfiDialect.Own(json.wellFormed())
}

private fun FfiDialectSummary.lift() = DialectSummary(this)
