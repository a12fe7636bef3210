//! Rewires what UniFFI generates for Kotlin, so that a call of the library costs a fraction.
//!
//! UniFFI passes C structures by value, which JNA makes by reflection. Here each function becomes the one
//! that UniFFI's feature `scaffolding-ffi-buffer-fns` adds to it, which takes two addresses. What that
//! needs is in the package itself (`Crossing.kt`, `FfiConverter.kt`), and the same of UniFFI is cut out. The
//! converters and the classes stay as they are generated.
//!
//! Whatever is looked for has to be there as often as expected: another version of UniFFI that generates
//! something else fails here.

use std::fmt::Write as _;

/// The name that UniFFI gives what is called here.
const LIBRARY: &str = "passkey_provider_ffi";

/// How many elements the package's block has for arguments; a buffer takes three, lent bytes two.
const MOST_ARGUMENTS: usize = 16;

/// What was generated is not what this file knows how to rewire.
#[derive(Debug, thiserror::Error, PartialEq)]
pub(crate) enum Unknown {
    #[error("`{text}` is there {found} times, not {expected}")]
    Count { text: String, found: usize, expected: usize },
    #[error("no `{to}` after `{from}`")]
    NoEnd { from: String, to: String },
    #[error("a function of another form: {0}")]
    Function(String),
    #[error("`{0}` is left over")]
    Left(&'static str),
}

/// The generated code, rewired.
pub(crate) fn rewire(generated: &str) -> Result<String, Unknown> {
    // The runtime: buffers, the status, the base of the converters; callbacks and futures, that we have none of.
    let text = cut(
        generated,
        "// This is a helper for safely working with byte buffers",
        "// Contains loading, initialization code,",
    )?;
    let text =
        cut(&text, "// Define FFI callback types\n", "// A JNA Library to expose the extern-C FFI definitions.")?;
    let text = functions(&text)?;
    let text = texts(&text)?;
    let text = objects(&text)?;
    let text = text.replace("RustBuffer.ByValue", "ByteBuffer").replace("ForeignBytes.ByValue", "Lent");
    let left = [
        "Structure()",
        "ForeignBytes",
        "UniffiRustCallStatus()",
        "RustBuffer.alloc",
        "RustBuffer.free",
        "asByteBuffer",
    ];
    left.into_iter().find(|left| text.contains(left)).map_or(Ok(text), |left| Err(Unknown::Left(left)))
}

/// The functions of the library: each takes its arguments through the thread's block.
fn functions(text: &str) -> Result<String, Unknown> {
    let (before, rest) = split(text, "object UniffiLib {")?;
    let (class, after) = split_first(rest, "\n}\n")?;
    let (head, declared) = split_first(class, "    external fun ")?;
    let mut rewired = String::new();
    for function in declared.split("    external fun ") {
        if !function.starts_with("ffi_") {
            rewired.push_str(&Function::parse(function)?.rewired()?);
        }
    }
    Ok(format!(
        "{before}object UniffiLib {{{head}    external fun {LIBRARY_BUFFER}_alloc(size: Long): Long\n    \
         external fun {LIBRARY_BUFFER}_free(address: Long, capacity: Long)\n{rewired}}}\n{after}",
        LIBRARY_BUFFER = "passkey_provider_ffi_buffer",
    ))
}

/// A function as UniFFI declares it: its arguments and their types without the status, which is the last.
struct Function<'a> {
    name: &'a str,
    arguments: Vec<(&'a str, &'a str)>,
    result: &'a str,
}

impl<'a> Function<'a> {
    fn parse(declared: &'a str) -> Result<Self, Unknown> {
        let unknown = || Unknown::Function(declared.trim().to_owned());
        let (name, rest) = declared.split_once('(').ok_or_else(unknown)?;
        let (arguments, result) = rest.split_once("):").ok_or_else(unknown)?;
        let (arguments, _) = arguments.split_once("uniffi_out_err: UniffiRustCallStatus").ok_or_else(unknown)?;
        let arguments = arguments.split(',').map(str::trim).filter(|argument| !argument.is_empty());
        let arguments =
            arguments.map(|argument| argument.split_once(": ").ok_or_else(unknown)).collect::<Result<_, _>>()?;
        Ok(Self { name, arguments, result: result.trim() })
    }

    fn rewired(&self) -> Result<String, Unknown> {
        let unknown = || Unknown::Function(self.name.to_owned());
        let kind = self.name.strip_prefix(&format!("uniffi_{LIBRARY}_fn_")).ok_or_else(unknown)?;
        if kind.starts_with("clone_") || kind.starts_with("free_") {
            return self.reference(kind.starts_with("clone_"));
        }
        let receiver = kind.strip_prefix("method_").and_then(|method| method.split('_').next());
        let flat = self.name.replacen("uniffi_", "uniffi_ffibuffer_", 1);
        let mut elements = 0;
        let mut puts = String::new();
        for (name, of_type) in &self.arguments {
            elements += match *of_type {
                "RustBuffer.ByValue" => 3,
                "ForeignBytes.ByValue" => 2,
                "Long" | "Byte" => 1,
                _ => return Err(unknown()),
            };
            // The library takes a reference of its own to the object whose method it is. Taken last of all, after
            // the arguments were lowered, it is not left over when one of them fails.
            let put = match receiver {
                Some(object) if *name == "`ptr`" => format!("uniffi_{LIBRARY}_fn_clone_{object}(`ptr`, crossing)"),
                _ => (*name).to_owned(),
            };
            // Writing to a string does not fail.
            let _ = writeln!(puts, "        crossing.put({put})");
        }
        let taken = match self.result {
            "RustBuffer.ByValue" => "buffer",
            "Long" => "long",
            "Byte" => "byte",
            "Unit" => "unit",
            _ => return Err(unknown()),
        };
        if elements > MOST_ARGUMENTS {
            return Err(unknown());
        }
        Ok(format!(
            "    private external fun {flat}(arguments: Pointer, results: Pointer)\n    \
             fun {}({}crossing: Crossing): {} {{\n        crossing.begin()\n{puts}        \
             {flat}(crossing.arguments, crossing.results)\n        return crossing.{taken}()\n    }}\n",
            self.name,
            self.parameters(),
            self.result,
        ))
    }

    /// Taking a reference or giving it back has no buffers: the function stays, with the status as an address.
    fn reference(&self, is_clone: bool) -> Result<String, Unknown> {
        let ([("`handle`", "Long")], "Long" | "Unit") = (self.arguments.as_slice(), self.result) else {
            return Err(Unknown::Function(self.name.to_owned()));
        };
        let (name, result) = (self.name, self.result);
        Ok(format!(
            "    private external fun {name}(`handle`: Long, status: Pointer): {result}\n    \
             fun {name}(`handle`: Long, crossing: Crossing): {result} {{\n        \
             val result = {name}(`handle`, crossing.status())\n        \
             crossing.endReference(isUpkeep = {is_clone})\n        return result\n    }}\n"
        ))
    }

    fn parameters(&self) -> String {
        self.arguments.iter().map(|(name, of_type)| format!("{name}: {of_type}, ")).collect()
    }
}

/// A text that is an argument or a result by itself.
fn texts(text: &str) -> Result<String, Unknown> {
    let (before, rest) = split(text, "object FfiConverterString: ")?;
    let (class, after) = split_first(rest, "\n}\n")?;
    let class = cut(class, "    // Note: we don't inherit from FfiConverterRustBuffer", "    override fun read(")?;
    let class = cut(&class, "    fun toUtf8(", "    // We aren't sure exactly how many bytes")?;
    Ok(format!(
        "{before}object FfiConverterString: {class}\n    override fun lift(value: ByteBuffer): String = liftText(value)\n\n    \
         override fun lower(value: String): ByteBuffer = toUtf8(value)\n}}\n{after}"
    ))
}

/// An object that is an argument may be closed by another thread at that moment: the reference is taken
/// while its calls are counted. The object whose method it is gets its one from the function.
fn objects(text: &str) -> Result<String, Unknown> {
    let count = text.matches("    private class UniffiCleanAction(").count();
    let text = replace(
        text,
        "            return block(this.uniffiCloneHandle())\n",
        "            return block(this.handle)\n",
        count,
    )?;
    replace(
        &text,
        "        return value.uniffiCloneHandle()\n",
        "        return value.callWithHandle { value.uniffiCloneHandle() }\n",
        count,
    )
}

fn replace(text: &str, old: &str, new: &str, expected: usize) -> Result<String, Unknown> {
    match text.matches(old).count() {
        found if found == expected && found > 0 => Ok(text.replace(old, new)),
        found => Err(Unknown::Count { text: old.trim().to_owned(), found, expected }),
    }
}

/// The text without what begins with `from`, which is there once, and ends before `to`.
fn cut(text: &str, from: &str, to: &str) -> Result<String, Unknown> {
    let (before, rest) = split(text, from)?;
    let end = rest.find(to).ok_or_else(|| Unknown::NoEnd { from: from.trim().to_owned(), to: to.trim().to_owned() })?;
    Ok(format!("{before}{}", rest.split_at(end).1))
}

/// What is before and after a mark that is there once.
fn split<'a>(text: &'a str, mark: &str) -> Result<(&'a str, &'a str), Unknown> {
    match text.matches(mark).count() {
        1 => split_first(text, mark),
        found => Err(Unknown::Count { text: mark.trim().to_owned(), found, expected: 1 }),
    }
}

fn split_first<'a>(text: &'a str, mark: &str) -> Result<(&'a str, &'a str), Unknown> {
    let none = || Unknown::Count { text: mark.trim().to_owned(), found: 0, expected: 1 };
    text.split_once(mark).ok_or_else(none)
}

#[cfg(test)]
mod tests;
