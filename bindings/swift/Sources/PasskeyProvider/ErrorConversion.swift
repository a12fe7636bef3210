import Foundation
internal import PasskeyProviderGenerated

extension ProviderError {
    /// Every error that a call can fail with, and what is fixed about it.
    public static func table() throws(ProviderError) -> [Kind] {
        try call { try errorTable().map(Kind.init) }
    }

    /// What a call threw. Whatever is no answer of the library is a panic inside it, of which no word is
    /// repeated: nobody promised what is in it.
    init(thrown: any Error) {
        guard case .Failed(let failure)? = thrown as? FfiError else {
            self.init(
                kind: .panicked, message: "the library stopped in the middle of a call", detail: nil,
                epoch: nil)
            return
        }
        self.init(
            kind: Kind(failure.kind), message: failure.message, detail: failure.detail.map(Detail.init),
            epoch: failure.epoch.map(Epoch.init(rawValue:)))
    }

    /// An error that a layer above the library met in its place: what is fixed about it is in the library's table.
    package init(_ code: Code, _ message: String, detail: Detail? = nil) {
        let kind = try? Self.table().first { $0.code == code }
        self.init(kind: kind ?? .panicked, message: message, detail: detail, epoch: nil)
    }

    static let staleBindings = ProviderError(
        kind: .staleBindings, message: "the library is of another build than the package", detail: nil,
        epoch: nil)
}

extension ProviderError.Kind {
    /// Of a panic. The table of the library has the same; it is not asked when it just failed.
    package static let panicked = Self(
        ofPackage: .internal, fault: .provider, next: "Report this with the output of a check.")

    /// The table of the library has the same; but a library of another build is not asked.
    package static let staleBindings = Self(
        ofPackage: .staleBindings, fault: .host,
        next: "Build the app with the library and the bindings of the same release.")

    /// An error of which nobody outside the app learns anything.
    private init(ofPackage code: ProviderError.Code, fault: Fault, next: String) {
        self.init(
            code: code, fault: fault, next: next, domException: .unknown,
            androidCreateType: Self.unknown(in: "CREATE"), androidGetType: Self.unknown(in: "GET"),
            asksForView: false,
            extensionErrorCodes: [.silent: .failed, .withView: .failed, .conditional: .failed])
    }

    private static func unknown(in ceremony: String) -> String {
        "androidx.credentials.TYPE_\(ceremony)_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION/"
            + "androidx.credentials.TYPE_UNKNOWN_ERROR"
    }

    init(_ raw: PasskeyProviderGenerated.ErrorRow) {
        self.init(
            code: ProviderError.Code(raw.code), fault: Fault(raw.fault), next: raw.next,
            domException: DOMException(raw.domException), androidCreateType: raw.androidCreateType,
            androidGetType: raw.androidGetType,
            asksForView: raw.asksForView,
            // A test holds every row against the codes of iOS.
            extensionErrorCodes: [
                .silent: raw.iosCodes.silent, .withView: raw.iosCodes.withView,
                .conditional: raw.iosCodes.conditional,
            ].mapValues { ExtensionErrorCode(rawValue: Int($0)) ?? .failed })
    }
}

extension ProviderError.Detail {
    init(_ raw: PasskeyProviderGenerated.ErrorDetail) {
        self =
            switch raw {
            case .argument(let name): .argument(name: name)
            case .refused(let reason): .refused(CallerRefused(reason))
            case .serverList(let reason): .serverList(ServerListRefused(reason))
            case .attestation(let requirement): .attestation(requirement: requirement)
            case .site(let rpID): .site(rpID: rpID)
            case .member(let path): .member(path: path)
            case .passkeys(let count): .passkeys(count: count)
            case .missing(let commits): .missing(commits: commits)
            case .versions(let found, let known): .versions(found: found, known: known)
            case .cause(let text): .cause(why: text)
            case .ruling(let ruling): .ruling(PolicyRuling(ruling))
            case .policy(let problem, let path): .policy(problem: problem, path: path)
            case .keptAs(let path): .keptAs(file: URL(fileURLWithPath: path))
            }
    }
}

extension DOMException {
    init(_ raw: PasskeyProviderGenerated.DomException) {
        self =
            switch raw {
            case .encoding: .encoding
            case .invalidState: .invalidState
            case .notAllowed: .notAllowed
            case .notSupported: .notSupported
            case .security: .security
            case .syntax: .syntax
            case .type: .type
            case .unknown: .unknown
            }
    }
}
