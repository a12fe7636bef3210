//! The arguments of a call or an act. Each is taken by its name, and what nobody took is a mistake of
//! the scenario: a misspelt argument must not pass for one that was left out.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use crate::Mistake;

/// Arguments that were not taken yet.
#[derive(Clone, Debug)]
pub struct Arguments {
    /// Whose they are, for messages.
    of: String,
    members: Map<String, Value>,
}

/// A text that the provider parses.
#[derive(Clone, Debug)]
pub struct Document(pub String);

impl Arguments {
    /// The arguments of `of`.
    pub fn new(of: impl Into<String>, members: Map<String, Value>) -> Self {
        Self { of: of.into(), members }
    }

    /// An argument, if it is there; `null` stands for one that is not.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        self.members.remove(name).filter(|value| !value.is_null())
    }

    /// An argument that has to be there.
    pub fn need(&mut self, name: &str) -> Result<Value, Mistake> {
        self.take(name).ok_or_else(|| Mistake(format!("{} needs `{name}`", self.of)))
    }

    /// A text.
    pub fn text(&mut self, name: &str) -> Result<String, Mistake> {
        let value = self.need(name)?;
        self.read(name, "a text", value.as_str().map(str::to_owned))
    }

    /// A text, if it is there.
    pub fn text_if_any(&mut self, name: &str) -> Result<Option<String>, Mistake> {
        if self.members.get(name).is_none_or(Value::is_null) { Ok(None) } else { self.text(name).map(Some) }
    }

    /// Texts; none if the argument is not there.
    pub fn texts(&mut self, name: &str) -> Result<Vec<String>, Mistake> {
        let Some(value) = self.take(name) else { return Ok(Vec::new()) };
        let texts = value.as_array().map(|list| list.iter().map(|text| text.as_str().map(str::to_owned)).collect());
        self.read(name, "a list of texts", texts.flatten())
    }

    /// Whole numbers; none if the argument is not there.
    pub fn numbers(&mut self, name: &str) -> Result<Vec<i64>, Mistake> {
        let Some(value) = self.take(name) else { return Ok(Vec::new()) };
        let numbers = value.as_array().map(|list| list.iter().map(Value::as_i64).collect());
        self.read(name, "a list of whole numbers", numbers.flatten())
    }

    /// Bytes, which stand as unpadded base64url.
    pub fn bytes(&mut self, name: &str) -> Result<Vec<u8>, Mistake> {
        let text = self.text(name)?;
        self.read(name, "unpadded base64url", BASE64_URL_SAFE_NO_PAD.decode(text).ok())
    }

    /// Bytes, if they are there.
    pub fn bytes_if_any(&mut self, name: &str) -> Result<Option<Vec<u8>>, Mistake> {
        if self.members.get(name).is_none_or(Value::is_null) { Ok(None) } else { self.bytes(name).map(Some) }
    }

    /// A list of bytes; none if the argument is not there.
    pub fn list_of_bytes(&mut self, name: &str) -> Result<Vec<Vec<u8>>, Mistake> {
        let texts = self.texts(name)?.into_iter();
        let list = texts.map(|text| BASE64_URL_SAFE_NO_PAD.decode(text).ok()).collect();
        self.read(name, "a list of unpadded base64url", list)
    }

    /// A whole number that is not negative.
    pub fn number(&mut self, name: &str) -> Result<u64, Mistake> {
        let value = self.need(name)?;
        self.read(name, "a whole number", value.as_u64())
    }

    /// A whole number that is not negative, if it is there.
    pub fn number_if_any(&mut self, name: &str) -> Result<Option<u64>, Mistake> {
        if self.members.get(name).is_none_or(Value::is_null) { Ok(None) } else { self.number(name).map(Some) }
    }

    /// Yes or no; no if the argument is not there.
    pub fn flag(&mut self, name: &str) -> Result<bool, Mistake> {
        let Some(value) = self.take(name) else { return Ok(false) };
        self.read(name, "true or false", value.as_bool())
    }

    /// An object of arguments.
    pub fn object(&mut self, name: &str) -> Result<Self, Mistake> {
        let value = self.need(name)?;
        let of = format!("`{name}` of {}", self.of);
        match value {
            Value::Object(members) => Ok(Self { of, members }),
            _ => Err(Mistake(format!("{of} is no object"))),
        }
    }

    /// The one member of an object, which is an object itself: a kind, and what belongs to it.
    pub fn only_object(self) -> Result<(String, Self), Mistake> {
        let mut members = self.members.into_iter();
        match (members.next(), members.next()) {
            (Some((kind, Value::Object(inner))), None) => Ok((kind.clone(), Self::new(kind, inner))),
            _ => Err(Mistake(format!("{} is no object with one object in it", self.of))),
        }
    }

    /// An object of arguments, if it is there.
    pub fn object_if_any(&mut self, name: &str) -> Result<Option<Self>, Mistake> {
        if self.members.get(name).is_none_or(Value::is_null) { Ok(None) } else { self.object(name).map(Some) }
    }

    /// Objects of arguments; none if the argument is not there.
    pub fn objects(&mut self, name: &str) -> Result<Vec<Self>, Mistake> {
        let Some(value) = self.take(name) else { return Ok(Vec::new()) };
        let of = format!("`{name}` of {}", self.of);
        let objects = value.as_array().map(|list| {
            list.iter().map(|entry| entry.as_object().map(|members| Self::new(of.clone(), members.clone()))).collect()
        });
        self.read(name, "a list of objects", objects.flatten())
    }

    /// A document: `{"json": ..}`, which is written as text, or `{"text": ..}` as it stands.
    pub fn document(&mut self, name: &str) -> Result<Document, Mistake> {
        let mut document = self.object(name)?;
        let read = document.document_here()?;
        document.finish()?;
        Ok(read)
    }

    /// The same, where the members of the document are these.
    pub fn document_here(&mut self) -> Result<Document, Mistake> {
        match self.take("json") {
            Some(value) => Ok(Document(value.to_string())),
            None => self.text("text").map(Document),
        }
    }

    /// Whether there is such an argument.
    pub fn has(&self, name: &str) -> bool {
        self.members.get(name).is_some_and(|value| !value.is_null())
    }

    /// The mistake of an argument with a value that it cannot have.
    pub fn wrong(&self, name: &str, wanted: &str) -> Mistake {
        Mistake(format!("`{name}` of {} is not {wanted}", self.of))
    }

    /// Every argument that is there must have been taken.
    pub fn finish(self) -> Result<(), Mistake> {
        match self.members.iter().find(|(_, value)| !value.is_null()) {
            Some((name, _)) => Err(Mistake(format!("{} knows no `{name}`", self.of))),
            None => Ok(()),
        }
    }

    fn read<T>(&self, name: &str, wanted: &str, value: Option<T>) -> Result<T, Mistake> {
        value.ok_or_else(|| self.wrong(name, wanted))
    }
}
