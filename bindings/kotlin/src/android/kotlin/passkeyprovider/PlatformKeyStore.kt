package passkeyprovider

import android.content.Context
import io.crates.keyring.Keyring

/**
 * Android's key store, for [KeySource.PlatformKeyStore] and [PasskeyProvider.makeDeviceKey]: an AES key of the
 * Android Keystore, and under it the device key, in the app's private preferences.
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
