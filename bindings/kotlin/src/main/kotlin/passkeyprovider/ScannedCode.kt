package passkeyprovider

import java.time.Duration
import java.time.Instant
import passkeyprovider.ffi.FidoCode as FfiFidoCode
import passkeyprovider.ffi.FidoCodeChannel as FfiFidoCodeChannel
import passkeyprovider.ffi.FidoCodeContinuation as FfiFidoCodeContinuation
import passkeyprovider.ffi.ScannedCode as FfiScannedCode

/** What a text that was scanned turned out to be. */
public sealed interface ScannedCode {
    /** A `FIDO:/` code. */
    public class Fido internal constructor(
        /** What it says. */
        public val code: FidoCode,
    ) : ScannedCode

    /** Another code, or a malformed one. */
    public class Refused internal constructor(
        /** Why, for programs: `another_code`, `not_canonical`. */
        public val word: String,
        /** The same as half a sentence: nothing of what the text holds. */
        public val happened: String,
    ) : ScannedCode

    /** Reading one. */
    public companion object {
        /** Reads the text of a scanned code. [now] is the device's clock. No ceremony starts from it. */
        public fun read(
            text: String,
            now: Instant = Instant.now(),
            platform: DevicePlatform = DevicePlatform.ANDROID,
        ): ScannedCode = Library.call {
            passkeyprovider.ffi.readScannedCode(text.wellFormed(), platform.converted(), now).lift()
        }
    }
}

/**
 * A `FIDO:/` code (CTAP 2.3, section 11.5), which a computer shows. What it says is a hint for the person, and nothing
 * to decide by.
 */
public class FidoCode internal constructor(code: FfiFidoCode) {
    /** What the computer asks for. */
    public val asks: FidoCodeAsks = code.asks.converted()

    /** When it was made, by the computer's clock, to the second; null where it does not say. */
    public val made: Instant? = code.made

    /** How old it is; null where it does not say, or is of a time ahead. */
    public val age: Duration? = code.age

    /** How far ahead its time is: one of the clocks is wrong. Null where it is not. */
    public val ahead: Duration? = code.ahead

    /** Whether the page that shows it has given up: after ten minutes. */
    public val isOld: Boolean = code.isOld

    /** Whether the computer offers to remember this phone; null: it does not say, which is no. */
    public val isLinking: Boolean? = code.isLinking

    /** How many tunnel servers the computer knows by number. */
    public val knownServers: Long = code.knownServers.toLong()

    /** The channels that the computer offers; empty: it does not say, and a tunnel server is the one. */
    public val channels: List<FidoCodeChannel> = code.channels.map { it.lift() }

    /** Whether the computer registers passkeys that are not discoverable; null: it does not say. Older ones only. */
    public val isNonDiscoverable: Boolean? = code.isNonDiscoverable

    /** How it goes on, on this platform. */
    public val continuation: FidoCodeContinuation = code.continuation.lift()

    /** What the person does, or sees: English. */
    public val sentence: String = code.sentence

    /**
     * The code as a URI, to hand on as [continuation] says and nowhere else: whoever has it can take the phone's part.
     * Not for logs.
     */
    public val uri: String = code.uri
}

/** A way for the two devices to exchange data. */
public sealed interface FidoCodeChannel {
    /** Through a tunnel server on the internet. */
    public data object Tunnel : FidoCodeChannel

    /** Over Bluetooth alone. */
    public data object Bluetooth : FidoCodeChannel

    /** One that is not known to this version. */
    public data class Other(
        /** Its number. */
        public val number: Long,
    ) : FidoCodeChannel
}

/** How a code goes on to the part of the operating system that runs the protocol. */
public sealed interface FidoCodeContinuation {
    /** The person scans it with the system's own camera app. Nothing may be handed on. */
    public data object SystemCamera : FidoCodeContinuation

    /**
     * The URI goes, as the data of an explicit intent, to this component, if it is there and a part of the system
     * (`ApplicationInfo.FLAG_SYSTEM` or `FLAG_UPDATED_SYSTEM_APP`); else it is as [SystemCamera]. Never as an intent
     * without the component: any app may have claimed the scheme.
     */
    public class Component internal constructor(
        /** The action of the intent. */
        public val action: String,
        /** The package. */
        public val packageName: String,
        /** The class of the activity, in full. */
        public val className: String,
        /** Where that is known from. */
        public val source: String,
    ) : FidoCodeContinuation
}

private fun FfiScannedCode.lift(): ScannedCode = when (this) {
    is FfiScannedCode.Fido -> ScannedCode.Fido(FidoCode(code))
    is FfiScannedCode.Refused -> ScannedCode.Refused(reason, message)
}

private fun FfiFidoCodeChannel.lift(): FidoCodeChannel = when (this) {
    is FfiFidoCodeChannel.Tunnel -> FidoCodeChannel.Tunnel
    is FfiFidoCodeChannel.Bluetooth -> FidoCodeChannel.Bluetooth
    is FfiFidoCodeChannel.Other -> FidoCodeChannel.Other(number.toLong())
}

private fun FfiFidoCodeContinuation.lift(): FidoCodeContinuation = when (this) {
    is FfiFidoCodeContinuation.SystemCamera -> FidoCodeContinuation.SystemCamera
    is FfiFidoCodeContinuation.Component -> FidoCodeContinuation.Component(action, `package`, className, source)
}
