// Written from Apple's headers NSFileManager.h and NSExtensionContext.h of the SDK of iOS 26: what Foundation
// has on Apple's systems only.
//
// Where something has a body, that is for the tests of the package, and is what Apple says that it does.

@_exported import Foundation

open class NSExtensionContext: NSObject {}

/// The part of the device that the file system is, for the tests.
package enum Files {
    /// Where the containers of app groups are, by their names: an app is in those groups only.
    nonisolated(unsafe) package static var containers: [String: URL] = [:]
}

extension FileManager {
    /// `nil` where the app's entitlements do not name the group.
    public func containerURL(forSecurityApplicationGroupIdentifier groupIdentifier: String) -> URL? {
        Files.containers[groupIdentifier]
    }
}

extension ProcessInfo {
    /// On a queue of the system's own; the process is not suspended while the block runs.
    @available(macOS, unavailable)
    public func performExpiringActivity(
        withReason reason: String, using block: @escaping @Sendable (_ expired: Bool) -> Void
    ) {
        DispatchQueue.global().async { block(false) }
    }
}
