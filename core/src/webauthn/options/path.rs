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

impl Path<'_> {
    /// A JSONPath (RFC 9535).
    ///
    /// Names of members come from the text and may be anything, a credential id for one. Only those
    /// that look like names are written out, any other is `[*]`.
    pub(super) fn written(self) -> String {
        let mut text = String::with_capacity(USUAL_LENGTH);
        self.push_to(&mut text);
        text
    }

    fn push_to(self, text: &mut String) {
        match self {
            Self::Root(path) => text.push_str(path),
            Self::Member(parent, name) => {
                parent.push_to(text);
                Step(name).push_to(text);
            }
            Self::Entry(parent, index) => {
                parent.push_to(text);
                push_in_brackets(&index.to_string(), text);
            }
            Self::Within(parent, list, index) => {
                Self::Entry(parent, list).push_to(text);
                push_in_brackets(&index.to_string(), text);
            }
        }
    }
}

/// One step to a member, as [`Path`] writes it.
pub(super) struct Step<'s>(pub(super) &'s str);

impl Step<'_> {
    pub(super) fn written(self) -> String {
        let mut text = String::new();
        self.push_to(&mut text);
        text
    }

    fn push_to(self, text: &mut String) {
        let Self(name) = self;
        let plain = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
        if name.is_empty() || name.len() > LONGEST_NAME {
            text.push_str("[*]");
        } else if name.bytes().all(plain) {
            text.push('.');
            text.push_str(name);
        } else if name.len() <= LONGEST_ODD_NAME
            && name.bytes().all(|byte| plain(byte) || byte.is_ascii_digit() || b"@.-".contains(&byte))
        {
            text.push_str("['");
            text.push_str(name);
            text.push_str("']");
        } else {
            text.push_str("[*]");
        }
    }
}

fn push_in_brackets(step: &str, text: &mut String) {
    text.push('[');
    text.push_str(step);
    text.push(']');
}

/// `$.publicKey.excludeCredentials[10].id`, and a little more.
const USUAL_LENGTH: usize = 48;

/// The longest name of an extension has 33 letters.
const LONGEST_NAME: usize = 33;

/// A credential id of 16 bytes has 22, with digits among them nearly always.
const LONGEST_ODD_NAME: usize = 20;
