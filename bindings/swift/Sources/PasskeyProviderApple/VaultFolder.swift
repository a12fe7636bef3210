import Foundation
import PasskeyProvider

/// A folder of its own for a store, in the container of an app group: the app and its extension have it in common.
public struct VaultFolder: Hashable, Redacted, Sendable {
    /// The folder.
    public let url: URL

    /// The folder of this name in the container of the app group.
    /// ``PasskeyProvider/ProviderError/Code/storeUnavailable`` where the entitlements do not name the group.
    public init(appGroup: String, name: String = "passkeys") throws(ProviderError) {
        guard
            let container = FileManager.default.containerURL(
                forSecurityApplicationGroupIdentifier: appGroup)
        else {
            throw ProviderError(
                .storeUnavailable, "the app group has no container for this process",
                detail: .cause(why: "the entitlement com.apple.security.application-groups"))
        }
        url = container.appendingPathComponent(name, isDirectory: true)
    }

    /// The store's file.
    public var store: URL { url.appendingPathComponent("passkeys.db") }

    /// Whether a store was opened here before, by this installation of the app.
    var isMarked: Bool { FileManager.default.fileExists(atPath: marker.path) }

    /// Says that a store was opened here. The marker goes with the folder where the app is deleted; the Keychain stays.
    func mark() throws(ProviderError) {
        try attempt { try Data().write(to: marker) }
    }

    /// Makes the folder, readable from the first unlocking after a start on, as the device key is, and in no backup:
    /// what is in it opens with this device's key only.
    func make(_ files: FileManager = .default) throws(ProviderError) {
        try attempt {
            try files.createDirectory(at: url, withIntermediateDirectories: true)
            // Of a folder that was there too: what is made in it takes its class over.
            try files.setAttributes(
                [.protectionKey: FileProtectionType.completeUntilFirstUserAuthentication],
                ofItemAtPath: url.path)
            var folder = url
            var values = URLResourceValues()
            values.isExcludedFromBackup = true
            try folder.setResourceValues(values)
        }
    }

    private var marker: URL { url.appendingPathComponent("installed") }

    private func attempt(_ body: () throws -> Void) throws(ProviderError) {
        do {
            try body()
        } catch {
            let number = (error as NSError).code
            throw ProviderError(
                .storeUnavailable, "the vault's folder cannot be used: \(number)",
                detail: .cause(why: "Cocoa error \(number)"))
        }
    }
}
