import AuthenticationServices
import PasskeyProvider

/// What iOS offers in AutoFill, and whether the person lets it.
public struct AutoFillList: Sendable {
    /// The list of the process's app and extension.
    public init() {}

    /// Whether the person turned the provider on.
    public var isTurnedOn: Bool {
        get async { await ASCredentialIdentityStore.shared.isTurnedOn }
    }

    /// Replaces the list by what the store has: after each change, at each start of the app, and when the person turned
    /// the provider on, which empties it. Says whether it was: nobody waits longer than two seconds, for an answer to the
    /// system matters more. What fails here mends itself at the next change.
    @discardableResult
    public func update(from vault: Vault) async -> Bool {
        await update(from: vault) { try? await Task.sleep(for: .seconds(2)) }
    }

    /// The same, with as much patience as the closure takes.
    func update(from vault: Vault, patience: @escaping @Sendable () async -> Void) async -> Bool {
        let identities: [Identity]
        do throws(ProviderError) {
            identities = try await vault.read { provider throws(ProviderError) in
                try provider.passkeys.identities()
            }
        } catch {
            return false
        }
        let update = Task {
            do {
                try await ASCredentialIdentityStore.shared.update(with: identities)
                return true
            } catch {
                return false
            }
        }
        let limit = Task {
            await patience()
            return false
        }
        return await first(of: update, limit)
    }

    /// Asks the person to turn the provider on: in place since iOS 18, and in Settings before. Says whether it is on. Not
    /// more often than once in ten seconds, for iOS does not ask then. For the app, not the extension.
    public func turnOn() async -> Bool {
        if await isTurnedOn { return true }
        if #available(iOS 18, macOS 15, *) {
            return await ASSettingsHelper.requestToTurnOnCredentialProviderExtension()
        }
        await openSettings()
        return false
    }

    /// Opens the page of Settings where providers are turned on. For the app, not the extension.
    public func openSettings() async {
        // Where the page does not open there is nothing that an app could do.
        try? await ASSettingsHelper.openCredentialProviderAppSettings()
    }

    private func first(of tasks: Task<Bool, Never>...) async -> Bool {
        let (values, continuation) = AsyncStream<Bool>.makeStream()
        for task in tasks {
            Task { _ = continuation.yield(await task.value) }
        }
        defer { for task in tasks { task.cancel() } }
        for await value in values { return value }
        return false
    }
}
