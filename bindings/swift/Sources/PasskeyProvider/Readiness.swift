internal import PasskeyProviderGenerated

/// What the app knows of the device, itself and the person. What is `nil` is not known: it asks for no step, and stands
/// in ``Readiness/unknown`` if it might stand in the way.
public struct ReadinessFacts: Hashable, Redacted, Sendable {
    /// The operating system.
    public var platform: DevicePlatform
    /// Its version, such as `17.4`: `UIDevice.current.systemVersion`.
    public var system: String
    /// Android: whether the device has Credential Manager.
    public var credentialManager: Bool?
    /// Whether the person has turned this app on as a provider: `ASCredentialIdentityStore.state().isEnabled`.
    public var providerEnabled: Bool?
    /// Android: whether this app is the preferred provider.
    public var providerPreferred: Bool?
    /// Whether the device has a screen lock.
    public var screenLock: Bool?
    /// Whether a finger or a face is known to the device.
    public var biometrics: BiometricsFact?
    /// Whether nothing but biometrics will do: the app's or the organisation's choice. Not known is no.
    public var biometricsRequired: Bool?
    /// Whether the device has a connection to the internet.
    public var network: Bool?
    /// Whether the passkey is asked for by another device, which shows a code. Not known is no.
    public var crossDevice: Bool?
    /// Bluetooth, which counts across devices only.
    public var bluetooth: BluetoothFact?
    /// Android: where the app runs.
    public var workProfile: WorkProfileFact?
    /// What the device's management gave to the app.
    public var managedConfiguration: ManagementFact?
    /// How long ago the person signed in to the account.
    public var signIn: SignInFact?

    /// Nothing but the operating system.
    public init(system: String, platform: DevicePlatform = .iOS) {
        self.system = system
        self.platform = platform
    }

    /// The steps that are missing, in the order in which to take them. Asks nothing of the device.
    /// ``ProviderError/Code/badArgument`` where the system is no version.
    public func judge() throws(ProviderError) -> Readiness {
        try call { Readiness(try judgeReadiness(facts: raw)) }
    }
}

/// What is missing.
public struct Readiness: Hashable, Sendable {
    /// Whether nothing that is known stands in the way.
    public let isReady: Bool
    /// The steps, in the order in which to take them.
    public let steps: [MissingStep]
    /// What is not known and might stand in the way.
    public let unknown: [ReadinessFact]
}

/// A step that is missing.
public struct MissingStep: Hashable, Sendable {
    /// Which.
    public let step: ReadinessStep
    /// Whether there is no passkey without it. Otherwise it is advice.
    public let blocks: Bool
    /// Who takes it.
    public let actor: ActingParty
    /// One or two sentences for the person: English. Localise from the step.
    public let text: String
    /// Where on this device it is done; `nil` where no settings help.
    public let action: SettingsAction?
}

/// Where a step is done on the device.
public struct SettingsAction: Hashable, Sendable {
    /// What the name is a name of.
    public let kind: SettingsActionKind
    /// The name.
    public let name: String
    /// Android: the data of the intent. `PACKAGE` stands for the app's package.
    public let data: String?
    /// Android: the name of an extra of the intent that is a number.
    public let extra: String?
    /// That number; 0 where there is no extra.
    public let extraValue: UInt32
    /// What documents it.
    public let source: String
}

extension ReadinessFacts {
    var raw: PasskeyProviderGenerated.ReadinessFacts {
        .init(
            platform: platform.raw, system: system, credentialManager: credentialManager,
            providerEnabled: providerEnabled, providerPreferred: providerPreferred, screenLock: screenLock,
            biometrics: biometrics?.raw, biometricsRequired: biometricsRequired, network: network,
            crossDevice: crossDevice, bluetooth: bluetooth?.raw, workProfile: workProfile?.raw,
            managedConfiguration: managedConfiguration?.raw, signIn: signIn?.raw)
    }
}

extension Readiness {
    init(_ raw: PasskeyProviderGenerated.Readiness) {
        self.init(
            isReady: raw.isReady, steps: raw.steps.map(MissingStep.init),
            unknown: raw.unknown.map(ReadinessFact.init))
    }
}

extension MissingStep {
    init(_ raw: PasskeyProviderGenerated.MissingStep) {
        self.init(
            step: ReadinessStep(raw.step), blocks: raw.blocks, actor: ActingParty(raw.actor), text: raw.text,
            action: raw.action.map(SettingsAction.init))
    }
}

extension SettingsAction {
    init(_ raw: PasskeyProviderGenerated.SettingsAction) {
        self.init(
            kind: SettingsActionKind(raw.kind), name: raw.name, data: raw.data, extra: raw.extra,
            extraValue: raw.extraValue, source: raw.source)
    }
}
