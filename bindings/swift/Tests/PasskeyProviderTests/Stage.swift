import Foundation
import PasskeyProvider
import Testing

/// A folder for a store, which goes with it, and what the tests ask for there.
final class Stage: Sendable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func options(
        gateSecret: GateSecret? = nil, deviceKey: DeviceKey = secret(7, as: DeviceKey.init(wiping:))
    ) -> OpenOptions {
        OpenOptions(
            file: folder.appendingPathComponent("passkeys.db"), deviceKey: .given(deviceKey),
            gateSecret: gateSecret)
    }

    func open(gateSecret: GateSecret? = nil) throws -> Provider {
        try Provider.open(options(gateSecret: gateSecret))
    }
}

/// 32 times one byte, as a secret.
func secret<T>(_ byte: UInt8, as make: (inout Data) -> T) -> T {
    var bytes = Data(repeating: byte, count: 32)
    return make(&bytes)
}

let clientDataHash = ClientDataHash(Data(0..<32))

/// The AAGUID of the tests: `5f3e3b6e-0b0f-4f0e-9d43-5d0f3a1f2c77`.
let product = UUID(
    uuid: (
        0x5f, 0x3e, 0x3b, 0x6e, 0x0b, 0x0f, 0x4f, 0x0e, 0x9d, 0x43, 0x5d, 0x0f, 0x3a, 0x1f, 0x2c, 0x77
    ))

/// A registration of an account at `example.com`, as iOS hands it over, but for the model.
func creation(
    of user: String = "ada", verification: UserVerification = .preferred, exclude: [CredentialID] = [],
    model: Model = .deviceBound(aaguid: product)
) -> CreateRequest {
    var request = CreateRequest(
        relyingPartyIdentifier: "example.com", userName: "\(user)@example.com", userHandle: Data(user.utf8),
        clientDataHash: clientDataHash.bytes, userVerificationPreference: verification.rawValue,
        supportedAlgorithms: [-7], excludedCredentials: exclude.map(\.bytes), aaguid: model.aaguid)
    request.model = model
    return request
}

/// A sign-in at `example.com`, as iOS hands it over.
func request(verification: UserVerification = .preferred, allow: [CredentialID] = []) -> GetRequest {
    GetRequest(
        relyingPartyIdentifier: "example.com", clientDataHash: clientDataHash.bytes,
        userVerificationPreference: verification.rawValue, allowedCredentials: allow.map(\.bytes))
}

extension Provider {
    func register(
        _ user: String = "ada", model: Model = .deviceBound(aaguid: product), consent: Consent = .present
    ) throws(ProviderError) -> Created {
        try finishCreate(beginCreate(creation(of: user, model: model)).plan, consent: consent).value
    }

    func signIn(with passkey: PasskeyRef, consent: Consent = .present) throws -> Asserted {
        guard
            case .done(let asserted) = try finishGet(
                beginGet(request()).plan, with: passkey.credentialID, consent: consent)
        else { throw NotSigned() }
        return asserted.value
    }
}

struct NotSigned: Error {}

/// Expects a call to fail with a code, and gives the error.
@discardableResult
func expectFailure<T>(
    _ code: ProviderError.Code, sourceLocation: SourceLocation = #_sourceLocation, _ call: () throws -> T
) -> ProviderError? {
    do {
        _ = try call()
        Issue.record("did not fail", sourceLocation: sourceLocation)
        return nil
    } catch {
        let error = error as? ProviderError
        #expect(error?.code == code, sourceLocation: sourceLocation)
        return error
    }
}
