//! A JSON object that is read field by field. Each error names the path of the field and says what is expected; what
//! is left over at the end is refused. (serde alone loses the path inside tagged enums, and says "expected u8".)

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use baton_shared::notice::{MAX_ATTRIBUTE_BYTES, MAX_ATTRIBUTES, is_attribute_name};
use baton_shared::protocol::{Problem, Said};
use serde_json::{Map, Value};

use super::Parsed;
use super::id;
use super::problem::{Code, field, problem};

/// An object that is being read.
pub(super) struct Object {
    /// Path of this object, with a dot at its end unless it is the body itself.
    path: String,
    fields: Map<String, Value>,
    /// The fields that were asked for, for the sentence about one that is unknown.
    known: Vec<&'static str>,
}

impl Object {
    /// Reads a body of at most `limit` bytes.
    pub(super) fn parse(body: &[u8], limit: usize) -> Parsed<Self> {
        if body.len() > limit {
            return Err(problem(Code::TooLarge, format!("the body has more than {limit} bytes; send less")));
        }
        match serde_json::from_slice(body) {
            Ok(Value::Object(fields)) => Ok(Self { path: String::new(), fields, known: Vec::new() }),
            Ok(other) => {
                let detail = format!("the body is {}; send one JSON object", kind(&other));
                Err(problem(Code::MalformedJson, detail))
            }
            Err(error) => Err(problem(Code::MalformedJson, format!("the body is not JSON ({error}); send one object"))),
        }
    }

    /// A problem with one of this object's fields.
    pub(super) fn wrong(&self, name: &str, code: Code, detail: &str) -> Problem {
        let path = format!("{}{name}", self.path);
        field(problem(code, format!("{path} {detail}")), &path)
    }

    /// Takes a field out; null counts as absent.
    fn take(&mut self, name: &'static str) -> Option<Value> {
        self.known.push(name);
        self.fields.remove(name).filter(|value| !value.is_null())
    }

    fn needed<T>(&self, name: &str, value: Option<T>) -> Parsed<T> {
        value.ok_or_else(|| self.wrong(name, Code::Invalid, "is missing; add it"))
    }

    /// A text of so many bytes.
    pub(super) fn text(&mut self, name: &'static str, bytes: RangeInclusive<usize>) -> Parsed<String> {
        let text = self.optional_text(name, bytes)?;
        self.needed(name, text)
    }

    /// A text of so many bytes, or none.
    pub(super) fn optional_text(&mut self, name: &'static str, bytes: RangeInclusive<usize>) -> Parsed<Option<String>> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) if bytes.contains(&text.len()) => Ok(Some(text)),
            Some(Value::String(text)) if text.len() < *bytes.start() => {
                let detail = format!("has {} bytes; it needs at least {}", text.len(), bytes.start());
                Err(self.wrong(name, Code::Invalid, &detail))
            }
            Some(Value::String(text)) => {
                let detail = format!("has {} bytes, more than {}; shorten it", text.len(), bytes.end());
                Err(self.wrong(name, Code::TooLong, &detail))
            }
            Some(other) => Err(self.wrong(name, Code::Invalid, &format!("is {}; send a text", kind(&other)))),
        }
    }

    /// A whole number.
    pub(super) fn number(&mut self, name: &'static str, range: RangeInclusive<u64>) -> Parsed<u64> {
        let number = self.optional_number(name, range)?;
        self.needed(name, number)
    }

    /// A whole number, or none.
    pub(super) fn optional_number(&mut self, name: &'static str, range: RangeInclusive<u64>) -> Parsed<Option<u64>> {
        let Some(value) = self.take(name) else { return Ok(None) };
        let number = value.as_u64().filter(|number| range.contains(number));
        let (low, high) = (range.start(), range.end());
        let wrong = || self.wrong(name, Code::Invalid, &format!("must be a whole number from {low} to {high}"));
        number.map(Some).ok_or_else(wrong)
    }

    /// True or false.
    pub(super) fn boolean(&mut self, name: &'static str) -> Parsed<bool> {
        let value = self.take(name);
        let value = self.needed(name, value)?;
        value.as_bool().ok_or_else(|| self.wrong(name, Code::Invalid, "must be true or false"))
    }

    /// One of several words.
    pub(super) fn word<T: Copy>(&mut self, name: &'static str, words: &[(&str, T)]) -> Parsed<T> {
        let value = self.take(name);
        let value = self.needed(name, value)?;
        let found = words.iter().find(|(word, _)| value.as_str() == Some(word)).map(|(_, meaning)| *meaning);
        found.ok_or_else(|| self.wrong(name, Code::Invalid, &one_of(words.iter().map(|(word, _)| *word))))
    }

    /// A list of words, each once; absent is empty.
    pub(super) fn words<T: Copy + PartialEq>(&mut self, name: &'static str, words: &[(&str, T)]) -> Parsed<Vec<T>> {
        let mut list = Vec::new();
        let values = match self.take(name) {
            None => return Ok(list),
            Some(Value::Array(values)) => values,
            Some(other) => return Err(self.wrong(name, Code::Invalid, &format!("is {}; send a list", kind(&other)))),
        };
        for (index, value) in values.iter().enumerate() {
            let found = words.iter().find(|(word, _)| value.as_str() == Some(word)).map(|(_, meaning)| *meaning);
            let place = format!("{name}[{index}]");
            let wrong = || self.wrong(&place, Code::Invalid, &one_of(words.iter().map(|(word, _)| *word)));
            let meaning = found.ok_or_else(wrong)?;
            if !list.contains(&meaning) {
                list.push(meaning);
            }
        }
        Ok(list)
    }

    /// A list of at most so many ids; absent is empty.
    pub(super) fn ids(&mut self, name: &'static str, limit: usize) -> Parsed<Vec<String>> {
        let values = match self.take(name) {
            None => return Ok(Vec::new()),
            Some(Value::Array(values)) => values,
            Some(other) => return Err(self.wrong(name, Code::Invalid, &format!("is {}; send a list", kind(&other)))),
        };
        if values.len() > limit {
            return Err(self.wrong(name, Code::Invalid, &format!("has {} entries, more than {limit}", values.len())));
        }
        let mut ids: Vec<String> = Vec::with_capacity(values.len());
        for (index, value) in values.iter().enumerate() {
            let place = format!("{name}[{index}]");
            let text = value.as_str().filter(|text| id::id(&place, text).is_ok());
            let id =
                text.ok_or_else(|| self.wrong(&place, Code::Invalid, "must be the id of a file that was uploaded"))?;
            if !ids.iter().any(|known| known == id) {
                ids.push(id.to_owned());
            }
        }
        Ok(ids)
    }

    /// A list of so many texts of so many bytes; absent is empty.
    pub(super) fn texts(
        &mut self,
        name: &'static str,
        most: usize,
        bytes: RangeInclusive<usize>,
    ) -> Parsed<Vec<String>> {
        let values = match self.take(name) {
            None => return Ok(Vec::new()),
            Some(Value::Array(values)) => values,
            Some(other) => return Err(self.wrong(name, Code::Invalid, &format!("is {}; send a list", kind(&other)))),
        };
        if values.len() > most {
            return Err(self.wrong(name, Code::Invalid, &format!("has more than {most} items; send fewer")));
        }
        let text = |(index, value): (usize, Value)| match value {
            Value::String(text) if bytes.contains(&text.len()) => Ok(text),
            _ => {
                let detail = format!("must be a text of {} to {} bytes", bytes.start(), bytes.end());
                Err(self.wrong(&format!("{name}[{index}]"), Code::Invalid, &detail))
            }
        };
        values.into_iter().enumerate().map(text).collect()
    }

    /// What a page says of its visitor: names with short texts; absent is empty.
    pub(super) fn attributes(&mut self, name: &'static str) -> Parsed<BTreeMap<String, String>> {
        let said = self.said(name, false)?;
        Ok(said.into_iter().filter_map(|(name, value)| Some((name, value?))).collect())
    }

    /// The same, where `null` may stand for what the page no longer says.
    pub(super) fn changed_attributes(&mut self, name: &'static str) -> Parsed<Said> {
        self.said(name, true)
    }

    fn said(&mut self, name: &'static str, may_go: bool) -> Parsed<Said> {
        let Some(inner) = self.optional_object(name)? else { return Ok(Vec::new()) };
        let gone = inner.fields.values().filter(|value| may_go && value.is_null()).count();
        if inner.fields.len() - gone > MAX_ATTRIBUTES || gone > MAX_ATTRIBUTES {
            let detail = format!("has more than {MAX_ATTRIBUTES} names; send fewer");
            return Err(self.wrong(name, Code::Invalid, &detail));
        }
        let attribute = |(key, value): (&String, &Value)| {
            // A name from outside may be long; the start is enough to find it.
            let short: String = key.chars().take(64).collect();
            if !is_attribute_name(key) {
                let detail = "must be named with 1 to 32 lower-case letters, digits and _, a letter first";
                return Err(inner.wrong(&short, Code::Invalid, detail));
            }
            match value {
                Value::Null if may_go => Ok((key.clone(), None)),
                Value::String(text) if text.len() <= MAX_ATTRIBUTE_BYTES => Ok((key.clone(), Some(text.clone()))),
                Value::String(text) => {
                    let detail = format!("has {} bytes, more than {MAX_ATTRIBUTE_BYTES}; shorten it", text.len());
                    Err(inner.wrong(key, Code::TooLong, &detail))
                }
                other => Err(inner.wrong(key, Code::Invalid, &format!("is {}; send a text", kind(other)))),
            }
        };
        inner.fields.iter().map(attribute).collect()
    }

    /// An object within this one, or none.
    pub(super) fn optional_object(&mut self, name: &'static str) -> Parsed<Option<Self>> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Object(fields)) => {
                Ok(Some(Self { path: format!("{}{name}.", self.path), fields, known: Vec::new() }))
            }
            Some(other) => Err(self.wrong(name, Code::Invalid, &format!("is {}; send an object", kind(&other)))),
        }
    }

    /// Refuses what nobody asked for: a field that is misspelt must not be passed over.
    pub(super) fn finish(self) -> Parsed<()> {
        let Some(name) = self.fields.keys().next() else { return Ok(()) };
        // A name from outside may be long; the start is enough to find it.
        let short: String = name.chars().take(64).collect();
        Err(self.wrong(&short, Code::Invalid, &format!("is unknown here; known are {}", self.known.join(", "))))
    }
}

fn one_of<'w>(words: impl Iterator<Item = &'w str>) -> String {
    format!("must be one of: {}", words.collect::<Vec<_>>().join(", "))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
