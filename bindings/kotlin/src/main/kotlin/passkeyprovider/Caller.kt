package passkeyprovider

import passkeyprovider.ffi.Caller as FfiCaller
import passkeyprovider.ffi.Frame as FfiFrame

/**
 * Who is asking. Checked inside each call that takes one, against the RP ID of the request.
 *
 * Where the site has to be asked first, such a call is [ErrorCode.FETCH_REQUIRED]: [Callers.verify] asks, and its
 * outcome is a caller too.
 */
public sealed interface Caller {
    /**
     * A web page; its right to the RP ID is checked by its domain. Also what an app takes for itself where it
     * registers or signs in with its own server and nobody asked it to: the origin is then the one that this
     * server expects, and the app is at fault if it is another's.
     */
    public data class Web(
        /** The page's origin: `https://login.example.com`. */
        public val origin: String,
        /** Whether it is a frame inside a page of another origin. */
        public val frame: Frame,
    ) : Caller

    /**
     * A web page; where the RP ID is foreign to it, the RP ID's site may name the page among those related to
     * it (WebAuthn L3, section 5.11).
     */
    public data class WebOrRelated(
        /** The page's origin. */
        public val origin: String,
        /** Whether it is a frame inside a page of another origin. */
        public val frame: Frame,
    ) : Caller

    /** An Android app: a browser that speaks for a page, or an app that speaks for itself. */
    public data class Android(
        /** The app, as the system names it. */
        public val app: AndroidApp,
        /**
         * The origin that it states, unchecked; null for an app for itself. Of the framework's
         * `android.service.credentials.CallingAppInfo`, `getOrigin()`: androidx's class of that name hides it, and
         * throws for an app that is not on the list that it is given, whomever the person trusts.
         */
        public val origin: String? = null,
        /** The hash of client data that it made itself, as browsers do; else null. */
        public val clientDataHash: ClientDataHash? = null,
    ) : Caller

    /** Making one of a platform's own object. */
    public companion object
}

/**
 * Whether a page is a frame inside a page of another origin (`crossOrigin` and `topOrigin`, WebAuthn L3, section
 * 5.8.1). The relying party goes by it, so an app that cannot tell serves no frames. Who hands over a client data
 * hash says nothing: whoever made the client data has said it there.
 */
public sealed interface Frame {
    /** The page is the top one, or it and all pages that it is in have one origin. */
    public data object SameOrigin : Frame

    /** The page is in a page of another origin. */
    public data class CrossOrigin(
        /** The origin of the topmost page; null if it is not known. */
        public val topOrigin: String?,
    ) : Frame
}

/** Gives the caller to [use]; one that was verified before stays there while it runs. */
internal fun <T> Caller.lowered(use: (FfiCaller) -> T): T = when (this) {
    is Caller.Web -> use(FfiCaller.Web(origin.wellFormed(), frame.lower()))
    is Caller.WebOrRelated -> use(FfiCaller.WebOrRelated(origin.wellFormed(), frame.lower()))
    is Caller.Android -> use(FfiCaller.Android(app.lower(), origin?.wellFormed(), clientDataHash?.content))
    is VerifiedCaller -> caller.hand { use(FfiCaller.Verified(it)) }
}

private fun Frame.lower(): FfiFrame = when (this) {
    is Frame.SameOrigin -> FfiFrame.SameOrigin
    is Frame.CrossOrigin -> FfiFrame.CrossOrigin(topOrigin?.wellFormed())
}
