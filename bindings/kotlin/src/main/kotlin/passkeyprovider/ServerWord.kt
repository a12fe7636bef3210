package passkeyprovider

import passkeyprovider.ffi.ProviderInterface
import passkeyprovider.ffi.ReconcileRequest
import passkeyprovider.ffi.SignalRequest

/**
 * The server's word on passkeys that are here: [PasskeyProvider.server].
 *
 * WebAuthn has no acknowledgement of a registration, so what the app learns from its server is said here: after each
 * registration, when the server signals, and whenever its list of an account is at hand.
 *
 * ```kotlin
 * val (_, epoch) = if (isAccepted) {
 *     provider.server.confirm(passkey)
 * } else {
 *     provider.server.reject(passkey, reason = "this organisation permits other providers only")
 * }
 * keep(epoch)
 * ```
 */
@MustUseReturnValues
public class ServerWord internal constructor(private val inner: ProviderInterface) {
    /** The server accepted the registration of this passkey. Older ones of the account give way. */
    public fun confirm(passkey: PasskeyRef): Committed<Unit> = inner.call { committed(inner.confirm(passkey.lower())) }

    /**
     * The server refused the registration of this passkey; [reason] is kept in its history. A passkey that the server
     * is known to hold stays confirmed.
     */
    public fun reject(passkey: PasskeyRef, reason: String? = null): Committed<Unit> =
        inner.call { committed(inner.reject(passkey.lower(), reason?.wellFormed())) }

    /**
     * The server gave no answer to the registration of this passkey: a timeout, a lost connection. Nothing is known
     * then; [reason] is kept in its history.
     */
    public fun noteNoAnswer(passkey: PasskeyRef, reason: String? = null): Committed<Unit> =
        inner.call { committed(inner.noteNoAnswer(passkey.lower(), reason?.wellFormed())) }

    /**
     * The account's sign-in name changed, or it moved, where the server cannot follow: the person should register
     * again. The passkey's standing stays.
     */
    public fun noteAccountMoved(passkey: PasskeyRef): Committed<Unit> =
        inner.call { committed(inner.noteAccountMoved(passkey.lower())) }

    /** Reads a signal and checks its sender, without a look at any passkey. Writes nothing. */
    public fun verifySignal(kind: SignalKind, json: String, caller: Caller): VerifiedSignal = inner.call {
        caller.lowered { VerifiedSignal(inner.verifySignal(SignalRequest(kind.converted(), json.wellFormed(), it))) }
    }

    /** Applies a signal to the passkeys of its RP ID. Answer its sender before. */
    public fun applySignal(signal: VerifiedSignal): Committed<Unit> =
        inner.call { signal.signal.hand { committed(inner.applySignal(it)) } }

    /**
     * Compares the passkeys of an account with the server's own [list], asked for [asOf]. Passkeys that were made
     * later are left alone. A list that names another relying party or account is [ErrorCode.INVALID_SERVER_LIST], and
     * changes nothing.
     */
    public fun reconcile(
        rpId: String,
        userHandle: UserHandle,
        list: ServerList,
        asOf: AsOf,
    ): Committed<Reconciliation> = inner.call {
        inner.reconcile(ReconcileRequest(rpId.wellFormed(), userHandle.content, list.lower(), asOf.lower())).lift()
    }

    /**
     * Writes down which registrations have waited too long for the server's word, and gives every passkey that
     * is probably or certainly on this device only.
     */
    public fun doubtful(): Committed<List<Passkey>> = inner.call { inner.stale().lift() }
}
