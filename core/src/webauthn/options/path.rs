use std::fmt;

/// Where in the text a value stands, kept on the stack and written out only when it is reported.
#[derive(Clone, Copy)]
pub(super) enum Path<'p> {
    /// The root, or the place where the options were found, already written out.
    Root(&'p str),
    Member(&'p Path<'p>, &'p str),
    Entry(&'p Path<'p>, usize),
    /// An entry of a list within the list.
    Within(&'p Path<'p>, usize, usize),
}

/// A JSONPath (RFC 9535).
///
/// Names of members come from the text and may be anything, a credential id for one. Only those
/// that look like names are written out, any other is `[*]`.
impl fmt::Display for Path<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root(path) => formatter.write_str(path),
            Self::Member(parent, name) => write!(formatter, "{parent}{}", Step(name)),
            Self::Entry(parent, index) => write!(formatter, "{parent}[{index}]"),
            Self::Within(parent, list, index) => write!(formatter, "{parent}[{list}][{index}]"),
        }
    }
}

/// One step to a member, as [`Path`] writes it.
pub(super) struct Step<'s>(pub(super) &'s str);

impl fmt::Display for Step<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(name) = self;
        let plain = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
        if name.is_empty() || name.len() > LONGEST_NAME {
            formatter.write_str("[*]")
        } else if name.bytes().all(plain) {
            write!(formatter, ".{name}")
        } else if name.len() <= LONGEST_ODD_NAME
            && name.bytes().all(|byte| plain(byte) || byte.is_ascii_digit() || b"@.-".contains(&byte))
        {
            write!(formatter, "['{name}']")
        } else {
            formatter.write_str("[*]")
        }
    }
}

/// The longest name of an extension has 33 letters.
const LONGEST_NAME: usize = 33;

/// A credential id of 16 bytes has 22, with digits among them nearly always.
const LONGEST_ODD_NAME: usize = 20;
