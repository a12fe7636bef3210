package passkeyprovider.android

import android.os.Build
import android.security.keystore.KeyInfo
import android.security.keystore.KeyProperties

/** Who holds a key of the Android Keystore, the weakest first. */
public enum class SecurityLevel {
    /** The operating system: a phone without hardware for it, or an emulator. */
    SOFTWARE,

    /** An environment apart from the operating system, on the same processor. */
    TRUSTED_ENVIRONMENT,

    /** A chip of its own. */
    STRONG_BOX,
    ;

    internal companion object {
        /** What the Keystore says of a key that it has: never what was asked for. */
        fun of(info: KeyInfo): SecurityLevel =
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) numbered(info.securityLevel) else before31(info)

        private fun numbered(level: Int) = when (level) {
            KeyProperties.SECURITY_LEVEL_STRONGBOX -> STRONG_BOX

            // Of the second the Keystore says that it is at least the first.
            KeyProperties.SECURITY_LEVEL_TRUSTED_ENVIRONMENT,
            KeyProperties.SECURITY_LEVEL_UNKNOWN_SECURE,
            -> TRUSTED_ENVIRONMENT

            else -> SOFTWARE
        }

        @Suppress("DEPRECATION") // What replaces it begins with API level 31.
        private fun before31(info: KeyInfo) = if (info.isInsideSecureHardware) TRUSTED_ENVIRONMENT else SOFTWARE
    }
}
