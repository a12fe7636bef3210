import Foundation
internal import PasskeyProviderGenerated

/// Who may ask: the list of browsers, those that the person trusts, and what sites say of their apps:
/// ``Provider/callers``.
///
/// ```swift
/// var check = try provider.callers.check(caller, rpID: rpID)
/// while case .toFetch(let request, let pending) = check {
///     let answered = try provider.callers.answerFetch(pending, with: fetch(request))
///     keep(answered.epoch)
///     check = answered.value
/// }
/// ```
public struct Callers: Sendable {
    let raw: PasskeyProviderGenerated.Provider

    /// Checks who asks for an RP ID, ahead of the request itself: only needed where that failed with
    /// ``ProviderError/Code/fetchRequired``, whose detail has the RP ID. Writes nothing.
    public func check(_ caller: Caller, rpID: String?) throws(ProviderError) -> CallerCheck {
        try call { CallerCheck(try raw.checkCaller(caller: caller.raw, rpId: rpID)) }
    }

    /// Takes what came of a request, and remembers what the site said of an app: also where that refuses it,
    /// and then the error has the epoch.
    public func answerFetch(
        _ pending: PendingCaller, with answer: FetchAnswer
    ) throws(ProviderError) -> Committed<CallerCheck> {
        try call {
            Committed(try raw.answerFetch(pending: pending.raw, answer: answer.raw), CallerCheck.init)
        }
    }

    /// What sites said of apps, the one that was asked longest ago in front.
    public func linkedApps() throws(ProviderError) -> [LinkedApp] {
        try call { try raw.linkedApps().map(LinkedApp.init) }
    }

    /// Keeps in the journal that a caller was refused, and why; and what the app knows of who it was, as
    /// its package or origin, and the RP ID.
    public func noteRefused(_ reason: CallerRefused, who: String) throws(ProviderError) -> Committed<Void> {
        try call { Committed(epoch: try raw.noteRefused(reason: reason.raw, who: who)) }
    }

    /// Takes a newer list of privileged browsers, in the format that Google publishes for
    /// `androidx.credentials`: of at most 1 MiB. One that is malformed or older is refused, and the list
    /// that is here stays. It is as old as its `Last-Modified` says, or as when it was fetched.
    public func updatePrivilegedList(
        _ document: Data, asOf: Date
    ) throws(ProviderError) -> Committed<Void> {
        try call { Committed(epoch: try raw.updatePrivilegedList(document: document, asOf: asOf)) }
    }

    /// The list of privileged browsers, if one was handed in.
    public func privilegedList() throws(ProviderError) -> PrivilegedList? {
        try call { try raw.privilegedList().map(PrivilegedList.init) }
    }

    /// The person trusts a browser that is on no list.
    public func trustApp(_ app: AndroidApp) throws(ProviderError) -> Committed<Void> {
        try call { Committed(epoch: try raw.trustApp(app: app.raw)) }
    }

    /// The browsers that the person trusts, the one trusted first in front.
    public func trustedApps() throws(ProviderError) -> [TrustedApp] {
        try call { try raw.trustedApps().map(TrustedApp.init) }
    }

    /// The person trusts a browser no longer. ``ProviderError/Code/unknownApp`` if they did not.
    public func revokeApp(package: String) throws(ProviderError) -> Committed<Void> {
        try call { Committed(epoch: try raw.revokeApp(package: package)) }
    }
}

extension Provider {
    /// Who may ask: browsers, the apps of sites, and what the person trusts.
    public var callers: Callers { Callers(raw: raw) }
}
