//! The checked workspace: what a company has configured.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::hours::{Hours, Opening};
use super::reply::PreparedReply;
use super::role::Role;
use crate::knowledge::Article;
use crate::notice::Notice;
use crate::policy::Policy;
use crate::text::Language;
use crate::time::Timestamp;

/// A text in each of the workspace's languages.
pub type Texts = BTreeMap<Language, String>;

/// Everything that a company has configured. Made by checking files, or read back from the edge's store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Workspace {
    /// Stable id, also the audience of identity tokens.
    pub id: String,
    /// Languages, the default first.
    pub languages: Vec<Language>,
    /// Origins that may embed the widget, `https://example.com` say.
    pub allowed_origins: Vec<String>,
    /// Name, colour and first words.
    pub brand: Brand,
    /// What the bot says in an emergency, approved by the lead.
    #[serde(default)]
    pub emergency: Emergency,
    /// Where handoffs go.
    pub queues: Vec<Queue>,
    /// The rules.
    pub policy: Policy,
    /// The team.
    pub team: Vec<Agent>,
    /// The knowledge base, all statuses.
    pub articles: Vec<Article>,
    /// What visitors are told before they ask, in the order of its files.
    #[serde(default)]
    pub notices: Vec<Notice>,
    /// How long things are kept.
    #[serde(default)]
    pub privacy: Privacy,
    /// What agents need not write again, in the order of the list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replies: Vec<PreparedReply>,
}

/// How long things are kept, in days; what has no number is kept until somebody erases it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Privacy {
    /// What was written in a conversation, counted from when it was last resolved or, where it never was, from its last
    /// event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation_days: Option<u32>,
    /// Files that were sent, counted in the same way; they go with the conversation at the latest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_days: Option<u32>,
    /// A customer's record with addresses, counted from their last conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_days: Option<u32>,
    /// Lines of the delivery log and of the audit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_days: Option<u32>,
}

/// How the company shows itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Brand {
    /// Name.
    pub name: BTreeMap<Language, String>,
    /// Accent colour, `#rrggbb`.
    pub accent: String,
    /// One line that greets.
    pub greeting: BTreeMap<Language, String>,
    /// Questions that people really ask, at most three a language.
    #[serde(default)]
    pub suggestions: BTreeMap<Language, Vec<String>>,
}

/// What the bot says in an emergency.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Emergency {
    /// The text.
    #[serde(default)]
    pub emergency: BTreeMap<Language, String>,
}

/// Where handoffs wait for a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Queue {
    /// Stable id.
    pub id: String,
    /// Name that customers see.
    pub name: BTreeMap<Language, String>,
    /// Topics that go here.
    #[serde(default)]
    pub topics: Vec<String>,
    /// Skills that an agent needs, at least one of them.
    #[serde(default)]
    pub skills: Vec<String>,
    /// Seconds within which somebody should accept; after that the customer is told the truth.
    pub accept_within_seconds: u32,
    /// Minutes east of UTC that the hours are written in.
    #[serde(default)]
    pub utc_offset_minutes: i32,
    /// When it is open.
    #[serde(default)]
    pub hours: Hours,
    /// Days on which it is closed, `2026-12-25`.
    #[serde(default)]
    pub holidays: Vec<String>,
    /// Minutes within which a left message is answered, once open.
    #[serde(default)]
    pub reply_target_minutes: Option<u32>,
}

/// A member of the team.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Agent {
    /// Stable id.
    pub id: String,
    /// Name that customers see.
    pub name: String,
    /// Languages that they speak.
    pub languages: Vec<Language>,
    /// Skills, matched with those of queues.
    #[serde(default)]
    pub skills: Vec<String>,
    /// What they may do.
    pub role: Role,
    /// Conversations at a time.
    #[serde(default = "default_capacity")]
    pub capacity: u32,
    /// Work address; never shown to customers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Address of a picture that customers see, `https://…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
}

fn default_capacity() -> u32 {
    4
}

/// The queue for a topic: the first that lists it, else the first of all.
pub fn queue_for<'q>(queues: &'q [Queue], topic: Option<&str>) -> Option<&'q Queue> {
    let listed = topic.and_then(|topic| queues.iter().find(|queue| queue.topics.iter().any(|t| t == topic)));
    listed.or_else(|| queues.first())
}

impl Queue {
    /// Whether nobody is there at a time.
    pub fn is_closed(&self, now: Timestamp) -> bool {
        self.hours.at(now, self.utc_offset_minutes, &self.holidays) != Opening::Open
    }
}

impl Workspace {
    /// The queue for a topic: the first that lists it, else the first of all.
    pub fn queue_for(&self, topic: Option<&str>) -> Option<&Queue> {
        queue_for(&self.queues, topic)
    }

    /// A queue by its id.
    pub fn queue(&self, id: &str) -> Option<&Queue> {
        self.queues.iter().find(|queue| queue.id == id)
    }

    /// The default language.
    pub fn default_language(&self) -> Language {
        self.languages.first().copied().unwrap_or_default()
    }

    /// Picks the text in a language, else in the default one.
    pub fn text<'t>(&self, texts: &'t Texts, language: Language) -> &'t str {
        texts.get(&language).or_else(|| texts.get(&self.default_language())).map_or("", String::as_str)
    }
}
