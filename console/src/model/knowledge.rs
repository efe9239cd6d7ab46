//! The articles, as far as the console decides about them: which ones a filter shows, what is wrong with one before it is
//! sent, and what a new one begins with.

use std::collections::BTreeMap;

use baton_shared::knowledge::{Article, Audience, Status};
use baton_shared::protocol::{ArticleLine, ArticleRow, GapRow};
use baton_shared::text::{Language, normalize};
use baton_shared::time::{Timestamp, parse_date};

use super::form::{Faults, Wrong};

/// An article with its translations.
pub type Languages = BTreeMap<Language, Article>;

/// Days before an article stops answering from which it counts as due.
const SOON_DAYS: i64 = 14;
/// Most characters of an id that is made of a title.
const MAX_SLUG: usize = 48;
/// Most characters of a title.
const MAX_TITLE: usize = 120;

/// How far a page is with learning what is approved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Learning {
    /// It has not begun.
    #[default]
    Idle,
    /// It learns.
    Busy,
    /// What was due is learnt.
    Done,
    /// It did not work.
    Failed,
}

/// Which articles are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// Every one.
    #[default]
    All,
    /// Those that stand there in some language.
    Standing(Status),
    /// Approved ones whose review is near or overdue.
    Due,
    /// Drafts out of tickets.
    Tickets,
    /// Those that lack a language.
    Missing,
}

impl Shown {
    /// Every filter, in order.
    pub const ALL: [Self; 8] = [
        Self::All,
        Self::Standing(Status::Draft),
        Self::Standing(Status::InReview),
        Self::Standing(Status::Approved),
        Self::Standing(Status::Retired),
        Self::Due,
        Self::Tickets,
        Self::Missing,
    ];

    /// Whether it shows an article.
    pub fn admits(self, row: &ArticleRow, served: &[Language], now: Timestamp) -> bool {
        let any = |fits: &dyn Fn(&ArticleLine) -> bool| row.languages.values().any(fits);
        match self {
            Self::All => true,
            Self::Standing(status) => any(&|line| line.status == status),
            Self::Due => any(&|line| line.status == Status::Approved && is_due(line.review_by.as_deref(), now)),
            Self::Tickets => any(&|line| line.tickets > 0 && line.status == Status::Draft),
            Self::Missing => served.iter().any(|language| !row.languages.contains_key(language)),
        }
    }
}

/// Whether a review is near or overdue.
pub fn is_due(review_by: Option<&str>, now: Timestamp) -> bool {
    review_by.and_then(parse_date).is_some_and(|day| day - now.days() <= SOON_DAYS)
}

/// Whether a review is overdue, so that the article no longer answers.
pub fn is_over(review_by: Option<&str>, now: Timestamp) -> bool {
    review_by.and_then(parse_date).is_some_and(|day| day < now.days())
}

/// Whether a row has what somebody looks for in its titles, topic or id.
pub fn has_words(row: &ArticleRow, sought: &str) -> bool {
    let sought = normalize(sought);
    let lines = row.languages.values().flat_map(|line| [&line.title, &line.topic]);
    sought.is_empty() || lines.chain([&row.id]).any(|text| normalize(text).contains(&sought))
}

/// What a row is called: its title in the language of the interface, else in the first that it has.
pub fn title(row: &ArticleRow, language: Language) -> String {
    let line = row.languages.get(&language).or_else(|| row.languages.values().next());
    line.map(|line| line.title.clone()).filter(|title| !title.is_empty()).unwrap_or_else(|| row.id.clone())
}

/// What is wrong with an article, by field; those of a language begin with its code. `taken` are the ids that a new one
/// cannot have.
pub fn faults(languages: &Languages, taken: &[String]) -> Faults {
    let mut faults = Faults::new();
    let mut note = |field: String, wrong: Option<Wrong>| {
        if let Some(wrong) = wrong {
            faults.insert(field, wrong);
        }
    };
    for (language, article) in languages {
        let title = match article.title.trim().chars().count() {
            0 => Some(Wrong::Missing),
            count if count > MAX_TITLE => Some(Wrong::Long),
            _ => None,
        };
        note(format!("{language}-title"), title);
        note(format!("{language}-body"), article.body.trim().is_empty().then_some(Wrong::Missing));
    }
    let Some(one) = languages.values().next() else { return faults };
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let id = match one.id.as_str() {
        "" => Some(Wrong::Missing),
        id if id.len() > MAX_SLUG + 16 || !id.chars().all(plain) => Some(Wrong::Plain),
        id if taken.iter().any(|other| other == id) => Some(Wrong::Twice),
        _ => None,
    };
    // The id of an article that exists is not for changing, whatever it is made of.
    note("id".to_owned(), id.filter(|_| !taken.is_empty() || one.version == 0));
    note("topic".to_owned(), one.topic.trim().is_empty().then_some(Wrong::Missing));
    let date = one.review_by.as_deref().filter(|date| parse_date(date).is_none());
    note("review".to_owned(), date.map(|_| Wrong::Date));
    let nobody = matches!(&one.audience, Audience::Tiers(tiers) if tiers.is_empty());
    note("tiers".to_owned(), nobody.then_some(Wrong::NoneChosen));
    faults
}

/// An id out of a title, where the title has Latin letters.
pub fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !matches!(c, '\'' | '’') && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(MAX_SLUG);
    slug.trim_end_matches('-').to_owned()
}

/// An article in one language that is not written yet. Version 0 says that the edge does not have it.
pub fn blank(id: &str, language: Language, like: Option<&Article>) -> Article {
    let like = like.cloned().unwrap_or_default();
    Article {
        id: id.to_owned(),
        language,
        topic: like.topic,
        owner: like.owner,
        audience: like.audience,
        review_by: like.review_by,
        version: 0,
        ..Article::default()
    }
}

/// What an article begins with that shall close a gap.
pub fn from_gap(gap: &GapRow) -> Languages {
    let title = gap.questions.first().cloned().unwrap_or_default();
    let title: String = title.trim_end_matches(['?', '？', '.', '。']).chars().take(MAX_TITLE).collect();
    let mut article = blank(&slug(&title), gap.language, None);
    article.questions.clone_from(&gap.questions);
    article.title = title;
    BTreeMap::from([(gap.language, article)])
}

/// Lines of a field, each once, without empty ones.
pub fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !lines.iter().any(|other| other == line) {
            lines.push(line.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(status: Status, review_by: Option<&str>, tickets: u32) -> ArticleLine {
        ArticleLine {
            title: "Read your bill".to_owned(),
            topic: "billing".to_owned(),
            status,
            owner: None,
            review_by: review_by.map(str::to_owned),
            tickets,
        }
    }

    #[test]
    fn filters_show_what_they_say() {
        let now = Timestamp(20_000 * 86_400_000);
        let row =
            |line: ArticleLine| ArticleRow { id: "read-bill".to_owned(), languages: [(Language::En, line)].into() };
        let served = [Language::En, Language::Zh];
        let shown = |row: &ArticleRow| {
            Shown::ALL.into_iter().filter(|shown| shown.admits(row, &served, now)).collect::<Vec<_>>()
        };
        let due = row(line(Status::Approved, Some("2024-10-10"), 3));
        assert_eq!(shown(&due), [Shown::All, Shown::Standing(Status::Approved), Shown::Due, Shown::Missing]);
        let draft = row(line(Status::Draft, Some("2027-06-30"), 3));
        assert_eq!(shown(&draft), [Shown::All, Shown::Standing(Status::Draft), Shown::Tickets, Shown::Missing]);
        assert!(has_words(&draft, "BILL") && has_words(&draft, "") && !has_words(&draft, "router"));
        assert!(is_over(Some("2024-10-03"), now) && !is_over(Some("2024-10-04"), now) && !is_over(None, now));
    }

    #[test]
    fn what_is_missing_is_said_at_its_field() {
        let mut languages = from_gap(&GapRow {
            id: "1".to_owned(),
            questions: vec!["Do you sell concert tickets?".to_owned()],
            language: Language::En,
            count: 2,
            last_at: Timestamp(0),
        });
        assert_eq!(languages[&Language::En].id, "do-you-sell-concert-tickets");
        let found = faults(&languages, &[]);
        assert_eq!(found.keys().map(String::as_str).collect::<Vec<_>>(), ["en-body", "topic"]);
        let article = languages.get_mut(&Language::En).unwrap();
        article.audience = Audience::Tiers(Vec::new());
        article.id = "Tickets!".to_owned();
        let found = faults(&languages, &[]);
        assert_eq!((found["id"], found["tiers"]), (Wrong::Plain, Wrong::NoneChosen));
        assert_eq!(slug("我的账单"), "");
        assert_eq!(slug("What's on -- my bill?"), "whats-on-my-bill");
        assert_eq!(lines(" a \n\nb\na"), ["a", "b"]);
    }
}
