//! What goes between the console and the edge about the rules.

use serde::{Deserialize, Serialize};

use crate::policy::Policy;
use crate::text::Language;
use crate::time::Timestamp;
use crate::triage::Assessment;
use crate::workspace::Queue;

/// Most versions of the rules that are listed.
pub const MAX_RULE_VERSIONS: usize = 50;

/// `GET /console/api/rules`, and the answer to a change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Rules {
    /// Number of the published workspace.
    pub workspace: u64,
    /// Goes into `If-Match` of a change: who changes what somebody else has changed meanwhile is told
    /// (412 `stale`), and nothing is overwritten.
    pub version: String,
    /// The rules and their figures.
    pub policy: Policy,
    /// Where handoffs may go.
    pub queues: Vec<Queue>,
    /// Languages that approved texts are written in, the default first.
    pub languages: Vec<Language>,
    /// Topics that a message may be about.
    pub topics: Vec<String>,
}

/// `PUT /console/api/rules` with `If-Match`, answered with [`Rules`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RulesChange {
    /// The rules and their figures.
    pub policy: Policy,
    /// The published workspace whose rules are brought back, where they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<u64>,
}

/// `GET /console/api/rules/versions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct RuleVersions {
    /// The latest first, at most 50.
    pub versions: Vec<RuleVersion>,
}

/// A publication in which the rules changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct RuleVersion {
    /// Number of the published workspace.
    pub workspace: u64,
    /// Hash of its rules.
    pub policy: String,
    /// When it was published.
    pub at: Timestamp,
    /// Who published it, as the audit names them; unknown for what was published before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
}

/// `GET /console/api/rules/versions/{number}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct RulesThen {
    /// Number of the published workspace.
    pub workspace: u64,
    /// The rules and their figures, as they stood in it.
    pub policy: Policy,
}

/// `POST /console/api/rules/try`, answered with [`Tried`]. Nothing of it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Try {
    /// What a customer might write.
    pub text: String,
    /// Language of the interface.
    pub language: Language,
    /// Whether a signed-in customer asks: some articles are for them alone.
    #[serde(default)]
    pub signed_in: bool,
}

/// What triage makes of a message, with the published articles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Tried {
    /// The signals with their words, and the passages that fit.
    pub assessment: Assessment,
    /// Whether it does nothing but say yes, as to the offer of a person.
    pub says_yes: bool,
    /// What assessed it.
    pub engine: String,
}
