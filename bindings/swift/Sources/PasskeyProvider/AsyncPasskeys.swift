import Foundation

// The twins of the calls that block: the same, away from the caller's actor.

extension Provider {
    /// Checks who asks for an RP ID, ahead of the request itself: only needed where that failed with
    /// ``ProviderError/Code/fetchRequired``, whose detail has the RP ID. Writes nothing.
    ///
    /// Runs off the caller's actor.
    public func checkCaller(_ caller: Caller, rpID: String?) async throws(ProviderError) -> CallerCheck {
        try await away { () throws(ProviderError) in try self.checkCaller(caller, rpID: rpID) }
    }

    /// Takes what came of a request, and remembers what the site said of an app.
    ///
    /// Runs off the caller's actor.
    public func answerFetch(
        _ pending: PendingCaller, with answer: FetchAnswer
    ) async throws(ProviderError) -> CallerCheck {
        try await away { () throws(ProviderError) in try self.answerFetch(pending, with: answer) }
    }

    /// Keeps in the journal that a caller was refused, and why; and what the app knows of who it was, as
    /// its package or origin, and the RP ID.
    ///
    /// Runs off the caller's actor.
    @discardableResult
    public func noteRefused(_ reason: CallerRefused, who: String) async throws(ProviderError) -> Epoch {
        try await away { () throws(ProviderError) in try self.noteRefused(reason, who: who) }
    }

    /// Takes a newer list of privileged browsers, in the format that Google publishes for
    /// `androidx.credentials`: of at most 1 MiB. One that is malformed or older is refused, and the list
    /// that is here stays. It is as old as its `Last-Modified` says, or as when it was fetched.
    ///
    /// Runs off the caller's actor.
    @discardableResult
    public func updatePrivilegedList(_ document: Data, asOf: Date) async throws(ProviderError) -> Epoch {
        try await away { () throws(ProviderError) in try self.updatePrivilegedList(document, asOf: asOf) }
    }

    /// The list of privileged browsers, if one was handed in.
    ///
    /// Runs off the caller's actor.
    public func privilegedList() async throws(ProviderError) -> PrivilegedList? {
        try await away { () throws(ProviderError) in try self.privilegedList() }
    }

    /// The person trusts a browser that is on no list.
    ///
    /// Runs off the caller's actor.
    @discardableResult
    public func trustApp(_ app: AndroidApp) async throws(ProviderError) -> Epoch {
        try await away { () throws(ProviderError) in try self.trustApp(app) }
    }

    /// The browsers that the person trusts, the one trusted first in front.
    ///
    /// Runs off the caller's actor.
    public func trustedApps() async throws(ProviderError) -> [TrustedApp] {
        try await away { () throws(ProviderError) in try self.trustedApps() }
    }

    /// The person trusts a browser no longer.
    ///
    /// Runs off the caller's actor.
    @discardableResult
    public func revokeApp(package: String) async throws(ProviderError) -> Epoch {
        try await away { () throws(ProviderError) in try self.revokeApp(package: package) }
    }

    /// What sites said of apps, the one that was asked longest ago in front.
    ///
    /// Runs off the caller's actor.
    public func linkedApps() async throws(ProviderError) -> [LinkedApp] {
        try await away { () throws(ProviderError) in try self.linkedApps() }
    }

    /// Every passkey that is offered for an RP ID where no allow list narrows the choice, most recently
    /// used first. Opens no private key. For a request, take `offers(_:strict:)`.
    ///
    /// Runs off the caller's actor.
    public func candidates(rpID: String) async throws(ProviderError) -> [Candidate] {
        try await away { () throws(ProviderError) in try self.candidates(rpID: rpID) }
    }

    /// Every passkey that is not deleted, and the rows that do not open.
    ///
    /// Runs off the caller's actor.
    public func list() async throws(ProviderError) -> Listing {
        try await away { () throws(ProviderError) in try self.list() }
    }

    /// What the person deleted and can restore.
    ///
    /// Runs off the caller's actor.
    public func deleted() async throws(ProviderError) -> Listing {
        try await away { () throws(ProviderError) in try self.deleted() }
    }

    /// The passkey of this id, deleted or not.
    ///
    /// Runs off the caller's actor.
    public func show(_ id: CredentialID) async throws(ProviderError) -> Passkey {
        try await away { () throws(ProviderError) in try self.show(id) }
    }

    /// Gives a passkey a name of the person's own; an empty one takes it away.
    ///
    /// Runs off the caller's actor.
    @discardableResult
    public func rename(_ id: CredentialID, to label: String) async throws(ProviderError) -> Epoch {
        try await away { () throws(ProviderError) in try self.rename(id, to: label) }
    }

    /// Deletes a passkey from this device. It can be restored until it is purged.
    ///
    /// Runs off the caller's actor.
    public func delete(_ id: CredentialID) async throws(ProviderError) -> Removal {
        try await away { () throws(ProviderError) in try self.delete(id) }
    }

    /// Brings back what the person deleted, what a signal hid, or what a newer passkey superseded.
    ///
    /// Runs off the caller's actor.
    @discardableResult
    public func restore(_ id: CredentialID) async throws(ProviderError) -> Epoch {
        try await away { () throws(ProviderError) in try self.restore(id) }
    }

    /// Permanently removes a deleted passkey.
    ///
    /// Runs off the caller's actor.
    @discardableResult
    public func purge(_ id: CredentialID) async throws(ProviderError) -> Purged {
        try await away { () throws(ProviderError) in try self.purge(id) }
    }

    /// Purges what was deleted longer ago than the retention period.
    ///
    /// Runs off the caller's actor.
    @discardableResult
    public func purgeExpired() async throws(ProviderError) -> Purged {
        try await away { () throws(ProviderError) in try self.purgeExpired() }
    }

    /// What happened to a passkey.
    ///
    /// Runs off the caller's actor.
    public func history(of id: CredentialID) async throws(ProviderError) -> History {
        try await away { () throws(ProviderError) in try self.history(of: id) }
    }

    /// The server accepted the registration of this passkey.
    ///
    /// Runs off the caller's actor.
    @discardableResult
    public func confirm(_ id: CredentialID) async throws(ProviderError) -> Epoch {
        try await away { () throws(ProviderError) in try self.confirm(id) }
    }

    /// The server refused the registration of this passkey; the reason is kept in its history.
    ///
    /// Runs off the caller's actor.
    @discardableResult
    public func reject(_ id: CredentialID, reason: String? = nil) async throws(ProviderError) -> Epoch {
        try await away { () throws(ProviderError) in try self.reject(id, reason: reason) }
    }

    /// The server gave no answer to the registration of this passkey: nothing is known then.
    ///
    /// Runs off the caller's actor.
    @discardableResult
    public func noteNoAnswer(
        _ id: CredentialID, reason: String? = nil
    ) async throws(ProviderError) -> Epoch {
        try await away { () throws(ProviderError) in try self.noteNoAnswer(id, reason: reason) }
    }

    /// The account's sign-in name changed where the server cannot follow: the person should register
    /// again.
    ///
    /// Runs off the caller's actor.
    @discardableResult
    public func noteAccountMoved(_ id: CredentialID) async throws(ProviderError) -> Epoch {
        try await away { () throws(ProviderError) in try self.noteAccountMoved(id) }
    }

    /// Writes down which registrations have waited too long for the server's word, and gives every passkey
    /// that is probably or certainly on this device only.
    ///
    /// Runs off the caller's actor.
    public func stale() async throws(ProviderError) -> [Passkey] {
        try await away { () throws(ProviderError) in try self.stale() }
    }

    /// Reads a signal and checks its sender, without a look at any passkey. Writes nothing.
    ///
    /// Runs off the caller's actor.
    public func verifySignal(_ request: SignalRequest) async throws(ProviderError) -> VerifiedSignal {
        try await away { () throws(ProviderError) in try self.verifySignal(request) }
    }

    /// Applies a signal to the passkeys of its RP ID. Answer the sender before: what this gives, and how
    /// long it takes, is not for it.
    ///
    /// Runs off the caller's actor.
    @discardableResult
    public func applySignal(_ signal: VerifiedSignal) async throws(ProviderError) -> Epoch {
        try await away { () throws(ProviderError) in try self.applySignal(signal) }
    }

    /// Compares the passkeys of an account with the server's own list.
    ///
    /// Runs off the caller's actor.
    public func reconcile(_ request: ReconcileRequest) async throws(ProviderError) -> Reconciliation {
        try await away { () throws(ProviderError) in try self.reconcile(request) }
    }

    /// What the operating system's autofill should list; the entries of one relying party stand most
    /// recently used first.
    ///
    /// Runs off the caller's actor.
    public func identities() async throws(ProviderError) -> [Identity] {
        try await away { () throws(ProviderError) in try self.identities() }
    }

    /// What to add to the operating system's list, and what to remove, where it lists these.
    ///
    /// Runs off the caller's actor.
    public func identityDelta(listed: [Identity]) async throws(ProviderError) -> IdentityDelta {
        try await away { () throws(ProviderError) in try self.identityDelta(listed: listed) }
    }

    /// The store's health.
    ///
    /// Runs off the caller's actor.
    public func check() async throws(ProviderError) -> Health {
        try await away { () throws(ProviderError) in try self.check() }
    }

    /// How the store compares with the epoch that the app handed in.
    ///
    /// Runs off the caller's actor.
    public func freshness() async throws(ProviderError) -> Freshness {
        try await away { () throws(ProviderError) in try self.freshness() }
    }

    /// The person accepts an older copy of the store.
    ///
    /// Runs off the caller's actor.
    @discardableResult
    public func acceptRollback() async throws(ProviderError) -> Epoch {
        try await away { () throws(ProviderError) in try self.acceptRollback() }
    }

    /// The store's epoch, for the app to keep outside the store after each call that changes it.
    ///
    /// Runs off the caller's actor.
    public func epoch() async throws(ProviderError) -> Epoch {
        try await away { () throws(ProviderError) in try self.epoch() }
    }

    /// What happened to the store as a whole.
    ///
    /// Runs off the caller's actor.
    public func journal() async throws(ProviderError) -> History {
        try await away { () throws(ProviderError) in try self.journal() }
    }

    /// A report for support as JSON, without any name, handle, RP ID, id, challenge, key or signature.
    ///
    /// Runs off the caller's actor.
    public func diagnose() async throws(ProviderError) -> String {
        try await away { () throws(ProviderError) in try self.diagnose() }
    }

    /// What stands for a passkey in `diagnose`.
    ///
    /// Runs off the caller's actor.
    public func reportTags(of id: CredentialID) async throws(ProviderError) -> ReportTags {
        try await away { () throws(ProviderError) in try self.reportTags(of: id) }
    }
}
