import Foundation
import PasskeyProvider
import Testing

struct SecretTests {
    @Test func aSecretTakesTheBytesOverAndLeavesNone() {
        var bytes = Data(repeating: 0x5a, count: 32)
        let key = DeviceKey(wiping: &bytes)
        #expect(bytes.isEmpty)
        #expect(key.secret.lend { Array($0) } == Array(repeating: 0x5a, count: 32))
    }

    @Test func wipingLeavesZeros() {
        var bytes = Data(repeating: 0x5a, count: 32)
        bytes.withUnsafeMutableBytes(wipe)
        #expect(bytes == Data(count: 32))
    }

    /// The kernel reads the memory for the test: of what was freed, Swift may not.
    @Test func aSecretIsWipedWhenItsLastReferenceGoes() throws {
        let memory = open("/proc/self/mem", O_RDONLY)
        try #require(memory >= 0)
        defer { close(memory) }
        var key: DeviceKey? = secret(0x5a, as: DeviceKey.init(wiping:))
        let address = try #require(key).secret.lend { bytes in
            bytes.withUnsafeBytes { Int(bitPattern: $0.baseAddress) }
        }
        // The allocator writes into the first half of what is freed.
        var seen: (UInt64, UInt64) = (0, 0)
        #expect(pread(memory, &seen, 16, address + 16) == 16)
        #expect(seen.0 == 0x5a5a_5a5a_5a5a_5a5a && seen.1 == 0x5a5a_5a5a_5a5a_5a5a)
        key = nil
        #expect(pread(memory, &seen, 16, address + 16) == 16)
        #expect(seen.0 != 0x5a5a_5a5a_5a5a_5a5a && seen.1 != 0x5a5a_5a5a_5a5a_5a5a)
    }

    /// What the library gives of a passkey's function, and of what its site keeps, is wiped likewise.
    @Test func whatAnAnswerLendsIsWipedWhenItsLastReferenceGoes() throws {
        let memory = open("/proc/self/mem", O_RDONLY)
        try #require(memory >= 0)
        defer { close(memory) }
        func end(at address: Int) -> [UInt64] {
            var seen: [UInt64] = [0, 0]
            #expect(pread(memory, &seen, 16, off_t(address + 16)) == 16)
            return seen
        }
        func address(_ bytes: Data) -> Int { bytes.withUnsafeBytes { Int(bitPattern: $0.baseAddress) } }
        let stage = try Stage()
        let provider = try stage.open()
        let passkey = try provider.register().passkey.reference
        func answer(prf: RequestPRF? = nil, largeBlob: RequestLargeBlob? = nil) throws -> Asserted {
            let parts = RequestParts(rpID: "example.com", prf: prf, largeBlob: largeBlob)
            let caller = Caller.checkedByIOS(rpID: "example.com", clientDataHash: clientDataHash)
            let start = try provider.beginGet(GetRequest(options: .parts(parts), caller: caller))
            guard
                case .done(let asserted) = try provider.finishGet(
                    start.plan, with: passkey.credentialID, consent: .stated(.biometric))
            else { throw NotSigned() }
            return asserted.value
        }
        let salts = PRFSalts(first: Data(repeating: 1, count: 32), second: Data(repeating: 2, count: 32))
        var asserted: Asserted? = try answer(prf: RequestPRF(salts: salts))
        var places: [Int] = []
        do {
            let results = try #require(asserted?.prf?.results)
            places = [results.withFirst(address), try #require(results.withSecond(address))]
        }
        let values = places.map(end)
        #expect(values.allSatisfy { $0 != [0, 0] } && values[0] != values[1])
        asserted = nil
        for (place, value) in zip(places, values) {
            #expect(zip(end(at: place), value).allSatisfy { $0 != $1 })
        }

        _ = try answer(largeBlob: .write(Data(repeating: 0x5a, count: 32)))
        asserted = try answer(largeBlob: .read)
        let place = try #require(asserted?.largeBlob?.blob).withBytes(address)
        #expect(end(at: place) == [0x5a5a_5a5a_5a5a_5a5a, 0x5a5a_5a5a_5a5a_5a5a])
        asserted = nil
        #expect(end(at: place).allSatisfy { $0 != 0x5a5a_5a5a_5a5a_5a5a })
    }

    /// The library and the package wipe what they hold, and nothing on the way keeps a copy.
    @Test func noSecretIsLeftInMemoryWhenTheHostLetsGoOfIt() throws {
        let deviceKeyHalf = drawnHalf(), gateHalf = drawnHalf()
        defer { [deviceKeyHalf, gateHalf].forEach { $0.deallocate() } }
        let stage = try Stage()
        do {
            let key = made(endingIn: deviceKeyHalf, as: DeviceKey.init(wiping:))
            #expect(try occurrences(of: UnsafeRawBufferPointer(deviceKeyHalf)) > 0, "the host's copy is seen")
            let gate = made(endingIn: gateHalf, as: GateSecret.init(wiping:))
            let provider = try Provider.open(stage.options(gateSecret: gate, deviceKey: key))
            let passkey = try provider.register(consent: .gate(gate)).passkey.reference
            _ = try provider.signIn(with: passkey, consent: .gate(gate))
            provider.close()
        }
        #expect(try occurrences(of: UnsafeRawBufferPointer(deviceKeyHalf)) == 0, "the device key")
        #expect(try occurrences(of: UnsafeRawBufferPointer(gateHalf)) == 0, "the gate secret")
    }

    /// Random, for a secret that every test has is somewhere.
    private func drawnHalf() -> UnsafeMutableRawBufferPointer {
        let half = UnsafeMutableRawBufferPointer.allocate(byteCount: 16, alignment: 1)
        for index in half.indices { half[index] = .random(in: .min ... .max) }
        return half
    }

    private func made<T>(endingIn half: UnsafeMutableRawBufferPointer, as make: (inout Data) -> T) -> T {
        var bytes = Data(count: 32)
        for index in half.indices { bytes[16 + index] = half[index] }
        return make(&bytes)
    }

    @Test func nothingOfASecretIsPrinted() {
        let key = secret(0x5a, as: DeviceKey.init(wiping:))
        let gate = secret(0x5a, as: GateSecret.init(wiping:))
        var dumped = ""
        dump([key as Any, gate as Any, Consent.gate(gate) as Any, KeySource.given(key) as Any], to: &dumped)
        let printed = "\(key) \(gate) \(Consent.gate(gate)) \(String(reflecting: key)) " + dumped
        #expect(!printed.contains("90"))
        #expect(!printed.lowercased().contains("5a"))
        #expect(Mirror(reflecting: key).children.isEmpty)
        #expect(Mirror(reflecting: gate).children.isEmpty)
    }

    @Test func idsAreEqualByContentAndDoNotPrint() {
        let id = CredentialID(Data([1, 2, 0x5a]))
        #expect(id == CredentialID(Data([0, 1, 2, 0x5a]).dropFirst()))
        #expect(id.hashValue == CredentialID(Data([0, 1, 2, 0x5a]).dropFirst()).hashValue)
        #expect(id != CredentialID(Data([1, 2])))
        #expect("\(id)" == "CredentialID(3 bytes)")
        var dumped = ""
        dump([id, CredentialID(Data())], to: &dumped)
        #expect(!dumped.contains("90"))
    }
}
