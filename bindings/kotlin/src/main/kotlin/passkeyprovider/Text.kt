package passkeyprovider

/** U+FFFD, which stands for what is no character. */
private const val REPLACEMENT = 0xFFFD

/**
 * The text as UTF-8 can hold it: half of a surrogate pair becomes U+FFFD, as in the web's "UTF-8 encode" (Encoding
 * Standard, section 6). UniFFI fails for such a text, and a reference that it took for the call is then never given
 * back: so every text that goes to the library comes through here.
 */
internal fun String.wellFormed(): String = if (none(Char::isSurrogate)) this else replaced(this)

private fun replaced(text: String) = buildString(text.length) {
    var at = 0
    while (at < text.length) {
        val codePoint = text.codePointAt(at)
        appendCodePoint(if (codePoint in SURROGATES) REPLACEMENT else codePoint)
        at += Character.charCount(codePoint)
    }
}

private val SURROGATES = Char.MIN_SURROGATE.code..Char.MAX_SURROGATE.code
