package io.crates.keyring

import android.content.Context

/**
 * What the native library's key store asks the app to have: it finds the Keystore and the app's preferences
 * through the context that it is given here. The crate `android-native-keyring-store` fixes package, class and
 * function by their names; this package's face is [passkeyprovider.PlatformKeyStore].
 */
internal class Keyring private constructor() {
    companion object {
        init {
            // JNA has a way of its own to load the library, and Android looks for native methods only in what
            // was loaded by this one. It is the same library in memory.
            System.loadLibrary("passkey_provider_ffi")
        }

        /** Keeps [context] for the life of the process. A second call does nothing. */
        external fun initializeNdkContext(context: Context)
    }
}
