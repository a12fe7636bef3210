use crate::MARK;

use super::{Enumeration, Variant, linked, word};

/// All of them, as a file of the package.
pub(crate) fn file(enumerations: &[Enumeration]) -> String {
    let all: String =
        enumerations.iter().map(|enumeration| declaration(enumeration) + &conversions(enumeration)).collect();
    format!("{MARK}\npackage passkeyprovider\n{all}")
}

fn declaration(enumeration: &Enumeration) -> String {
    let variants: String = enumeration.variants.iter().map(variant).collect();
    format!(
        "\n{}public enum class {} {{\n{variants}    ;\n\n    \
         /** This as a word for programs: `{}`. Never changes once released. */\n    \
         public val word: String get() = name.lowercase()\n}}\n",
        comment(&enumeration.doc, ""),
        enumeration.name,
        enumeration.variants.first().map(|first| word(&first.name)).unwrap_or_default(),
    )
}

fn variant(variant: &Variant) -> String {
    format!("{}    {},\n\n", comment(&variant.doc, "    "), constant(&variant.name))
}

/// From the type of the bindings to the package's, and back.
fn conversions(enumeration: &Enumeration) -> String {
    let name = &enumeration.name;
    let conversion = |from: &str, to: &str| {
        let arms: String = enumeration
            .variants
            .iter()
            .map(|variant| format!("    {from}.{0} -> {to}.{0}\n", constant(&variant.name)))
            .collect();
        format!("\ninternal fun {from}.converted(): {to} = when (this) {{\n{arms}}}\n")
    };
    let of_bindings = format!("passkeyprovider.ffi.{name}");
    conversion(&of_bindings, name) + &conversion(name, &of_bindings)
}

fn comment(doc: &str, indent: &str) -> String {
    let doc =
        linked(doc, |of, name| format!("[{of}.{}]", if is_object(of) { name.to_owned() } else { constant(name) }));
    let lines: String =
        doc.lines().map(|line| format!("{indent} * {}\n", line.trim()).replace("* \n", "*\n")).collect();
    format!("{indent}/**\n{lines}{indent} */\n")
}

/// Of whose members names are written as in Rust.
fn is_object(name: &str) -> bool {
    name == "Consent"
}

fn constant(name: &str) -> String {
    word(name).to_uppercase()
}
