import CrossingCounter
import PasskeyProvider
import Testing

/// A crossing into the library is a call, with a record each way. Beside it UniFFI counts a reference to
/// each object that goes in, which costs nanoseconds.
struct CrossingTests {
    @Test func aSignInCrossesThreeTimes() throws {
        let stage = try Stage()
        let provider = try stage.open()
        let id = try provider.register().passkey.credentialID
        let crossings = try crossings {
            _ = try provider.finishGet(provider.beginGet(request()).plan, with: id, consent: .present)
        }
        #expect(
            crossings == ["method_provider_begin_get", "method_provider_finish_get", "free_getplan"])
    }

    @Test func aRegistrationCrossesThreeTimes() throws {
        let stage = try Stage()
        let provider = try stage.open()
        let crossings = try crossings { _ = try provider.register() }
        #expect(
            crossings == [
                "method_provider_begin_create", "method_provider_finish_create", "free_createplan",
            ])
    }

    /// What this thread calls of the library in `body`, but for references that are counted.
    private func crossings(in body: () throws -> Void) rethrows -> [String] {
        crossings_forget()
        try body()
        var names: [String] = []
        while let name = crossings_name(Int32(names.count)) { names.append(String(cString: name)) }
        return names.filter { !$0.hasPrefix("clone_") }
    }
}
