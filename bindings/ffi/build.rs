//! Names this build of the surface, so that bindings made from another one are told at load. UniFFI's
//! own checksums cover functions; a changed record or enum shows here only. And links small what a phone
//! carries, with what the generator of the bindings reads in a section that the app's copy does not have.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use sha2::{Digest, Sha256};

/// What UniFFI writes of each exported function and type: read from the file by the generator of the bindings, and
/// never by a process, so that it is put where no process loads it and `strip --remove-section` takes it away.
const LAYOUT: &str = "SECTIONS { .uniffi_meta 0 (INFO) : { *(.rodata.UNIFFI_META_*) } } INSERT AFTER .comment;\n";

fn main() -> io::Result<()> {
    let mut surface = Sha256::new();
    for part in [env::var("CARGO_PKG_VERSION"), env::var("CARGO_FEATURE_FAULT_INJECTION")] {
        surface.update(part.unwrap_or_default());
        surface.update([0]);
    }
    for path in source_files(Path::new("src"))? {
        surface.update(fs::read(path)?);
        surface.update([0]);
    }
    let digits = surface.finalize().iter().take(16).fold(String::new(), |mut digits, byte| {
        // Writing to a string does not fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    });
    writeln!(io::stdout(), "cargo::rerun-if-changed=src")?;
    writeln!(io::stdout(), "cargo::rustc-env=PASSKEY_PROVIDER_SURFACE={digits}")?;
    if is_for_a_phone() {
        // Functions that came out equal are kept once, and relocations take a byte or two in place of 24:
        // together a seventh of the library. By lld, which is the linker of the NDK, and of rustc on Linux.
        writeln!(io::stdout(), "cargo::rustc-cdylib-link-arg=-Wl,--icf=safe")?;
        writeln!(io::stdout(), "cargo::rustc-cdylib-link-arg=-Wl,-z,pack-relative-relocs")?;
        let layout = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("layout.ld");
        fs::write(&layout, LAYOUT)?;
        writeln!(io::stdout(), "cargo::rustc-cdylib-link-arg=-Wl,-T,{}", layout.display())?;
    }
    Ok(())
}

/// Whether this is the profile `mobile`, for Android or for the machine where it is measured.
fn is_for_a_phone() -> bool {
    let [system, processor] = ["OS", "ARCH"].map(|of| env::var(format!("CARGO_CFG_TARGET_{of}")).unwrap_or_default());
    let links_with_lld = system == "android" || (system == "linux" && processor == "x86_64");
    // Cargo tells a build script no profile by its name: `PROFILE` is that of `release`, which it inherits.
    let built_for = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    links_with_lld && built_for.components().any(|part| part.as_os_str() == "mobile")
}

/// The files of the library, sorted; its tests are none of the surface.
fn source_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(source_files(&path)?);
        } else if path.file_name().is_none_or(|name| name != "tests.rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
