import LocalAuthentication
import PasskeyProvider
import Security
import Testing

@testable import PasskeyProviderApple

@Suite(.serialized)
struct PersonTests {
    let device: Device

    init() throws { device = try Device() }

    /// The Keychain takes the context in which the person was verified, and asks nobody again.
    @Test func oneQuestionOpensTheGate() async throws {
        let vault = try device.vault()
        _ = try await vault.open()
        guard case .gate = try await Person().evidence(for: vault) else {
            Issue.record("the gate secret is the evidence of a gated store")
            return
        }
        #expect(ScriptedPerson.asked.map(\.policy) == [.deviceOwnerAuthentication])
        #expect(ScriptedPerson.asked.map(\.reason) == ["to test"])
        #expect(ScriptedPerson.contexts == 1)
    }

    @Test func whatIsStatedIsHowThePersonWasVerified() async throws {
        let vault = try device.vault(makesGate: false)
        func stated() async throws -> VerificationMethod? {
            guard case .stated(let method) = try await Person().evidence(for: vault) else { return nil }
            return method
        }
        #expect(try await stated() == .biometric)
        // They chose the passcode, or have to take it.
        for reason in [LAError.Code.userFallback, .biometryLockout] {
            ScriptedPerson.answers = [.failure(LAError(reason))]
            #expect(try await stated() == .deviceCredential)
        }
        ScriptedPerson.hasBiometry = false
        #expect(try await stated() == .deviceCredential)
    }

    @Test(arguments: [true, false])
    func eachErrorOfTheSystemIsARefusal(isGated: Bool) async throws {
        let vault = try device.vault(makesGate: isGated)
        _ = try await vault.open()
        for (code, refusal): (LAError.Code, PersonRefusal) in [
            (.userCancel, .declined), (.systemCancel, .interrupted), (.appCancel, .interrupted),
            (.authenticationFailed, .notRecognised), (.notInteractive, .notInteractive),
        ] {
            ScriptedPerson.answers = [.failure(LAError(code))]
            #expect(try await refused(by: vault) == refusal)
        }
        ScriptedPerson.hasPasscode = false
        #expect(try await refused(by: vault) == .noPasscode)
    }

    @Test func whatARefusalEndsWithIsTheCodeForIt() {
        #expect(PersonRefusal.declined.error.code == .declined)
        for refusal in PersonRefusal.allCases where refusal != .declined {
            #expect(refusal.error.code == .verificationRequired)
        }
    }

    @Test func aPersonWhoWasDismissedIsNoEvidenceAnyMore() async throws {
        let vault = try device.vault()
        let person = Person()
        _ = try await person.evidence(for: vault)
        person.dismiss()
        #expect(try await refused(by: vault, person) == .interrupted)
    }

    private func refused(by vault: Vault, _ person: Person = Person()) async throws -> PersonRefusal? {
        switch try await person.verify(for: vault, reason: "to test") {
        case .verified: nil
        case .refused(let refusal): refusal
        }
    }
}
