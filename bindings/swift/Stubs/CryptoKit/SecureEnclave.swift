// Written from Apple's documentation of CryptoKit: SecureEnclave, P256.Signing and CryptoKitError.
//
// Where something has a body, that is for the tests of the package, and is what Apple says that it does: a key never
// leaves, its blob opens on this device only, and a use asks for what its access control says. OpenSSL signs.

@_exported import LocalAuthentication

public enum P256 {
    public enum Signing {
        public struct PublicKey: Sendable {
            public let derRepresentation: Data
            /// The last 65 bytes of the SubjectPublicKeyInfo (RFC 5480, section 2).
            public var x963Representation: Data { Data(derRepresentation.suffix(65)) }
        }
        public struct ECDSASignature: Sendable {
            public let derRepresentation: Data
        }
    }
}

public enum CryptoKitError: Error, Sendable {
    case incorrectKeySize
    case incorrectParameterSize
    case authenticationFailure
    case underlyingCoreCryptoError(error: Int32)
}

public enum SecureEnclave {
    public static var isAvailable: Bool { Enclave.isThere }

    public enum P256 {
        public enum Signing {
            public struct PrivateKey {
                public let dataRepresentation: Data
                public let publicKey: CryptoKit.P256.Signing.PublicKey
                private let held: Enclave.Held
                private let context: LAContext?

                public init(
                    compactRepresentable: Bool = true, accessControl: SecAccessControl,
                    authenticationContext: LAContext? = nil
                ) throws {
                    guard Enclave.isThere else { throw CryptoKitError.underlyingCoreCryptoError(error: -4) }
                    let key = try OpenSSL.makeKey()
                    let blob = Data((0..<64).map { _ in UInt8.random(in: 0...255) })
                    Enclave.keys[blob] = Enclave.Held(key: key, control: accessControl)
                    try self.init(dataRepresentation: blob, authenticationContext: authenticationContext)
                }

                /// Throws for a blob of another device, or of this one before it was erased.
                public init(dataRepresentation: Data, authenticationContext: LAContext? = nil) throws {
                    guard let held = Enclave.keys[dataRepresentation] else {
                        throw CryptoKitError.authenticationFailure
                    }
                    self.held = held
                    self.dataRepresentation = dataRepresentation
                    publicKey = CryptoKit.P256.Signing.PublicKey(
                        derRepresentation: try OpenSSL.publicKey(of: held.key))
                    context = authenticationContext
                }

                public func signature<D: DataProtocol>(
                    for data: D
                ) throws -> CryptoKit.P256.Signing.ECDSASignature {
                    let asksFor = held.control.flags.subtracting(.privateKeyUsage)
                    if !asksFor.isEmpty, let context, !context.isAuthenticated {
                        switch context.authenticate(held.control.flags) {
                        case errSecSuccess: break
                        case errSecUserCanceled: throw LAError(.userCancel)
                        case errSecInteractionNotAllowed: throw LAError(.notInteractive)
                        default: throw LAError(.authenticationFailed)
                        }
                    }
                    Enclave.signatures += 1
                    return CryptoKit.P256.Signing.ECDSASignature(
                        derRepresentation: try OpenSSL.sign(Data(data), with: held.key))
                }
            }
        }
    }
}

/// The part of the device that holds the keys, for the tests.
package enum Enclave {
    package struct Held {
        let key: Data
        package let control: SecAccessControl
    }
    nonisolated(unsafe) package static var isThere = true
    nonisolated(unsafe) package static var keys: [Data: Held] = [:]
    nonisolated(unsafe) package static var signatures = 0

    package static func reset() { (isThere, keys, signatures) = (true, [:], 0) }
}
