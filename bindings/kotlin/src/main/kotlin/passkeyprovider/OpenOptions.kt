package passkeyprovider

import passkeyprovider.ffi.OpenRequest
import passkeyprovider.ffi.Provider
import passkeyprovider.ffi.ProviderInterface
import java.io.File
import java.time.Duration
import passkeyprovider.ffi.KeySource as FfiKeySource
import passkeyprovider.ffi.SecretBytes as FfiSecretBytes

/** How to open a provider. */
public class OpenOptions(
    /**
     * The store's file. It is made where there is none, unless [ifMissing] says otherwise, and its folder with it,
     * both for this user only. A folder that exists is the app's to protect.
     */
    public val path: File,
    /** Where the device key is. */
    public val deviceKey: KeySource,
    /**
     * Makes a new store gated by this secret; null for one without. A store that exists must have this gate: another
     * is [ErrorCode.WRONG_GATE], and one without a gate is [ErrorCode.GATE_UNEXPECTED]. A gated store opens without
     * it too, to list: [PasskeyProvider.opening] says that it is one.
     */
    public val gateSecret: GateSecret? = null,
    /** The last epoch that the host kept; null if it has none. */
    public val lastEpoch: Epoch? = null,
    /** How long what the person deleted can be restored; null for 30 days. */
    public val retention: Duration? = null,
    /** RP IDs, and where the person manages their passkeys there. */
    public val manageUrls: Map<String, String> = emptyMap(),
    /** How far what sites say of Android apps is believed. */
    public val linkPolicy: LinkPolicy = LinkPolicy(),
    /** Whether `android.os.Build.TYPE` is `userdebug`: browsers signed for such systems count too. */
    public val isDeveloperBuild: Boolean = false,
    /** What opening does where there is no store. */
    public val ifMissing: IfMissing = IfMissing.MAKE,
    /** Keeps each epoch that a call gives, from the opening on; null leaves that to the host. */
    public val epochs: EpochKeeper? = null,
) {
    internal fun kept(provider: Provider): ProviderInterface = epochs?.let { KeepingProvider(provider, it) } ?: provider
}

/** Gives the request to [use], with the secrets that are there while it runs. */
internal fun <T> OpenOptions.lowered(use: (OpenRequest) -> T): T = deviceKey.lowered { key ->
    gateSecret.loweredIfAny { gate ->
        use(
            OpenRequest(
                path = path.path.wellFormed(),
                deviceKey = key,
                gateSecret = gate,
                ifMissing = ifMissing.converted(),
                lastEpoch = lastEpoch?.lower(),
                retention = retention,
                manageUrls = manageUrls.entries.associate { (rpId, url) -> rpId.wellFormed() to url.wellFormed() },
                linkPolicy = linkPolicy.lower(),
                isDeveloperBuild = isDeveloperBuild,
            ),
        )
    }
}

private fun <T> KeySource.lowered(use: (FfiKeySource) -> T): T = when (this) {
    is KeySource.Given -> deviceKey.lowered { use(FfiKeySource.Bytes(it)) }
    is KeySource.PlatformKeyStore -> use(FfiKeySource.PlatformKeyStore(service.wellFormed(), account.wellFormed()))
}

private fun <T> GateSecret?.loweredIfAny(use: (FfiSecretBytes?) -> T): T = if (this == null) use(null) else lowered(use)
