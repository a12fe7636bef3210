package passkeyprovider.android

import java.io.IOException

/** On a phone without a network. */
internal fun unreachable() = HttpsFetcher(connect = { throw IOException("no network") })
