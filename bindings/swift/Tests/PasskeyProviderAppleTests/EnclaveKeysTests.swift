import CryptoKit
import LocalAuthentication
import PasskeyProvider
import Security
import Testing

@testable import PasskeyProviderApple

@Suite(.serialized)
struct EnclaveKeysTests {
    let device: Device

    init() throws { device = try Device() }

    @Test func aKeyOfTheEnclaveSignsAndProvesThePerson() async throws {
        let vault = try device.vault()
        let created = try await vault.register(in: EnclaveKeys())
        #expect(created.verification == .keySignature)
        let blob = try #require(Enclave.keys.keys.first)
        #expect(
            created.passkey.custody == .hardware(handle: KeyHandle(blob), access: .verifiedUse))
        #expect(try #require(Enclave.keys[blob]).control.flags == [.privateKeyUsage, .userPresence])
        #expect(Enclave.keys[blob]?.control.protection == kSecAttrAccessibleWhenUnlockedThisDeviceOnly)

        let asserted = try await sign(in: vault, created)
        #expect(asserted.verification == .keySignature)
        #expect(try device.secrets.epoch() == (try await vault.storedEpoch()))
        // Once to make it, the gate's question being the Enclave's too, and once to use it.
        #expect(ScriptedPerson.asked.count == 2)
    }

    @Test func aRegistrationThatThePersonStopsLeavesNoKeyBehind() async throws {
        let vault = try device.vault(makesGate: false)
        ScriptedPerson.answers = [.failure(LAError(.userCancel))]
        await expectFailure(.declined) { try await vault.register(in: EnclaveKeys()) }
        let (loose, listing) = try await vault.read { provider throws(ProviderError) in
            (try provider.hardwareKeys.toDelete().value, try provider.passkeys.all())
        }
        #expect(loose.isEmpty && listing.passkeys.isEmpty)
        #expect(try await vault.forgetLooseKeys() == 0)
    }

    @Test func theKeyOfAPurgedPasskeyIsForgotten() async throws {
        let vault = try device.vault()
        let passkey = try await vault.register(in: EnclaveKeys()).passkey.reference
        _ = try await vault.commit { provider throws(ProviderError) in
            try provider.passkeys.delete(passkey)
        }
        _ = try await vault.commit { provider throws(ProviderError) in
            try provider.passkeys.purge(passkey)
        }
        #expect(try await vault.forgetLooseKeys() == 1)
        #expect(try await vault.forgetLooseKeys() == 0)
    }

    @Test func aDeviceWithoutAnEnclaveSaysSo() async throws {
        let vault = try device.vault()
        Enclave.isThere = false
        #expect(!EnclaveKeys.areAvailable)
        await expectFailure(.keyStoreFailed) { try await vault.register(in: EnclaveKeys()) }
    }

    @Test func aBlobThatTheEnclaveDoesNotOpenIsAKeyThatIsGone() async throws {
        let vault = try device.vault()
        let created = try await vault.register(in: EnclaveKeys())
        Enclave.keys = [:]
        await expectFailure(.hardwareKeyGone) { try await sign(in: vault, created) }
    }

    @Test func aKeyThatAsksNobodyProvesPossessionOnly() async throws {
        let vault = try device.vault(makesGate: false)
        let created = try await vault.register(in: EnclaveKeys(verifiesPerson: false))
        #expect(created.verification == nil && ScriptedPerson.asked.isEmpty)
        #expect(Enclave.keys.values.map(\.control.flags) == [.privateKeyUsage])
    }

    private func sign(in vault: Vault, _ created: Created) async throws -> Asserted {
        let id = created.passkey.credentialID
        let request = try #require(GetRequest(signIn(id.bytes)))
        let start = try await vault.read { provider throws(ProviderError) in try provider.beginGet(request) }
        return try await vault.signIn(
            start, with: id, consent: .present, in: EnclaveKeys().custody(for: Person()))
    }
}
