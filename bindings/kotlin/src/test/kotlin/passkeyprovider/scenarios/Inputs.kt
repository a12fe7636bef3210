package passkeyprovider.scenarios

import passkeyprovider.AndroidApp
import passkeyprovider.AttestationOffer
import passkeyprovider.Attester
import passkeyprovider.BackupFlags
import passkeyprovider.CertificateFingerprint
import passkeyprovider.ClientDataHash
import passkeyprovider.Consent
import passkeyprovider.CreationOptions
import passkeyprovider.CreationPrf
import passkeyprovider.CredentialId
import passkeyprovider.DeviceKey
import passkeyprovider.Epoch
import passkeyprovider.FetchAnswer
import passkeyprovider.Frame
import passkeyprovider.GateSecret
import passkeyprovider.HardwareKey
import passkeyprovider.HardwarePublicKey
import passkeyprovider.HostAttestation
import passkeyprovider.Identity
import passkeyprovider.IfMissing
import passkeyprovider.KeyAccess
import passkeyprovider.KeyHandle
import passkeyprovider.KeySource
import passkeyprovider.LinkPolicy
import passkeyprovider.LinkRelation
import passkeyprovider.Model
import passkeyprovider.OpenOptions
import passkeyprovider.PasskeyRef
import passkeyprovider.PrfSalts
import passkeyprovider.PublicKey
import passkeyprovider.RequestLargeBlob
import passkeyprovider.RequestOptions
import passkeyprovider.RequestPrf
import passkeyprovider.Resolution
import passkeyprovider.ServerList
import passkeyprovider.User
import passkeyprovider.UserHandle
import passkeyprovider.UserVerification
import passkeyprovider.VerificationMethod
import java.io.File
import java.time.Duration
import java.util.UUID

internal fun Arguments.credentialId() = CredentialId(bytes("credential_id"))

internal fun Arguments.passkey() = PasskeyRef(text("rp_id"), credentialId())

internal fun Arguments.handle() = KeyHandle(bytes("handle"))

/** The constant whose name is this word. */
internal inline fun <reified T : Enum<T>> Arguments.word(name: String): T {
    val word = text(name)
    return enumValues<T>().find { it.name.lowercase() == word }
        ?: throw wrong(name, "one of ${enumValues<T>().toList()}")
}

internal inline fun <reified T : Enum<T>> Arguments.wordOr(name: String, otherwise: T): T =
    if (has(name)) word(name) else otherwise

internal fun Arguments.openOptions(folder: File) = OpenOptions(
    path = folder.resolve(text("store")),
    deviceKey = argumentsIfAny("key_store")?.finished { KeySource.PlatformKeyStore(text("service"), text("account")) }
        ?: KeySource.Given(DeviceKey(bytes("device_key"))),
    gateSecret = bytesIfAny("gate_secret")?.let(::GateSecret),
    ifMissing = wordOr("if_missing", IfMissing.MAKE),
    lastEpoch = numberIfAny("last_epoch")?.let(::Epoch),
    retention = numberIfAny("retention_seconds")?.let(Duration::ofSeconds),
    manageUrls = table("manage_urls"),
    linkPolicy = argumentsIfAny("link_policy")?.finished {
        val default = LinkPolicy()
        LinkPolicy(
            wordOr("relation", LinkRelation.LOGIN_CREDENTIALS),
            numberIfAny("fresh_for_seconds")?.let(Duration::ofSeconds) ?: default.freshFor,
            numberIfAny("accept_offline_seconds")?.let(Duration::ofSeconds),
        )
    } ?: LinkPolicy(),
    isDeveloperBuild = flag("is_developer_build"),
)

/** The AAGUID of a registration where the scenario gives no model. */
private val AAGUID = UUID.fromString("5f3e3b6e-0b0f-4f0e-9d43-5d0f3a1f2c77")

internal fun Arguments.model(): Model = argumentsIfAny("model")?.finished {
    Model(uuid("aaguid"), word<BackupFlags>("backup_flags"))
} ?: Model.deviceBound(AAGUID)

/** `first` and `second`, hashed already; none without a first. */
private fun Arguments.salts(): PrfSalts? {
    val second = bytesIfAny("second")
    return bytesIfAny("first")?.let { PrfSalts(it, second) }
}

/** `read` or `write`. */
private fun Arguments.largeBlob(): RequestLargeBlob {
    val write = bytesIfAny("write")
    if (flag("read") == (write != null)) throw wrong("read", "one of the two")
    return write?.let(RequestLargeBlob::Write) ?: RequestLargeBlob.Read
}

internal fun Arguments.creationOptions(): CreationOptions = arguments("options").finished {
    argumentsIfAny("parts")?.finished {
        CreationOptions.Parts(
            rpId = text("rp_id"),
            user = User(UserHandle(bytes("user_handle")), text("user_name"), text("user_display_name")),
            algorithms = numbers("algorithms"),
            exclude = listOfBytes("exclude").map(::CredentialId),
            userVerification = wordOr("user_verification", UserVerification.PREFERRED),
            prf = argumentsIfAny("prf")?.finished { CreationPrf(salts()) },
            largeBlob = flag("large_blob"),
        )
    } ?: CreationOptions.Json(document())
}

internal fun Arguments.requestOptions(): RequestOptions = arguments("options").finished {
    argumentsIfAny("parts")?.finished {
        RequestOptions.Parts(
            rpId = text("rp_id"),
            allow = listOfBytes("allow").map(::CredentialId),
            userVerification = wordOr("user_verification", UserVerification.PREFERRED),
            prf = argumentsIfAny("prf")?.finished {
                RequestPrf(
                    salts(),
                    listOfArguments("by_credential").associate {
                        it.finished { credentialId() to (salts() ?: throw wrong("first", "a salt")) }
                    },
                )
            },
            largeBlob = argumentsIfAny("large_blob")?.finished { largeBlob() },
        )
    } ?: RequestOptions.Json(document())
}

internal fun Arguments.resolution(): Resolution = wordOr("resolution", Resolution.NONE)

internal fun Arguments.consent(): Consent = if (isText("consent")) {
    when (val word = text("consent")) {
        "declined" -> Consent.Declined

        "present" -> Consent.Present

        else -> Consent.Stated(
            VerificationMethod.entries.find { it.name.lowercase() == word } ?: throw wrong("consent", "an answer"),
        )
    }
} else {
    arguments("consent").finished { Consent.Gate(GateSecret(bytes("gate"))) }
}

internal fun Arguments.androidApp() = AndroidApp(
    text("package"),
    listOfBytes("signers").map(::CertificateFingerprint),
    listOfBytes("history").map(::CertificateFingerprint),
)

/** Whether a page is in a page of another origin: not, where nothing is said. */
internal fun Arguments.frame(): Frame {
    val top = textIfAny("top_origin")
    return if (flag("cross_origin")) Frame.CrossOrigin(top) else Frame.SameOrigin
}

internal fun Arguments.clientDataHash() = ClientDataHash(bytes("client_data_hash"))

/** The algorithm of the keys of the scenarios' hardware. */
private const val ES256 = -7L

internal fun Arguments.hardwareKey(): HardwareKey = arguments("key").finished {
    HardwareKey(
        handle(),
        bytesIfAny("spki")?.let { HardwarePublicKey.Spki(PublicKey(it)) }
            ?: HardwarePublicKey.Raw(ES256, bytes("point")),
        word<KeyAccess>("access"),
    )
}

internal fun Arguments.attestationOffer(): AttestationOffer? = argumentsIfAny("attestation")?.finished {
    val attester = when (textIfAny("attester")) {
        null -> null
        "batch" -> Attester.Batch
        "one_passkey" -> Attester.OnePasskey
        "one_device" -> Attester.OneDevice(texts("rp_ids"))
        else -> throw Mistake("`attester` is not batch, one_passkey or one_device")
    }
    AttestationOffer(attester, flag("android_key"))
}

/** With a signature `packed`, else of Android's key store. */
internal fun Arguments.hostAttestation(): HostAttestation = finished {
    val chain = listOfBytes("chain")
    bytesIfAny("signature")?.let { HostAttestation.Packed(it, chain) } ?: HostAttestation.AndroidKey(chain)
}

internal fun Arguments.fetchAnswer(): FetchAnswer = argumentsIfAny("response")?.finished {
    FetchAnswer.Response(
        status = number("status").toInt(),
        contentType = textIfAny("content_type"),
        body = if (has("body")) document("body").toByteArray() else ByteArray(0),
        redirects = texts("redirects"),
    )
} ?: FetchAnswer.Unreachable

internal fun Arguments.serverList(): ServerList = arguments("list").finished {
    if (has("ids")) ServerList.Ids(listOfBytes("ids").map(::CredentialId)) else ServerList.Json(document())
}

internal fun Arguments.identities(): List<Identity> = listOfArguments("listed").map {
    it.finished { Identity(passkey(), UserHandle(bytes("user_handle")), text("user_name")) }
}
