import Foundation
import PasskeyProvider
import LocalAuthentication
import Security
import Synchronization
import Testing

@testable import PasskeyProviderApple

@Suite(.serialized)
struct VaultTests {
    let device: Device

    init() throws { device = try Device() }

    @Test func theFirstStartMakesAGatedStoreAndItsSecretsAndAsksNobody() async throws {
        let vault = try device.vault()
        #expect(try await vault.open() == .first)
        #expect(try await vault.isGated())
        #expect(device.accounts == ["device-key", "gate-secret", "epoch"])
        #expect(ScriptedPerson.asked.isEmpty)
        #expect(try await device.vault().open() == .again)
    }

    @Test func aStoreWithoutAGateHasNoGateSecret() async throws {
        let vault = try device.vault(makesGate: false)
        #expect(try await !vault.isGated())
        #expect(device.accounts == ["device-key", "epoch"])
    }

    /// The Keychain outlives the app: with the old epoch a new store would be an older copy of itself.
    @Test func anAppThatIsInstalledAgainStartsWithNewSecrets() async throws {
        let vault = try device.vault()
        for user in ["ada", "bob"] { try await vault.register(user) }
        let epoch = try await vault.storedEpoch()
        await vault.close()
        let before = Keychain.items.compactMap { $0.attributes[kSecValueData] as? Data }
        try device.reinstall()

        let again = try device.vault()
        #expect(try await again.open() == .reinstalled)
        #expect(Keychain.items.count == 3)
        for item in Keychain.items {
            #expect(!before.contains(try #require(item.attributes[kSecValueData] as? Data)))
        }
        #expect(try await again.storedEpoch() < epoch, "nothing of the old one is counted on")
        try await again.register()
        #expect(try await again.freshness() == .current)
    }

    @Test func aStoreThatSomebodyDeletedIsNotTakenForAFirstStart() async throws {
        let vault = try device.vault()
        try await vault.register()
        await vault.close()
        for name in ["passkeys.db", "passkeys.db-wal", "passkeys.db-shm"] {
            try? FileManager.default.removeItem(at: device.folder().url.appendingPathComponent(name))
        }
        let again = try device.vault()
        #expect(try await again.open() == .lost)
        #expect(try await again.freshness() == .made)
        #expect(try await again.isGated())
        try await again.register()
    }

    @Test func anExtensionMakesNothing() async throws {
        device.runExtension()
        await expectFailure(.noStore) { try await device.vault(.fail).open() }
        #expect(Keychain.items.isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: device.container.path).isEmpty)
    }

    @Test func theExtensionOpensWhatTheAppMade() async throws {
        let vault = try device.vault()
        try await vault.register()
        device.runExtension()
        let extensions = try device.vault(.fail)
        #expect(try await extensions.open() == .again)
        #expect(try await extensions.freshness() == .current)
        try await extensions.register("bob")
        device.runApp()
        #expect(try await vault.freshness() == .current)
        #expect(try device.secrets.epoch() == (try await vault.storedEpoch()))
    }

    @Test func aDeviceThatWasNotUnlockedYetLosesNothing() async throws {
        let vault = try device.vault()
        try await vault.register()
        await vault.close()
        Keychain.lock = .neverUnlocked
        await expectFailure(.keyStoreLocked) { try await device.vault().open() }
        await expectFailure(.keyStoreLocked) { try await device.vault(.fail).open() }
        Keychain.lock = .locked
        #expect(try await device.vault().open() == .again)
        #expect(device.accounts == ["device-key", "gate-secret", "epoch"])
    }

    @Test func aStoreWithoutItsKeyIsLeftAsItIs() async throws {
        let vault = try device.vault()
        try await vault.register()
        await vault.close()
        let kept = Keychain.items
        Keychain.items = []
        await expectFailure(.deviceKeyMissing) { try await device.vault().open() }
        #expect(Keychain.items.isEmpty)
        Keychain.items = kept
        #expect(try await device.vault().open() == .again)
    }

    @Test func eachCallThatChangesTheStoreKeepsItsEpochAlsoOneThatFails() async throws {
        let vault = try device.vault()
        var last = try await vault.storedEpoch()
        let created = try await vault.register()
        #expect(try device.secrets.epoch() == (try await vault.storedEpoch()))
        #expect(try #require(try device.secrets.epoch()) > last)
        last = try #require(try device.secrets.epoch())
        // That the site knows the passkey is written down before it is refused.
        let request = try #require(
            CreateRequest(
                registration(excluding: [created.passkey.credentialID.bytes]), aaguid: product))
        let start = try await vault.read { provider throws(ProviderError) in
            try provider.beginCreate(request)
        }
        await expectFailure(.alreadyRegistered) {
            try await vault.create(start, consent: .present, in: nil)
        }
        #expect(try #require(try device.secrets.epoch()) > last)
        #expect(try device.secrets.epoch() == (try await vault.storedEpoch()))
    }

    /// What was committed is answered, whether or not the Keychain took the epoch.
    @Test func anEpochThatTheKeychainDidNotTakeIsKeptWithTheNext() async throws {
        let vault = try device.vault(makesGate: false)
        _ = try await vault.open()
        let before = try device.secrets.epoch()
        let request = try #require(CreateRequest(registration(), aaguid: product))
        let start = try await vault.read { provider throws(ProviderError) in
            try provider.beginCreate(request)
        }
        Keychain.failures = [errSecNotAvailable]
        let created = try await vault.create(start, consent: .present, in: nil)
        #expect(try device.secrets.epoch() == before)
        try await vault.commit { provider throws(ProviderError) in
            try provider.server.confirm(created.passkey.reference)
        }
        #expect(try device.secrets.epoch() == (try await vault.storedEpoch()))
    }

    @Test func anOlderCopySignsOnceThePersonAcceptsItAndNotBefore() async throws {
        let vault = try device.vault()
        try await vault.register()
        await vault.close()
        let store = try device.folder().store
        let copy = device.container.appendingPathComponent("copy.db")
        try FileManager.default.copyItem(at: store, to: copy)
        try await vault.register("bob")
        await vault.close()
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: store.path + end) }
        try FileManager.default.copyItem(at: copy, to: store)

        guard case .rolledBack = try await vault.freshness() else {
            Issue.record("an older copy was not noticed")
            return
        }
        await expectFailure(.rolledBack) { try await vault.register("carol") }
        try await vault.acceptRollback()
        try await vault.register("carol")
        await vault.close()
        #expect(try await device.vault().freshness() == .current)
    }

    @Test func theFolderIsReadableAfterTheFirstUnlocking() throws {
        final class Recording: FileManager, @unchecked Sendable {
            var set: [String: FileProtectionType] = [:]
            override func setAttributes(
                _ attributes: [FileAttributeKey: Any], ofItemAtPath path: String
            ) throws {
                set[path] = attributes[.protectionKey] as? FileProtectionType
            }
        }
        let files = Recording()
        let folder = try device.folder()
        try folder.make(files)
        #expect(Array(files.set.keys) == [folder.url.path])
        #expect(files.set.values.map(\.rawValue) == ["NSFileProtectionCompleteUntilFirstUserAuthentication"])
        #expect(folder.url.deletingLastPathComponent().path == device.container.path)
    }

    @Test func anAppGroupThatTheEntitlementsDoNotNameIsAnError() async throws {
        await expectFailure(.storeUnavailable) { try VaultFolder(appGroup: "group.another") }
    }

    @Test func closingWaitsForTheCallThatIsUnderWayAndLeavesNoFileOpen() async throws {
        let vault = try device.vault(makesGate: false)
        try await vault.register()
        let (begun, ends) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let events = Events()
        let call = Task {
            _ = try await vault.read { provider throws(ProviderError) in
                begun.signal()
                ends.wait()
                let listing = try provider.passkeys.all()
                events.add("call ended")
                return listing
            }
        }
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                begun.wait()
                continuation.resume()
            }
        }
        #expect(openFiles().contains { $0.hasSuffix("passkeys.db") })
        let close = Task {
            await vault.close()
            events.add("closed")
        }
        ends.signal()
        try await call.value
        await close.value
        #expect(events.all == ["call ended", "closed"])
        #expect(!openFiles().contains { $0.contains("passkeys.db") })
        #expect(try await vault.freshness() == .current)
    }

    @Test func closingWaitsForAStoreThatIsBeingOpened() async throws {
        let vault = try device.vault()
        _ = try await vault.open()
        await vault.close()
        let (begun, ends) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        Keychain.beforeReading = {
            begun.signal()
            ends.wait()
        }
        let opening = Task { try await vault.open() }
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                begun.wait()
                continuation.resume()
            }
        }
        let close = Task { await vault.close() }
        for _ in 0..<100 { await Task.yield() }
        ends.signal()
        _ = try await opening.value
        await close.value
        #expect(openFiles().isEmpty)
    }

    @Test func callsAtOnceOpenTheStoreOnce() async throws {
        let vault = try device.vault()
        try await withThrowingTaskGroup(of: Vault.Start.self) { group in
            for _ in 0..<8 { group.addTask { try await vault.open() } }
            for try await start in group { #expect(start == .first) }
        }
        #expect(device.accounts == ["device-key", "gate-secret", "epoch"])
    }

    private func openFiles() -> [String] {
        let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return descriptors.compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
        }.filter { $0.hasPrefix(device.container.path) }
    }
}

/// What happened, in its order.
final class Events: Sendable {
    private let happened = Mutex<[String]>([])
    func add(_ event: String) { happened.withLock { $0.append(event) } }
    var all: [String] { happened.withLock { $0 } }
}
