use std::path::{Path, PathBuf};

use crate::{Edge, SourceFile, edges, rust_files};

/// The layers of a crate and what each may use: as ARCHITECTURE.md draws them, bottom first. A layer not
/// named here, or named here and not there, fails.
type Layers = &'static [(&'static str, &'static [&'static str])];

const LAYERED: &[(&str, Layers)] = &[("core/src", CORE), ("bindings/ffi/src", FFI)];

const FFI: Layers = &[("boundary", &[]), ("record", &["boundary"]), ("call", &["boundary", "record"])];

const CORE: Layers = &[
    ("cause", &[]),
    ("cbor", &[]),
    ("clock", &[]),
    ("document", &[]),
    ("numbered", &[]),
    ("stack", &[]),
    ("entropy", &["stack"]),
    ("secret", &["entropy", "stack"]),
    ("id", &["entropy"]),
    ("standing", &["clock", "numbered"]),
    // What an organisation allows: facts in, verdict and rule out.
    ("policy", &["clock", "document", "id", "standing"]),
    ("key", &["cbor", "entropy", "id", "numbered", "secret", "stack"]),
    ("exchange", &["secret"]),
    ("webauthn", &["cbor", "clock", "id", "key", "secret", "stack"]),
    // What a vendor publishes of a model: no ceremony needs it.
    ("metadata", &["clock", "id", "key", "webauthn"]),
    ("caller", &["clock", "document", "exchange", "id"]),
    ("seal", &["cause", "cbor", "entropy", "id", "key", "secret", "stack"]),
    ("store", &["cause", "cbor", "clock", "entropy", "id", "key", "numbered", "seal", "secret", "stack", "standing"]),
    // What every layer above the store tells the host.
    ("error", &["caller", "cause", "cbor", "entropy", "key", "policy", "seal", "store", "webauthn"]),
    ("lifecycle", &["caller", "cause", "clock", "entropy", "error", "id", "key", "standing", "store", "webauthn"]),
    (
        "ceremony",
        &[
            "caller",
            "clock",
            "entropy",
            "error",
            "id",
            "key",
            "lifecycle",
            "policy",
            "seal",
            "secret",
            "standing",
            "store",
            "webauthn",
        ],
    ),
    // Registering in the app, at a server.
    (
        "enrolment",
        &[
            "caller",
            "cbor",
            "ceremony",
            "clock",
            "document",
            "entropy",
            "error",
            "exchange",
            "id",
            "key",
            "lifecycle",
            "policy",
            "secret",
            "stack",
            "store",
            "webauthn",
        ],
    ),
    (
        "provider",
        &[
            "caller",
            "cause",
            "ceremony",
            "clock",
            "enrolment",
            "entropy",
            "error",
            "exchange",
            "id",
            "key",
            "lifecycle",
            "policy",
            "seal",
            "standing",
            "store",
            "webauthn",
        ],
    ),
    // For benchmarks, behind a feature.
    ("testable", &["clock", "entropy", "error", "id", "key", "seal", "secret", "stack", "standing", "store"]),
];

/// Lines of a file that are not tests.
const MAX_LINES: usize = 400;

#[test]
fn a_crate_uses_its_layers_one_way() {
    let mut wrong = Vec::new();
    for (folder, layers) in LAYERED {
        for file in read(folder) {
            let Some(layer) = file.module().into_iter().next() else { continue };
            let place = file.path.display();
            let Some((_, may_use)) = layers.iter().find(|(name, _)| *name == layer) else {
                wrong.push(format!("{folder}/{place}: `{layer}` is not a layer that ARCHITECTURE.md draws"));
                continue;
            };
            for Edge { line, to } in edges(&file, "crate") {
                let Some(target) = to.first().filter(|target| **target != layer) else { continue };
                if !may_use.contains(&target.as_str()) {
                    wrong.push(format!("{folder}/{place}:{line}: `{layer}` may not use `{target}`"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_layer_of_the_table_exists() {
    for (folder, layers) in LAYERED {
        let modules: Vec<_> = read(folder).iter().filter_map(|file| file.module().into_iter().next()).collect();
        for (layer, _) in *layers {
            assert!(modules.iter().any(|module| module == layer), "no layer `{layer}` in {folder}");
        }
    }
}

#[test]
fn the_table_itself_goes_one_way() {
    for (_, layers) in LAYERED {
        for (index, (layer, may_use)) in layers.iter().enumerate() {
            for target in *may_use {
                assert!(layers[..index].iter().any(|(name, _)| name == target), "`{layer}` stands before `{target}`");
            }
        }
    }
}

/// Reasons that the bindings hand on one by one: a new one must not pass them by.
const EXHAUSTIVE_ERRORS: &[&str] = &["CallerRefused", "ServerListRefused"];

/// An enumeration of reasons grows without breaking a host; the crate's documentation says so.
#[test]
fn a_public_error_can_get_another_reason() {
    let mut wrong = Vec::new();
    for file in read("core/src") {
        let lines: Vec<_> = file.text.lines().map(str::trim).collect();
        for (index, line) in lines.iter().enumerate() {
            let Some(name) = line.strip_prefix("pub enum ").and_then(|rest| rest.split([' ', '<']).next()) else {
                continue;
            };
            let above: Vec<_> = lines[..index].iter().rev().take_while(|line| line.starts_with("#[")).collect();
            let is_error = above.iter().any(|line| line.contains("thiserror::Error"));
            let may_grow = above.iter().any(|line| **line == "#[non_exhaustive]");
            if is_error && may_grow == EXHAUSTIVE_ERRORS.contains(&name) {
                wrong.push(format!("core/src/{}: {name}", file.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_is_longer_than_a_person_reads() {
    let mut wrong = Vec::new();
    for folder in ["core", "bindings", "tests"] {
        for file in read(folder) {
            let lines = file.text.lines().count();
            if lines > MAX_LINES {
                wrong.push(format!("{folder}/{}: {lines} lines, {MAX_LINES} allowed", file.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_silences_a_lint_or_puts_work_off() {
    let mut wrong = Vec::new();
    for folder in ["core", "bindings", "tests"] {
        for file in read(folder) {
            for (line, text) in (1..).zip(file.text.lines()) {
                // Spelled in two parts, so that this file does not find itself.
                for word in [concat!("#[", "allow"), concat!("TO", "DO"), concat!("FIX", "ME")] {
                    if text.contains(word) {
                        wrong.push(format!("{folder}/{}:{line}: {word}", file.path.display()));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_module_has_a_name_that_says_nothing() {
    for folder in ["core/src", "bindings", "tests"] {
        for file in read(folder) {
            let module = file.module();
            let says_nothing = |word: &str| ["manager", "helper", "util"].iter().any(|empty| word.contains(empty));
            assert!(!module.iter().any(|part| says_nothing(part)), "{folder}/{}", file.path.display());
        }
    }
}

#[test]
fn an_edge_is_found_in_a_use_line_a_group_and_a_plain_path() {
    let file = source(
        "key/private_key.rs",
        "use crate::secret::Secret;\nuse crate::{\n    id::RpId,\n    store::{Row, rows::Table},\n};\nfn f() { crate::seal::open() }\n",
    );
    assert_eq!(
        found(&file),
        ["1 secret::Secret", "3 id::RpId", "4 store::Row", "4 store::rows::Table", "6 seal::open"]
    );
}

#[test]
fn a_module_for_tests_is_left_out_by_its_declaration() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("key")).unwrap();
    for (path, text) in [
        ("lib.rs", "pub mod key;\n#[cfg(test)]\nmod corpus;\n"),
        ("corpus.rs", ""),
        ("key/mod.rs", "mod point;\n#[cfg(test)]\n#[path = \"vectors.rs\"]\nmod vectors;\n"),
        ("key/point.rs", ""),
        ("key/vectors.rs", ""),
    ] {
        std::fs::write(folder.path().join(path), text).unwrap();
    }
    let paths: Vec<PathBuf> = rust_files(folder.path()).unwrap().into_iter().map(|file| file.path).collect();
    assert_eq!(paths, ["key/mod.rs", "key/point.rs", "lib.rs"].map(PathBuf::from));
}

#[test]
fn a_relative_path_is_followed_from_its_module() {
    let file =
        source("webauthn/options/mod.rs", "use super::super::store::Row;\nuse self::user::User;\nuse super::cose;\n");
    assert_eq!(found(&file), ["1 store::Row", "2 webauthn::options::user::User", "3 webauthn::cose"]);
}

#[test]
fn comments_strings_and_foreign_paths_are_no_edges() {
    let file = source(
        "key/mod.rs",
        "//! [`crate::store`]\nfn f() { \"crate::store\"; other::crate_::x(); std::fmt::Write } // crate::seal\n",
    );
    assert_eq!(found(&file), Vec::<String>::new());
}

fn found(file: &SourceFile) -> Vec<String> {
    edges(file, "crate").iter().map(|edge| format!("{} {}", edge.line, edge.to.join("::"))).collect()
}

fn source(path: &str, text: &str) -> SourceFile {
    SourceFile { path: PathBuf::from(path), text: text.to_owned() }
}

fn read(folder: &str) -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    rust_files(&root).unwrap()
}
