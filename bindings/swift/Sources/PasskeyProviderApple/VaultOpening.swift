import Foundation
import PasskeyProvider

/// How a vault's store is opened, and made where there is none. Blocks.
struct VaultOpening: Sendable {
    let folder: VaultFolder
    let secrets: KeychainSecrets
    let ifMissing: IfMissing
    let makesGate: Bool

    func open() throws(ProviderError) -> (Provider, Vault.Start) {
        let start = try prepare()
        let key = try deviceKey(start)
        var options = OpenOptions(
            file: folder.store, deviceKey: .given(key), lastEpoch: try secrets.epoch(), ifMissing: ifMissing)
        // The bytes that were just drawn: reading them back would ask the person.
        if start != .again && makesGate { options.gateSecret = try secrets.makeGateSecret() }
        let provider = try Provider.open(options)
        if ifMissing == .make && !folder.isMarked { try folder.mark() }
        return (provider, start)
    }

    /// Finds out what there is, without a key. Who may not make a store changes nothing.
    private func prepare() throws(ProviderError) -> Vault.Start {
        guard ifMissing == .make else { return .again }
        try folder.make()
        guard case .nothing = try Provider.look(at: folder.store) else { return .again }
        // The epoch stays, so that the loss shows.
        if folder.isMarked { return .lost }
        guard try secrets.areThere() else { return .first }
        try secrets.wipe()
        return .reinstalled
    }

    private func deviceKey(_ start: Vault.Start) throws(ProviderError) -> DeviceKey {
        if let key = try secrets.deviceKey() { return key }
        if start != .again { return try secrets.makeDeviceKey() }
        if case .nothing = try Provider.look(at: folder.store) {
            throw ProviderError(.noStore, "there is no store yet")
        }
        throw ProviderError(.deviceKeyMissing, "the Keychain has no device key for this store")
    }
}
