//! Articles, as the company writes and approves them.

use serde::{Deserialize, Serialize};

use crate::text::Language;

/// One article in one language. The same id in another language is its translation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// Date by which it must be reviewed, `2027-06-30`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_by: Option<String>,
    /// Where the company publishes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Raised with each change.
    #[serde(default = "first_version")]
    pub version: u32,
}

fn first_version() -> u32 {
    1
}

/// Who may read an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema), schemars(rename = "ArticleAudience"))]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Anybody.
    #[default]
    Everyone,
    /// Customers that the company vouches for.
    Customers,
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
pub enum Asker {
    /// A visitor without a verified identity.
    #[default]
    Anonymous,
    /// A verified customer.
    Customer,
}

impl Audience {
    /// Whether this asker may read it.
    pub fn admits(self, asker: Asker) -> bool {
        match self {
            Self::Everyone => true,
            Self::Customers => asker == Asker::Customer,
        }
    }
}
