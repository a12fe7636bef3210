package passkeyprovider.android

import passkeyprovider.Caller
import passkeyprovider.ErrorCode
import passkeyprovider.ErrorDetail
import passkeyprovider.PasskeyException
import passkeyprovider.PasskeyProvider
import passkeyprovider.suspending

/**
 * Begins a ceremony, and asks the caller's site where that is needed, as often as it takes: [begin] is
 * `{ beginGet(options, it, picked = id) }` or `{ beginCreate(options, it, model) }`, and the caller that it is given the
 * [caller] itself or one whose site was asked. The caller that was verified is closed.
 *
 * ```
 * provider.beginAsking(caller, HttpsFetcher()) { beginGet(options, it, picked = id) }.use { plan -> .. }
 * ```
 *
 * [PasskeyException] as [begin] has it, of which [ErrorCode.CALLER_REFUSED] may be the site's word now.
 */
public suspend fun <T> PasskeyProvider.beginAsking(
    caller: Caller,
    fetcher: HttpsFetcher,
    begin: PasskeyProvider.(Caller) -> T,
): T {
    val rpId = try {
        return suspending { begin(caller) }
    } catch (error: PasskeyException) {
        if (error.code != ErrorCode.FETCH_REQUIRED) throw error
        (error.detail as? ErrorDetail.Site)?.rpId ?: throw error
    }
    return callers.verify(caller, rpId, fetch = fetcher::fetch).value.use { verified -> suspending { begin(verified) } }
}
