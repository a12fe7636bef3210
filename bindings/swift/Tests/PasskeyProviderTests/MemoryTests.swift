import Foundation
import PasskeyProvider
import Testing

struct MemoryTests {
    @Test func tenThousandPlansThatAreMadeAndDroppedLeaveNothing() throws {
        let stage = try Stage()
        let provider = try stage.open()
        _ = try provider.register()
        try expectNoGrowth(over: 10_000) {
            _ = try provider.beginCreate(creation(of: "bob"))
            _ = try provider.beginGet(request())
        }
    }

    @Test func tenThousandProvidersThatAreOpenedAndDroppedLeaveNothing() throws {
        let stage = try Stage()
        _ = try stage.open().register()
        let options = stage.options()
        try expectNoGrowth(over: 10_000) { _ = try Provider.open(options) }
    }

    @Test func errorsThatAreMadeAndDroppedLeaveNothing() throws {
        let stage = try Stage()
        let provider = try stage.open()
        let nobody = PasskeyRef(
            rpID: "example.com", credentialID: CredentialID(Data("nobody".utf8)))
        try expectNoGrowth(over: 10_000) {
            do { _ = try provider.passkeys.get(nobody) } catch let error as ProviderError
                where error.code == .unknownPasskey
            {}
        }
    }

    /// A leak of 100 bytes a cycle is a megabyte.
    private func expectNoGrowth(
        over cycles: Int, sourceLocation: SourceLocation = #_sourceLocation, _ cycle: () throws -> Void
    ) throws {
        for _ in 0..<(cycles / 10) { try cycle() }
        let before = try residentMemory()
        for _ in 0..<cycles { try cycle() }
        let grown = try residentMemory() - before
        #expect(grown < 1 << 20, "\(grown) bytes in \(cycles) cycles", sourceLocation: sourceLocation)
    }
}

/// The resident memory of this process, in bytes (proc(5), `VmRSS`).
func residentMemory() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let match = try #require(status.firstMatch(of: /VmRSS:\s*(\d+) kB/))
    return try #require(Int(match.1)) * 1024
}
