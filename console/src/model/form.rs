//! What is wrong with what somebody filled in, before the edge is asked. The edge decides; this says it beside the field.

use std::collections::BTreeMap;

use baton_shared::protocol::{MemberAbout, SectionValue};
use baton_shared::text::Language;
use baton_shared::workspace::{Brand, MAX_REPLY_CHARS, PreparedReply, Privacy, Queue, Role, contrast, unknown_blank};

use super::week::{Day, is_wrong};

/// Most characters of a name.
pub const MAX_NAME: usize = 60;
/// Most conversations at a time.
pub const MAX_CAPACITY: u32 = 50;
/// Most suggested questions in one language.
pub const MAX_SUGGESTIONS: usize = 3;
/// Longest time to keep something, in days: ten years.
pub const MAX_DAYS: u32 = 3650;

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It is needed.
    Missing,
    /// It holds more than lower-case letters, digits and hyphens.
    Plain,
    /// It has too many characters.
    Long,
    /// A text has too many characters.
    LongText,
    /// A text holds a blank that nothing is known for.
    Blank,
    /// It is no address of email.
    Email,
    /// It is no `https://` address.
    Url,
    /// It is no `https://` address, nor an `http://` one, which may be used here.
    UrlHere,
    /// It is no origin.
    Origin,
    /// It is there already.
    Twice,
    /// It is no colour.
    Colour,
    /// At least one must be chosen.
    NoneChosen,
    /// It is out of range: from 1 to this.
    Number(u32),
    /// A day ends before it begins.
    Day,
    /// It is no whole date.
    Date,
}

/// What is wrong, by field.
pub type Faults = BTreeMap<String, Wrong>;

fn note(faults: &mut Faults, field: impl Into<String>, wrong: Option<Wrong>) {
    if let Some(wrong) = wrong {
        faults.insert(field.into(), wrong);
    }
}

fn name(text: &str) -> Option<Wrong> {
    match text.trim().chars().count() {
        0 => Some(Wrong::Missing),
        count if count > MAX_NAME => Some(Wrong::Long),
        _ => None,
    }
}

fn within(number: u32, most: u32) -> Option<Wrong> {
    (!(1..=most).contains(&number)).then_some(Wrong::Number(most))
}

/// Whether a text could be an address of email.
fn is_email(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(before, host)| {
        !before.is_empty()
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !host.contains('@')
    }) && !text.contains(char::is_whitespace)
}

/// A member of the team.
pub fn member(about: &MemberAbout) -> Faults {
    let mut faults = Faults::new();
    note(&mut faults, "name", name(&about.name));
    note(&mut faults, "email", about.email.as_deref().filter(|email| !is_email(email)).map(|_| Wrong::Email));
    note(&mut faults, "languages", about.languages.is_empty().then_some(Wrong::NoneChosen));
    note(&mut faults, "capacity", within(about.capacity, MAX_CAPACITY));
    let picture = about.picture.as_deref().filter(|url| !url.starts_with("https://"));
    note(&mut faults, "picture", picture.map(|_| Wrong::Url));
    faults
}

/// Somebody new: they speak the company's first language and take as many conversations as is usual.
pub fn newcomer(language: Language) -> MemberAbout {
    MemberAbout {
        name: String::new(),
        email: None,
        role: Role::Agent,
        languages: vec![language],
        skills: Vec::new(),
        capacity: 4,
        picture: None,
    }
}

/// Skills out of what was written with commas between.
pub fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split([',', '，', '、']).map(str::trim).filter(|word| !word.is_empty()) {
        if !words.iter().any(|other| other == word) {
            words.push(word.to_owned());
        }
    }
    words
}

/// Where webhooks go. `here` says whether the console runs on this machine, where `http://` will do: elsewhere the
/// edge decides.
pub fn endpoint(id: &str, url: &str, taken: &[String], here: bool) -> Faults {
    let mut faults = Faults::new();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let wrong = if id.is_empty() {
        Some(Wrong::Missing)
    } else if !id.chars().all(plain) {
        Some(Wrong::Plain)
    } else {
        taken.iter().any(|other| other == id).then_some(Wrong::Twice)
    };
    note(&mut faults, "id", wrong);
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let fine =
        host.is_some_and(|host| !host.is_empty() && !host.starts_with('/')) && !url.contains(char::is_whitespace);
    note(&mut faults, "url", (!fine).then_some(if here { Wrong::UrlHere } else { Wrong::Url }));
    faults
}

/// An origin as a browser names it: what was pasted, without a path. `None` where it is none.
pub fn origin(text: &str) -> Option<String> {
    let (scheme, rest) = text.trim().split_once("://")?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let scheme = scheme.to_ascii_lowercase();
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    let fine = matches!(scheme.as_str(), "http" | "https") && !host.is_empty() && host.chars().all(fits);
    fine.then(|| format!("{scheme}://{host}"))
}

/// A section of the settings, in a workspace with these languages.
pub fn section(value: &SectionValue, languages: &[Language]) -> Faults {
    match value {
        SectionValue::Brand { brand: value } => brand(value, languages),
        SectionValue::Queues { queues: all } => queues(all, languages),
        SectionValue::Replies { replies: all } => replies(all, languages),
        SectionValue::Origins { .. } => Faults::new(),
        SectionValue::Languages { languages } => {
            let mut faults = Faults::new();
            note(&mut faults, "languages", languages.is_empty().then_some(Wrong::NoneChosen));
            faults
        }
        SectionValue::Privacy { privacy: value } => privacy(value),
    }
}

fn brand(brand: &Brand, languages: &[Language]) -> Faults {
    let mut faults = Faults::new();
    note(&mut faults, "accent", contrast(&brand.accent, "#ffffff").is_none().then_some(Wrong::Colour));
    for language in languages {
        let text = |texts: &BTreeMap<Language, String>| texts.get(language).cloned().unwrap_or_default();
        note(&mut faults, format!("name.{language}"), name(&text(&brand.name)));
        let greeting = text(&brand.greeting).trim().is_empty().then_some(Wrong::Missing);
        note(&mut faults, format!("greeting.{language}"), greeting);
    }
    faults
}

fn queues(queues: &[Queue], languages: &[Language]) -> Faults {
    let mut faults = Faults::new();
    for queue in queues {
        for language in languages {
            let text = queue.name.get(language).map(String::as_str).unwrap_or_default();
            note(&mut faults, format!("{}.name.{language}", queue.id), name(text));
        }
        for day in Day::ALL {
            let wrong = is_wrong(day.of(&queue.hours)).then_some(Wrong::Day);
            note(&mut faults, format!("{}.{}", queue.id, day.as_str()), wrong);
        }
    }
    faults
}

fn replies(replies: &[PreparedReply], languages: &[Language]) -> Faults {
    let mut faults = Faults::new();
    for PreparedReply { id, name, text } in replies {
        for language in languages {
            let words = name.get(language).map(String::as_str).unwrap_or_default();
            note(&mut faults, format!("{id}.name.{language}"), self::name(words));
            let words = text.get(language).map(|text| text.trim()).unwrap_or_default();
            let wrong = match words.chars().count() {
                0 => Some(Wrong::Missing),
                count if count > MAX_REPLY_CHARS => Some(Wrong::LongText),
                _ => unknown_blank(words).map(|_| Wrong::Blank),
            };
            note(&mut faults, format!("{id}.text.{language}"), wrong);
        }
    }
    faults
}

fn privacy(privacy: &Privacy) -> Faults {
    let mut faults = Faults::new();
    for kind in Kept::ALL {
        note(&mut faults, kind.as_str(), kind.of(privacy).and_then(|days| within(days, MAX_DAYS)));
    }
    faults
}

/// Something that is kept for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// What was written.
    Conversations,
    /// Files that were sent.
    Files,
    /// Records of customers.
    Customers,
    /// The delivery log and the audit.
    Logs,
}

impl Kept {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Conversations, Self::Files, Self::Customers, Self::Logs];

    /// Its field.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Conversations => "conversation_days",
            Self::Files => "file_days",
            Self::Customers => "customer_days",
            Self::Logs => "log_days",
        }
    }

    /// For how many days.
    pub fn of(self, privacy: &Privacy) -> Option<u32> {
        match self {
            Self::Conversations => privacy.conversation_days,
            Self::Files => privacy.file_days,
            Self::Customers => privacy.customer_days,
            Self::Logs => privacy.log_days,
        }
    }

    /// The same, to change.
    pub fn of_mut(self, privacy: &mut Privacy) -> &mut Option<u32> {
        match self {
            Self::Conversations => &mut privacy.conversation_days,
            Self::Files => &mut privacy.file_days,
            Self::Customers => &mut privacy.customer_days,
            Self::Logs => &mut privacy.log_days,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_checked_field_by_field() {
        let fine = MemberAbout { name: "Mei".to_owned(), ..newcomer(Language::En) };
        assert!(member(&fine).is_empty());
        let wrong = MemberAbout {
            name: " ".to_owned(),
            email: Some("mei@".to_owned()),
            languages: Vec::new(),
            capacity: 0,
            picture: Some("http://a.example/p.png".to_owned()),
            ..fine
        };
        let found: Vec<(String, Wrong)> = member(&wrong).into_iter().collect();
        let expect = [
            ("capacity", Wrong::Number(MAX_CAPACITY)),
            ("email", Wrong::Email),
            ("languages", Wrong::NoneChosen),
            ("name", Wrong::Missing),
            ("picture", Wrong::Url),
        ];
        assert_eq!(found, expect.map(|(field, wrong)| (field.to_owned(), wrong)));
    }

    #[test]
    fn skills_are_read_with_either_comma_and_once() {
        assert_eq!(words("billing, refunds，网络、billing,"), ["billing", "refunds", "网络"]);
    }

    #[test]
    fn an_origin_is_cut_out_of_what_is_pasted() {
        #[track_caller]
        fn check(text: &str, expect: Option<&str>) {
            assert_eq!(origin(text).as_deref(), expect);
        }
        check(" https://Shop.example.com/cart?x=1 ", Some("https://shop.example.com"));
        check("http://localhost:8080", Some("http://localhost:8080"));
        check("shop.example.com", None);
        check("ftp://shop.example.com", None);
        check("https://", None);
        check("https://*.example.com", None);
    }

    #[test]
    fn an_endpoint_needs_a_plain_id_of_its_own_and_an_address() {
        let taken = ["crm".to_owned()];
        assert!(endpoint("mailer", "https://a.example/hook", &taken, false).is_empty());
        let found = endpoint("crm", "a.example", &taken, false);
        assert_eq!((found.get("id"), found.get("url")), (Some(&Wrong::Twice), Some(&Wrong::Url)));
        assert_eq!(endpoint("My CRM", "https://a.example", &taken, false).get("id"), Some(&Wrong::Plain));
        assert!(endpoint("mailer", "http://a.example", &taken, true).is_empty());
        assert_eq!(endpoint("mailer", "a.example", &taken, true).get("url"), Some(&Wrong::UrlHere));
        assert_eq!(endpoint("", "https://a.example", &taken, false).get("id"), Some(&Wrong::Missing));
    }

    #[test]
    fn a_prepared_reply_needs_both_languages_and_known_blanks() {
        let en = |text: &str| BTreeMap::from([(Language::En, text.to_owned())]);
        let reply = PreparedReply { id: "hi".to_owned(), name: en("Hello"), text: en("Hi {customer}") };
        let wrong = PreparedReply { id: "bad".to_owned(), text: en("Hi {name}"), ..reply.clone() };
        let found = section(&SectionValue::Replies { replies: vec![reply.clone(), wrong] }, &[Language::En]);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), [("bad.text.en".to_owned(), Wrong::Blank)]);
        let found = section(&SectionValue::Replies { replies: vec![reply] }, &Language::ALL);
        assert_eq!(found.into_keys().collect::<Vec<_>>(), ["hi.name.zh", "hi.text.zh"]);
    }

    #[test]
    fn keeping_for_no_days_is_refused() {
        let privacy = Privacy { file_days: Some(0), log_days: Some(90), ..Privacy::default() };
        let found = section(&SectionValue::Privacy { privacy }, &[]);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), [("file_days".to_owned(), Wrong::Number(MAX_DAYS))]);
    }
}
