//! Compiles the stand-ins of the system that the phone's process is linked with.

fn main() {
    println!("cargo:rerun-if-changed=system");
    let objects = cc::Build::new().files(["system/calls.c", "system/allocator.c"]).opt_level(2).compile_intermediates();
    // As objects: a definition in the program itself comes before the C library's, for std and SQLite alike.
    for object in objects {
        println!("cargo:rustc-link-arg-bin=faulty-phone={}", object.display());
    }
}
