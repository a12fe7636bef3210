package passkeyprovider.android

import android.content.pm.SigningInfo
import android.os.Bundle
import android.service.credentials.CallingAppInfo
import passkeyprovider.AndroidApp
import passkeyprovider.Caller

/**
 * Who asks, as the system says it: the app with its certificates, the origin that it states, unchecked, and the hash
 * of client data in the [data] of its request. Everything is checked by the call that takes it.
 *
 * The object is the framework's, out of the request's own extra; androidx's class of that name hides the origin. It
 * can be made by anyone, so the activity that reads it from an intent must not be exported.
 */
public fun Caller.Companion.of(info: CallingAppInfo, data: Bundle): Caller.Android =
    Caller.Android(AndroidApp.of(info), info.origin, clientDataHashIn(data))

/** The app that asks. One without a certificate, which the system does not rule out, is refused as every unknown app. */
public fun AndroidApp.Companion.of(info: CallingAppInfo): AndroidApp {
    // Both lists may be null, and so is the object where the app has gone meanwhile.
    val signing: SigningInfo? = info.signingInfo
    val signers = signing?.apkContentsSigners.orEmpty()
    val past = if (signing == null || signing.hasMultipleSigners()) emptyArray() else signing.signingCertificateHistory
    return ofCertificates(
        info.packageName,
        signers = signers.map { it.toByteArray() },
        history = past.orEmpty().map { it.toByteArray() },
    )
}
