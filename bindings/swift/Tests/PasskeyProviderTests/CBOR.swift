import Foundation

/// A value of CBOR (RFC 8949), as far as attestation objects and COSE keys have them: definite lengths,
/// keys in the order that CTAP2 demands (CTAP 2.2, section 8).
indirect enum CBOR: Equatable {
    case integer(Int64)
    case bytes(Data)
    case text(String)
    case map([Entry])

    struct Entry: Equatable {
        let key: CBOR
        let value: CBOR
    }

    struct Malformed: Error {}

    /// The value of a text or an integer in a map.
    subscript(key: CBOR) -> CBOR? {
        guard case .map(let entries) = self else { return nil }
        return entries.first { $0.key == key }?.value
    }

    /// Reads one value from the front.
    init(from data: inout Data) throws {
        guard let first = data.popFirst() else { throw Malformed() }
        let argument = try Self.argument(first & 0x1f, from: &data)
        switch first >> 5 {
        case 0: self = .integer(Int64(argument))
        case 1: self = .integer(-1 - Int64(argument))
        case 2: self = .bytes(try Self.take(argument, from: &data))
        case 3:
            guard let text = String(data: try Self.take(argument, from: &data), encoding: .utf8) else {
                throw Malformed()
            }
            self = .text(text)
        case 5:
            var entries: [Entry] = []
            for _ in 0..<argument {
                entries.append(Entry(key: try CBOR(from: &data), value: try CBOR(from: &data)))
            }
            self = .map(entries)
        default: throw Malformed()
        }
    }

    private static func argument(_ info: UInt8, from data: inout Data) throws -> Int {
        switch info {
        case 0..<24: return Int(info)
        case 24: return try take(1, from: &data).reduce(0) { $0 << 8 | Int($1) }
        case 25: return try take(2, from: &data).reduce(0) { $0 << 8 | Int($1) }
        case 26: return try take(4, from: &data).reduce(0) { $0 << 8 | Int($1) }
        default: throw Malformed()
        }
    }

    static func take(_ count: Int, from data: inout Data) throws -> Data {
        guard data.count >= count else { throw Malformed() }
        defer { data = data.dropFirst(count) }
        return data.prefix(count)
    }
}

/// Authenticator data (WebAuthn L3, section 6.1).
struct AuthenticatorData {
    let rpIDHash: Data
    let flags: UInt8
    let signCount: UInt32
    let attested: Attested?

    /// Attested credential data (WebAuthn L3, section 6.5.1).
    struct Attested {
        let aaguid: Data
        let credentialID: Data
        let publicKey: CBOR
    }

    static let userPresent: UInt8 = 0x01
    static let userVerified: UInt8 = 0x04
    static let backupEligible: UInt8 = 0x08
    static let backedUp: UInt8 = 0x10
    static let attestedData: UInt8 = 0x40

    init(_ bytes: Data) throws {
        var rest = bytes
        rpIDHash = try CBOR.take(32, from: &rest)
        flags = try CBOR.take(1, from: &rest).reduce(0) { $0 | $1 }
        signCount = try CBOR.take(4, from: &rest).reduce(0) { $0 << 8 | UInt32($1) }
        if flags & Self.attestedData != 0 {
            let aaguid = try CBOR.take(16, from: &rest)
            let length = try CBOR.take(2, from: &rest).reduce(0) { $0 << 8 | Int($1) }
            let credentialID = try CBOR.take(length, from: &rest)
            attested = Attested(
                aaguid: aaguid, credentialID: credentialID, publicKey: try CBOR(from: &rest))
        } else {
            attested = nil
        }
        if !rest.isEmpty { throw CBOR.Malformed() }
    }
}
