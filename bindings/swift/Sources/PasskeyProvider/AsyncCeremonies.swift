import Foundation

// The twins of the calls that block: the same, away from the caller's actor.

extension Provider {
    /// Opens the store, or makes it where there is none and the options do not forbid it.
    ///
    /// A store that another key sealed is ``ProviderError/Code/stranded``, and left as it is. A store older
    /// than the last epoch opens and lists, and refuses everything else as
    /// ``ProviderError/Code/rolledBack`` until `acceptRollback`.
    ///
    /// Runs off the caller's actor.
    public static func open(_ options: OpenOptions) async throws(ProviderError) -> Provider {
        try await away { () throws(ProviderError) in try open(options) }
    }

    /// Begins a registration: checks the request against the caller and the store. Writes nothing.
    ///
    /// Runs off the caller's actor.
    public func beginCreate(_ request: CreateRequest) async throws(ProviderError) -> CreateStart {
        try await away { () throws(ProviderError) in try self.beginCreate(request) }
    }

    /// Makes a passkey whose private key is sealed in the store, commits it, and answers.
    ///
    /// Runs off the caller's actor.
    public func finishCreate(
        _ plan: CreatePlan, consent: Consent, resolution: Resolution = .none
    ) async throws(ProviderError) -> Created {
        try await away { () throws(ProviderError) in
            try self.finishCreate(plan, consent: consent, resolution: resolution)
        }
    }

    /// Makes a passkey without the person's gesture, right after a sign-in (conditional mediation).
    ///
    /// Runs off the caller's actor.
    public func createConditionally(_ request: CreateRequest) async throws(ProviderError) -> Created {
        try await away { () throws(ProviderError) in try self.createConditionally(request) }
    }

    /// What a system's selector may list for a request before anybody chose, most recently used first: the
    /// passkeys of the RP ID that the options name, as far as their allow list names them. No caller is
    /// asked for, nothing is written, no private key is opened. Empty where nothing fits.
    ///
    /// It proves nothing of the caller: the ceremony begins with `beginGet`, which checks everything anew.
    /// Options that name no RP ID are ``ProviderError/Code/invalidOptions``.
    ///
    /// Runs off the caller's actor.
    public func offers(_ options: RequestOptions, strict: Bool = false) async throws(ProviderError)
        -> [Candidate]
    {
        try await away { () throws(ProviderError) in try self.offers(options, strict: strict) }
    }

    /// Begins a sign-in: finds the passkeys that may answer. Writes nothing, opens no private key.
    ///
    /// Runs off the caller's actor.
    public func beginGet(_ request: GetRequest) async throws(ProviderError) -> GetStart {
        try await away { () throws(ProviderError) in try self.beginGet(request) }
    }

    /// Signs in with the passkey that the person chose, also where there is only one. With a sealed key:
    /// counts, signs, commits, answers. For a hardware key, gives what it has to sign, and writes nothing.
    ///
    /// Runs off the caller's actor.
    public func finishGet(
        _ plan: GetPlan, with chosen: CredentialID, consent: Consent
    ) async throws(ProviderError) -> GetOutcome {
        try await away { () throws(ProviderError) in
            try self.finishGet(plan, with: chosen, consent: consent)
        }
    }

    /// Signs in with a hardware key: verifies its signature, a DER one, commits the count, answers.
    ///
    /// Runs off the caller's actor.
    public func finishHardwareGet(
        _ plan: GetPlan, signature: Data
    ) async throws(ProviderError) -> Asserted {
        try await away { () throws(ProviderError) in
            try self.finishHardwareGet(plan, signature: signature)
        }
    }

    /// Remembers durably that a hardware key may come to be. Only then the app makes it.
    ///
    /// Runs off the caller's actor.
    public func intendHardwareKey(
        _ plan: CreatePlan, offers: [Algorithm], consent: Consent, resolution: Resolution = .none
    ) async throws(ProviderError) -> HardwareIntent {
        try await away { () throws(ProviderError) in
            try self.intendHardwareKey(plan, offers: offers, consent: consent, resolution: resolution)
        }
    }

    /// Goes on with the key pair that the app made: gives the exact bytes that it has to sign.
    ///
    /// Runs off the caller's actor.
    public func beginHardwareCreate(
        _ plan: CreatePlan, key: HardwareKey
    ) async throws(ProviderError) -> Data {
        try await away { () throws(ProviderError) in try self.beginHardwareCreate(plan, key: key) }
    }

    /// Verifies the hardware key's signature, a DER one, commits the passkey, and answers.
    ///
    /// Runs off the caller's actor.
    public func finishHardwareCreate(
        _ plan: CreatePlan, signature: Data
    ) async throws(ProviderError) -> Created {
        try await away { () throws(ProviderError) in
            try self.finishHardwareCreate(plan, signature: signature)
        }
    }

    /// The keys in hardware that are to be deleted. Delete them, and say so with `keyGone`.
    ///
    /// Runs off the caller's actor.
    public func keysToDelete() async throws(ProviderError) -> [LooseKey] {
        try await away { () throws(ProviderError) in try self.keysToDelete() }
    }

    /// Gives up a registration with a hardware key now: its key is to be deleted.
    ///
    /// Runs off the caller's actor.
    @discardableResult
    public func abandonHardwareKey(_ handle: KeyHandle) async throws(ProviderError) -> Epoch {
        try await away { () throws(ProviderError) in try self.abandonHardwareKey(handle) }
    }

    /// The hardware has no such key any more.
    ///
    /// Runs off the caller's actor.
    @discardableResult
    public func keyGone(_ handle: KeyHandle) async throws(ProviderError) -> Epoch {
        try await away { () throws(ProviderError) in try self.keyGone(handle) }
    }

    /// Compares with all keys that the hardware has of this provider.
    ///
    /// Runs off the caller's actor.
    public func compareHardwareKeys(
        existing: [KeyHandle]
    ) async throws(ProviderError) -> HardwareComparison {
        try await away { () throws(ProviderError) in try self.compareHardwareKeys(existing: existing) }
    }
}
