import Foundation
import LocalAuthentication
import PasskeyProvider

/// The person in front of the device, for one ceremony: they are asked once, and what they answered stands for the gate
/// secret and for a key of the Secure Enclave too. Make another for the next ceremony.
public final class Person: Sendable {
    // The steps of a ceremony follow one another, so that one thread at a time has it.
    nonisolated(unsafe) let context = LAContext()

    /// Somebody who was not asked yet.
    public init() {}

    /// What asking gave.
    public enum Outcome: Sendable {
        /// Evidence, for the ceremony.
        case verified(Consent)
        /// None.
        case refused(PersonRefusal)
    }

    /// Verifies the person for a vault: the evidence is the gate secret where the store has a gate, and otherwise how
    /// they were verified. `reason` says what for, in the person's language: the system shows it. Throws where the vault
    /// fails, and not the person.
    public func verify(for vault: Vault, reason: String) async throws(ProviderError) -> Outcome {
        guard try await vault.isGated() else {
            switch await asked(reason) {
            case .success(let method): return .verified(.stated(method))
            case .failure(let refusal): return .refused(refusal)
            }
        }
        if let failure = await failure(of: .deviceOwnerAuthentication, reason) {
            return .refused(PersonRefusal(failure))
        }
        let secrets = vault.secrets
        let gate = try await Provider.offActor { [self] () throws(ProviderError) in
            try secrets.gateSecret(with: context)
        }
        return .verified(.gate(gate))
    }

    /// What the system shows where a key of the Secure Enclave asks the person by itself.
    public func isToldWhy(_ reason: String) { context.localizedReason = reason }

    /// Verifies the person, and says how: by face or finger, or by the passcode, where they choose that or where the
    /// device has nothing else.
    public func method(_ reason: String) async throws(PersonRefusal) -> VerificationMethod {
        try await asked(reason).get()
    }

    /// Takes back what the person answered.
    public func dismiss() { context.invalidate() }

    private func asked(_ reason: String) async -> Result<VerificationMethod, PersonRefusal> {
        // Only where biometry alone is allowed is it known that it was that.
        if context.canEvaluatePolicy(.deviceOwnerAuthenticationWithBiometrics, error: nil) {
            guard let failure = await failure(of: .deviceOwnerAuthenticationWithBiometrics, reason) else {
                return .success(.biometric)
            }
            let code = (failure as? LAError)?.code
            guard code == .userFallback || code == .biometryLockout else {
                return .failure(PersonRefusal(failure))
            }
        }
        let failure = await failure(of: .deviceOwnerAuthentication, reason)
        return failure.map { .failure(PersonRefusal($0)) } ?? .success(.deviceCredential)
    }

    /// `nil` where the person was verified.
    private func failure(of policy: LAPolicy, _ reason: String) async -> (any Error)? {
        context.localizedReason = reason
        return await withCheckedContinuation { continuation in
            context.evaluatePolicy(policy, localizedReason: reason) { isVerified, error in
                continuation.resume(returning: isVerified ? nil : error ?? PersonRefusal.failed)
            }
        }
    }
}
