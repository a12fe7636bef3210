package passkeyprovider.android

import passkeyprovider.Caller
import passkeyprovider.Consent
import passkeyprovider.CreationOptions
import passkeyprovider.CredentialId
import passkeyprovider.Frame
import passkeyprovider.GetOutcome
import passkeyprovider.Model
import passkeyprovider.Passkey
import passkeyprovider.PasskeyProvider
import passkeyprovider.RequestOptions
import passkeyprovider.UserHandle
import java.util.UUID

internal const val RP_ID = "example.com"
internal val PAGE = Caller.Web("https://example.com", Frame.SameOrigin)
internal val MODEL = Model.deviceBound(UUID.fromString("0d5b9d4c-1c0b-4b7e-8f0a-6f2f4f3f9a11"))

internal fun creationJson(name: String = "ada", account: String = "$name@example.com", display: String = name) = """
    {"rp":{"id":"$RP_ID","name":"Example"},"challenge":"q83vASNFZ4mrze8BI0VniQ",
     "user":{"id":"${UserHandle(name.toByteArray()).toBase64Url()}","name":"$account","displayName":"$display"},
     "pubKeyCredParams":[{"type":"public-key","alg":-7}]}
"""

internal fun creation(name: String = "ada") = CreationOptions.Json(creationJson(name))

internal fun requestJson(vararg allow: CredentialId): String {
    val list = allow.joinToString { """{"type":"public-key","id":"${it.toBase64Url()}"}""" }
    return """{"rpId":"$RP_ID","challenge":"q83vASNFZ4mrze8BI0VniQ","allowCredentials":[$list]}"""
}

internal fun request(vararg allow: CredentialId) = RequestOptions.Json(requestJson(*allow))

internal fun PasskeyProvider.register(name: String = "ada", consent: Consent = Consent.Present): Passkey =
    beginCreate(creation(name), PAGE, MODEL).use { finishCreate(it, consent).value.passkey }

internal fun PasskeyProvider.signIn(passkey: Passkey, consent: Consent = Consent.Present): String =
    beginGet(request(passkey.credentialId), PAGE).use { plan ->
        (finishGet(plan, passkey.credentialId, consent) as GetOutcome.Done).asserted.value.responseJson
    }
