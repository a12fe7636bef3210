package passkeyprovider.android

import android.os.Bundle
import passkeyprovider.ClientDataHash

/*
 * What androidx.credentials writes into the framework's bundles, and reads there (1.6.0). Chrome builds them by itself.
 */

/** The type of a passkey's request and answer, and the capability that a provider declares. */
public const val PASSKEY_TYPE: String = "androidx.credentials.TYPE_PUBLIC_KEY_CREDENTIAL"

internal const val REQUEST_JSON = "androidx.credentials.BUNDLE_KEY_REQUEST_JSON"
internal const val CLIENT_DATA_HASH = "androidx.credentials.BUNDLE_KEY_CLIENT_DATA_HASH"
internal const val IS_AUTO_SELECT_ALLOWED = "androidx.credentials.BUNDLE_KEY_IS_AUTO_SELECT_ALLOWED"
internal const val REGISTRATION_JSON = "androidx.credentials.BUNDLE_KEY_REGISTRATION_RESPONSE_JSON"
internal const val AUTHENTICATION_JSON = "androidx.credentials.BUNDLE_KEY_AUTHENTICATION_RESPONSE_JSON"

/** The options of a create or a get, as JSON; null where the bundle has none, which is not a passkey's. */
public fun optionsIn(data: Bundle): String? = data.getString(REQUEST_JSON)

/** The hash of client data that the caller made itself; null where there is none, or it is no array of bytes. */
public fun clientDataHashIn(data: Bundle): ClientDataHash? = data.getByteArray(CLIENT_DATA_HASH)?.let(::ClientDataHash)
