//! What goes between the console and the edge about the workspace's settings and about where webhooks go.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::DeliveryRow;
use crate::handoff::WebhookKind;
use crate::text::Language;
use crate::time::Timestamp;
use crate::workspace::{Brand, PreparedReply, Privacy, Queue};

/// `GET /console/api/settings`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Settings {
    /// Number of the published workspace.
    pub version: u64,
    /// Each section with its version.
    pub sections: BTreeMap<Section, Versioned>,
}

/// A section and its version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Versioned {
    /// Goes into `If-Match` of a change: who changes what somebody else has changed meanwhile is told
    /// (412 `stale`), and nothing is overwritten.
    pub version: String,
    /// What it holds.
    pub value: SectionValue,
}

/// A part of the settings that is read and published by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// Name, colour, greeting, suggested questions.
    Brand,
    /// Queues with their hours and holidays.
    Queues,
    /// What agents need not write again.
    Replies,
    /// Sites that may embed the widget.
    Origins,
    /// Languages, the default first.
    Languages,
    /// How long things are kept.
    Privacy,
}

impl Section {
    /// Every section.
    pub const ALL: [Self; 6] =
        [Self::Brand, Self::Queues, Self::Replies, Self::Origins, Self::Languages, Self::Privacy];

    /// Its word in an address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Brand => "brand",
            Self::Queues => "queues",
            Self::Replies => "replies",
            Self::Origins => "origins",
            Self::Languages => "languages",
            Self::Privacy => "privacy",
        }
    }
}

/// `PUT /console/api/settings/{section}` with `If-Match`, answered with [`Settings`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "section")]
pub enum SectionValue {
    /// See [`Section::Brand`].
    Brand {
        /// The brand.
        brand: Brand,
    },
    /// See [`Section::Queues`].
    Queues {
        /// All of them, in order.
        queues: Vec<Queue>,
    },
    /// See [`Section::Replies`].
    Replies {
        /// All of them, in order.
        replies: Vec<PreparedReply>,
    },
    /// See [`Section::Origins`].
    Origins {
        /// Scheme, host and port each.
        allowed_origins: Vec<String>,
    },
    /// See [`Section::Languages`].
    Languages {
        /// The default first.
        languages: Vec<Language>,
    },
    /// See [`Section::Privacy`].
    Privacy {
        /// The rules.
        privacy: Privacy,
    },
}

impl SectionValue {
    /// Which section it is.
    pub fn section(&self) -> Section {
        match self {
            Self::Brand { .. } => Section::Brand,
            Self::Queues { .. } => Section::Queues,
            Self::Replies { .. } => Section::Replies,
            Self::Origins { .. } => Section::Origins,
            Self::Languages { .. } => Section::Languages,
            Self::Privacy { .. } => Section::Privacy,
        }
    }
}

/// `GET /console/api/endpoints`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Endpoints {
    /// By id.
    pub endpoints: Vec<EndpointRow>,
}

/// Where webhooks go, and how it fares. The secret is never read back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct EndpointRow {
    /// Stable id.
    pub id: String,
    /// Address.
    pub url: String,
    /// Which webhooks; empty for all.
    pub kinds: Vec<WebhookKind>,
    /// How it fares.
    pub health: EndpointHealth,
    /// Failed attempts since the last that succeeded.
    pub failures: u32,
    /// While it rests: when it is tried again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rests_until: Option<Timestamp>,
    /// Until when the secret before signs too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_secret_until: Option<Timestamp>,
    /// Deliveries that wait.
    pub waiting: u32,
    /// Dead letters.
    pub dead: u32,
}

/// How an endpoint fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EndpointHealth {
    /// Nothing was sent there yet.
    Untried,
    /// The last attempt succeeded.
    Well,
    /// The last test did not arrive, and nothing has since.
    TestFailed,
    /// The last attempts failed; it is still tried.
    Failing,
    /// It rests after many failures.
    Resting,
}

/// `PUT /console/api/endpoints/{id}`, answered with [`EndpointSecret`] where it is new and with [`Endpoints`] where it is
/// not; `DELETE` takes it away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EndpointChange {
    /// Address: `https://` outside development.
    pub url: String,
    /// Which webhooks; empty for all.
    #[serde(default)]
    pub kinds: Vec<WebhookKind>,
}

/// The answer where an endpoint is new, and to `POST /console/api/endpoints/{id}/secret`, which makes a new secret; the
/// one before signs too for 24 hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct EndpointSecret {
    /// `whsec_…`; shown now and never again.
    pub secret: String,
    /// Until when the secret before signs too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_secret_until: Option<Timestamp>,
}

/// The answer to `POST /console/api/endpoints/{id}/test`: a `test` event was sent, and this came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct EndpointTest {
    /// HTTP status; absent where nobody answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Milliseconds until the answer.
    pub took_ms: u64,
    /// The beginning of what was answered, where it reports a failure; at most 500 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub answer: String,
    /// What was sent.
    pub body: String,
}

/// `GET /console/api/deliveries/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct DeliveryDetail {
    /// Its line of the log.
    pub delivery: DeliveryRow,
    /// When it is tried again, where it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_at: Option<Timestamp>,
    /// The latest attempts, in order, at most 30.
    pub attempts: Vec<DeliveryAttempt>,
    /// What is sent, less what has been erased since.
    pub body: String,
}

/// One attempt to deliver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct DeliveryAttempt {
    /// When it was made.
    pub at: Timestamp,
    /// HTTP status; absent where nobody answered in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Milliseconds until the answer.
    pub took_ms: u64,
    /// The beginning of what was answered, where it reports a failure; at most 500 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub answer: String,
}
