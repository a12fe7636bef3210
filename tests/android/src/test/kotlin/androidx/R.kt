package androidx.credentials

/**
 * A stand-in of the class that an app's build makes of the resources of androidx.credentials, as its `R.txt` names
 * them: the classes alone come without it.
 */
@Suppress("ClassName", "ktlint:standard:class-naming", "ConstPropertyName", "ktlint:standard:property-naming")
class R {
    object string {
        const val androidx_credentials_TYPE_PUBLIC_KEY_CREDENTIAL = 0x7f010001
    }

    object drawable {
        const val adx_ic_passkey = 0x7f020001
    }
}
