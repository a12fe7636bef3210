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
        gateSecret: GateSecret? = nil, deviceKey: DeviceKey = secret(7, as: DeviceKey.init(wiping:)),
        profile: Profile = .deviceBound
    ) throws -> OpenOptions {
        OpenOptions(
            file: folder.appendingPathComponent("passkeys.db"), deviceKey: .given(deviceKey),
            aaguid: try #require(UUID(uuidString: "5f3e3b6e-0b0f-4f0e-9d43-5d0f3a1f2c77")), profile: profile,
            gateSecret: gateSecret)
    }

    func open(gateSecret: GateSecret? = nil, profile: Profile = .deviceBound) throws -> Provider {
        try Provider.open(options(gateSecret: gateSecret, profile: profile))
    }
}

/// 32 times one byte, as a secret.
func secret<T>(_ byte: UInt8, as make: (inout Data) -> T) -> T {
    var bytes = Data(repeating: byte, count: 32)
    return make(&bytes)
}

let clientDataHash = ClientDataHash(Data(0..<32))

/// A registration of an account at `example.com`, as iOS hands it over.
func creation(
    of user: String = "ada", verification: UserVerification = .preferred, exclude: [CredentialID] = []
) -> CreateRequest {
    CreateRequest(
        relyingPartyIdentifier: "example.com", userName: "\(user)@example.com", userHandle: Data(user.utf8),
        clientDataHash: clientDataHash.bytes, userVerificationPreference: verification.rawValue,
        supportedAlgorithms: [-7], excludedCredentials: exclude.map(\.bytes))
}

/// A sign-in at `example.com`, as iOS hands it over.
func request(verification: UserVerification = .preferred, allow: [CredentialID] = []) -> GetRequest {
    GetRequest(
        relyingPartyIdentifier: "example.com", clientDataHash: clientDataHash.bytes,
        userVerificationPreference: verification.rawValue, allowedCredentials: allow.map(\.bytes))
}

extension Provider {
    func register(_ user: String = "ada", consent: Consent = .present) throws(ProviderError) -> Created {
        try finishCreate(beginCreate(creation(of: user)).plan, consent: consent).value
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
