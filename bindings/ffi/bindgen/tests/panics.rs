//! What the generated code does with a panic of the library.

#[cfg(test)]
mod panics {
    use std::collections::BTreeSet;
    use std::fs;
    use std::process::Command;

    /// What ends the process where it panics, and why it may.
    const MAY_END_THE_PROCESS: [(&str, &str); 2] = [
        ("func_build_id", "copies a constant, and the packages ask for it below the generated code"),
        ("method_provider_panic_in_next_call", "is in no library that ships"),
    ];

    /// Swift's code has `try!` where a function gives no `Result`: a panic in there is not thrown, and the
    /// process ends.
    #[test]
    fn every_function_but_two_throws_what_a_panic_becomes() {
        let swift = generated_swift();
        let ending = calls_that_end_the_process(&swift);
        let allowed = BTreeSet::from(MAY_END_THE_PROCESS.map(|(name, _)| name));
        assert_eq!(ending.difference(&allowed).collect::<Vec<_>>(), Vec::<&&str>::new(), "give these a Result");
        // It looks where it should.
        assert!(ending.contains("func_build_id"), "{ending:?}");
        assert!(swift.contains("try rustCallWithError"));
    }

    /// The functions of the library that are called by `try!`, but for what UniFFI itself exports: handles
    /// are counted and buffers are freed by code that does not panic.
    fn calls_that_end_the_process(swift: &str) -> BTreeSet<&str> {
        let calls = swift.split("try! rustCall").skip(1);
        let symbols = calls.map(|call| call.split_once("ffi_passkey_provider_ffi_").unwrap().1);
        let names = symbols.map(|symbol| symbol.split_once('(').unwrap().0);
        let functions = names.filter_map(|name| name.strip_prefix("fn_"));
        functions.filter(|name| !name.starts_with("clone_") && !name.starts_with("free_")).collect()
    }

    fn generated_swift() -> String {
        // Where cargo puts what a test is linked with, the shared library beside it.
        let library = std::env::current_exe().unwrap().with_file_name("libpasskey_provider_ffi.so");
        let folder = tempfile::tempdir().unwrap();
        let generator = Command::new(env!("CARGO_BIN_EXE_passkey-provider-bindgen"))
            .arg(library)
            .arg("swift")
            .arg(folder.path())
            .output()
            .unwrap();
        assert!(generator.status.success(), "{}", String::from_utf8_lossy(&generator.stderr));
        fs::read_to_string(folder.path().join("PasskeyProviderGenerated.swift")).unwrap()
    }
}
