//! What can be wrong with a notice.

use super::condition::{Known, Three};
use super::model::{MAX_ATTRIBUTE_BYTES, MAX_ATTRIBUTES, Notice, Words, is_attribute_name};
use super::possible::can_hold;
use super::when::When;
use crate::text::Language;

/// Most notices of a workspace.
pub(crate) const MAX_NOTICES: usize = 50;
/// Longest id in bytes.
const MAX_ID_BYTES: usize = 64;
/// Longest title, question or label in characters.
const MAX_LINE_CHARS: usize = 120;
/// Longest text in characters.
const MAX_TEXT_CHARS: usize = 500;
/// Most example questions of a language.
const MAX_QUESTIONS: usize = 30;

/// Checks a notice; each problem comes with the path of its field.
pub(crate) fn check(notice: &Notice, languages: &[Language], report: &mut dyn FnMut(String, String)) {
    Checker { report }.whole(notice, languages);
}

struct Checker<'r> {
    report: &'r mut dyn FnMut(String, String),
}

impl Checker<'_> {
    fn report(&mut self, path: impl Into<String>, message: impl Into<String>) {
        (self.report)(path.into(), message.into());
    }

    fn whole(&mut self, notice: &Notice, languages: &[Language]) {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !(1..=MAX_ID_BYTES).contains(&notice.id.len()) || !notice.id.chars().all(plain) {
            self.report("id", format!("use 1 to {MAX_ID_BYTES} lower-case letters, digits and hyphens"));
        }
        if let (Some(from), Some(until)) = (notice.from, notice.until)
            && from >= until
        {
            self.report("until", "it ends before it begins; put a later time here, or an earlier one into from");
        }
        if notice.topic.as_deref().is_some_and(|topic| topic.trim().is_empty()) {
            self.report("topic", "the topic is empty; name one, or leave it out");
        }
        self.texts(notice, languages);
        self.ask(notice);
        self.when("when", &notice.when, languages);
        if !can_hold(&notice.when.compile(), languages) {
            self.report("when", "it can never hold, so nobody sees the notice; its parts exclude each other");
        }
    }

    fn texts(&mut self, notice: &Notice, languages: &[Language]) {
        let has = |get: fn(&Words) -> bool| notice.texts.values().any(get);
        let (asked, linked) = (has(|words| words.ask.is_some()), has(|words| words.link.is_some()));
        for language in languages {
            let at = |field: &str| format!("texts.{language}{field}");
            let Some(words) = notice.texts.get(language) else {
                self.report(at(""), "the translation is missing; add it");
                continue;
            };
            self.line(&at(".title"), &words.title, MAX_LINE_CHARS);
            self.line(&at(".text"), &words.text, MAX_TEXT_CHARS);
            match &words.ask {
                Some(ask) => self.line(&at(".ask"), ask, MAX_LINE_CHARS),
                None if asked => self.report(at(".ask"), "the translation is missing; add it"),
                None => {}
            }
            match &words.link {
                Some(link) => {
                    self.line(&at(".link.label"), &link.label, MAX_LINE_CHARS);
                    if !is_safe(&link.url) {
                        let message =
                            "write an address that begins with https://, or a path that begins with one slash";
                        self.report(at(".link.url"), message);
                    }
                }
                None if linked => self.report(at(".link"), "the translation is missing; add it"),
                None => {}
            }
            if words.questions.len() > MAX_QUESTIONS {
                self.report(at(".questions"), format!("these are more than {MAX_QUESTIONS}; keep the most frequent"));
            }
            for (place, question) in words.questions.iter().enumerate() {
                self.line(&at(&format!(".questions.{place}")), question, MAX_LINE_CHARS);
            }
        }
        for language in notice.texts.keys().filter(|language| !languages.contains(language)) {
            self.report(format!("texts.{language}"), "the workspace has no such language; add it there, or drop this");
        }
    }

    fn line(&mut self, path: &str, text: &str, limit: usize) {
        if text.trim().is_empty() {
            self.report(path, "it is empty; write it, or leave it out where that is allowed");
        } else if text.chars().count() > limit {
            self.report(path, format!("it has {} characters, more than {limit}; shorten it", text.chars().count()));
        }
    }

    /// The question goes to those of whom an attribute is unknown; yes must make the notice theirs.
    fn ask(&mut self, notice: &Notice) {
        let asked = notice.texts.values().any(|words| words.ask.is_some());
        match (asked, notice.set.is_empty()) {
            (true, true) => self.report("set", "nothing comes of a yes; add the attribute that it stands for"),
            (false, false) => self.report("set", "nobody is asked; add `ask` to the texts, or drop this"),
            (true, false) | (false, true) => {}
        }
        if asked && notice.verified {
            self.report("set", "an answer is not vouched for; drop `ask` and `set`, or `verified`");
        }
        self.attributes("set", notice.set.iter().map(|(key, value)| (key, std::slice::from_ref(value))));
        for key in notice.set.keys().filter(|key| !notice.when.asks_for(key)) {
            self.report(format!("set.{key}"), "`when` does not ask for it, so a yes changes nothing; name it there");
        }
        let known = Known { path: None, language: None, device: None, attributes: &notice.set, events: None };
        if !notice.set.is_empty() && notice.when.compile().with(&known) == Three::No {
            self.report("set", "after a yes, `when` does not hold; put a value here that it names");
        }
    }

    fn attributes<'a>(&mut self, path: &str, attributes: impl Iterator<Item = (&'a String, &'a [String])>) {
        let mut count = 0;
        for (key, values) in attributes {
            count += 1;
            let at = format!("{path}.{key}");
            if !is_attribute_name(key) {
                self.report(&at, "name it with at most 32 lower-case letters, digits and _, a letter first");
            }
            if values.is_empty() {
                self.report(&at, "it has no value, so it never holds; name one");
            }
            if values.iter().any(|value| value.len() > MAX_ATTRIBUTE_BYTES) {
                self.report(&at, format!("a value has more than {MAX_ATTRIBUTE_BYTES} bytes; shorten it"));
            }
        }
        if count > MAX_ATTRIBUTES {
            self.report(path, format!("these are more than {MAX_ATTRIBUTES} attributes; keep fewer"));
        }
    }

    fn when(&mut self, path: &str, when: &When, languages: &[Language]) {
        let empty = [
            ("paths", when.paths.as_ref().is_some_and(Vec::is_empty)),
            ("languages", when.languages.as_ref().is_some_and(Vec::is_empty)),
            ("devices", when.devices.as_ref().is_some_and(Vec::is_empty)),
            ("events", when.events.as_ref().is_some_and(Vec::is_empty)),
            ("all", when.all.as_ref().is_some_and(Vec::is_empty)),
            ("any", when.any.as_ref().is_some_and(Vec::is_empty)),
        ];
        for (name, _) in empty.iter().filter(|(_, empty)| *empty) {
            self.report(format!("{path}.{name}"), "the list is empty; fill it, or leave it out");
        }
        for pattern in when.paths.iter().flatten().filter(|pattern| !pattern.starts_with(['/', '*'])) {
            let message = format!("no path fits `{pattern}`: write what follows the host, from its slash, as /help/*");
            self.report(format!("{path}.paths"), message);
        }
        for language in when.languages.iter().flatten().filter(|language| !languages.contains(language)) {
            self.report(format!("{path}.languages"), format!("the workspace does not speak {language}; drop it"));
        }
        for name in when.events.iter().flatten().filter(|name| !(1..=64).contains(&name.len())) {
            self.report(format!("{path}.events"), format!("`{name}` must have 1 to 64 bytes"));
        }
        let attributes = when.attributes.iter().map(|(key, values)| (key, values.as_slice()));
        self.attributes(&format!("{path}.attributes"), attributes);
        for (name, list) in [("all", &when.all), ("any", &when.any)] {
            for (place, inner) in list.iter().flatten().enumerate() {
                self.when(&format!("{path}.{name}.{place}"), inner, languages);
            }
        }
        if let Some(inner) = &when.not {
            self.when(&format!("{path}.not"), inner, languages);
        }
    }
}

/// HTTPS, or a path on the site itself; two slashes would lead to another host.
fn is_safe(url: &str) -> bool {
    let clean = !url.chars().any(|c| c.is_whitespace() || c.is_control() || c == '\\');
    let host = url.strip_prefix("https://").is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'));
    let path = url.starts_with('/') && !url.starts_with("//");
    clean && (host || path)
}
