//! A notice's file as people write it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::model::{Form, Kind, Notice, Tone, Words};
use super::when::When;
use crate::text::Language;
use crate::time::{Timestamp, parse_rfc3339};

/// `notices/<name>.toml`: what you tell your visitors before they ask.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoticeFile {
    /// A stable word for the notice: lower-case letters, digits and hyphens. Visitors who have dismissed it are
    /// remembered by it.
    id: String,
    /// What it is about. Outages come first, then delays, trials, renewals and tips.
    kind: Kind,
    /// How it is shown. Left out: an outage is a bar, a tip a bubble, all else a card.
    form: Option<Form>,
    /// How it looks. Left out: an outage is danger, a delay a warning, all else info.
    tone: Option<Tone>,
    /// Its subject, as articles have it: chooses the queue where a person takes over after it.
    topic: Option<String>,
    /// Not before this: a point in time with its offset, 2026-11-24T14:05:00+08:00.
    from: Option<Moment>,
    /// Not from this on: a point in time with its offset.
    until: Option<Moment>,
    /// Whether it is shown to a visitor only once.
    #[serde(default)]
    once: bool,
    /// Whether only what a signed identity vouches for counts: its attributes and its tier. Nobody else may read it.
    #[serde(default)]
    verified: bool,
    /// Whom it concerns; everybody where it is left out.
    #[serde(default)]
    when: When,
    /// Goes with `ask`: what a visitor who says yes is known by.
    #[serde(default)]
    set: BTreeMap<String, String>,
    /// Its words, by language.
    texts: BTreeMap<Language, Words>,
}

/// A point in time, quoted or not.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
enum Moment {
    /// Quoted, as RFC 3339 writes it.
    Text(String),
    /// TOML's own.
    Native(#[schemars(with = "String")] toml::value::Datetime),
}

impl Moment {
    fn read(&self) -> Option<Timestamp> {
        match self {
            Self::Text(text) => parse_rfc3339(text),
            Self::Native(moment) => parse_rfc3339(&moment.to_string()),
        }
    }
}

/// Reads a notice's file; each moment that is none comes with the path of its field.
pub(crate) fn read(file: NoticeFile, report: &mut dyn FnMut(String, String)) -> Notice {
    let mut moment = |name: &str, written: Option<&Moment>| {
        let read = written.and_then(Moment::read);
        if written.is_some() && read.is_none() {
            let message = "this is no point in time; write it with its offset, as 2026-11-24T14:05:00+08:00";
            report(name.to_owned(), message.to_owned());
        }
        read
    };
    let (from, until) = (moment("from", file.from.as_ref()), moment("until", file.until.as_ref()));
    Notice {
        form: file.form.unwrap_or_else(|| file.kind.form()),
        tone: file.tone.unwrap_or_else(|| file.kind.tone()),
        id: file.id,
        kind: file.kind,
        topic: file.topic,
        texts: file.texts,
        set: file.set,
        when: file.when,
        from,
        until,
        once: file.once,
        verified: file.verified,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::check;

    const GOOD: &str = "
        id = 'outage-north'
        kind = 'outage'
        from = 2026-11-24T14:05:00+08:00
        until = '2026-11-24T16:00+08:00'
        set = { region = 'north' }
        [when]
        attributes = { region = 'north' }
        [texts.en]
        title = 'No internet'
        text = 'Engineers are on it.'
        ask = 'Are you there?'
        link = { label = 'Status', url = 'https://status.example' }
        [texts.zh]
        title = '断网'
        text = '工程师正在抢修。'
        ask = '您在那里吗？'
        link = { label = '服务状态', url = '/status' }
    ";

    fn checked(toml: &str, languages: &[Language]) -> (Notice, Vec<String>) {
        let mut found = Vec::new();
        let notice = read(toml::from_str(toml).unwrap(), &mut |path, _| found.push(path));
        check::check(&notice, languages, &mut |path, _| found.push(path));
        (notice, found)
    }

    fn problems(toml: &str) -> Vec<String> {
        checked(toml, &Language::ALL).1
    }

    /// The good notice with one text put for another has this problem.
    #[track_caller]
    fn wrong(from: &str, to: &str, expect: &[&str]) {
        assert!(GOOD.contains(from), "{from}");
        assert_eq!(problems(&GOOD.replace(from, to)), expect, "{to}");
    }

    #[test]
    fn a_good_one_has_no_problems() {
        let (notice, found) = checked(GOOD, &Language::ALL);
        assert_eq!(found, [""; 0]);
        assert_eq!((notice.form, notice.tone), (Form::Bar, Tone::Danger));
        let times = [notice.from, notice.until].map(|time| time.unwrap().rfc3339());
        assert_eq!(times, ["2026-11-24T06:05:00Z", "2026-11-24T08:00:00Z"]);
    }

    #[test]
    fn each_problem_has_its_path() {
        wrong("'outage-north'", "'Outage North'", &["id"]);
        wrong("16:00+08:00", "16:00+09:00", &[]);
        wrong("16:00+08:00", "14:05+08:00", &["until"]);
        wrong("2026-11-24T16:00+08:00", "tomorrow", &["until"]);
        wrong("2026-11-24T14:05:00+08:00", "2026-11-24", &["from"]);
        wrong("kind = 'outage'", "kind = 'outage'\n topic = ' '", &["topic"]);
        wrong("'No internet'", "' '", &["texts.en.title"]);
        wrong("'Engineers are on it.'", &format!("'{}'", "x".repeat(501)), &["texts.en.text"]);
        wrong("ask = 'Are you there?'", "", &["texts.en.ask"]);
        wrong("link = { label = '服务状态', url = '/status' }", "", &["texts.zh.link"]);
        wrong("[texts.zh]", "[texts.zh]\nquestions = ['断网了吗？', '']", &["texts.zh.questions.1"]);
        for url in
            ["http://status.example", "//evil.example", "status", "javascript:alert(1)", "https://", "/a b", "/\\x"]
        {
            wrong("'/status'", &format!("'{url}'"), &["texts.zh.link.url"]);
        }
        wrong("set = { region = 'north' }", "", &["set"]);
        wrong("set = { region = 'north' }", "set = { region = 'south' }", &["set"]);
        wrong("set = { region = 'north' }", "set = { region = 'north', Plan = 'x' }", &["set.Plan", "set.Plan"]);
        wrong("kind = 'outage'", "kind = 'outage'\n verified = true", &["set"]);
        wrong("[when]", "[when]\n paths = []", &["when.paths", "when"]);
        wrong("[when]", "[when]\n paths = ['help/*']", &["when.paths", "when"]);
        wrong("[when]", "[when]\n events = ['']", &["when.events"]);
        wrong("[when]", "[when]\n any = [{ attributes = { plan = [] } }]", &["when.any.0.attributes.plan", "when"]);
        wrong("[when]", "[when]\n not = { attributes = { region = 'north' } }", &["set", "when"]);
    }

    #[test]
    fn a_translation_that_is_missing_or_not_spoken() {
        let english = GOOD.split("[texts.zh]").next().unwrap();
        assert_eq!(problems(english), ["texts.zh"]);
        assert_eq!(checked(GOOD, &[Language::En]).1, ["texts.zh"]);
    }

    #[test]
    fn a_form_that_is_unknown_is_refused_with_those_that_are_known() {
        let error = toml::from_str::<NoticeFile>("id = 'a'\nkind = 'tip'\nform = 'popup'").err().unwrap();
        assert!(error.message().contains("`bar`, `card`, `bubble`, `panel`"), "{error}");
    }
}
