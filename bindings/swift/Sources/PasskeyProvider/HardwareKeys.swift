import Foundation
internal import PasskeyProviderGenerated

/// The keys that the app keeps in the device's hardware: ``Provider/hardwareKeys``.
///
/// ```swift
/// let loose = try provider.hardwareKeys.toDelete()
/// keep(loose.epoch)
/// for key in loose.value {
///     deleteFromKeychain(key.handle)
///     keep(try provider.hardwareKeys.gone(key.handle).epoch)
/// }
/// ```
public struct HardwareKeys: Sendable {
    let raw: PasskeyProviderGenerated.Provider

    /// The keys in hardware that are to be deleted: of registrations that did not end well, and of purged
    /// passkeys. Delete them, and say so with ``gone(_:)``. A registration that began a quarter of an hour ago
    /// counts as ended, and cannot be finished after this call.
    public func toDelete() throws(ProviderError) -> Committed<[LooseKey]> {
        try call { Committed(try raw.keysToDelete()) { $0.map(LooseKey.init) } }
    }

    /// Gives up a registration with a hardware key now: its key is to be deleted.
    public func abandon(_ handle: KeyHandle) throws(ProviderError) -> Committed<Void> {
        try call { Committed(epoch: try raw.abandonHardwareKey(handle: handle.bytes)) }
    }

    /// The hardware has no such key any more. A passkey that had it is not offered from now on.
    public func gone(_ handle: KeyHandle) throws(ProviderError) -> Committed<Void> {
        try call { Committed(epoch: try raw.keyGone(handle: handle.bytes)) }
    }

    /// Compares with all keys that the hardware has of this provider: which to delete, which passkeys lost
    /// theirs.
    public func compare(with existing: [KeyHandle]) throws(ProviderError) -> Committed<HardwareComparison> {
        try call {
            Committed(
                try raw.compareHardwareKeys(existing: existing.map(\.bytes)), HardwareComparison.init)
        }
    }
}

extension Provider {
    /// Keys in hardware: those to delete, those that are gone.
    public var hardwareKeys: HardwareKeys { HardwareKeys(raw: raw) }
}

/// A key in hardware that no passkey has.
public struct LooseKey: Hashable, Sendable {
    /// The app's name for it.
    public let handle: KeyHandle
    /// Why no passkey has it.
    public let reason: LooseReason
    /// Since when.
    public let since: Date
}

/// What the hardware has, beside what the store knows.
public struct HardwareComparison: Hashable, Sendable {
    /// Keys to delete, and to report by ``HardwareKeys/gone(_:)``.
    public let toDelete: [KeyHandle]
    /// Keys whose name the library gave (it begins with `passkey-provider-`), and which the store does not
    /// know. The app's other keys are not among them.
    public let unknown: [KeyHandle]
    /// Passkeys that were found to have no key: they are not offered any more.
    public let missing: [PasskeyRef]
    /// Passkeys whose key is there again.
    public let found: [PasskeyRef]
}

extension LooseKey {
    init(_ raw: PasskeyProviderGenerated.LooseKey) {
        self.init(handle: KeyHandle(raw.handle), reason: LooseReason(raw.reason), since: raw.since)
    }
}

extension HardwareComparison {
    init(_ raw: PasskeyProviderGenerated.HardwareComparison) {
        self.init(
            toDelete: raw.toDelete.map(KeyHandle.init), unknown: raw.unknown.map(KeyHandle.init),
            missing: raw.missing.map(PasskeyRef.init), found: raw.found.map(PasskeyRef.init))
    }
}
