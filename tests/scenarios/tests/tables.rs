//! The lists beside the scenarios hold what they say, no less and no more.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use passkey_provider::error::ErrorCode;
use passkey_provider_ffi::error_table;
use scenarios::{Folder, Step};
use serde_json::Value;
use syn::{Attribute, ImplItem, Item};

#[cfg(test)]
fn folder() -> Folder {
    Folder::of_the_workspace().unwrap()
}

#[cfg(test)]
fn steps(folder: &Folder) -> Vec<Step> {
    let cases = folder.cases().unwrap();
    cases.iter().flat_map(|(_, file)| &file.scenarios).flat_map(|scenario| with_inner(&scenario.steps)).collect()
}

/// The steps, and those that they play for each entry of a list.
#[cfg(test)]
fn with_inner(steps: &[Step]) -> Vec<Step> {
    steps.iter().flat_map(|step| std::iter::once(step.clone()).chain(with_inner(&step.steps))).collect()
}

#[test]
fn the_operations_are_the_functions_that_the_bindings_export() {
    let folder = folder();
    let listed = folder.operations.iter().map(|operation| operation.name.clone());
    let listed: BTreeSet<String> = listed.chain(folder.not_played.keys().cloned()).collect();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bindings/ffi/src");
    let exported: BTreeSet<String> = exported_below(&source).into_iter().collect();
    assert!(exported.len() > 50, "{exported:?}");
    assert_eq!(listed, exported);
}

#[cfg(test)]
fn exported_below(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            names.extend(exported_below(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            names.extend(exported_by(&fs::read_to_string(path).unwrap()));
        }
    }
    names
}

#[cfg(test)]
fn exported_by(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    for item in syn::parse_file(source).unwrap().items {
        match item {
            Item::Fn(function) if is_export(&function.attrs) => names.push(function.sig.ident.to_string()),
            Item::Impl(block) if is_export(&block.attrs) => {
                names.extend(block.items.iter().filter_map(|item| match item {
                    ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
                    _ => None,
                }));
            }
            _ => {}
        }
    }
    names
}

fn is_export(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let path = attribute.path().segments.iter().map(|segment| segment.ident.to_string());
        path.eq(["uniffi", "export"].map(str::to_owned))
    })
}

#[test]
fn an_exported_function_is_found_alone_and_in_a_block() {
    let source = "#[uniffi::export]\npub fn alone() {}\npub fn inside() {}\n\
        #[uniffi::export]\nimpl Provider { pub fn method(&self) {} }\nimpl Provider { pub fn other(&self) {} }";
    assert_eq!(exported_by(source), ["alone", "method"]);
}

#[test]
fn each_error_code_is_provoked_or_stands_with_a_reason_among_those_that_are_not() {
    let folder = folder();
    let all: BTreeSet<String> = error_table().unwrap().into_iter().map(|row| row.name).collect();
    assert!(ErrorCode::ALL.iter().all(|code| all.contains(code.as_str())));
    let provoked: BTreeSet<String> = steps(&folder)
        .iter()
        .filter_map(|step| step.fails.as_ref()?.get("code").and_then(Value::as_str).map(str::to_owned))
        .collect();
    let not_provoked: BTreeSet<String> = folder.not_provoked.keys().cloned().collect();
    assert_eq!(provoked.intersection(&not_provoked).collect::<Vec<_>>(), Vec::<&String>::new());
    assert_eq!(provoked.union(&not_provoked).cloned().collect::<BTreeSet<_>>(), all);
}

#[test]
fn the_format_tells_of_every_operation_and_every_act() {
    let folder = folder();
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let acts = steps(&folder).into_iter().filter_map(|step| step.r#do);
    let names = folder.operations.iter().map(|operation| operation.name.clone()).chain(acts);
    let untold: BTreeSet<String> = names.filter(|name| !readme.contains(&format!("`{name}`"))).collect();
    assert_eq!(untold, BTreeSet::new());
}

#[test]
fn each_list_of_given_steps_is_given_somewhere() {
    let folder = folder();
    let cases = folder.cases().unwrap();
    let given: BTreeSet<&String> =
        cases.iter().flat_map(|(_, file)| &file.scenarios).flat_map(|scenario| &scenario.given).collect();
    assert_eq!(folder.shared.given.keys().collect::<BTreeSet<_>>(), given);
}
