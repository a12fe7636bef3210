package passkeyprovider.android

import android.content.Intent
import android.credentials.CreateCredentialException
import android.credentials.CreateCredentialResponse
import android.credentials.Credential
import android.credentials.GetCredentialException
import android.credentials.GetCredentialResponse
import android.os.Bundle
import android.service.credentials.CredentialProviderService
import passkeyprovider.Asserted
import passkeyprovider.Created
import passkeyprovider.PasskeyException

/*
 * What an activity of the provider gives the system as its result, with RESULT_OK: an answer or an exception. Without
 * either the caller hears of an unknown error; with RESULT_CANCELED the system shows its selector again.
 */

/** The result of a registration. */
public fun resultOf(created: Created): Intent {
    val data = Bundle().apply { putString(REGISTRATION_JSON, created.responseJson) }
    return Intent().putExtra(CredentialProviderService.EXTRA_CREATE_CREDENTIAL_RESPONSE, CreateCredentialResponse(data))
}

/** The result of a sign-in. */
public fun resultOf(asserted: Asserted): Intent {
    val data = Bundle().apply { putString(AUTHENTICATION_JSON, asserted.responseJson) }
    val response = GetCredentialResponse(Credential(PASSKEY_TYPE, data))
    return Intent().putExtra(CredentialProviderService.EXTRA_GET_CREDENTIAL_RESPONSE, response)
}

/** The result of a registration that failed. Its type is all that the caller hears: the message stays here. */
public fun createResultOf(error: PasskeyException): Intent = createResultOf(error.androidCreateType)

/** The result of a registration that the person cancelled, or that the Keystore did not let happen. */
public fun createResultOf(outcome: CeremonyOutcome<Nothing>): Intent = when (outcome) {
    is CeremonyOutcome.Cancelled -> createResultOf(CreateCredentialException.TYPE_USER_CANCELED)
    else -> createResultOf(CreateCredentialException.TYPE_UNKNOWN)
}

/** The result of a sign-in that failed, likewise. */
public fun getResultOf(error: PasskeyException): Intent = getResultOf(error.androidGetType)

/** The result of a sign-in that the person cancelled, or that the Keystore did not let happen. */
public fun getResultOf(outcome: CeremonyOutcome<Nothing>): Intent = when (outcome) {
    is CeremonyOutcome.Cancelled -> getResultOf(GetCredentialException.TYPE_USER_CANCELED)
    else -> getResultOf(GetCredentialException.TYPE_UNKNOWN)
}

private fun createResultOf(type: String): Intent =
    Intent().putExtra(CredentialProviderService.EXTRA_CREATE_CREDENTIAL_EXCEPTION, CreateCredentialException(type))

private fun getResultOf(type: String): Intent =
    Intent().putExtra(CredentialProviderService.EXTRA_GET_CREDENTIAL_EXCEPTION, GetCredentialException(type))
