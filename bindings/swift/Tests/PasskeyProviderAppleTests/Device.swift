import AuthenticationServices
import CryptoKit
import Foundation
import LocalAuthentication
import PasskeyProvider
import PasskeyProviderApple
import Security
import Testing

/// A device with one app on it and its extension, new for each test.
final class Device {
    static let group = "group.example"
    static let shared = "TEAM.example.shared"
    let container: URL

    init() throws {
        container = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: container, withIntermediateDirectories: true)
        Files.containers = [Self.group: container]
        Keychain.reset()
        ScriptedPerson.reset()
        Enclave.reset()
        ASCredentialIdentityStore.ofProcess = ASCredentialIdentityStore(isEnabled: true)
        ASSettingsHelper.personTurnsOn = true
        ASSettingsHelper.opened = 0
        runApp()
    }

    deinit { try? FileManager.default.removeItem(at: container) }

    /// What runs from here on is the app's process, as far as the Keychain can tell.
    func runApp() { Keychain.groups = ["TEAM.example.app", Self.shared] }

    func runExtension() { Keychain.groups = ["TEAM.example.app.extension", Self.shared] }

    /// The app is deleted, and installed again: the Keychain outlives that.
    func reinstall() throws {
        try FileManager.default.removeItem(at: folder().url)
    }

    let secrets = KeychainSecrets(service: "example", accessGroup: Device.shared)

    func folder() throws -> VaultFolder { try VaultFolder(appGroup: Self.group) }

    func vault(_ ifMissing: IfMissing = .make, makesGate: Bool = true) throws -> Vault {
        Vault(try folder(), secrets: secrets, ifMissing: ifMissing, makesGate: makesGate)
    }

    var accounts: Set<String> {
        Set(Keychain.items.compactMap { $0.attributes[kSecAttrAccount] as? String })
    }

    var listed: [ASPasskeyCredentialIdentity] {
        ASCredentialIdentityStore.ofProcess.listed.compactMap { $0 as? ASPasskeyCredentialIdentity }
    }
}

let hash = Data(0..<32)

/// The AAGUID of the tests.
let product = UUID(
    uuid: (
        0x5f, 0x3e, 0x3b, 0x6e, 0x0b, 0x0f, 0x4f, 0x0e, 0x9d, 0x43, 0x5d, 0x0f, 0x3a, 0x1f, 0x2c, 0x77
    ))

/// A registration at `example.com`, as iOS asks for it.
func registration(
    of user: String = "ada", excluding: [Data] = [], extensions: Any? = nil
) -> ASPasskeyCredentialRequest {
    ASPasskeyCredentialRequest(
        type: .passkeyRegistration,
        credentialIdentity: ASPasskeyCredentialIdentity(
            relyingPartyIdentifier: "example.com", userName: user, credentialID: Data(),
            userHandle: Data(user.utf8), recordIdentifier: nil),
        clientDataHash: hash, userVerificationPreference: .preferred, supportedAlgorithms: [.ES256],
        excluded: excluding, extensions: extensions)
}

/// A sign-in at `example.com` with the passkey that was tapped, as iOS asks for it.
func signIn(
    _ credentialID: Data,
    _ verification: ASAuthorizationPublicKeyCredentialUserVerificationPreference = .preferred,
    extensions: Any? = nil
) -> ASPasskeyCredentialRequest {
    ASPasskeyCredentialRequest(
        type: .passkeyAssertion,
        credentialIdentity: ASPasskeyCredentialIdentity(
            relyingPartyIdentifier: "example.com", userName: "ada", credentialID: credentialID,
            userHandle: Data("ada".utf8), recordIdentifier: nil),
        clientDataHash: hash, userVerificationPreference: verification, supportedAlgorithms: [],
        extensions: extensions)
}

extension Vault {
    /// Registers as the extension does, for a person who says yes.
    @discardableResult
    func register(
        _ user: String = "ada", excluding: [Data] = [], in hardware: EnclaveKeys? = nil
    ) async throws -> Created {
        let request = try #require(
            CreateRequest(registration(of: user, excluding: excluding), aaguid: product))
        let start = try await read { provider throws(ProviderError) in try provider.beginCreate(request) }
        let person = Person()
        let consent: Consent
        if try await isGated() || hardware == nil {
            consent = try await person.evidence(for: self)
        } else {
            consent = .present
        }
        return try await create(start, consent: consent, in: hardware?.custody(for: person))
    }

    func freshness() async throws -> Freshness {
        try await read { provider throws(ProviderError) in try provider.freshness() }
    }

    func storedEpoch() async throws -> Epoch {
        try await read { provider throws(ProviderError) in try provider.epoch() }
    }
}

extension Person {
    func evidence(for vault: Vault) async throws -> Consent {
        switch try await verify(for: vault, reason: "to test") {
        case .verified(let consent): return consent
        case .refused(let refusal): throw refusal
        }
    }
}

/// Expects a call to fail with a code.
func expectFailure<T>(
    _ code: ProviderError.Code, sourceLocation: SourceLocation = #_sourceLocation,
    _ call: () async throws -> T
) async {
    do {
        _ = try await call()
        Issue.record("did not fail", sourceLocation: sourceLocation)
    } catch {
        #expect((error as? ProviderError)?.code == code, sourceLocation: sourceLocation)
    }
}
