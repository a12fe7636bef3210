package passkeyprovider

import java.security.MessageDigest
import java.time.Duration
import java.time.Instant
import passkeyprovider.ffi.AndroidApp as FfiAndroidApp
import passkeyprovider.ffi.LinkPolicy as FfiLinkPolicy
import passkeyprovider.ffi.LinkedApp as FfiLinkedApp
import passkeyprovider.ffi.PrivilegedList as FfiPrivilegedList
import passkeyprovider.ffi.TrustedApp as FfiTrustedApp

/** The SHA-256 of an app's signing certificate: 32 bytes. Printed as keytool does: `AA:BB:..`. */
public class CertificateFingerprint(bytes: ByteArray) : OpaqueBytes(bytes) {
    /** Upper-case hexadecimal digits with colons. */
    override fun toString(): String = content.joinToString(":") { "%02X".format(it) }

    /** Making and reading one. */
    public companion object {
        /** Of a certificate as DER: `Signature.toByteArray()` in Android's `SigningInfo`. */
        public fun of(certificate: ByteArray): CertificateFingerprint =
            CertificateFingerprint(MessageDigest.getInstance("SHA-256").digest(certificate))

        /** Reads hexadecimal digits with colons. [IllegalArgumentException] if they are none. */
        public fun parse(text: String): CertificateFingerprint = CertificateFingerprint(
            text.split(':').map { digits ->
                val byte = digits.takeIf { it.length == 2 }?.toIntOrNull(16)
                requireNotNull(byte) { "a fingerprint is AA:BB:.." }.toByte()
            }.toByteArray(),
        )
    }
}

/** An installed Android app, as `android.content.pm.SigningInfo` of its package has it. */
public data class AndroidApp(
    /** The package: `com.example.app`. */
    public val packageName: String,
    /** `apkContentsSigners`. */
    public val signers: List<CertificateFingerprint>,
    /** `signingCertificateHistory`; empty where there was no rotation, or there are several signers. */
    public val history: List<CertificateFingerprint> = emptyList(),
) {
    /** Making one. */
    public companion object {
        /**
         * From the certificates as DER: `callingAppInfo.signingInfo.apkContentsSigners` and, unless
         * `hasMultipleSigners()`, `.signingCertificateHistory`, each with `toByteArray()`.
         */
        public fun ofCertificates(
            packageName: String,
            signers: List<ByteArray>,
            history: List<ByteArray> = emptyList(),
        ): AndroidApp = AndroidApp(
            packageName,
            signers.map(CertificateFingerprint::of),
            history.map(CertificateFingerprint::of),
        )
    }
}

/** How far asset links are believed. Without a word of the host: for signing in, for a day, and not offline. */
public data class LinkPolicy(
    /** Which statement an app needs. */
    public val relation: LinkRelation = LinkRelation.LOGIN_CREDENTIALS,
    /** How long an answer of the site holds without asking again. */
    public val freshFor: Duration = Duration.ofDays(1),
    /** Where the site cannot be reached: how old an answer may be that is believed all the same. Null refuses. */
    public val acceptOffline: Duration? = null,
)

/** The list of privileged browsers. */
public data class PrivilegedList(
    /** What its publisher says of its age. */
    public val asOf: Instant,
    /** The packages in it, sorted. */
    public val packages: List<String>,
)

/** A browser that the person trusts although it is on no list. */
public data class TrustedApp(
    /** The app, as it was signed then. */
    public val app: AndroidApp,
    /** Since when. */
    public val since: Instant,
)

/** A site said that an app may use its sign-in. */
public data class LinkedApp(
    /** The site. */
    public val rpId: String,
    /** The app's package. */
    public val packageName: String,
    /** The app's certificate. */
    public val certificate: CertificateFingerprint,
    /** The statement that the site made. */
    public val relation: LinkRelation,
    /** When it said so last. */
    public val fetched: Instant,
)

internal fun AndroidApp.lower(): FfiAndroidApp =
    FfiAndroidApp(packageName.wellFormed(), signers.map { it.content }, history.map { it.content })

internal fun LinkPolicy.lower(): FfiLinkPolicy = FfiLinkPolicy(relation.converted(), freshFor, acceptOffline)

internal fun FfiPrivilegedList.lift(): PrivilegedList = PrivilegedList(asOf, packages)

internal fun FfiTrustedApp.lift(): TrustedApp = TrustedApp(
    AndroidApp(app.`package`, app.signers.map(::CertificateFingerprint), app.history.map(::CertificateFingerprint)),
    since,
)

internal fun FfiLinkedApp.lift(): LinkedApp =
    LinkedApp(rpId, `package`, CertificateFingerprint(certificate), relation.converted(), fetched)
