import Foundation
import PasskeyProvider
import Testing

struct ErrorTests {
    @Test func everyErrorOfTheLibraryHasACodeAndEveryCodeAnError() throws {
        let table = try ProviderError.table()
        #expect(Set(table.map(\.code)) == Set(ProviderError.Code.allCases))
        #expect(table.count == ProviderError.Code.allCases.count)
    }

    @Test func everyErrorSaysWhatToDoNext() throws {
        for kind in try ProviderError.table() {
            #expect(kind.next.hasSuffix("."), "\(kind.code)")
        }
    }

    /// The library says numbers; the names are those of `ASExtensionError.Code`.
    @Test func everyErrorIsOneThatIOSKnows() throws {
        let table = try ProviderError.table()
        let byCode = Dictionary(uniqueKeysWithValues: table.map { ($0.code, $0) })
        func codes(_ code: ProviderError.Code) -> [ExtensionErrorCode?] {
            EntryPoint.allCases.map { byCode[code]?.extensionErrorCode(at: $0) }
        }
        #expect(codes(.declined) == [.userCanceled, .userCanceled, .failed])
        #expect(codes(.noPasskey) == [.credentialIdentityNotFound, .credentialIdentityNotFound, .failed])
        #expect(
            codes(.alreadyRegistered) == [.matchedExcludedCredential, .matchedExcludedCredential, .failed])
        #expect(codes(.storeFull) == [.userInteractionRequired, .failed, .failed])
        #expect(codes(.callerRefused) == [.failed, .failed, .failed])
    }

    @Test func whatThePersonCanMendAsksForAViewWithoutOneAndNowhereElse() throws {
        for kind in try ProviderError.table() {
            let asks = EntryPoint.allCases.map { kind.extensionErrorCode(at: $0) == .userInteractionRequired }
            #expect(asks == [kind.asksForView, false, false], "\(kind.code)")
        }
        let asking = Set(try ProviderError.table().filter(\.asksForView).map(\.code))
        #expect(
            asking.isSuperset(of: [
                .stranded, .rolledBack, .storeBusy, .deviceKeyMissing, .keyStoreLocked, .gateRequired,
                .verificationRequired, .staleDuplicate, .duplicateInFlight, .tooOld,
            ]))
    }

    @Test func whatThePackageSaysOfItsOwnErrorsIsWhatTheTableSays() throws {
        let table = try ProviderError.table()
        #expect(table.contains(.panicked))
        #expect(table.contains(.staleBindings))
    }

    @Test func anErrorTellsWhoIsAtFaultAndWhatPagesAndIOSSee() throws {
        let stage = try Stage()
        let provider = try stage.open()
        let error = try #require(expectFailure(.noPasskey) { try provider.beginGet(request()) })
        #expect(error.fault == .person)
        #expect(error.domException == .notAllowed)
        #expect(error.extensionErrorCode(at: .silent) == .credentialIdentityNotFound)
        #expect(error.errorDescription == error.message)
        #expect(error.recoverySuggestion == error.next)
        #expect("\(error)" == "no_passkey: \(error.message)")
    }

    @Test func anArgumentThatIsNoneIsNamed() throws {
        let stage = try Stage()
        let provider = try stage.open()
        let caller = Caller.checkedByIOS(
            rpID: "example.com", clientDataHash: ClientDataHash(Data([1, 2, 3])))
        let request = GetRequest(options: .parts(RequestParts(rpID: "example.com")), caller: caller)
        let error = expectFailure(.badArgument) { try provider.beginGet(request) }
        #expect(error?.detail == .argument(name: "caller.client_data_hash"))
        #expect(error?.fault == .host)
    }

    @Test func aStoreOfAnotherKeyIsStrandedAndKeepsItsPasskeys() throws {
        let stage = try Stage()
        let passkey = try stage.open().register().passkey.reference
        let otherKey = stage.options(deviceKey: secret(8, as: DeviceKey.init(wiping:)))
        let error = expectFailure(.stranded) { try Provider.open(otherKey) }
        #expect(error?.detail == .passkeys(count: 1))
        #expect(try stage.open().passkeys.all().passkeys.map(\.reference) == [passkey])
    }

    /// What a site says against an app is kept, though the caller is refused.
    @Test func anErrorAfterACommitHasItsEpochAndNoOtherHasOne() throws {
        let stage = try Stage()
        let provider = try stage.open()
        let app = AndroidApp(package: "com.example", signers: [Data(repeating: 1, count: 32)])
        func answer(_ body: String) throws -> Committed<CallerCheck> {
            let check = try provider.callers.check(.android(app), rpID: "example.com")
            guard case .toFetch(_, let pending) = check else { throw NotSigned() }
            let answer = FetchAnswer.response(
                status: 200, contentType: "application/json", body: Data(body.utf8))
            return try provider.callers.answerFetch(pending, with: answer)
        }
        let error = try #require(expectFailure(.callerRefused) { try answer("[]") })
        #expect(error.detail == .refused(.notLinked))
        #expect(try error.epoch == provider.epoch())
        let nothing = try #require(expectFailure(.noPasskey) { try provider.beginGet(request()) })
        #expect(nothing.epoch == nil)
    }

    @Test func bindingsOfAnotherBuildAreRefused() throws {
        let library = Build.ofLibrary()
        #expect(library.wholeMatch(of: /passkey-provider-ffi build [0-9a-f]{32}/) != nil)
        try Build.check(expected: library)
        let error = expectFailure(.staleBindings) {
            try Build.check(expected: library.replacing(/.$/, with: library.hasSuffix("0") ? "1" : "0"))
        }
        #expect(error?.fault == .host)
        #expect(Provider.buildID == library)
    }

    @Test func aPanicBecomesAnErrorAndTheProviderStaysUsable() throws {
        let stage = try Stage()
        let provider = try stage.open()
        let passkey = try provider.register().passkey.reference
        provider.raw.panicInNextCall()
        let error = expectFailure(.internal) { try provider.server.confirm(passkey) }
        #expect(error?.fault == .provider)
        #expect(error?.message.contains("test") == false)
        _ = try provider.server.confirm(passkey)
        #expect(try provider.passkeys.get(passkey).standing == .confirmed(.accepted))
        #expect(try provider.signIn(with: passkey).passkey.reference == passkey)
    }

    @Test func aPanicWhileClosingLeavesTheProviderClosedAndTheProcessAlive() throws {
        let stage = try Stage()
        let provider = try stage.open()
        let passkey = try provider.register().passkey.reference
        provider.raw.panicInNextCall()
        provider.close()
        expectFailure(.providerClosed) { try provider.passkeys.all() }
        #expect(try stage.open().passkeys.all().passkeys.map(\.reference) == [passkey])
    }
}
