//! What goes between the console and the edge about articles, and about questions that nothing answered.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::knowledge::{Article, Hit, Status};
use crate::text::Language;
use crate::time::Timestamp;

/// What `If-Match` says of an article that shall be new.
pub const NEW_ARTICLE: &str = "new";
/// Longest question that is tried, in bytes.
pub const MAX_TRIED_BYTES: usize = 2000;

/// `GET /console/api/articles`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Articles {
    /// Every article with its translations, by id.
    pub articles: Vec<ArticleRow>,
    /// The workspace's languages, the default first.
    pub languages: Vec<Language>,
    /// Topics that queues and articles have, by name.
    pub topics: Vec<String>,
    /// Who may answer for an article.
    pub owners: Vec<ArticleOwner>,
    /// Whether they are found by what they mean.
    #[serde(default)]
    pub learnt: Learnt,
}

/// Whether what is approved is found by what it means, which takes a model of it, or by its words alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Learnt {
    /// There is a model of it.
    Yes,
    /// There is none of it as it is now: by its words, until somebody sends one.
    Due,
    /// By its words: models cannot be kept, since no bucket is bound.
    #[default]
    Never,
}

/// `GET /console/api/knowledge/lessons`: what a model is learnt of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Lessons {
    /// Goes into `If-Match` when the model is sent: one of other lessons is refused (412 `stale`).
    pub version: String,
    /// Whether there is a model of them.
    pub learnt: Learnt,
    /// The approved articles, in the order in which they are learnt, without what a model does not depend on.
    pub articles: Vec<Article>,
}

/// Who may answer for an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct ArticleOwner {
    /// Id of a member of the team.
    pub id: String,
    /// Their name.
    pub name: String,
}

/// An article in the list: its translations without their text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct ArticleRow {
    /// Stable id.
    pub id: String,
    /// By language.
    pub languages: BTreeMap<Language, ArticleLine>,
}

/// What the list says of one translation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct ArticleLine {
    /// Its title.
    pub title: String,
    /// Its subject.
    pub topic: String,
    /// Where it stands.
    pub status: Status,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The last day on which it answers unreviewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_by: Option<String>,
    /// How many tickets it was drafted from.
    #[serde(default)]
    pub tickets: u32,
}

/// `GET /console/api/articles/{id}`, and the answer to a change: an article with its translations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct ArticlePair {
    /// Stable id.
    pub id: String,
    /// Goes into `If-Match` of a change: who changes what somebody else has changed meanwhile is told (412 `stale`), and
    /// nothing is overwritten.
    pub version: String,
    /// By language.
    pub languages: BTreeMap<Language, Article>,
}

/// `PUT /console/api/articles/{id}` with `If-Match`, which is `"new"` for an article that does not exist yet. What is
/// approved or retired, or was, only those may change who may approve; a translation that is left out goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ArticleChange {
    /// By language. Each bears the id of the address and the language under which it stands; its version is counted here.
    pub languages: BTreeMap<Language, Article>,
}

/// `POST /console/api/knowledge/try`: what would answer a question. Nothing is kept of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TrialRequest {
    /// What is asked, at most 2000 bytes.
    pub text: String,
    /// In which language articles are sought.
    pub language: Language,
    /// The tier of the verified customer who asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// Articles as they are being written, which stand for those of the same id and language as if they were approved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drafts: Vec<Article>,
}

/// What would answer, best first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Trial {
    /// Passages with their support.
    pub hits: Vec<Hit>,
    /// Support from which the first of them would answer.
    pub answers_from: f32,
}

/// `GET /console/api/gaps`: questions that nothing answered, those asked most often first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Gaps {
    /// Groups of questions that ask much the same.
    pub gaps: Vec<GapRow>,
}

/// Questions that ask much the same, redacted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct GapRow {
    /// Stands for the group; `DELETE /console/api/gaps/{id}` dismisses it until it is asked again.
    pub id: String,
    /// Up to five of them, the latest first.
    pub questions: Vec<String>,
    /// Their language.
    pub language: Language,
    /// How often it was asked.
    pub count: u32,
    /// When it was asked last.
    pub last_at: Timestamp,
}
