// Written from OpenSSL's manual pages EVP_PKEY_keygen(3), EVP_DigestSign(3), d2i_AutoPrivateKey(3) and i2d_PUBKEY(3):
// what signs in the place of the Secure Enclave. Debian's Swift brings the library with it.

import Foundation

enum OpenSSL {
    struct Failed: Error {}

    private typealias Pointer = UnsafeMutableRawPointer
    private typealias Name = UnsafePointer<CChar>
    private typealias Written = UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>

    nonisolated(unsafe) private static let library = dlopen("libcrypto.so.3", RTLD_NOW)

    private static func function<F>(_ name: String, as type: F.Type) throws -> F {
        guard let library, let symbol = dlsym(library, name) else { throw Failed() }
        return unsafeBitCast(symbol, to: type)
    }

    /// A key of P-256, as the DER of what OpenSSL writes.
    static func makeKey() throws -> Data {
        let make = try function(
            "EVP_PKEY_CTX_new_from_name", as: (@convention(c) (Pointer?, Name, Name?) -> Pointer?).self)
        let begin = try function("EVP_PKEY_keygen_init", as: (@convention(c) (Pointer?) -> Int32).self)
        let choose = try function(
            "EVP_PKEY_CTX_set_group_name", as: (@convention(c) (Pointer?, Name) -> Int32).self)
        let generate = try function(
            "EVP_PKEY_generate",
            as: (@convention(c) (Pointer?, UnsafeMutablePointer<Pointer?>) -> Int32).self)
        let context = make(nil, "EC", nil)
        var key: Pointer?
        guard begin(context) == 1, choose(context, "P-256") == 1, generate(context, &key) == 1 else {
            throw Failed()
        }
        return try written(key, by: "i2d_PrivateKey")
    }

    /// The DER of the SubjectPublicKeyInfo.
    static func publicKey(of key: Data) throws -> Data { try written(read(key), by: "i2d_PUBKEY") }

    /// ECDSA with SHA-256, as DER.
    static func sign(_ message: Data, with key: Data) throws -> Data {
        let new = try function("EVP_MD_CTX_new", as: (@convention(c) () -> Pointer?).self)
        let digest = try function("EVP_sha256", as: (@convention(c) () -> Pointer?).self)
        let begin = try function(
            "EVP_DigestSignInit",
            as: (@convention(c) (Pointer?, Pointer?, Pointer?, Pointer?, Pointer?) -> Int32).self)
        let finish = try function(
            "EVP_DigestSign",
            as: (@convention(c) (
                Pointer?, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<Int>, UnsafePointer<UInt8>?, Int
            ) -> Int32).self)
        let context = new()
        var signature = [UInt8](repeating: 0, count: 128)
        var length = signature.count
        let bytes = [UInt8](message)
        guard begin(context, nil, digest(), nil, try read(key)) == 1,
            finish(context, &signature, &length, bytes, bytes.count) == 1
        else { throw Failed() }
        return Data(signature[..<length])
    }

    private static func read(_ key: Data) throws -> Pointer? {
        let parse = try function(
            "d2i_AutoPrivateKey",
            as: (@convention(c) (
                Pointer?, UnsafeMutablePointer<UnsafePointer<UInt8>?>, Int
            ) -> Pointer?).self)
        return [UInt8](key).withUnsafeBufferPointer { bytes in
            var start = bytes.baseAddress
            return parse(nil, &start, bytes.count)
        }
    }

    private static func written(_ key: Pointer?, by name: String) throws -> Data {
        let write = try function(name, as: (@convention(c) (Pointer?, Written?) -> Int32).self)
        let length = Int(write(key, nil))
        guard length > 0 else { throw Failed() }
        var bytes = [UInt8](repeating: 0, count: length)
        bytes.withUnsafeMutableBufferPointer { buffer in
            var start = buffer.baseAddress
            _ = write(key, &start)
        }
        return Data(bytes)
    }
}
