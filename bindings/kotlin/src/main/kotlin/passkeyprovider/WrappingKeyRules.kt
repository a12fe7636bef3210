package passkeyprovider

/**
 * What to ask of the Android Keystore for a key that wraps one of the two secrets, by the phone's API level
 * (`Build.VERSION.SDK_INT`), and what ends such a key. For `KeyGenParameterSpec.Builder`, an AES key with GCM:
 * ```
 * val rules = WrappingKeyRules.ofDeviceKey(Build.VERSION.SDK_INT)
 * builder.setUnlockedDeviceRequired(rules.isUnlockedDeviceRequired)
 * ```
 *
 * A key that is lost takes with it what it wraps, and nothing brings that back. So a device key, without which no
 * store opens, is never tied to the screen lock, which a person may take away for a minute.
 */
public class WrappingKeyRules internal constructor(
    /**
     * For `setUnlockedDeviceRequired` (API level 28). On Android 12 to 14 (31 to 34) the system **deletes** such keys
     * when the screen lock is removed, makes none without one, and refuses them after an unlocking by a weak face,
     * a watch or a trust agent. From Android 15 (35) on it does none of that.
     */
    public val isUnlockedDeviceRequired: Boolean,
    /**
     * For `setUserAuthenticationRequired`, with `setUserAuthenticationParameters(0, AUTH_BIOMETRIC_STRONG or
     * AUTH_DEVICE_CREDENTIAL)`: a prompt for each use, making what it wraps among them.
     */
    public val isAuthenticationRequired: Boolean,
    /** For `setInvalidatedByBiometricEnrollment`: a new finger must not take every passkey away. */
    public val isInvalidatedByEnrollment: Boolean,
    /** Whether the key can only be made while there is a screen lock. */
    public val needsScreenLock: Boolean,
    /** Whether the key is permanently lost once the screen lock is removed. */
    public val isLostWithScreenLock: Boolean,
) {
    /** The rules of both secrets. */
    public companion object {
        /** The first API level on which a key for the unlocked phone outlives the screen lock. */
        private const val ANDROID_15 = 35

        /**
         * Of the key that wraps the [DeviceKey]. It outlives the screen lock on every API level. From 35 on it works
         * on the unlocked phone only: on a locked one `Cipher.init` throws `InvalidKeyException` ("Keystore operation
         * failed"), whose cause is `android.security.KeyStoreException` with the `numericErrorCode`
         * `ERROR_USER_AUTHENTICATION_REQUIRED` (2), and no `UserNotAuthenticatedException`: try again when the phone
         * is unlocked, and delete nothing.
         */
        public fun ofDeviceKey(apiLevel: Int): WrappingKeyRules = WrappingKeyRules(
            isUnlockedDeviceRequired = apiLevel >= ANDROID_15,
            isAuthenticationRequired = false,
            isInvalidatedByEnrollment = false,
            needsScreenLock = false,
            isLostWithScreenLock = false,
        )

        /**
         * Of the key that wraps the [GateSecret]. On every API level it ends with the screen lock, as every key that
         * needs authentication: `Cipher.init` throws `KeyPermanentlyInvalidatedException` then. The gate is permanently
         * lost, and no passkey of the store can sign any more: tell the person how many, set the store aside, and
         * let them register again.
         */
        public fun ofGateSecret(): WrappingKeyRules = WrappingKeyRules(
            // The authentication asks for more than an unlocked phone already.
            isUnlockedDeviceRequired = false,
            isAuthenticationRequired = true,
            isInvalidatedByEnrollment = false,
            needsScreenLock = true,
            isLostWithScreenLock = true,
        )
    }
}
