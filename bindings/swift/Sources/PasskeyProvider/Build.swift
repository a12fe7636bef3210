import Foundation
internal import PasskeyProviderFFI
internal import PasskeyProviderGenerated

/// Whether the library is of the build that the package was made with. Records of another build would be
/// read wrongly, and the checks of the generated code end the process.
package enum Build {
    /// The build of the library: `passkey-provider-ffi build ` and 32 hexadecimal digits.
    ///
    /// Asked for below the generated code, whose first call compares and ends the process.
    package static func ofLibrary() -> String {
        var status = RustCallStatus()
        let buffer = uniffi_passkey_provider_ffi_fn_func_build_id(&status)
        defer { ffi_passkey_provider_ffi_rustbuffer_free(buffer, &status) }
        guard status.code == 0, let start = buffer.data else { return "" }
        return String(
            decoding: UnsafeBufferPointer(start: start, count: Int(buffer.len)), as: UTF8.self)
    }

    /// Whether the library is of that build. One that is not stays so: no process loads another.
    package static func check(expected: String) throws(ProviderError) {
        if ofLibrary() != expected { throw .staleBindings }
    }

    static func check() throws(ProviderError) {
        if !isExpected { throw .staleBindings }
    }

    private static let isExpected = ofLibrary() == expectedBuildId
}

extension Provider {
    /// Names the build of the library, for a report.
    public static var buildID: String { Build.ofLibrary() }
}
