package passkeyprovider

import java.time.Instant
import passkeyprovider.ffi.Standing as FfiStanding
import passkeyprovider.ffi.Visibility as FfiVisibility

/** What the server is known to think of a passkey. */
public sealed interface Standing {
    /** Made here; the server has not been heard from. */
    public data class Unconfirmed(
        /** When silence becomes suspicious. */
        public val deadline: Instant,
    ) : Standing

    /** The server knows it. */
    public data class Confirmed(
        /** How that showed. */
        public val by: Confirmation,
    ) : Standing

    /** Probably on this device only. */
    public data class Suspect(
        /** Why. */
        public val by: Suspicion,
    ) : Standing

    /** Certainly on this device only. */
    public data class Stale(
        /** Why. */
        public val by: Staleness,
    ) : Standing
}

/** What the person sees of a passkey. */
public sealed interface Visibility {
    /**
     * Listed; and offered, unless the server refused it when it was made or the hardware has lost its key:
     * [Passkey.isOffered] says.
     */
    public data object Shown : Visibility

    /** Listed, and not offered: the server said that it does not hold it. */
    public data object Hidden : Visibility

    /** Listed, and not offered: a newer passkey of the account was confirmed. */
    public data object Superseded : Visibility

    /** Deleted by the person, and still restorable. */
    public data class Deleted(
        /** When, by the device's clock: for display. */
        public val at: Instant,
    ) : Visibility
}

internal fun FfiStanding.lift(): Standing = when (this) {
    is FfiStanding.Unconfirmed -> Standing.Unconfirmed(deadline)
    is FfiStanding.Confirmed -> Standing.Confirmed(`by`.converted())
    is FfiStanding.Suspect -> Standing.Suspect(`by`.converted())
    is FfiStanding.Stale -> Standing.Stale(`by`.converted())
}

internal fun FfiVisibility.lift(): Visibility = when (this) {
    is FfiVisibility.Shown -> Visibility.Shown
    is FfiVisibility.Hidden -> Visibility.Hidden
    is FfiVisibility.Superseded -> Visibility.Superseded
    is FfiVisibility.Deleted -> Visibility.Deleted(at)
}
