//! Policies as a page sends them: each a list of directives. How they are read follows CSP Level 3, "Parsing policies".

use std::fmt;

/// Directives that a policy in a `<meta>` cannot give.
const HEADER_ONLY: [&str; 3] = ["sandbox", "frame-ancestors", "report-uri"];

/// Where a policy stood, and whether it blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// `Content-Security-Policy`.
    Header,
    /// `<meta http-equiv="Content-Security-Policy">`.
    Meta,
    /// `Content-Security-Policy-Report-Only`, which blocks nothing.
    ReportOnly,
}

/// One policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Where it stood.
    pub from: From,
    /// In their order; a name stands once.
    pub directives: Vec<Directive>,
}

/// One directive: a name, and what it allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// In small letters.
    pub name: String,
    /// As written.
    pub values: Vec<String>,
}

impl Policy {
    /// All policies of one header or `<meta>`. Commas join several, of which each must allow.
    pub fn parse(text: &str, from: From) -> Vec<Self> {
        text.split(',').map(|one| Self::one(one, from)).filter(|policy| !policy.directives.is_empty()).collect()
    }

    fn one(text: &str, from: From) -> Self {
        let mut directives: Vec<Directive> = Vec::new();
        for part in text.split(';') {
            let mut words = part.split_ascii_whitespace();
            let Some(name) = words.next().map(str::to_ascii_lowercase) else { continue };
            // The first of a name counts.
            let is_known = directives.iter().any(|directive| directive.name == name);
            let is_misplaced = from == From::Meta && HEADER_ONLY.contains(&name.as_str());
            if !is_known && !is_misplaced {
                directives.push(Directive { name, values: words.map(str::to_owned).collect() });
            }
        }
        Self { from, directives }
    }

    /// Whether it blocks.
    pub fn is_enforced(&self) -> bool {
        self.from != From::ReportOnly
    }

    /// The directive of a name.
    pub fn get(&self, name: &str) -> Option<&Directive> {
        self.directives.iter().find(|directive| directive.name == name)
    }

    /// The directive that decides: the first of these names that the policy has. Where there is none, everything is
    /// allowed.
    pub fn deciding(&self, names: &[&str]) -> Option<&Directive> {
        names.iter().find_map(|name| self.get(name))
    }

    /// Puts a directive in the place of the one of its name, else at the end.
    pub fn set(&mut self, directive: Directive) {
        match self.directives.iter_mut().find(|before| before.name == directive.name) {
            Some(before) => *before = directive,
            None => self.directives.push(directive),
        }
    }
}

impl Directive {
    /// Whether a word stands in it; keywords know no capital letters.
    pub fn has(&self, word: &str) -> bool {
        self.values.iter().any(|value| value.eq_ignore_ascii_case(word))
    }

    /// With more values. `'none'` goes, because it counts only alone.
    pub fn with(&self, name: &str, more: &[String]) -> Self {
        let mut values: Vec<String> =
            self.values.iter().filter(|value| !value.eq_ignore_ascii_case("'none'")).cloned().collect();
        for value in more {
            if !values.contains(value) {
                values.push(value.clone());
            }
        }
        Self { name: name.to_owned(), values }
    }
}

impl fmt::Display for Directive {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.name)?;
        self.values.iter().try_for_each(|value| write!(to, " {value}"))
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<String> = self.directives.iter().map(ToString::to_string).collect();
        to.write_str(&all.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, from: From, expect: &[&str]) {
        let read: Vec<String> = Policy::parse(text, from).iter().map(ToString::to_string).collect();
        assert_eq!(read, expect);
    }

    #[test]
    fn reads_what_browsers_read() {
        check("default-src 'self'", From::Header, &["default-src 'self'"]);
        check(" Script-Src  'self'\t https: ;; img-src *;", From::Header, &["script-src 'self' https:; img-src *"]);
        check("script-src a; script-src b", From::Header, &["script-src a"]);
        check("default-src 'self', script-src x", From::Header, &["default-src 'self'", "script-src x"]);
        check("", From::Header, &[]);
        check(" , ;;, ", From::Header, &[]);
        check("sandbox; default-src a", From::Meta, &["default-src a"]);
        check("sandbox; default-src a", From::Header, &["sandbox; default-src a"]);
    }
}
