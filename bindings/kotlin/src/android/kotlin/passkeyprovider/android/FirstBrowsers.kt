package passkeyprovider.android

import passkeyprovider.PasskeyProvider
import java.time.Instant

/**
 * The main browsers with the certificates that sign them, so that a browser may ask before the publisher's own list
 * was fetched for the first time. In the file `browsers.json` of this package, each with its public source.
 *
 * Never in the place of a newer list: it says of itself that it is from [asOf], which is before every list that the
 * publisher can still hand out, and where there is a list already nothing is done.
 */
public object FirstBrowsers {
    /** The publisher's list, to fetch from time to time, with its `Last-Modified`: Google's, whose format is read. */
    public const val PUBLISHED_AT: String = "https://www.gstatic.com/gpm-passkeys-privileged-apps/apps.json"

    /** When what is in the file was true: no date of the publisher's, and earlier than any that it gives now. */
    public val asOf: Instant = Instant.parse("2025-01-01T00:00:00Z")

    /** Gives the store this list, where it has none. Says whether it did. */
    public fun addTo(provider: PasskeyProvider): Boolean {
        if (provider.callers.privilegedList() != null) return false
        provider.callers.updatePrivilegedList(document(), asOf).epoch
        return true
    }

    private fun document(): ByteArray {
        // From the root: a shrunk app has other packages, and resources where they were.
        val found = FirstBrowsers::class.java.getResourceAsStream("/passkeyprovider/android/browsers.json")
        return checkNotNull(found) { "the package was built without browsers.json" }.use { it.readBytes() }
    }
}
