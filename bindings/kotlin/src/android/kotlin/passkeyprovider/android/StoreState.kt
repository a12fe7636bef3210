package passkeyprovider.android

import passkeyprovider.PasskeyProvider

/** How the store is found: one screen of the app for each. */
public sealed interface StoreState {
    /** It is open. The app closes the provider. */
    public class Open(
        /** The store. */
        public val provider: PasskeyProvider,
    ) : StoreState

    /** There is none: the person has to set the provider up. A service offers an authentication action, or nothing. */
    public data object NotSetUp : StoreState

    /** The phone is locked, and the device key with it. Open again once it is not. */
    public data object Locked : StoreState

    /**
     * The device key is permanently lost, or another store's: nothing of this store can be read again. The way out is
     * [PasskeyStore.setAside], on the person's word.
     */
    public data class KeyLost(
        /** How many passkeys have to be registered again; null where they cannot be counted. */
        public val passkeys: Long?,
    ) : StoreState

    /**
     * The gate is permanently lost, as with the removed screen lock: the passkeys are listed, and what the gate seals
     * never signs again. Offer none of it. The way out is [PasskeyStore.setAside], on the person's word, after the
     * [provider] was closed.
     */
    public class GateLost(
        /** The store, to list. The app closes it. */
        public val provider: PasskeyProvider,
        /** How many passkeys there are. */
        public val passkeys: Long?,
    ) : StoreState

    /**
     * The store is older than the epoch that was kept: it lists, and signs once the person accepted that
     * ([PasskeyProvider.acceptRollback]).
     */
    public class RolledBack(
        /** The store, to list. The app closes it. */
        public val provider: PasskeyProvider,
        /** How many commits are lost. */
        public val missing: Long,
    ) : StoreState

    /** The Keystore failed for a reason of its own. Nothing is known to be lost: try again. */
    public class Unavailable(
        /** What it said. */
        public val cause: Exception,
    ) : StoreState
}
