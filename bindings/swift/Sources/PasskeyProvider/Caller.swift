internal import PasskeyProviderGenerated

/// Who is asking. Verified inside each call that takes one, against the RP ID of the request.
///
/// Where the site has to be asked first, such a call fails with ``ProviderError/Code/fetchRequired``:
/// ``Callers/check(_:rpID:)`` says what to fetch, and what comes of it is ``verified(_:)``.
public enum Caller: Redacted, Sendable {
    /// A web page, by its origin, as `https://login.example.com`; its right to the RP ID is checked here.
    /// The frame says whether it is one inside a page of another origin.
    case web(origin: String, frame: Frame)
    /// The same; where the RP ID is foreign to the page, its site may name the page among those related
    /// to it (WebAuthn L3, section 5.11).
    case webOrRelated(origin: String, frame: Frame)
    /// An Android app: a browser that speaks for a page, or an app that speaks for itself. The origin is
    /// what it states, unchecked; the hash is of client data that it made itself.
    case android(AndroidApp, origin: String? = nil, clientDataHash: ClientDataHash? = nil)
    /// A caller that iOS has checked before it asked, and does not name: the RP ID that it hands over, and
    /// the hash of the client data that it keeps to itself. Its word is taken: any hash is signed for any
    /// RP ID, so nothing but what iOS handed over may stand here.
    case checkedByIOS(rpID: String, clientDataHash: ClientDataHash)
    /// A page that iOS names, with the hash of the client data. The page's right to the RP ID is
    /// checked here all the same.
    case pageNamedByIOS(origin: String, clientDataHash: ClientDataHash)
    /// A caller that iOS has checked, and that brings no client data: it may send signals, and
    /// ceremonies refuse it.
    case senderCheckedByIOS(rpID: String)
    /// A caller that was checked before, for the RP ID of this request: at most ten minutes before, else the
    /// call fails with ``ProviderError/Code/tooOld``.
    case verified(VerifiedCaller)
}

/// Whether a page is a frame inside a page of another origin (`crossOrigin` and `topOrigin`, WebAuthn L3,
/// section 5.8.1). The relying party goes by it, so an app that cannot tell serves no frames. Who hands over a
/// client data hash says nothing: whoever made the client data has said it there.
public enum Frame: Hashable, Redacted, Sendable {
    /// The page is the top one, or it and all pages that it is in have one origin.
    case sameOrigin
    /// The page is in a page of another origin: that of the topmost page, if it is known.
    case crossOrigin(topOrigin: String?)
}

extension Frame {
    var raw: PasskeyProviderGenerated.Frame {
        switch self {
        case .sameOrigin: .sameOrigin
        case .crossOrigin(let topOrigin): .crossOrigin(topOrigin: topOrigin)
        }
    }
}

extension Caller {
    var raw: PasskeyProviderGenerated.Caller {
        switch self {
        case .web(let origin, let frame): .web(origin: origin, frame: frame.raw)
        case .webOrRelated(let origin, let frame): .webOrRelated(origin: origin, frame: frame.raw)
        case .android(let app, let origin, let hash):
            .android(app: app.raw, origin: origin, clientDataHash: hash?.bytes)
        case .checkedByIOS(let rpID, let hash): .trustedPlatform(rpId: rpID, clientDataHash: hash.bytes)
        case .pageNamedByIOS(let origin, let hash):
            .trustedPlatformPage(origin: origin, clientDataHash: hash.bytes)
        case .senderCheckedByIOS(let rpID): .trustedPlatformSender(rpId: rpID)
        case .verified(let caller): .verified(caller: caller.raw)
        }
    }
}
