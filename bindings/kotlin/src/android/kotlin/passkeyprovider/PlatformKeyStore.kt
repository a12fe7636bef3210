package passkeyprovider

import android.content.Context
import io.crates.keyring.Keyring

/**
 * Android's key store, for [KeySource.PlatformKeyStore] and [PasskeyProvider.makeDeviceKey]: an AES key of the
 * Android Keystore under the alias `service`, and under it the device key, in the app's private preferences.
 * [passkeyprovider.android.PasskeyStore] keeps nothing there, and chooses how its keys are protected: take it unless the
 * library itself has to hold the key.
 *
 * - The wrapped key is in `shared_prefs/<service>.xml`, which Auto Backup and device transfer take along, to where
 *   the key that wraps it is not. Leave it out of both: `<exclude domain="sharedpref" path="<service>.xml"/>`
 *   among the `dataExtractionRules`, or `android:allowBackup="false"`.
 * - How the AES key is protected cannot be chosen: it needs no unlocked device and no authentication, and stays
 *   when the screen lock goes. An app that wants StrongBox, or a key for the unlocked phone only, wraps the device
 *   key itself ([KeySource.Given], [WrappingKeyRules]).
 * - A service name that begins with [KeyHandle.MARK] would be taken for a passkey's key.
 */
public object PlatformKeyStore {
    /**
     * Gives the native library the app's context, of any [context] of the app, without which it cannot reach the
     * key store. For `Application.onCreate`: once in each process, before the first provider is opened there. A
     * second call does nothing.
     *
     * Without it, what needs the key store fails with [ErrorCode.KEY_STORE_UNAVAILABLE]. An app that keeps the
     * device key itself ([KeySource.Given]) does not need it.
     *
     * `UnsatisfiedLinkError` if the app was built without the native library.
     */
    public fun prepare(context: Context) {
        Keyring.initializeNdkContext(context.applicationContext)
    }
}
