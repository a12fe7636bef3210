package passkeyprovider.android

import android.content.pm.Signature
import android.content.pm.SigningInfo
import android.os.Bundle
import android.service.credentials.BeginGetCredentialOption
import android.service.credentials.CallingAppInfo
import kotlinx.coroutines.runBlocking
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertSame
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.shadow.api.Shadow
import org.robolectric.shadows.ShadowSigningInfo
import passkeyprovider.AndroidApp
import passkeyprovider.Basis
import passkeyprovider.Caller
import passkeyprovider.CallerRefused
import passkeyprovider.CertificateFingerprint
import passkeyprovider.ClientDataHash
import passkeyprovider.ErrorCode
import passkeyprovider.PasskeyException
import passkeyprovider.PasskeyProvider
import java.time.Instant

/** Who asks, as the framework's own object says it, and what the query phase makes of it. */
class CallersTest : AndroidTest() {
    @Test
    fun `the framework's object becomes a caller with everything that it says`() {
        val data = Bundle().apply { putByteArray(CLIENT_DATA_HASH_KEY, ByteArray(32) { 7 }) }
        val caller = Caller.of(asking("com.example.browser", listOf(NEW), listOf(OLD, NEW), ORIGIN), data)
        assertEquals("com.example.browser", caller.app.packageName)
        assertEquals(listOf(NEW).map(::fingerprint), caller.app.signers)
        assertEquals(listOf(OLD, NEW).map(::fingerprint), caller.app.history)
        assertEquals(ORIGIN, caller.origin)
        assertEquals(ClientDataHash(ByteArray(32) { 7 }), caller.clientDataHash)
    }

    @Test
    fun `several signers have no history`() {
        val app = AndroidApp.of(asking("com.example.app", listOf(OLD, NEW), listOf(), origin = null))
        assertEquals(setOf(OLD, NEW).map(::fingerprint).toSet(), app.signers.toSet())
        assertEquals(emptyList<Any>(), app.history)
    }

    /** The framework's lists may be null. */
    @Test
    fun `an app without a certificate is an app that nobody knows`() = withProvider { provider ->
        val caller = Caller.of(CallingAppInfo("com.example.app", SigningInfo(), ORIGIN), Bundle())
        assertEquals(emptyList<Any>(), caller.app.signers)
        assertThrows(PasskeyException::class.java) { provider.callers.check(caller, RP_ID) }
        assertNull(caller.clientDataHash)
    }

    /** An early version of androidx wrote a text there. */
    @Test
    fun `a hash that is no array of bytes is none`() {
        assertNull(clientDataHashIn(Bundle().apply { putString(CLIENT_DATA_HASH_KEY, "text") }))
    }

    @Test
    fun `the query phase offers what the request allows to a browser of the list`() = withProvider { provider ->
        val (ada, bob) = listOf("ada", "bob").map { provider.register(it) }
        assertTrue(FirstBrowsers.addTo(provider))
        val query = checkNotNull(provider.query(option(requestJson(bob.credentialId)), chrome()))
        // Chrome's certificate is not to be had: its fingerprint is, and a browser that the person trusts serves too.
        assertTrue(query.caller is CallerStanding.Refused)
        provider.callers.trustApp(AndroidApp.of(browser()))
        val trusted = checkNotNull(provider.query(option(requestJson(bob.credentialId)), browser()))
        assertEquals(listOf(bob.credentialId), trusted.offers.map { it.passkey.credentialId })
        assertTrue((trusted.caller as CallerStanding.Verified).basis is Basis.TrustedByPerson)
        val all = checkNotNull(provider.query(option(requestJson()), browser()))
        assertEquals(
            setOf(ada, bob).map {
                it.credentialId
            }.toSet(),
            all.offers.map { it.passkey.credentialId }.toSet(),
        )
        assertTrue(all.offers.all { it.title.isNotBlank() })
    }

    @Test
    fun `the query phase needs no caller and says what it would fetch of an app`() = withProvider { provider ->
        provider.register()
        val nobody = checkNotNull(provider.query(option(requestJson()), info = null))
        assertEquals(1, nobody.offers.size)
        assertSame(CallerStanding.NotAsked, nobody.caller)
        val app = asking("com.example.app", listOf(NEW), listOf(NEW), origin = null)
        val native = checkNotNull(provider.query(option(requestJson()), app))
        assertEquals(1, native.offers.size)
        val url = (native.caller as CallerStanding.ToFetch).request.url
        assertEquals("https://example.com/.well-known/assetlinks.json", url)
    }

    @Test
    fun `an option of another type is not ours`() = withProvider { provider ->
        val password = BeginGetCredentialOption("1", "android.credentials.TYPE_PASSWORD_CREDENTIAL", Bundle())
        assertNull(provider.query(password, chrome()))
    }

    @Test
    fun `a refused caller is offered nothing, listed once, and can be trusted`() = withProvider { provider ->
        provider.register()
        FirstBrowsers.addTo(provider)
        val refused = RefusedCallers()
        val before = provider.journal().events.size
        repeat(3) {
            val query = checkNotNull(provider.query(option(requestJson()), browser()))
            assertEquals(emptyList<Any>(), query.offers)
            refused.note(provider, (query.caller as CallerStanding.Refused).refusal)
        }
        val refusal = refused.all().single()
        assertEquals(CallerRefused.BROWSER_NOT_LISTED, refusal.reason)
        assertEquals(ORIGIN, refusal.origin)
        assertTrue(refusal.canBeTrusted)
        assertFalse("example.com" in refusal.toString())
        assertEquals(before + 1, provider.journal().events.size)
        refused.trust(provider, refusal)
        assertEquals(emptyList<Any>(), refused.all())
        assertEquals(1, checkNotNull(provider.query(option(requestJson()), browser())).offers.size)
    }

    @Test
    fun `a browser's name with another certificate cannot be trusted`() = withProvider { provider ->
        provider.register()
        FirstBrowsers.addTo(provider)
        val query = checkNotNull(provider.query(option(requestJson()), chrome()))
        val refusal = (query.caller as CallerStanding.Refused).refusal
        assertEquals(CallerRefused.WRONG_CERTIFICATE, refusal.reason)
        assertFalse(refusal.canBeTrusted)
    }

    @Test
    fun `the first list is never preferred to one that is there`() = withProvider { provider ->
        assertTrue(FirstBrowsers.addTo(provider))
        assertFalse(FirstBrowsers.addTo(provider))
        val signature = """{"build":"release","cert_fingerprint_sha256":"${fingerprint(NEW)}"}"""
        val info = """{"package_name":"com.example.browser","signatures":[$signature]}"""
        val newer = """{"apps":[{"type":"android","info":$info}]}""".toByteArray()
        provider.callers.updatePrivilegedList(newer, FirstBrowsers.asOf.plusSeconds(1))
        assertFalse(FirstBrowsers.addTo(provider))
        assertEquals(listOf("com.example.browser"), provider.callers.privilegedList()?.packages)
    }

    /** `browsers.json`: what the core reads, with a source for each, and the dates in their order. */
    @Test
    fun `each first browser has its public source`() = withProvider { provider ->
        val read = checkNotNull(javaClass.getResourceAsStream("/passkeyprovider/android/browsers.json")).use {
            it.readBytes()
        }
        val document = JSONObject(read.decodeToString())
        val apps = document.getJSONArray("apps")
        val packages = (0 until apps.length()).map { apps.getJSONObject(it) }.map { app ->
            assertTrue("https://" in document.getJSONObject("sources").getString(app.getString("source")))
            app.getJSONObject("info").getString("package_name")
        }
        assertTrue(packages.containsAll(listOf("com.android.chrome", "org.mozilla.firefox", "com.google.android.gms")))
        assertTrue(Instant.parse(document.getString("read") + "T00:00:00Z") > FirstBrowsers.asOf)
        FirstBrowsers.addTo(provider)
        assertEquals(packages.sorted(), provider.callers.privilegedList()?.packages)
    }

    @Test
    fun `a ceremony that needs no answer of a site begins without one`() = withProvider { provider ->
        provider.register()
        runBlocking {
            provider.beginAsking(PAGE, unreachable()) { beginGet(request(), it) }.close()
            val app = Caller.of(asking("com.example.app", listOf(NEW), listOf(NEW), origin = null), Bundle())
            val failure = runCatching { provider.beginAsking(app, unreachable()) { beginGet(request(), it) } }
            val error = failure.exceptionOrNull() as PasskeyException
            assertEquals(ErrorCode.CALLER_REFUSED, error.code)
        }
    }

    private fun browser() = asking("com.example.browser", listOf(NEW), listOf(NEW), ORIGIN)

    private fun chrome() = asking("com.android.chrome", listOf(NEW), listOf(NEW), ORIGIN)

    private fun option(json: String) =
        BeginGetCredentialOption("1", PASSKEY_TYPE, Bundle().apply { putString(REQUEST_JSON_KEY, json) })

    private fun asking(name: String, signers: List<ByteArray>, history: List<ByteArray>, origin: String?) =
        CallingAppInfo(name, signing(signers, history), origin)

    private fun signing(signers: List<ByteArray>, history: List<ByteArray>): SigningInfo {
        val (now, past) = listOf(signers, history).map { list -> list.map(::Signature) }
        return SigningInfo().also { info ->
            Shadow.extract<ShadowSigningInfo>(info).run {
                setSignatures(now.toTypedArray())
                setPastSigningCertificates(past.toTypedArray().takeIf { it.isNotEmpty() })
            }
        }
    }

    private fun fingerprint(certificate: ByteArray) = CertificateFingerprint.of(certificate)

    private companion object {
        const val ORIGIN = "https://example.com"
        const val CLIENT_DATA_HASH_KEY = "androidx.credentials.BUNDLE_KEY_CLIENT_DATA_HASH"
        const val REQUEST_JSON_KEY = "androidx.credentials.BUNDLE_KEY_REQUEST_JSON"
        val OLD = "an older certificate".toByteArray()
        val NEW = "a certificate".toByteArray()
    }
}
