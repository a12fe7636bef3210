use super::*;

/// What UniFFI 0.32 generates, as far as it is rewired.
const GENERATED: &str = r#"
import com.sun.jna.Pointer

// This is a helper for safely working with byte buffers returned from the Rust code.
internal open class RustBuffer : Structure() {
}
// Contains loading, initialization code,
// and the FFI Function declarations in a com.sun.jna.Library.
private fun findLibraryName(componentName: String): String {
    return "passkey_provider_ffi"
}

// Define FFI callback types
internal interface UniffiRustFutureContinuationCallback : com.sun.jna.Callback {
}

// A JNA Library to expose the extern-C FFI definitions.
internal object UniffiLib {
    init {
        Native.register(UniffiLib::class.java, findLibraryName(componentName = "passkey_provider_ffi"))
    }
    external fun uniffi_passkey_provider_ffi_fn_clone_provider(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Long
    external fun uniffi_passkey_provider_ffi_fn_free_provider(`handle`: Long,uniffi_out_err: UniffiRustCallStatus, 
    ): Unit
    external fun uniffi_passkey_provider_ffi_fn_method_provider_finish_get(`ptr`: Long,`plan`: Long,`answer`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus, 
    ): RustBuffer.ByValue
    external fun uniffi_passkey_provider_ffi_fn_func_inspect(`text`: RustBuffer.ByValue,`strict`: Byte,uniffi_out_err: UniffiRustCallStatus, 
    ): Byte
    external fun uniffi_passkey_provider_ffi_fn_constructor_secretbytes_new(`bytes`: ForeignBytes.ByValue,uniffi_out_err: UniffiRustCallStatus, 
    ): Long
    external fun ffi_passkey_provider_ffi_rustbuffer_free(`buf`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus, 
    ): Unit
    external fun ffi_passkey_provider_ffi_rust_future_poll_u8(`handle`: Long,`callback`: UniffiRustFutureContinuationCallback,`callbackData`: Long,
    ): Unit

}

internal object FfiConverterString: FfiConverter<String, RustBuffer.ByValue> {
    // Note: we don't inherit from FfiConverterRustBuffer, because we use a
    override fun lift(value: RustBuffer.ByValue): String {
            value.asByteBuffer()!!.get(byteArr)
    }

    override fun read(buf: ByteBuffer): String {
        return byteArr.toString(Charsets.UTF_8)
    }

    fun toUtf8(value: String): ByteBuffer {
    }

    override fun lower(value: String): RustBuffer.ByValue {
        val rbuf = RustBuffer.alloc(byteBuf.limit().toULong())
    }

    // We aren't sure exactly how many bytes our string will be once it's UTF-8
    override fun allocationSize(value: String): ULong {
    }
}

internal open class Provider {
    internal inline fun <R> callWithHandle(block: (handle: Long) -> R): R {
            return block(this.uniffiCloneHandle())
    }
    private class UniffiCleanAction(private val handle: Long) : Runnable {
    }
}
internal object FfiConverterTypeProvider: FfiConverter<Provider, Long> {
    override fun lower(value: Provider): Long {
        return value.uniffiCloneHandle()
    }
}
"#;

#[test]
fn a_function_goes_through_two_addresses_and_takes_its_own_reference_last() {
    let rewired = rewire(GENERATED).unwrap();
    let expected = "    private external fun uniffi_ffibuffer_passkey_provider_ffi_fn_method_provider_finish_get(arguments: Pointer, results: Pointer)
    fun uniffi_passkey_provider_ffi_fn_method_provider_finish_get(`ptr`: Long, `plan`: Long, `answer`: ByteBuffer, crossing: Crossing): ByteBuffer {
        crossing.begin()
        crossing.put(uniffi_passkey_provider_ffi_fn_clone_provider(`ptr`, crossing))
        crossing.put(`plan`)
        crossing.put(`answer`)
        uniffi_ffibuffer_passkey_provider_ffi_fn_method_provider_finish_get(crossing.arguments, crossing.results)
        return crossing.buffer()
    }
";
    assert!(rewired.contains(expected), "{rewired}");
    assert!(rewired.contains("        crossing.put(`strict`)\n"), "{rewired}");
    assert!(rewired.contains("        return crossing.byte()\n"), "{rewired}");
}

#[test]
fn references_are_taken_and_given_back_by_numbers() {
    let rewired = rewire(GENERATED).unwrap();
    for (name, result) in [("clone", "Long"), ("free", "Unit")] {
        let expected = format!(
            "    private external fun uniffi_passkey_provider_ffi_fn_{name}_provider(`handle`: Long, status: Pointer): {result}\n"
        );
        assert!(rewired.contains(&expected), "{rewired}");
    }
    assert!(rewired.contains("return value.callWithHandle { value.uniffiCloneHandle() }"), "{rewired}");
}

#[test]
fn bytes_are_lent_and_not_copied() {
    let rewired = rewire(GENERATED).unwrap();
    let expected = "    fun uniffi_passkey_provider_ffi_fn_constructor_secretbytes_new(`bytes`: Lent, crossing: Crossing): Long {\n        \
                    crossing.begin()\n        crossing.put(`bytes`)\n";
    assert!(rewired.contains(expected), "{rewired}");
}

#[test]
fn nothing_of_a_structure_is_left() {
    let rewired = rewire(GENERATED).unwrap();
    for gone in [
        "Structure",
        "RustBuffer.ByValue",
        "ForeignBytes",
        "UniffiRustCallStatus",
        "rust_future",
        "com.sun.jna.Callback",
    ] {
        assert!(!rewired.contains(gone), "{gone}: {rewired}");
    }
}

/// Each place that is looked for, made unlike itself in turn.
#[test]
fn another_template_fails() {
    for place in [
        "// This is a helper for safely working with byte buffers",
        "// Contains loading, initialization code,",
        "// Define FFI callback types",
        "// A JNA Library to expose the extern-C FFI definitions.",
        "object UniffiLib {",
        "    external fun uniffi_passkey_provider_ffi_fn_clone_provider(`handle`: Long",
        "uniffi_passkey_provider_ffi_fn_func_inspect(`text`: RustBuffer.ByValue",
        "`strict`: Byte,uniffi_out_err: UniffiRustCallStatus",
        "object FfiConverterString: ",
        "    // Note: we don't inherit from FfiConverterRustBuffer",
        "    fun toUtf8(",
        "            return block(this.uniffiCloneHandle())\n",
        "        return value.uniffiCloneHandle()\n",
        "    private class UniffiCleanAction(",
    ] {
        assert_eq!(GENERATED.matches(place).count(), 1, "{place}");
        rewire(&GENERATED.replace(place, &place.replace(['(', '/', 'F', 'b', 'B', 'C'], "?"))).expect_err(place);
    }
    rewire("").unwrap_err();
}

#[test]
fn what_the_block_has_no_room_for_fails() {
    let many = "`more`: RustBuffer.ByValue,".repeat(5);
    let wide = GENERATED.replace("`answer`: RustBuffer.ByValue,", &many);
    assert!(matches!(rewire(&wide), Err(Unknown::Function(_))));
    let other = GENERATED.replace("`strict`: Byte,", "`strict`: Float,");
    assert!(matches!(rewire(&other), Err(Unknown::Function(_))));
}

#[test]
fn a_structure_in_another_place_fails() {
    let more = format!("{GENERATED}\ninternal open class Other : Structure() {{\n}}\n");
    assert_eq!(rewire(&more), Err(Unknown::Left("Structure()")));
}
