use crate::MARK;

use super::{Enumeration, linked, word, words};

/// All of them, as a file of the package.
pub(crate) fn file(enumerations: &[Enumeration]) -> String {
    let all: String =
        enumerations.iter().map(|enumeration| declaration(enumeration) + &conversions(enumeration)).collect();
    format!("{MARK}\n\ninternal import PasskeyProviderGenerated\n{all}")
}

fn declaration(enumeration: &Enumeration) -> String {
    let name = type_name(&enumeration.name);
    let cases: String = enumeration
        .variants
        .iter()
        .map(|variant| {
            let case = case(&variant.name);
            format!("{}    case `{case}` = \"{}\"\n", comment(&variant.doc, "    "), word(&variant.name))
        })
        .collect();
    let (outer, inner) = name.rsplit_once('.').unwrap_or(("", &name));
    let declared = format!(
        "{}public enum {inner}: String, CaseIterable, Hashable, Sendable {{\n{cases}}}\n",
        comment(&enumeration.doc, "")
    );
    if outer.is_empty() { format!("\n{declared}") } else { format!("\nextension {outer} {{\n{declared}}}\n") }
}

/// From the type of the bindings to the package's, and back.
fn conversions(enumeration: &Enumeration) -> String {
    let (name, generated) = (type_name(&enumeration.name), format!("PasskeyProviderGenerated.{}", enumeration.name));
    let arms = |of_bindings: bool| -> String {
        let arm = |variant: &super::Variant| {
            let (theirs, ours) = (camel(&words(&variant.name)), case(&variant.name));
            let (from, to) = if of_bindings { (theirs, ours) } else { (ours, theirs) };
            format!("        case .{from}: .{to}\n")
        };
        enumeration.variants.iter().map(arm).collect()
    };
    format!(
        "\nextension {name} {{\n    init(_ raw: {generated}) {{\n        self = switch raw {{\n{}        }}\n    }}\n\n    \
         var raw: {generated} {{\n        switch self {{\n{}        }}\n    }}\n}}\n",
        arms(true),
        arms(false),
    )
}

fn comment(doc: &str, indent: &str) -> String {
    let doc = linked(doc, |of, name| format!("``{}/{}``", type_name(of).replace('.', "/"), case(name)));
    doc.lines().map(|line| format!("{indent}/// {}\n", line.trim())).collect()
}

/// An error's code is named below the error.
fn type_name(name: &str) -> String {
    if name == "ErrorCode" { "ProviderError.Code".to_owned() } else { name.to_owned() }
}

/// `RpIdNotVerified` as `rpIDNotVerified`, `Ios` as `iOS`: as Apple writes its own.
fn case(name: &str) -> String {
    let mut words = words(name);
    for (index, word) in words.iter_mut().enumerate() {
        match word.as_str() {
            "ios" => "iOS".clone_into(word),
            "urls" if index > 0 => "URLs".clone_into(word),
            "rp" | "id" if index > 0 => *word = word.to_uppercase(),
            _ => {}
        }
    }
    camel(&words)
}

/// The first word as it is, and each other with a capital.
fn camel(words: &[String]) -> String {
    let mut name = String::new();
    for (index, word) in words.iter().enumerate() {
        let mut rest = word.chars();
        match rest.next() {
            Some(first) if index > 0 => name.extend(first.to_uppercase()),
            Some(first) => name.push(first),
            None => {}
        }
        name.push_str(rest.as_str());
    }
    name
}
