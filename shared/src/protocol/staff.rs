//! What goes between the console, or the reply page, and the edge. Staff receive the full events.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::conversation::{Recorded, ResolutionOutcome, Status};
use crate::policy::Priority;
use crate::text::Language;
use crate::time::Timestamp;
use crate::workspace::{Action, PreparedReply};

/// `POST /console/api/conversations/{id}/commands`. The answer's body is [`StaffEvents`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "type", deny_unknown_fields)]
pub enum AgentCommand {
    /// Takes the conversation.
    Take {},
    /// Writes to the customer.
    Reply {
        /// The client's id for it.
        id: String,
        /// The words; may be empty where there are files.
        text: String,
        /// Ids of files that were uploaded before, at most five.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<String>,
        /// The handoff that is answered.
        episode: u32,
    },
    /// Notes something for colleagues.
    Note {
        /// The client's id for it.
        id: String,
        /// The words.
        text: String,
    },
    /// Gives the conversation back to the bot.
    GiveBack {},
    /// Gives the conversation to another queue, where it waits for somebody.
    Transfer {
        /// The client's id for it.
        id: String,
        /// The queue's id.
        queue: String,
        /// What colleagues should know.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// Closes the conversation.
    Resolve {
        /// What came of it.
        outcome: ResolutionOutcome,
    },
    /// Voids the reply addresses of the current handoff.
    RevokeReplyLinks {},
    /// Erases everything that was written in the conversation.
    Erase {},
    /// Tells the customer that somebody is typing; not an event.
    Typing {},
    /// Says that the conversation has been read so far, on a page that is open and visible. Not an event; the customer
    /// is told where the agent has the conversation, or nobody has it yet.
    Seen {
        /// The last event that is shown.
        up_to: u64,
    },
}

/// `POST /admin/conversations/{id}/commands`: what somebody does from a desk of the company's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeskCommand {
    /// The name that customers and colleagues see, at most 80 bytes. The same name is the same person.
    pub author: String,
    /// What they do.
    pub command: AgentCommand,
}

/// Full events after a number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct StaffEvents {
    /// In order, without gaps.
    pub events: Vec<Recorded>,
}

/// What arrives on a console's conversation socket,
/// `GET /console/api/conversations/{id}/socket?ticket=T&after=N`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "frame")]
pub enum StaffFrame {
    /// New events, in order, without gaps.
    Events {
        /// The events.
        events: Vec<Recorded>,
    },
    /// The customer is typing; good for five seconds.
    Typing {},
}

/// What arrives on the desk's socket, `GET /console/api/desk/socket?ticket=T`. Being connected is being present.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "frame")]
pub enum DeskFrame {
    /// Something in the inbox has changed; ask for it again.
    InboxChanged {},
}

/// One line of the inbox.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct InboxRow {
    /// Id of the conversation.
    pub conversation: String,
    /// Where it stands.
    pub status: Status,
    /// The language that the customer writes in.
    pub language: Language,
    /// The queue it is or was in.
    pub queue: Option<String>,
    /// How soon it should be taken.
    pub priority: Priority,
    /// Who has it.
    pub agent: Option<String>,
    /// Stable word of the strongest reason of the current handoff.
    pub reason: Option<String>,
    /// Start of the customer's latest message.
    pub preview: Option<String>,
    /// The customer's verified name.
    pub customer: Option<String>,
    /// Whether revenue is at stake.
    pub revenue_at_stake: bool,
    /// What came of it, where it is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ResolutionOutcome>,
    /// Whether the customer wrote again after a person had closed it, and the bot has it since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub came_back: bool,
    /// When it began.
    pub opened_at: Timestamp,
    /// When something last happened.
    pub updated_at: Timestamp,
    /// When the current handoff began to wait.
    pub waiting_since: Option<Timestamp>,
}

/// `GET /console/api/conversations?status=&before=`: the newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Inbox {
    /// At most 100.
    pub conversations: Vec<InboxRow>,
}

/// `GET /console/api/me`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Me {
    /// The workspace's id of the agent.
    pub id: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: String,
    /// What the role may do.
    #[serde(default)]
    pub may: Vec<Action>,
    /// Languages that they speak.
    pub languages: Vec<Language>,
    /// The company's accent colour, `#rrggbb`.
    pub accent: String,
    /// Black or white, whichever reads better on the accent.
    pub on_accent: String,
    /// The queues, to pass conversations on to.
    #[serde(default)]
    pub queues: Vec<QueueName>,
    /// Prepared replies, to choose from.
    #[serde(default)]
    pub replies: Vec<PreparedReply>,
}

/// A queue, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct QueueName {
    /// Stable id.
    pub id: String,
    /// Its name in each language.
    pub name: BTreeMap<Language, String>,
}

impl QueueName {
    /// Its name in a language, or in another where it has none there.
    pub fn say(&self, language: Language) -> &str {
        self.name.get(&language).or_else(|| self.name.values().next()).unwrap_or(&self.id)
    }
}

/// `GET /console/api/deliveries`: one line of the delivery log, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct DeliveryRow {
    /// The `webhook-id`.
    pub id: String,
    /// The conversation; empty for a test event or an invitation, which belong to none.
    pub conversation: String,
    /// Type of the webhook.
    pub kind: String,
    /// The endpoint's id.
    pub endpoint: String,
    /// Number of attempts so far.
    pub attempts: u32,
    /// HTTP status of the last attempt; absent where nobody answered.
    pub last_status: Option<u16>,
    /// `delivered`, `waiting` or `dead`.
    pub state: String,
    /// When it was last tried.
    pub updated_at: Timestamp,
}

/// `GET /console/api/deliveries`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Deliveries {
    /// At most 100, the newest first.
    pub deliveries: Vec<DeliveryRow>,
}
