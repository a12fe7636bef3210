import Foundation
internal import PasskeyProviderGenerated

/// How to open a provider.
public struct OpenOptions: Redacted, Sendable {
    /// The store's file. It is made where there is none, unless `ifMissing` says otherwise, and its folder
    /// with it, both for this user only. A folder that exists is the app's to protect; for an app and its
    /// extension, make one of their own in the container of their app group, with iOS's protection class,
    /// which the library does not set.
    public var file: URL
    /// Where the device key is.
    public var deviceKey: KeySource
    /// Makes a new store gated by this. A store that exists must have this gate: another is
    /// ``ProviderError/Code/wrongGate``, and one without a gate is ``ProviderError/Code/gateUnexpected``. A
    /// gated store opens without it too, to list: ``Provider/opening`` says that it is one.
    public var gateSecret: GateSecret?
    /// The last epoch that the app kept, so that a restored older copy is detected.
    public var lastEpoch: Epoch?
    /// How long what the person deleted can be restored; 30 days if not set.
    public var retention: Duration?
    /// RP IDs, and where the person manages their passkeys there.
    public var manageURLs: [String: URL]
    /// How far what sites say of Android apps is believed.
    public var linkPolicy: LinkPolicy?
    /// Whether browsers count that are signed for developers' builds of Android.
    public var isDeveloperBuild: Bool
    /// What opening does where there is no store. An extension, which iOS may start before the app was ever
    /// opened, says ``IfMissing/fail``.
    public var ifMissing: IfMissing

    /// Options. Whether they can be used shows at opening.
    public init(
        file: URL, deviceKey: KeySource, gateSecret: GateSecret? = nil, lastEpoch: Epoch? = nil,
        retention: Duration? = nil, manageURLs: [String: URL] = [:], linkPolicy: LinkPolicy? = nil,
        isDeveloperBuild: Bool = false, ifMissing: IfMissing = .make
    ) {
        self.file = file
        self.deviceKey = deviceKey
        self.gateSecret = gateSecret
        self.lastEpoch = lastEpoch
        self.retention = retention
        self.manageURLs = manageURLs
        self.linkPolicy = linkPolicy
        self.isDeveloperBuild = isDeveloperBuild
        self.ifMissing = ifMissing
    }
}

/// Where the device key is.
public enum KeySource: Sendable {
    /// With the app, that keeps it in the Keychain by itself.
    case given(DeviceKey)
    /// In the platform's key store, where `makeDeviceKey` put it: the app's name, and which of its keys.
    ///
    /// The Keychain has it in the default access group, which is the first of the entitlement
    /// `keychain-access-groups`: an app and its extension both name the one that they share first there.
    case platformKeyStore(service: String, account: String)
}

extension KeySource {
    /// Makes a device key in the platform's key store, unless there is one under that name: says whether
    /// it did. The key never leaves the library.
    ///
    /// For the app, once, before its first store: two processes that do it at once would each make a key.
    /// Where `Provider.look(at:)` finds anything but ``Presence/nothing``, a new key does not open it.
    public static func makeDeviceKey(service: String, account: String) throws(ProviderError) -> Bool {
        try call { try PasskeyProviderGenerated.makeDeviceKey(service: service, account: account) }
    }
}

extension OpenOptions {
    var raw: PasskeyProviderGenerated.OpenRequest {
        get throws {
            .init(
                path: file.path, deviceKey: try deviceKey.raw, gateSecret: try gateSecret?.secret.raw,
                ifMissing: ifMissing.raw, lastEpoch: lastEpoch?.rawValue, retention: retention?.inSeconds,
                manageUrls: manageURLs.mapValues(\.absoluteString), linkPolicy: linkPolicy?.raw,
                isDeveloperBuild: isDeveloperBuild)
        }
    }
}

extension KeySource {
    var raw: PasskeyProviderGenerated.KeySource {
        get throws {
            switch self {
            case .given(let key): .bytes(deviceKey: try key.secret.raw)
            case .platformKeyStore(let service, let account):
                .platformKeyStore(service: service, account: account)
            }
        }
    }
}
