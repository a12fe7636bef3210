import Foundation
import LocalAuthentication
import PasskeyProvider
import Security
import Testing

@testable import PasskeyProviderApple

@Suite(.serialized)
struct KeychainSecretsTests {
    let device: Device
    var secrets: KeychainSecrets { device.secrets }

    init() throws { device = try Device() }

    @Test func nothingLeavesTheDevice() throws {
        try makeAll()
        #expect(Keychain.items.count == 3)
        for item in Keychain.items {
            #expect(item.attributes[kSecAttrSynchronizable] as? Bool == false)
            #expect(item.attributes[kSecUseDataProtectionKeychain] as? Bool == true)
            #expect(item.attributes[kSecAttrAccessGroup] as? String == Device.shared)
            #expect(
                [
                    kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly,
                    kSecAttrAccessibleWhenUnlockedThisDeviceOnly,
                ].contains(item.accessible))
        }
    }

    /// "The fingers of today" would take every passkey away with a new one.
    @Test func theGateSecretIsForThePersonAndSurvivesANewFinger() throws {
        try makeAll()
        let item = try #require(kept("gate-secret"))
        let control = try #require(item.attributes[kSecAttrAccessControl] as? SecAccessControl)
        #expect(control.flags == .userPresence)
        #expect(item.accessible == kSecAttrAccessibleWhenUnlockedThisDeviceOnly)
    }

    @Test func theGateSecretIsReadAfterAVerificationAndNotOtherwise() async throws {
        _ = try secrets.makeGateSecret()
        ScriptedPerson.answers = [.failure(LAError(.userCancel)), .failure(LAError(.authenticationFailed))]
        await expectFailure(.declined) { try secrets.gateSecret(with: LAContext()) }
        await expectFailure(.verificationRequired) { try secrets.gateSecret(with: LAContext()) }
        _ = try secrets.gateSecret(with: LAContext())
        #expect(ScriptedPerson.asked.count == 3)
        Keychain.lock = .locked
        await expectFailure(.keyStoreLocked) { try secrets.gateSecret(with: LAContext()) }
    }

    @Test func withoutAnAccessGroupTheExtensionSeesNothing() throws {
        let own = KeychainSecrets(service: "example")
        _ = try own.makeDeviceKey()
        _ = try secrets.makeDeviceKey()
        device.runExtension()
        #expect(try own.deviceKey() != nil, "the one of the group in common")
        Keychain.groups = ["TEAM.example.app.extension"]
        #expect(try own.deviceKey() == nil)
    }

    @Test func thereIsOneDeviceKeyWhoeverMakesItFirst() throws {
        _ = try DeviceKey.make(in: secrets)
        let first = kept("device-key")?.attributes[kSecValueData] as? Data
        _ = try DeviceKey.make(in: secrets)
        #expect(kept("device-key")?.attributes[kSecValueData] as? Data == first)
        #expect(first?.count == 32 && first != Data(count: 32))
    }

    @Test func anotherStoresSecretsStayWhereTheseAreWiped() throws {
        let others = KeychainSecrets(service: "another", accessGroup: Device.shared)
        _ = try others.makeDeviceKey()
        try makeAll()
        #expect(try secrets.areThere())
        Keychain.lock = .locked
        try secrets.wipe()
        #expect(try !secrets.areThere())
        #expect(try others.deviceKey() != nil && Keychain.items.count == 1)
    }

    @Test func aKeptEpochNeverFalls() throws {
        #expect(try secrets.epoch() == nil)
        for number: UInt64 in [3, 0x0102_0304_0506_0708, 5] { try secrets.keep(Epoch(rawValue: number)) }
        #expect(try secrets.epoch() == Epoch(rawValue: 0x0102_0304_0506_0708))
        #expect(kept("epoch")?.attributes[kSecValueData] as? Data == Data([1, 2, 3, 4, 5, 6, 7, 8]))
    }

    @Test func whatTheKeychainSaysIsSaidAsAnError() async throws {
        for (status, code): (OSStatus, ProviderError.Code) in [
            (errSecInteractionNotAllowed, .keyStoreLocked), (errSecMissingEntitlement, .keyStoreUnavailable),
            (errSecNotAvailable, .keyStoreUnavailable), (errSecAuthFailed, .keyStoreFailed),
            (errSecParam, .keyStoreFailed),
        ] {
            Keychain.failures = [status]
            await expectFailure(code) { try secrets.deviceKey() }
        }
        await expectFailure(.keyStoreUnavailable) {
            try KeychainSecrets(service: "example", accessGroup: "TEAM.others").makeDeviceKey()
        }
        await expectFailure(.gateRequired) { try secrets.gateSecret(with: LAContext()) }
        _ = try secrets.makeDeviceKey()
        Keychain.items[0].attributes[kSecValueData] = Data([1, 2, 3])
        await expectFailure(.deviceKeyDamaged) { try secrets.deviceKey() }
    }

    private func makeAll() throws {
        _ = try secrets.makeDeviceKey()
        _ = try secrets.makeGateSecret()
        try secrets.keep(Epoch(rawValue: 1))
    }

    private func kept(_ account: String) -> Keychain.Item? {
        Keychain.items.first { $0.attributes[kSecAttrAccount] as? String == account }
    }
}
