package passkeyprovider.android

import android.hardware.biometrics.BiometricPrompt.CryptoObject
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.withContext
import passkeyprovider.Asserted
import passkeyprovider.Consent
import passkeyprovider.CreatePlan
import passkeyprovider.Created
import passkeyprovider.Custody
import passkeyprovider.GetOutcome
import passkeyprovider.GetPlan
import passkeyprovider.HardwareIntent
import passkeyprovider.KeyAccess
import passkeyprovider.KeyHandle
import passkeyprovider.PasskeyProvider
import passkeyprovider.PasskeySummary
import passkeyprovider.Resolution

/**
 * The ends of both ceremonies with exactly one prompt each, whoever holds the private key: what proves that the person
 * was verified is the gate, where the store has one and the key has no prompt of its own; else the key's signature; and
 * the app's own word where there is neither.
 *
 * The prompt is called on the coroutine's own dispatcher, which is the main thread's in an activity; the library and the
 * Keystore on [dispatcher].
 */
public class Ceremonies(
    private val store: PasskeyStore,
    private val provider: PasskeyProvider,
    private val keys: PasskeyKeys = PasskeyKeys(),
    private val dispatcher: CoroutineDispatcher = Dispatchers.IO,
) {
    /** Registers a passkey whose private key the library keeps, sealed in the store. */
    public suspend fun register(plan: CreatePlan, resolution: Resolution, prompt: Prompt): CeremonyOutcome<Created> =
        verified(prompt) { consent ->
            CeremonyOutcome.Done(provider.finishCreate(plan, consent, resolution).value)
        }

    /**
     * Registers a passkey whose private key the phone's hardware keeps. A registration that breaks off is given up, and
     * its key deleted.
     */
    public suspend fun registerInHardware(
        plan: CreatePlan,
        resolution: Resolution,
        prompt: Prompt,
    ): CeremonyOutcome<Created> {
        // In a gated store the gate is opened first, and the key asks for nothing more.
        if (provider.opening.isGated) {
            return verified(prompt) { consent ->
                val intent = provider.intendHardwareKey(plan, keys.algorithms, consent, resolution).value
                givingUp(intent) { signed(plan, intent, KeyAccess.UNVERIFIED) { CeremonyOutcome.Done(it) } }
            }
        }
        val intent = blocking { provider.intendHardwareKey(plan, keys.algorithms, Consent.Present, resolution).value }
        return givingUp(intent) {
            signed(plan, intent, KeyAccess.VERIFIED_USE) { use ->
                if (prompt(CryptoObject(use.signature)) ==
                    null
                ) {
                    CeremonyOutcome.Cancelled
                } else {
                    CeremonyOutcome.Done(use)
                }
            }
        }
    }

    /**
     * Signs in with the passkey that the person [chose] of the plan's candidates. Where its key is permanently lost,
     * the library is told, and it is not offered any more.
     */
    public suspend fun signIn(plan: GetPlan, chose: PasskeySummary, prompt: Prompt): CeremonyOutcome<Asserted> {
        val id = chose.passkey.credentialId
        val custody = chose.custody
        if (custody is Custody.Hardware && custody.access == KeyAccess.VERIFIED_USE) {
            return signed(plan, blocking { provider.finishGet(plan, id, Consent.Present) }) { use ->
                if (prompt(CryptoObject(use.signature)) ==
                    null
                ) {
                    CeremonyOutcome.Cancelled
                } else {
                    CeremonyOutcome.Done(use)
                }
            }
        }
        return verified(prompt) { consent ->
            signed(plan, provider.finishGet(plan, id, consent)) { CeremonyOutcome.Done(it) }
        }
    }

    /** The person's consent, with the proof that this store asks for. */
    private suspend fun <T> verified(
        prompt: Prompt,
        finish: suspend (Consent) -> CeremonyOutcome<T>,
    ): CeremonyOutcome<T> {
        if (!provider.opening.isGated) {
            val method = prompt(null) ?: return CeremonyOutcome.Cancelled
            return blocking { finish(Consent.Stated(method)) }
        }
        return blocking { store.gate() }.orNoKey { gate ->
            if (prompt(CryptoObject(gate.cipher)) == null) return CeremonyOutcome.Cancelled
            blocking { gate.finish().orNoKey { secret -> secret.use { finish(Consent.Gate(it)) } } }
        }
    }

    private suspend fun signed(
        plan: CreatePlan,
        intent: HardwareIntent,
        access: KeyAccess,
        verify: suspend (KeyUse) -> CeremonyOutcome<KeyUse>,
    ): CeremonyOutcome<Created> = blocking { keys.make(intent, access) }.orNoKey { made ->
        val bytes = blocking { provider.beginHardwareCreate(plan, made.key) }
        signature(intent.handle, bytes, verify).then { signature ->
            CeremonyOutcome.Done(blocking { provider.finishHardwareCreate(plan, signature).value })
        }
    }

    private suspend fun signed(
        plan: GetPlan,
        outcome: GetOutcome,
        verify: suspend (KeyUse) -> CeremonyOutcome<KeyUse>,
    ): CeremonyOutcome<Asserted> = when (outcome) {
        is GetOutcome.Done -> CeremonyOutcome.Done(outcome.asserted.value)

        is GetOutcome.ToSign -> {
            val signature = signature(outcome.keyHandle, outcome.bytes, verify)
            if (signature is CeremonyOutcome.NoKey && signature.why is KeyOutcome.Gone) {
                blocking { provider.hardwareKeys.gone(outcome.keyHandle).epoch }
            }
            signature.then { CeremonyOutcome.Done(blocking { provider.finishHardwareGet(plan, it).value }) }
        }
    }

    private suspend fun signature(
        handle: KeyHandle,
        bytes: ByteArray,
        verify: suspend (KeyUse) -> CeremonyOutcome<KeyUse>,
    ): CeremonyOutcome<ByteArray> = blocking { keys.use(handle) }.orNoKey { use ->
        verify(use).then { verified ->
            blocking { verified.sign(bytes) }.orNoKey { CeremonyOutcome.Done(it) }
        }
    }

    /** Whatever ends the registration before it is committed, its key is no longer needed. */
    private suspend fun givingUp(
        intent: HardwareIntent,
        register: suspend () -> CeremonyOutcome<Created>,
    ): CeremonyOutcome<Created> {
        var outcome: CeremonyOutcome<Created>? = null
        try {
            return register().also { outcome = it }
        } finally {
            if (outcome !is CeremonyOutcome.Done) blocking { keys.giveUp(intent.handle, provider) }
        }
    }

    /** What has begun goes on to its end, for it is durable. */
    private suspend fun <T> blocking(call: suspend () -> T): T =
        withContext(NonCancellable) { withContext(dispatcher) { call() } }
}

private inline fun <T, R> CeremonyOutcome<T>.then(next: (T) -> CeremonyOutcome<R>): CeremonyOutcome<R> = when (this) {
    is CeremonyOutcome.Done -> next(value)
    is CeremonyOutcome.Cancelled -> this
    is CeremonyOutcome.NoKey -> this
}
