//! Articles, as the company writes and approves them.

use serde::{Deserialize, Serialize};

use crate::customer::CustomerFacts;
use crate::text::Language;
use crate::time::{Timestamp, parse_date};

/// One article in one language. The same id in another language is its translation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Article {
    /// Stable id, shared by translations.
    pub id: String,
    /// Its language.
    pub language: Language,
    /// Its title.
    pub title: String,
    /// Its subject, which also chooses the queue.
    pub topic: String,
    /// Further words to find it by.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Questions that it answers, as people ask them.
    #[serde(default)]
    pub questions: Vec<String>,
    /// Markdown with `##` sections.
    pub body: String,
    /// Who may read it.
    #[serde(default)]
    pub audience: Audience,
    /// Where it stands; only an approved one answers.
    #[serde(default)]
    pub status: Status,
    /// Who answers for it: the id of a member of the team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The last day, in UTC, on which it answers before somebody has reviewed it, `2027-06-30`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_by: Option<String>,
    /// Where the company publishes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Ids of the tickets that it was drafted from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Raised with each change.
    #[serde(default = "first_version")]
    pub version: u32,
}

fn first_version() -> u32 {
    1
}

impl Article {
    /// Whether its review is overdue at a time. Without a date, or with one that cannot be read, it never is.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.days_left(now).is_some_and(|days| days < 0)
    }

    /// Days until the last one on which it answers unreviewed; less than nothing once that is over.
    pub fn days_left(&self, now: Timestamp) -> Option<i64> {
        Some(self.last_day()? - now.days())
    }

    /// The last day on which it answers unreviewed, counted from 1970.
    pub fn last_day(&self) -> Option<i64> {
        parse_date(self.review_by.as_deref()?)
    }

    /// Whether it may answer at a time: approved, and its review not overdue.
    pub fn is_current(&self, now: Timestamp) -> bool {
        self.status == Status::Approved && !self.is_overdue(now)
    }

    /// What of it is learnt and found, with nothing of what may change without that.
    fn lesson(&self) -> Self {
        let Self { id, language, title, topic, tags, questions, body, status, .. } = self.clone();
        let (audience, owner, review_by, url, sources) = (Audience::Everyone, None, None, None, Vec::new());
        let version = first_version();
        Self {
            id,
            language,
            title,
            topic,
            tags,
            questions,
            body,
            audience,
            status,
            owner,
            review_by,
            url,
            sources,
            version,
        }
    }
}

/// What a model is learnt of: the approved articles, in their order. A model of these fits all articles that have the same
/// lessons.
pub fn lessons(articles: &[Article]) -> Vec<Article> {
    articles.iter().filter(|article| article.status == Status::Approved).map(Article::lesson).collect()
}

/// Whether a change of an article in one language is for those who may approve: it was or becomes approved or retired.
pub fn needs_approval(before: Option<&Article>, after: Option<&Article>) -> bool {
    let decided = |article: &Article| matches!(article.status, Status::Approved | Status::Retired);
    before != after && (before.is_some_and(decided) || after.is_some_and(decided))
}

/// Who may read an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema), schemars(rename = "ArticleAudience"))]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Anybody.
    #[default]
    Everyone,
    /// Customers that the company vouches for.
    Customers,
    /// Customers of these tiers, as the company vouches for them.
    Tiers(Vec<String>),
}

/// Where an article stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema), schemars(rename = "ArticleStatus"))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Being written.
    #[default]
    Draft,
    /// Waiting for approval.
    InReview,
    /// May answer.
    Approved,
    /// No longer true.
    Retired,
}

/// Who asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asker<'a> {
    /// A visitor without a verified identity.
    #[default]
    Anonymous,
    /// A verified customer.
    Customer {
        /// The company's own name for their level of service.
        tier: Option<&'a str>,
    },
}

impl<'a> Asker<'a> {
    /// Whoever has these verified facts, or none.
    pub fn of(facts: Option<&'a CustomerFacts>) -> Self {
        facts.map_or(Self::Anonymous, |facts| Self::Customer { tier: facts.tier.as_deref() })
    }
}

impl Audience {
    /// Whether this asker may read it.
    pub fn admits(&self, asker: Asker<'_>) -> bool {
        match (self, asker) {
            (Self::Everyone, _) | (Self::Customers, Asker::Customer { .. }) => true,
            (Self::Tiers(tiers), Asker::Customer { tier: Some(tier) }) => tiers.iter().any(|admitted| admitted == tier),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tier_is_admitted_by_its_name_alone() {
        let gold = Audience::Tiers(vec!["gold".to_owned()]);
        let of = |tier| Asker::Customer { tier };
        assert!(gold.admits(of(Some("gold"))) && Audience::Customers.admits(of(None)));
        for other in [of(Some("silver")), of(None), Asker::Anonymous] {
            assert!(!gold.admits(other), "{other:?}");
        }
        assert!(!Audience::Customers.admits(Asker::Anonymous) && Audience::Everyone.admits(Asker::Anonymous));
    }

    #[test]
    fn drafts_are_for_those_who_write_and_answers_for_those_who_approve() {
        let of = |status, title: &str| Article { status, title: title.to_owned(), ..Article::default() };
        let draft = of(Status::Draft, "One");
        for after in [of(Status::Draft, "Two"), of(Status::InReview, "One")] {
            assert!(!needs_approval(Some(&draft), Some(&after)) && !needs_approval(None, Some(&after)));
        }
        let approved = of(Status::Approved, "One");
        assert!(needs_approval(Some(&draft), Some(&approved)) && needs_approval(None, Some(&approved)));
        assert!(needs_approval(Some(&approved), Some(&draft)) && needs_approval(Some(&approved), None));
        assert!(!needs_approval(Some(&approved), Some(&approved)) && !needs_approval(Some(&draft), None));
        assert_eq!(lessons(&[draft, approved.clone()]), lessons(std::slice::from_ref(&approved)));
        assert_ne!(lessons(&[of(Status::Approved, "Two")]), lessons(&[approved]));
    }

    #[test]
    fn what_was_written_before_there_were_tiers_is_read() {
        let read = |text: &str| serde_json::from_str::<Audience>(text).unwrap();
        assert_eq!(read("\"customers\""), Audience::Customers);
        assert_eq!(read(r#"{"tiers": ["gold"]}"#), Audience::Tiers(vec!["gold".to_owned()]));
    }
}
