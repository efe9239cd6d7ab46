//! JSON, as far as the edge writes it. Numbers are whole and not negative; others are read as the nearest such.

use std::fmt::Write;

/// Deeper nesting than this is refused.
const MAX_DEPTH: u32 = 32;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Number(u64),
    /// Text.
    Text(String),
    /// Values in order.
    List(Vec<Json>),
    /// Values by name, in the order in which they were written.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Reads a text; `None` where it is no JSON.
    pub fn parse(text: &str) -> Option<Self> {
        let mut reader = Reader { rest: text };
        let value = reader.value(0)?;
        reader.space();
        reader.rest.is_empty().then_some(value)
    }

    /// A value by name; `Null` where there is none.
    pub fn get(&self, name: &str) -> &Self {
        let Self::Object(fields) = self else { return &Self::Null };
        fields.iter().find(|(known, _)| known == name).map_or(&Self::Null, |(_, value)| value)
    }

    /// As text.
    pub fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// As text of its own.
    pub fn owned(&self) -> Option<String> {
        self.text().map(str::to_owned)
    }

    /// As a number.
    pub fn number(&self) -> Option<u64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// As a number that is small.
    pub fn small<T: TryFrom<u64>>(&self) -> Option<T> {
        self.number().and_then(|number| T::try_from(number).ok())
    }

    /// As yes or no.
    pub fn flag(&self) -> Option<bool> {
        if let Self::Bool(flag) = self { Some(*flag) } else { None }
    }

    /// As a list; empty where it is none.
    pub fn list(&self) -> &[Self] {
        if let Self::List(list) = self { list } else { &[] }
    }

    /// Fields as an object; those without a value are left out.
    pub fn object<const N: usize>(fields: [(&str, Option<Self>); N]) -> Self {
        let present = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        Self::Object(present.collect())
    }

    /// Text as a value.
    pub fn of(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// Writes it.
    pub fn print(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Self::Number(number) => out.push_str(&number.to_string()),
            Self::Text(text) => write_text(text, out),
            Self::List(list) => {
                out.push('[');
                for (at, value) in list.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    value.write(out);
                }
                out.push(']');
            }
            Self::Object(fields) => {
                out.push('{');
                for (at, (name, value)) in fields.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    write_text(name, out);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if u32::from(c) < 0x20 => {
                // Writing to a string does not fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t']);
    }

    fn take(&mut self, what: &str) -> bool {
        let found = self.rest.strip_prefix(what);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn value(&mut self, depth: u32) -> Option<Json> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.space();
        match self.rest.bytes().next()? {
            b'{' => self.object(depth),
            b'[' => self.list(depth),
            b'"' => self.text().map(Json::Text),
            b't' => self.take("true").then_some(Json::Bool(true)),
            b'f' => self.take("false").then_some(Json::Bool(false)),
            b'n' => self.take("null").then_some(Json::Null),
            b'-' | b'0'..=b'9' => Some(self.number()),
            _ => None,
        }
    }

    fn object(&mut self, depth: u32) -> Option<Json> {
        let mut fields = Vec::new();
        self.take("{");
        self.space();
        while !self.take("}") {
            if !fields.is_empty() && !self.take(",") {
                return None;
            }
            self.space();
            let name = self.text()?;
            self.space();
            if !self.take(":") {
                return None;
            }
            fields.push((name, self.value(depth + 1)?));
            self.space();
        }
        Some(Json::Object(fields))
    }

    fn list(&mut self, depth: u32) -> Option<Json> {
        let mut values = Vec::new();
        self.take("[");
        self.space();
        while !self.take("]") {
            if !values.is_empty() && !self.take(",") {
                return None;
            }
            values.push(self.value(depth + 1)?);
            self.space();
        }
        Some(Json::List(values))
    }

    fn number(&mut self) -> Json {
        let end = self.rest.find(|c: char| !matches!(c, '0'..='9' | '-' | '+' | '.' | 'e' | 'E'));
        let (number, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        let whole = number.split(['.', 'e', 'E']).next().unwrap_or_default();
        Json::Number(whole.parse().unwrap_or(0))
    }

    fn text(&mut self) -> Option<String> {
        let mut text = String::new();
        let mut rest: &'t str = self.rest.strip_prefix('"')?;
        loop {
            let at = rest.find(['"', '\\'])?;
            text.push_str(rest.get(..at)?);
            let after = rest.get(at + 1..)?;
            if rest.as_bytes().get(at) == Some(&b'"') {
                self.rest = after;
                return Some(text);
            }
            let (c, after) = escaped(after)?;
            text.push(c);
            rest = after;
        }
    }
}

/// What stands after a backslash, and what follows it.
fn escaped(text: &str) -> Option<(char, &str)> {
    let (kind, rest) = (text.chars().next()?, text.get(1..)?);
    let c = match kind {
        '"' | '\\' | '/' => kind,
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'u' => return unicode(rest),
        _ => return None,
    };
    Some((c, rest))
}

/// Four digits, or two times four that belong together.
fn unicode(text: &str) -> Option<(char, &str)> {
    let (first, rest) = four(text)?;
    if let Some(c) = char::from_u32(first) {
        return Some((c, rest));
    }
    let pair = rest.strip_prefix("\\u").and_then(four);
    match pair {
        Some((second, rest)) if first < 0xdc00 && (0xdc00..0xe000).contains(&second) => {
            let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            Some((char::from_u32(code)?, rest))
        }
        _ => Some((char::REPLACEMENT_CHARACTER, rest)),
    }
}

fn four(text: &str) -> Option<(u32, &str)> {
    let digits = text.get(..4)?;
    Some((u32::from_str_radix(digits, 16).ok()?, text.get(4..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(text: &str) {
        let ours = Json::parse(text).map(|value| value.print());
        let theirs: Option<serde_json::Value> = serde_json::from_str(text).ok();
        let again = ours.as_deref().map(|text| serde_json::from_str::<serde_json::Value>(text).unwrap());
        assert_eq!(again, theirs, "{text}");
    }

    #[test]
    fn it_reads_and_writes_as_the_library_does() {
        for text in [
            "null",
            " [1, 2 ,3]\n",
            r#"{"a":{"b":[true,false,null]},"c":""}"#,
            r#""q\"\\\/\b\f\n\r\tÄ\u4f60\ud83d\ude00 plain 您""#,
            r#"{"a":18446744073709551615}"#,
            "[]",
            "{}",
            "[1,]",
            "[,1]",
            "{\"a\" 1}",
            "{a:1}",
            "\"open",
            "tru",
            "1 2",
            "",
        ] {
            same(text);
        }
    }

    #[test]
    fn depth_has_an_end_and_odd_numbers_do_no_harm() {
        assert_eq!(Json::parse(&"[".repeat(100_000)), None);
        assert_eq!(Json::parse("[1.5,-3,1e3]").map(|value| value.print()).as_deref(), Some("[1,0,1]"));
        assert_eq!(Json::parse(r#""\ud83d""#), Some(Json::of("\u{fffd}")));
        assert_eq!(Json::parse(r#""\u00"#), None);
        assert_eq!(Json::parse("\"\\您\""), None);
    }
}
