package passkeyprovider.android

import android.os.Build
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.UserNotAuthenticatedException
import java.io.IOException
import java.security.GeneralSecurityException
import java.security.ProviderException
import javax.crypto.AEADBadTagException
import android.security.KeyStoreException as KeystoreError

/** Makes a call of the Keystore, whose exceptions become outcomes. */
internal inline fun <T> asking(call: () -> KeyOutcome<T>): KeyOutcome<T> = try {
    call()
} catch (error: GeneralSecurityException) {
    outcomeOf(error)
} catch (error: ProviderException) {
    outcomeOf(error)
} catch (error: IOException) {
    KeyOutcome.Unavailable(error)
}

/**
 * What an exception of the Keystore means, by the whole chain of its causes: on a locked phone `Cipher.init` throws
 * a bare `InvalidKeyException`, and only its cause has the number; a key that is invalidated may come as an
 * `UnrecoverableKeyException`.
 */
internal fun outcomeOf(error: Exception): KeyOutcome<Nothing> =
    generateSequence<Throwable>(error) { it.cause }.take(DEPTH).firstNotNullOfOrNull(::known)
        ?: KeyOutcome.Unavailable(error)

private fun known(error: Throwable): KeyOutcome<Nothing>? = when {
    error is KeyPermanentlyInvalidatedException -> KeyOutcome.Gone

    error is UserNotAuthenticatedException -> KeyOutcome.Locked

    error is AEADBadTagException -> KeyOutcome.Damaged

    // The class is older than its numbers, and public since they are.
    Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU && error is KeystoreError -> numbered(error)

    else -> null
}

private fun numbered(error: KeystoreError): KeyOutcome<Nothing>? = when (error.numericErrorCode) {
    KeystoreError.ERROR_USER_AUTHENTICATION_REQUIRED -> KeyOutcome.Locked
    KeystoreError.ERROR_KEY_DOES_NOT_EXIST, KeystoreError.ERROR_KEY_CORRUPTED -> KeyOutcome.Gone
    else -> null
}

/** A chain of causes may be a ring. */
private const val DEPTH = 8
