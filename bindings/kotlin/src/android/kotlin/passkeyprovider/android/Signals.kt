package passkeyprovider.android

import passkeyprovider.SignalKind

/**
 * Which signal a type of androidx's `SignalCredentialStateRequest` is, for `provider.server.verifySignal` with the
 * JSON of the request; null for one that is not known here.
 */
public fun signalKindOf(type: String): SignalKind? = when (type) {
    "androidx.credentials.SIGNAL_UNKNOWN_CREDENTIAL_STATE_REQUEST_TYPE" -> SignalKind.UNKNOWN_CREDENTIAL
    "androidx.credentials.SIGNAL_ALL_ACCEPTED_CREDENTIALS_REQUEST_TYPE" -> SignalKind.ALL_ACCEPTED_CREDENTIALS
    "androidx.credentials.SIGNAL_CURRENT_USER_DETAILS_STATE_REQUEST_TYPE" -> SignalKind.CURRENT_USER_DETAILS
    else -> null
}
