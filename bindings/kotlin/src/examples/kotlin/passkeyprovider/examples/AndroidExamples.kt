package passkeyprovider.examples

import android.app.Application
import android.content.Context
import android.content.Intent
import android.content.RestrictionsManager
import android.content.pm.SigningInfo
import android.credentials.CreateCredentialException
import android.credentials.GetCredentialException
import android.os.Build
import android.os.Bundle
import android.os.UserManager
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties.AUTH_BIOMETRIC_STRONG
import android.security.keystore.KeyProperties.AUTH_DEVICE_CREDENTIAL
import android.security.keystore.KeyProperties.BLOCK_MODE_GCM
import android.security.keystore.KeyProperties.ENCRYPTION_PADDING_NONE
import android.security.keystore.KeyProperties.PURPOSE_DECRYPT
import android.security.keystore.KeyProperties.PURPOSE_ENCRYPT
import android.service.credentials.BeginGetCredentialOption
import android.service.credentials.BeginGetCredentialRequest
import android.service.credentials.BeginGetCredentialResponse
import android.service.credentials.CredentialEntry
import android.service.credentials.CredentialProviderService
import android.service.credentials.GetCredentialRequest
import androidx.credentials.exceptions.CreateCredentialCustomException
import androidx.credentials.exceptions.GetCredentialCustomException
import org.json.JSONArray
import org.json.JSONObject
import passkeyprovider.AndroidApp
import passkeyprovider.Caller
import passkeyprovider.ClientDataHash
import passkeyprovider.CredentialId
import passkeyprovider.Epoch
import passkeyprovider.PasskeyException
import passkeyprovider.PasskeyProvider
import passkeyprovider.PlatformKeyStore
import passkeyprovider.RequestOptions
import passkeyprovider.WrappingKeyRules
import passkeyprovider.android.PasskeyStore
import passkeyprovider.android.StoreState

/*
 * The examples of the READMEs that name classes of Android or of androidx.credentials, word for word: they are
 * compiled against those. ReadmeTest compares them.
 */

class App : Application() {
    override fun onCreate() {
        super.onCreate()
        PlatformKeyStore.prepare(this) // for KeySource.PlatformKeyStore and makeDeviceKey, in each process
    }
}

internal abstract class Opening(private val context: Context) {
    abstract fun answer(provider: PasskeyProvider)
    abstract fun list(provider: PasskeyProvider)
    abstract fun offerToStartOver(passkeys: Long?)
    abstract fun offerToSetUp()
    abstract fun askToTryAgain()

    fun open() {
        val store = PasskeyStore(context)
        when (val state = store.open()) {
            is StoreState.Open -> state.provider.use { answer(it) }
            is StoreState.RolledBack -> state.provider.use { list(it) }
            is StoreState.GateLost -> state.provider.use { list(it) }
            is StoreState.KeyLost -> offerToStartOver(state.passkeys)
            is StoreState.NotSetUp -> offerToSetUp()
            is StoreState.Locked, is StoreState.Unavailable -> askToTryAgain()
        }
    }
}

internal fun query(
    provider: PasskeyProvider,
    request: BeginGetCredentialRequest,
    response: BeginGetCredentialResponse.Builder,
    entry: (BeginGetCredentialOption, String, CredentialId) -> CredentialEntry,
) {
    for (option in request.beginGetCredentialOptions) {
        val json = option.candidateQueryData.getString("androidx.credentials.BUNDLE_KEY_REQUEST_JSON") ?: continue
        for (offer in provider.offers(RequestOptions.Json(json))) {
            response.addCredentialEntry(entry(option, offer.title, offer.passkey.credentialId)) // your Slice
        }
    }
}

internal fun callerOf(intent: Intent): Caller? {
    val extra = CredentialProviderService.EXTRA_GET_CREDENTIAL_REQUEST
    val request = intent.getParcelableExtra(extra, GetCredentialRequest::class.java) ?: return null
    val data = request.credentialOptions.single().credentialRetrievalData
    val hash = data.getByteArray("androidx.credentials.BUNDLE_KEY_CLIENT_DATA_HASH")
    return caller(request, hash?.let(::ClientDataHash))
}

private fun caller(request: GetCredentialRequest, clientDataHash: ClientDataHash?): Caller {
    val info = request.callingAppInfo // android.service.credentials.CallingAppInfo
    val signing = info.signingInfo
    val app = AndroidApp.ofCertificates(
        info.packageName,
        signers = signing.apkContentsSigners.orEmpty().map { it.toByteArray() },
        history = if (signing.hasMultipleSigners()) emptyList() else signing.pastSigners(),
    )
    val caller = Caller.Android(app, origin = info.origin, clientDataHash = clientDataHash)
    return caller
}

private fun SigningInfo.pastSigners(): List<ByteArray> = signingCertificateHistory.orEmpty().map { it.toByteArray() }

internal fun configure(context: Context, provider: PasskeyProvider, keepOutside: (Epoch) -> Unit): String? {
    val restrictions = context.getSystemService(RestrictionsManager::class.java).applicationRestrictions
    if (!restrictions.getBoolean(UserManager.KEY_RESTRICTIONS_PENDING)) { // not delivered yet: keep the last
        val json = restrictions.getString("passkeys")?.takeIf { it.isNotBlank() } // an unset restriction is ""
        val configured = provider.configure(json)
        keepOutside(configured.epoch)
    }
    val managed = restrictions.getBundle("passkeys")?.let { json(it).put("version", 1).toString() }
    return managed
}

fun json(bundle: Bundle): JSONObject {
    val members = JSONObject()
    for (name in bundle.keySet()) {
        val list = bundle.getStringArray(name) // the type "multi-select"
        val inner = bundle.getBundle(name) // the type "bundle"
        when {
            inner != null -> members.put(name, json(inner))
            list == null -> members.put(name, bundle.getBoolean(name))
            list.isNotEmpty() -> members.put(name, JSONArray(list))
        }
    }
    return members
}

/** What an error is answered with: the type, and no message. */
internal fun answers(error: PasskeyException): List<Exception> = listOf(
    CreateCredentialException(error.androidCreateType),
    GetCredentialException(error.androidGetType),
    CreateCredentialCustomException(error.androidCreateType),
    GetCredentialCustomException(error.androidGetType),
)

internal fun wrappingKey(alias: String): KeyGenParameterSpec {
    val rules = WrappingKeyRules.ofDeviceKey(Build.VERSION.SDK_INT) // ofGateSecret() for the gate's
    val spec = KeyGenParameterSpec.Builder(alias, PURPOSE_ENCRYPT or PURPOSE_DECRYPT)
        .setBlockModes(BLOCK_MODE_GCM)
        .setEncryptionPaddings(ENCRYPTION_PADDING_NONE)
        .setUnlockedDeviceRequired(rules.isUnlockedDeviceRequired)
        .setUserAuthenticationRequired(rules.isAuthenticationRequired)
    if (rules.isAuthenticationRequired) {
        spec.setUserAuthenticationParameters(0, AUTH_BIOMETRIC_STRONG or AUTH_DEVICE_CREDENTIAL)
        spec.setInvalidatedByBiometricEnrollment(rules.isInvalidatedByEnrollment) // a new finger takes nothing away
    }
    return spec.build()
}
