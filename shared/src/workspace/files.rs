//! A workspace's files as people write them: each field as it stands, before anything is checked.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::model::{Agent, Emergency, Privacy, Queue};
use super::reply::PreparedReply;
use crate::knowledge::{Audience, Status};
use crate::text::Language;

/// `workspace.toml`: the company, its languages, and where its widget may be shown.
#[derive(PartialEq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WorkspaceFile {
    /// A stable word for the company: lower-case letters, digits and hyphens. Also the `aud` of identities.
    pub(super) id: String,
    /// The languages that you serve.
    pub(super) languages: Vec<Language>,
    /// The one that is used where a text is missing.
    pub(super) default_language: Language,
    /// Sites that may embed the widget: scheme, host and port.
    #[serde(default)]
    pub(super) allowed_origins: Vec<String>,
    /// Name, colour and first words.
    pub(super) brand: BrandAsWritten,
    /// Questions that people really ask, at most three a language.
    #[serde(default)]
    pub(super) suggestions: BTreeMap<Language, Vec<String>>,
    /// What is said in an emergency.
    #[serde(default)]
    pub(super) contact: Emergency,
    /// How long things are kept.
    #[serde(default)]
    pub(super) privacy: Privacy,
}

impl WorkspaceFile {
    /// The languages, the default first.
    pub(super) fn languages(&self) -> Vec<Language> {
        let others = self.languages.iter().copied().filter(|language| *language != self.default_language);
        std::iter::once(self.default_language).chain(others).collect()
    }
}

/// Name, colour and first words.
#[derive(PartialEq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BrandAsWritten {
    /// The company's name, by language.
    pub(super) name: BTreeMap<Language, String>,
    /// Accent colour, `#rrggbb`.
    pub(super) accent: String,
    /// One line that greets, by language.
    pub(super) greeting: BTreeMap<Language, String>,
}

/// `queues.toml`: where conversations wait for a person.
#[derive(PartialEq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QueuesFile {
    /// The queues. The first takes what no other lists.
    #[serde(rename = "queue")]
    pub(super) queues: Vec<Queue>,
}

/// `team.toml`: who works here.
#[derive(PartialEq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TeamFile {
    /// The team.
    #[serde(rename = "agent")]
    pub(super) team: Vec<Agent>,
}

/// `replies.toml`, which may be left out: what agents need not write again.
#[derive(Default, PartialEq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RepliesFile {
    /// The prepared replies, in the order in which they are listed.
    #[serde(rename = "reply", default)]
    pub(super) replies: Vec<PreparedReply>,
}

/// What stands above an article, between two lines of `+++`.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArticleFile {
    /// Its title.
    pub(super) title: String,
    /// Its subject, which also chooses the queue.
    pub(super) topic: String,
    /// Further words to find it by.
    #[serde(default)]
    pub(super) tags: Vec<String>,
    /// Questions that it answers, as people ask them.
    #[serde(default)]
    pub(super) questions: Vec<String>,
    /// Who may read it.
    #[serde(default)]
    pub(super) audience: Audience,
    /// Where it stands; only an approved one answers.
    #[serde(default)]
    pub(super) status: Status,
    /// Who answers for it: the id of a member of the team.
    pub(super) owner: Option<String>,
    /// The last day, in UTC, on which it answers before somebody has reviewed it, `2027-06-30`.
    pub(super) review_by: Option<String>,
    /// Where the company publishes it.
    pub(super) url: Option<String>,
    /// Ids of the tickets that it was drafted from.
    #[serde(default)]
    pub(super) sources: Vec<String>,
    /// Raised with each change; 1 where it is missing.
    #[serde(default)]
    pub(super) version: Option<u32>,
}
