@file:Suppress("DEPRECATION")

package passkeyprovider.android

import android.app.PendingIntent
import android.app.slice.Slice
import android.app.slice.SliceItem
import android.content.Context
import android.content.ContextWrapper
import android.content.Intent
import android.content.res.Resources
import android.graphics.drawable.Icon
import android.os.Bundle
import android.service.credentials.BeginGetCredentialOption
import androidx.credentials.CreatePublicKeyCredentialResponse
import androidx.credentials.PublicKeyCredential
import androidx.credentials.SignalAllAcceptedCredentialIdsRequest
import androidx.credentials.SignalCurrentUserDetailsRequest
import androidx.credentials.SignalUnknownCredentialRequest
import androidx.credentials.exceptions.CreateCredentialCancellationException
import androidx.credentials.exceptions.CreateCredentialCustomException
import androidx.credentials.exceptions.GetCredentialCancellationException
import androidx.credentials.exceptions.GetCredentialCustomException
import androidx.credentials.exceptions.NoCredentialException
import androidx.credentials.exceptions.domerrors.InvalidStateError
import androidx.credentials.exceptions.publickeycredential.CreatePublicKeyCredentialDomException
import androidx.credentials.provider.AuthenticationAction
import androidx.credentials.provider.BeginGetPublicKeyCredentialOption
import androidx.credentials.provider.CreateEntry
import androidx.credentials.provider.PendingIntentHandler
import androidx.credentials.provider.PublicKeyCredentialEntry
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import passkeyprovider.Consent
import passkeyprovider.CreationOptions
import passkeyprovider.ErrorCode
import passkeyprovider.GetOutcome
import passkeyprovider.PasskeyException
import passkeyprovider.PasskeyProvider
import passkeyprovider.PasskeySummary
import passkeyprovider.SignalKind

/** What goes to the system, read and written by androidx.credentials 1.6.0 as the judge. */
class AnswersTest : AndroidTest() {
    private val icon = Icon.createWithResource("android", android.R.drawable.ic_lock_lock)
    private val intent get() = PendingIntent.getActivity(context, 1, Intent("test"), PendingIntent.FLAG_IMMUTABLE)

    @Test
    fun `a registration's answer is read by androidx`() = withProvider { provider ->
        val created = provider.beginCreate(creation(), PAGE, MODEL).use {
            provider.finishCreate(it, Consent.Present).value
        }
        val read = PendingIntentHandler.retrieveCreateCredentialResponse(PASSKEY_TYPE, resultOf(created))
        assertEquals(created.responseJson, (read as CreatePublicKeyCredentialResponse).registrationResponseJson)
    }

    @Test
    fun `a sign-in's answer is read by androidx`() = withProvider { provider ->
        val passkey = provider.register()
        val asserted = provider.beginGet(request(), PAGE).use { plan ->
            (provider.finishGet(plan, passkey.credentialId, Consent.Present) as GetOutcome.Done).asserted.value
        }
        val read = PendingIntentHandler.retrieveGetCredentialResponse(resultOf(asserted))?.credential
        assertEquals(asserted.responseJson, (read as PublicKeyCredential).authenticationResponseJson)
    }

    /** Chrome compares the text of the first; the others are classes of androidx's. */
    @Test
    fun `errors arrive as the types that clients tell apart`() = withProvider { provider ->
        val excluded = error(ErrorCode.ALREADY_REGISTERED)
        val create = PendingIntentHandler.retrieveCreateCredentialException(createResultOf(excluded))
        assertEquals(
            "androidx.credentials.TYPE_CREATE_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION/androidx.credentials.TYPE_INVALID_STATE_ERROR",
            create?.type,
        )
        assertTrue((create as CreatePublicKeyCredentialDomException).domError is InvalidStateError)
        val declined = error(ErrorCode.DECLINED)
        val cancelled = PendingIntentHandler.retrieveCreateCredentialException(createResultOf(declined))
        assertTrue("$cancelled", cancelled is CreateCredentialCancellationException)
        val notGot = PendingIntentHandler.retrieveGetCredentialException(getResultOf(declined))
        assertTrue("$notGot", notGot is GetCredentialCancellationException)
        val none = PendingIntentHandler.retrieveGetCredentialException(getResultOf(error(ErrorCode.NO_PASSKEY)))
        assertTrue("$none", none is NoCredentialException)
        val byHand = CeremonyOutcome.Cancelled
        assertTrue(
            PendingIntentHandler.retrieveGetCredentialException(
                getResultOf(byHand),
            ) is GetCredentialCancellationException,
        )
        assertTrue(
            PendingIntentHandler.retrieveCreateCredentialException(createResultOf(byHand)) is
                CreateCredentialCancellationException,
        )
        assertNotNull(provider)
    }

    /** Every code of the table: one that androidx does not know is its "custom" error, and has no class. */
    @Test
    fun `no error has a type that androidx does not know, and none says anything`() {
        for (row in PasskeyProvider.errorTable()) {
            val create = createExceptionOf(row.code)
            assertFalse("${row.code}", create is CreateCredentialCustomException)
            assertNull("${row.code}", create?.errorMessage)
            val get = getExceptionOf(row.code)
            assertFalse("${row.code}", get is GetCredentialCustomException)
            assertNull("${row.code}", get?.errorMessage)
        }
    }

    @Test
    fun `an entry is the one that androidx makes`() = withProvider { provider ->
        provider.signIn(provider.register())
        for (isAutoSelectAllowed in listOf(true, false)) {
            val offer = provider.offers(request()).single()
            val option = option(isAutoSelectAllowed)
            val ours = entryOf(option, offer, "Passkey", icon, intent)
            assertEquals(option.id, ours.beginGetCredentialOptionId)
            assertEquals(PASSKEY_TYPE, ours.type)
            assertSame(PublicKeyCredentialEntry.toSlice(theirs(option, offer)), ours.slice)
            val read = checkNotNull(PublicKeyCredentialEntry.fromSlice(ours.slice))
            assertEquals("ada@example.com", read.username)
            assertEquals("ada", read.displayName)
            assertEquals(offer.lastUsed?.toEpochMilli(), read.lastUsedTime?.toEpochMilli())
            assertEquals("Passkey", read.typeDisplayName)
        }
    }

    @Test
    fun `a create entry is the one that androidx makes`() {
        val theirs = CreateEntry("Example Keys", intent, icon = icon)
        assertSame(CreateEntry.toSlice(theirs), createEntryOf("Example Keys", icon, intent).slice)
    }

    @Test
    fun `an authentication action is the one that androidx makes`() {
        val theirs = AuthenticationAction("Unlock", intent)
        assertSame(AuthenticationAction.toSlice(theirs), authenticationActionOf("Unlock", intent).slice)
    }

    @Test
    fun `a passkey without a name has an entry`() = withProvider { provider ->
        val nameless = creationJson(account = "", display = "")
        provider.beginCreate(CreationOptions.Json(nameless), PAGE, MODEL).use {
            provider.finishCreate(it, Consent.Present).epoch
        }
        val ours = entryOf(option(true), provider.offers(request()).single(), "Passkey", icon, intent)
        assertNotNull(PublicKeyCredentialEntry.fromSlice(ours.slice))
    }

    @Test
    fun `androidx's signals are ours`() {
        val about = """{"rpId":"$RP_ID","credentialId":"AA","userId":"AA","allAcceptedCredentialIds":[],""" +
            """"name":"ada","displayName":"Ada"}"""
        val types = mapOf(
            SignalUnknownCredentialRequest(about).type to SignalKind.UNKNOWN_CREDENTIAL,
            SignalAllAcceptedCredentialIdsRequest(about).type to SignalKind.ALL_ACCEPTED_CREDENTIALS,
            SignalCurrentUserDetailsRequest(about).type to SignalKind.CURRENT_USER_DETAILS,
        )
        for ((type, kind) in types) assertEquals(kind, signalKindOf(type))
        assertEquals(SignalKind.entries.toSet(), types.values.toSet())
        assertNull(signalKindOf("androidx.credentials.SIGNAL_SOMETHING_ELSE"))
    }

    private fun option(isAutoSelectAllowed: Boolean) = BeginGetCredentialOption(
        "option 1",
        PASSKEY_TYPE,
        Bundle().apply {
            putString("androidx.credentials.BUNDLE_KEY_REQUEST_JSON", requestJson())
            putBoolean("androidx.credentials.BUNDLE_KEY_IS_AUTO_SELECT_ALLOWED", isAutoSelectAllowed)
        },
    )

    private fun theirs(option: BeginGetCredentialOption, offer: PasskeySummary) = PublicKeyCredentialEntry(
        Worded(context),
        offer.title,
        intent,
        BeginGetPublicKeyCredentialOption(option.candidateQueryData, option.id, requestJson()),
        displayName = offer.user.displayName,
        lastUsedTime = offer.lastUsed,
        icon = icon,
        isAutoSelectAllowed = false,
    )

    /** By hint, which is how the selector reads them. */
    private fun assertSame(expected: Slice?, found: Slice) {
        checkNotNull(expected)
        assertEquals(expected.spec?.type to expected.spec?.revision, found.spec?.type to found.spec?.revision)
        assertEquals(
            expected.items.map(::described).sortedBy {
                it.first()
            },
            found.items.map(::described).sortedBy { it.first() },
        )
    }

    private fun described(item: SliceItem): List<String> = when (item.format) {
        SliceItem.FORMAT_ACTION -> item.slice.hints + item.format + item.action.toString()
        SliceItem.FORMAT_TEXT -> item.hints + item.format + "${item.text}"
        SliceItem.FORMAT_IMAGE -> item.hints + item.format + "${item.icon}"
        SliceItem.FORMAT_INT -> item.hints + item.format + "${item.int}"
        SliceItem.FORMAT_LONG -> item.hints + item.format + "${item.long}"
        else -> item.hints + item.format
    }

    private fun createExceptionOf(code: ErrorCode) =
        PendingIntentHandler.retrieveCreateCredentialException(createResultOf(error(code)))

    private fun getExceptionOf(code: ErrorCode) =
        PendingIntentHandler.retrieveGetCredentialException(getResultOf(error(code)))

    /** An error of any code: most need a broken phone to come about. */
    private fun error(code: ErrorCode): PasskeyException {
        val row = PasskeyProvider.errorTable().single { it.code == code }
        val constructor = PasskeyException::class.java.declaredConstructors.first { it.parameterCount == PARTS }
        constructor.isAccessible = true
        return constructor.newInstance(row, "what no caller may know", null, null, null) as PasskeyException
    }

    /** With the words of androidx.credentials, whose resources are not linked here. */
    private class Worded(base: Context) : ContextWrapper(base) {
        private val words = object : Resources(
            base.assets,
            base.resources.displayMetrics,
            base.resources.configuration,
        ) {
            override fun getText(id: Int): CharSequence = "Passkey"
        }

        override fun getResources(): Resources = words
    }

    private companion object {
        /** Of the constructor that everything can be given to. */
        const val PARTS = 5
    }
}
