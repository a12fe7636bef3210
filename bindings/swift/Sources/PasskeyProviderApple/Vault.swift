import Foundation
import PasskeyProvider

/// The store of an app and its extension, with its secrets: opens it when it is needed, keeps the epoch after each call
/// that changes it, and closes it before the system suspends the process.
///
/// The app has one that makes the store, once, and the extension one that opens it only. Each call blocks a thread of
/// the package and no actor.
public actor Vault {
    /// What the first opening by this process found.
    public enum Start: Hashable, Sendable {
        /// Nothing: the store was made, with its secrets.
        case first
        /// No store, and the secrets of one that went with an earlier installation of the app: they were wiped, and the
        /// store was made with new ones.
        case reinstalled
        /// No store, though this installation of the app had one: somebody deleted the file. A new one was made under
        /// the same device key, and its freshness is ``PasskeyProvider/Freshness/made``.
        case lost
        /// The store.
        case again
    }

    /// The folder of the store.
    public nonisolated let folder: VaultFolder
    /// The secrets of the store.
    public nonisolated let secrets: KeychainSecrets
    private let ifMissing: IfMissing
    private let makesGate: Bool
    private var session: Session?
    private var start: Start?
    private var epochToKeep: Epoch?

    /// A vault. Nothing is opened yet.
    ///
    /// An extension leaves `ifMissing` as it is: what it would make, the app would find. An app says `.make`, and
    /// whether private keys need the person from then on: `makesGate` counts for a new store only.
    public init(
        _ folder: VaultFolder, secrets: KeychainSecrets, ifMissing: IfMissing = .fail,
        makesGate: Bool = true
    ) {
        self.folder = folder
        self.secrets = secrets
        self.ifMissing = ifMissing
        self.makesGate = makesGate
    }

    /// Opens the store, unless it is open, and says what the first opening found.
    @discardableResult
    public func open() async throws(ProviderError) -> Start {
        _ = try await opened()
        return start ?? .again
    }

    /// Whether private keys need the gate secret. Known since the store was opened: nothing is read.
    public func isGated() async throws(ProviderError) -> Bool {
        try await opened().provider.opening.isGated
    }

    /// Makes calls that change nothing that counts, and gives what they give.
    public func read<T: Sendable>(
        _ body: @escaping @Sendable (Provider) throws(ProviderError) -> T
    ) async throws(ProviderError) -> T {
        let session = try await opened()
        session.calls += 1
        defer { ended(session) }
        do throws(ProviderError) {
            return try await session.provider.offActor(body)
        } catch {
            if let epoch = error.epoch { keep(epoch) }
            throw error
        }
    }

    /// Makes a call that may change something, keeps the epoch, also where it fails, and gives the outcome.
    public func commit<T: Sendable>(
        _ body: @escaping @Sendable (Provider) throws(ProviderError) -> Committed<T>
    ) async throws(ProviderError) -> T {
        let committed = try await read(body)
        keep(committed.epoch)
        return committed.value
    }

    /// The person accepts an older copy of the store. Its epoch takes the place of the later one that was kept.
    public func acceptRollback() async throws(ProviderError) {
        let accepted = try await read { provider throws(ProviderError) in try provider.acceptRollback() }
        try secrets.put(accepted.epoch)
    }

    /// Closes the store, once the calls that are under way have ended: after it, nothing of the process holds a lock on
    /// the file, so that the system may suspend it. The next call opens the store again; a ceremony that was begun before
    /// does not go on then: ``PasskeyProvider/ProviderError/Code/wrongProvider``.
    public func close() async {
        // Who opens it goes on when the task has ended, and not before; then there is something to close.
        while let opening {
            _ = await opening.value
            await Task.yield()
        }
        guard let session else { return }
        self.session = nil
        if session.calls > 0 {
            await withCheckedContinuation { session.waiting.append($0) }
        }
        session.provider.close()
    }

    // MARK: -

    /// An opened store, until it is closed. The actor's alone.
    private final class Session {
        let provider: Provider
        var calls = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
        init(_ provider: Provider) { self.provider = provider }
    }

    private func ended(_ session: Session) {
        session.calls -= 1
        guard session.calls == 0 else { return }
        for waiting in session.waiting { waiting.resume() }
        session.waiting = []
    }

    private var opening: Task<Result<(Provider, Start), ProviderError>, Never>?

    /// Calls that come at once open it once.
    private func opened() async throws(ProviderError) -> Session {
        if let session { return session }
        let task: Task<Result<(Provider, Start), ProviderError>, Never>
        if let opening {
            task = opening
        } else {
            let make = VaultOpening(
                folder: folder, secrets: secrets, ifMissing: ifMissing, makesGate: makesGate)
            task = Task {
                do throws(ProviderError) {
                    return .success(
                        try await Provider.offActor { () throws(ProviderError) in try make.open() })
                } catch {
                    return .failure(error)
                }
            }
            opening = task
        }
        let result = await task.value
        if opening == task { opening = nil }
        // Another call of the same moment may have been first.
        if let session { return session }
        let (provider, found) = try result.get()
        let session = Session(provider)
        self.session = session
        if start == nil { start = found }
        if let epoch = try? provider.epoch() { keep(epoch) }
        return session
    }

    /// The change is durable whether or not the Keychain takes its epoch; a later call tries again.
    func keep(_ epoch: Epoch) {
        let latest = max(epoch, epochToKeep ?? epoch)
        do throws(ProviderError) {
            try secrets.keep(latest)
            epochToKeep = nil
        } catch {
            epochToKeep = latest
        }
    }
}
