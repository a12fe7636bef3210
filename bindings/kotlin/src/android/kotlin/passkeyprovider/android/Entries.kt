// The system's selector reads slices at every API level; that they are deprecated from 35 on changes nothing there.
@file:Suppress("DEPRECATION")

package passkeyprovider.android

import android.app.PendingIntent
import android.app.slice.Slice
import android.app.slice.SliceSpec
import android.graphics.drawable.Icon
import android.net.Uri
import android.service.credentials.Action
import android.service.credentials.BeginGetCredentialOption
import android.service.credentials.CreateEntry
import android.service.credentials.CredentialEntry
import passkeyprovider.PasskeySummary

/*
 * What the system's selector shows, as androidx.credentials 1.6.0 writes it. Each has an intent of its own: explicit,
 * mutable, for the system adds the request to it, and with a request code that no other entry has.
 */

/** A passkey to sign in with. [kind] is the word for it in the person's language: "Passkey". Take an icon resource. */
public fun entryOf(
    option: BeginGetCredentialOption,
    offer: PasskeySummary,
    kind: CharSequence,
    icon: Icon,
    intent: PendingIntent,
): CredentialEntry {
    val slice = Items(PASSKEY_TYPE, revision = 1, "androidx.credentials.provider.credentialEntry.")
        .text("SLICE_HINT_OPTION_ID", option.id)
        .text("SLICE_HINT_DEDUPLICATION_ID", offer.title)
        .text("SLICE_HINT_IS_DEFAULT_ICON_PREFERRED", "false")
        .text("SLICE_HINT_AFFILIATED_DOMAIN", null)
        .text("SLICE_HINT_TYPE_DISPLAY_NAME", kind)
        .text("SLICE_HINT_USER_NAME", offer.title)
        .text("SLICE_HINT_CREDENTIAL_TYPE_DISPLAY_NAME", offer.user.displayName.takeIf { it.isNotBlank() })
        .text("SLICE_HINT_AUTO_ALLOWED", "false")
        .icon("SLICE_HINT_PROFILE_ICON", icon)
    if (option.candidateQueryData.getBoolean(IS_AUTO_SELECT_ALLOWED, false)) {
        slice.number("SLICE_HINT_AUTO_SELECT_FROM_OPTION", 1)
    }
    offer.lastUsed?.let { slice.time("SLICE_HINT_LAST_USED_TIME_MILLIS", it.toEpochMilli()) }
    slice.action("SLICE_HINT_PENDING_INTENT", intent)
    return CredentialEntry(option.id, option.type, slice.build())
}

/** The provider as a place to save a passkey at: [account] is what to call it, and not empty. */
public fun createEntryOf(account: CharSequence, icon: Icon, intent: PendingIntent): CreateEntry = CreateEntry(
    Items("CreateEntry", revision = 1, "androidx.credentials.provider.createEntry.")
        .text("SLICE_HINT_USER_PROVIDER_ACCOUNT_NAME", account)
        .icon("SLICE_HINT_PROFILE_ICON", icon)
        .action("SLICE_HINT_PENDING_INTENT", intent)
        .text("SLICE_HINT_AUTO_SELECT_ALLOWED", "false")
        .build(),
)

/** What the person has to do in the app before there are passkeys to list: unlock it, or set it up. */
public fun authenticationActionOf(title: CharSequence, intent: PendingIntent): Action = Action(
    Items("AuthenticationAction", revision = 0, "androidx.credentials.provider.authenticationAction.")
        .action("SLICE_HINT_PENDING_INTENT", intent)
        .text("SLICE_HINT_TITLE", title)
        .build(),
)

/** A slice of items that each have one hint, which the selector finds them by. */
private class Items(type: String, revision: Int, private val prefix: String) {
    private val slice = Slice.Builder(Uri.EMPTY, SliceSpec(type, revision))

    fun text(hint: String, text: CharSequence?) = apply { slice.addText(text, null, listOf(prefix + hint)) }

    fun icon(hint: String, icon: Icon) = apply { slice.addIcon(icon, null, listOf(prefix + hint)) }

    fun number(hint: String, number: Int) = apply { slice.addInt(number, null, listOf(prefix + hint)) }

    fun time(hint: String, millis: Long) = apply { slice.addLong(millis, null, listOf(prefix + hint)) }

    fun action(hint: String, intent: PendingIntent) = apply {
        val inner = Slice.Builder(slice).addHints(listOf(prefix + hint)).build()
        slice.addAction(intent, inner, null)
    }

    fun build(): Slice = slice.build()
}
