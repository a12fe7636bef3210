import AuthenticationServices
import Foundation
import PasskeyProvider
import Testing

@testable import PasskeyProviderApple

@Suite(.serialized)
struct AutoFillListTests {
    let device: Device
    let list = AutoFillList()

    init() throws { device = try Device() }

    @Test func theListIsWhatTheStoreHasAndNothingElse() async throws {
        let vault = try device.vault()
        let ada = try await vault.register("ada").passkey.reference
        try await vault.register("bob")
        #expect(await list.update(from: vault))
        #expect(Set(device.listed.map(\.userName)) == ["ada", "bob"])
        _ = try await vault.commit { provider throws(ProviderError) in try provider.passkeys.delete(ada) }
        #expect(await list.update(from: vault))
        #expect(device.listed.map(\.userName) == ["bob"])
    }

    /// An answer to the system matters more than its list.
    @Test func nobodyWaitsForAListThatDoesNotAnswer() async throws {
        let vault = try device.vault()
        try await vault.register()
        ASCredentialIdentityStore.ofProcess.isStuck = true
        #expect(await !list.update(from: vault, patience: {}))
        ASCredentialIdentityStore.ofProcess.isStuck = false
        #expect(await list.update(from: vault))
        #expect(device.listed.count == 1)
    }

    @Test func aStoreThatDoesNotOpenLeavesTheListAsItIs() async throws {
        let vault = try device.vault()
        try await vault.register()
        #expect(await list.update(from: vault))
        try device.reinstall()
        #expect(await !list.update(from: try device.vault(.fail)))
        #expect(device.listed.count == 1)
    }

    @Test func thePersonTurnsItOnOrDoesNot() async throws {
        ASCredentialIdentityStore.ofProcess.isEnabled = false
        ASSettingsHelper.personTurnsOn = false
        #expect(await !list.isTurnedOn)
        #expect(await !list.turnOn())
        ASSettingsHelper.personTurnsOn = true
        #expect(await list.turnOn())
        #expect(await list.isTurnedOn)
        await list.openSettings()
        #expect(ASSettingsHelper.opened == 1)
    }
}
