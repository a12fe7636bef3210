import Foundation
import PasskeyProvider

// What a site reports through iOS, since iOS 26: there is no answer, no view, and no error for anybody to see.

extension ProviderExtension {
    /// The site does not know this passkey: it is hidden.
    @discardableResult
    public func reportUnknownPublicKeyCredential(
        forRelyingParty relyingParty: String, credentialID: Data
    ) -> Task<Void, Never> {
        take(.unknownCredential(relyingParty: relyingParty, credentialID: credentialID))
    }

    /// The site accepts these passkeys of an account, and no others: those are hidden.
    @discardableResult
    public func reportAllAcceptedPublicKeyCredentials(
        forRelyingParty relyingParty: String, userHandle: Data, acceptedCredentialIDs: [Data]
    ) -> Task<Void, Never> {
        take(
            .allAcceptedCredentials(
                relyingParty: relyingParty, userHandle: userHandle,
                acceptedCredentialIDs: acceptedCredentialIDs))
    }

    /// The account has another name now.
    @discardableResult
    public func reportPublicKeyCredentialUpdate(
        forRelyingParty relyingParty: String, userHandle: Data, newName: String
    ) -> Task<Void, Never> {
        take(.currentUserDetails(relyingParty: relyingParty, userHandle: userHandle, newName: newName))
    }

    /// What is wrong with a signal is nobody's to see: its sender learns nothing, and the person did nothing.
    private func take(_ signal: SignalRequest) -> Task<Void, Never> {
        Task {
            await keepingAwake("a site's word on its passkeys") { [self] in
                try? await vault.commit { provider throws(ProviderError) in
                    try provider.server.applySignal(provider.server.verifySignal(signal))
                }
                await settle(nil)
            }
        }
    }

    /// The system does not suspend the process before the work has ended; or it says that it must, and then the store is
    /// closed as soon as the call in it has ended.
    private func keepingAwake(
        _ reason: String, _ work: @MainActor () async -> Void
    ) async {
        #if !os(macOS)
            let vault = vault
            let ended = DispatchSemaphore(value: 0)
            ProcessInfo.processInfo.performExpiringActivity(withReason: reason) { isExpired in
                guard isExpired else { return ended.wait() }
                Task {
                    await vault.close()
                    ended.signal()
                }
            }
            defer { ended.signal() }
        #endif
        await work()
    }
}
