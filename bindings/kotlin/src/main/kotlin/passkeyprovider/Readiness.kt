package passkeyprovider

import passkeyprovider.ffi.judgeReadiness
import passkeyprovider.ffi.MissingStep as FfiMissingStep
import passkeyprovider.ffi.Readiness as FfiReadiness
import passkeyprovider.ffi.ReadinessFacts as FfiReadinessFacts
import passkeyprovider.ffi.SettingsAction as FfiSettingsAction

/**
 * What the app knows of the device, itself and the person. What is null is not known: it asks for no step, and stands
 * in [Readiness.unknown] if it might stand in the way.
 */
public data class ReadinessFacts(
    /** The version of the operating system, such as `15`: `Build.VERSION.RELEASE`. */
    public val system: String,
    /** The operating system. */
    public val platform: DevicePlatform = DevicePlatform.ANDROID,
    /**
     * Whether the device has Credential Manager (`PackageManager.hasSystemFeature` of `android.software.credentials`).
     * Some devices with Android 14 lack it.
     */
    public val credentialManager: Boolean? = null,
    /**
     * Whether the person has turned this app on as a provider
     * (`CredentialManager.isEnabledCredentialProviderService`).
     */
    public val providerEnabled: Boolean? = null,
    /** Whether this app is the preferred provider. */
    public val providerPreferred: Boolean? = null,
    /** Whether the device has a screen lock. */
    public val screenLock: Boolean? = null,
    /** Whether a finger or a face is known to the device. */
    public val biometrics: BiometricsFact? = null,
    /** Whether nothing but biometrics will do: the app's or the organisation's choice. Not known is no. */
    public val biometricsRequired: Boolean? = null,
    /** Whether the device has a connection to the internet. */
    public val network: Boolean? = null,
    /** Whether the passkey is asked for by another device, which shows a code. Not known is no. */
    public val crossDevice: Boolean? = null,
    /** Bluetooth, which counts across devices only. */
    public val bluetooth: BluetoothFact? = null,
    /** Where the app runs. */
    public val workProfile: WorkProfileFact? = null,
    /** What the device's management gave to the app. */
    public val managedConfiguration: ManagementFact? = null,
    /** How long ago the person signed in to the account. */
    public val signIn: SignInFact? = null,
) {
    /**
     * The steps that are missing, in the order in which to take them. Asks nothing of the device.
     * [ErrorCode.BAD_ARGUMENT] where [system] is no version.
     */
    public fun judge(): Readiness = Library.call { judgeReadiness(lower()).lift() }

    /** Which system it is, without its version. */
    override fun toString(): String = "ReadinessFacts(platform=$platform)"
}

/** What is missing. */
public data class Readiness(
    /** Whether nothing that is known stands in the way. */
    public val isReady: Boolean,
    /** The steps, in the order in which to take them. */
    public val steps: List<MissingStep>,
    /** What is not known and might stand in the way. */
    public val unknown: List<ReadinessFact>,
)

/** A step that is missing. */
public data class MissingStep(
    /** Which. */
    public val step: ReadinessStep,
    /** Whether there is no passkey without it. Otherwise it is advice. */
    public val blocks: Boolean,
    /** Who takes it. */
    public val actor: ActingParty,
    /** One or two sentences for the person: English. Localise from the [step]. */
    public val sentence: String,
    /** Where on this device it is done; null where no settings help. */
    public val action: SettingsAction?,
)

/** Where a step is done on the device. */
public data class SettingsAction(
    /** What the name is a name of. */
    public val kind: SettingsActionKind,
    /** The name. */
    public val name: String,
    /** The data of the intent; null where it has none. `PACKAGE` stands for the app's package. */
    public val data: String?,
    /** An extra of the intent; null where it has none. */
    public val extra: SettingsExtra?,
    /** What documents it. */
    public val source: String,
)

/** An extra of an intent that is a number. */
public data class SettingsExtra(
    /** Its name. */
    public val name: String,
    /** The number. */
    public val value: Int,
)

private fun ReadinessFacts.lower() = FfiReadinessFacts(
    platform = platform.converted(),
    system = system.wellFormed(),
    credentialManager = credentialManager,
    providerEnabled = providerEnabled,
    providerPreferred = providerPreferred,
    screenLock = screenLock,
    biometrics = biometrics?.converted(),
    biometricsRequired = biometricsRequired,
    network = network,
    crossDevice = crossDevice,
    bluetooth = bluetooth?.converted(),
    workProfile = workProfile?.converted(),
    managedConfiguration = managedConfiguration?.converted(),
    signIn = signIn?.converted(),
)

private fun FfiReadiness.lift() = Readiness(isReady, steps.map { it.lift() }, unknown.map { it.converted() })

private fun FfiMissingStep.lift() = MissingStep(step.converted(), blocks, actor.converted(), text, action?.lift())

private fun FfiSettingsAction.lift() =
    SettingsAction(kind.converted(), name, data, extra?.let { SettingsExtra(it, extraValue.toInt()) }, source)
