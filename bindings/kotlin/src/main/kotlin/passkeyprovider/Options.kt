package passkeyprovider

import passkeyprovider.ffi.CreationInput
import passkeyprovider.ffi.RequestInput
import passkeyprovider.ffi.Inspection as FfiInspection
import passkeyprovider.ffi.Repair as FfiRepair

/** What a relying party asks for when a passkey is to be made (WebAuthn L3, section 5.4). */
public sealed interface CreationOptions {
    /** `PublicKeyCredentialCreationOptionsJSON`, as Android hands it over. */
    public class Json(
        /** The text. */
        public val text: String,
    ) : CreationOptions

    /** The parts, where a platform hands them over one by one. */
    public class Parts(
        /** `rp.id`. */
        public val rpId: String,
        /** `user`. */
        public val user: User,
        /** COSE identifiers, best first; none means the standard's default. */
        public val algorithms: List<Long> = emptyList(),
        /** `excludeCredentials`. */
        public val exclude: List<CredentialId> = emptyList(),
        /** `authenticatorSelection.userVerification`. */
        public val userVerification: UserVerification = UserVerification.PREFERRED,
        /** `prf`, where it is asked for. */
        public val prf: CreationPrf? = null,
        /** Whether `largeBlob` is asked for. */
        public val largeBlob: Boolean = false,
    ) : CreationOptions
}

/** What a relying party asks for when a person signs in (WebAuthn L3, section 5.5). */
public sealed interface RequestOptions {
    /** `PublicKeyCredentialRequestOptionsJSON`, as Android hands it over. */
    public class Json(
        /** The text. */
        public val text: String,
    ) : RequestOptions

    /** The parts, where a platform hands them over one by one. */
    public class Parts(
        /** `rpId`. */
        public val rpId: String,
        /** `allowCredentials`; none means any passkey of the relying party. */
        public val allow: List<CredentialId> = emptyList(),
        /** `userVerification`. */
        public val userVerification: UserVerification = UserVerification.PREFERRED,
        /** `prf`, where it is asked for. */
        public val prf: RequestPrf? = null,
        /** `largeBlob`, where it is asked for. */
        public val largeBlob: RequestLargeBlob? = null,
    ) : RequestOptions
}

/**
 * One place where a request was understood although it is not what the standard says. Holds no value of the
 * request.
 */
public data class Repair(
    /** Where, as a JSONPath. */
    public val path: String,
    /** What stood there. */
    public val found: String,
    /** What was used in its place. */
    public val used: String,
)

/** Options as they were understood, without a caller and without a store. */
public data class Inspection(
    /** The options in canonical form, as JSON. PII. */
    public val json: String,
    /** The RP ID; null if the options name none. */
    public val rpId: String?,
    /** What had to be repaired. */
    public val repairs: List<Repair>,
) {
    /** Without PII. */
    override fun toString(): String = "Inspection(rpId=$rpId, repairs=$repairs)"
}

internal fun CreationOptions.lower(): CreationInput = when (this) {
    is CreationOptions.Json -> CreationInput.Json(text.wellFormed())

    is CreationOptions.Parts -> CreationInput.Parts(
        rpId = rpId.wellFormed(),
        userHandle = user.handle.content,
        userName = user.name.wellFormed(),
        userDisplayName = user.displayName.wellFormed(),
        algorithms = algorithms,
        exclude = exclude.map { it.content },
        userVerification = userVerification.converted(),
        prf = prf?.lower(),
        largeBlob = largeBlob,
    )
}

internal fun RequestOptions.lower(): RequestInput = when (this) {
    is RequestOptions.Json -> RequestInput.Json(text.wellFormed())

    is RequestOptions.Parts -> RequestInput.Parts(
        rpId = rpId.wellFormed(),
        allow = allow.map { it.content },
        userVerification = userVerification.converted(),
        prf = prf?.lower(),
        largeBlob = largeBlob?.lower(),
    )
}

internal fun FfiRepair.lift(): Repair = Repair(path, found, used)

internal fun FfiInspection.lift(): Inspection = Inspection(json, rpId, repairs.map { it.lift() })
