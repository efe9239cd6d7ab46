//! What a customer may know of a conversation: a type that has no place for reasons, evidence, mood or tier.

use serde::{Deserialize, Serialize};

use super::event::{
    Attachment, BotLine, EpisodeEnd, ErasedScope, PassedOn, ResolvedBy, Source, Unavailable, WaitChoice,
};
use crate::text::Language;
use crate::time::Timestamp;

/// Something that the customer may know. Its numbers are dense from 1 and its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct CustomerEvent {
    /// Position in what the customer sees, from 1.
    pub seq: u64,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub kind: CustomerEventKind,
}

/// What a customer sees of an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum CustomerEventKind {
    /// The conversation began.
    Opened {
        /// Language of the interface.
        language: Language,
    },
    /// The customer's own message. `text` is absent once erased.
    YouWrote {
        /// The id that this client gave it.
        id: String,
        /// The text; empty where files stand for it.
        text: Option<String>,
        /// Files that went with it; none once erased.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<Attachment>,
    },
    /// An answer with its source. `text` is Markdown.
    Answer {
        /// The passage.
        text: Option<String>,
        /// Where it stands.
        source: Source,
    },
    /// A clarifying question.
    Question {
        /// The question.
        text: Option<String>,
    },
    /// One of the bot's standing lines.
    BotLine {
        /// Which one.
        line: BotLine,
        /// The words.
        text: Option<String>,
        /// Whether to show the way to a person right under it.
        offers_human: bool,
    },
    /// The customer's judgement of an answer.
    YouRatedAnswer {
        /// The answer's number, as the customer sees it.
        answer: u64,
        /// Whether it helped.
        helpful: bool,
    },
    /// A person is being brought in.
    HandoffStarted {
        /// Number of the handoff.
        episode: u32,
        /// Name of the team, in the customer's language.
        team: String,
        /// What they receive.
        passed_on: Vec<PassedOn>,
    },
    /// Nobody can come at once.
    NobodyAvailable {
        /// Number of the handoff.
        episode: u32,
        /// Why.
        #[serde(flatten)]
        unavailable: Unavailable,
    },
    /// The customer's choice.
    YouChose {
        /// What was chosen.
        choice: WaitChoice,
        /// The address that was left.
        address: Option<String>,
        /// When a call suits.
        when: Option<String>,
    },
    /// A person is here.
    AgentJoined {
        /// Their name.
        name: String,
    },
    /// A person wrote.
    AgentWrote {
        /// Their name.
        name: String,
        /// The text.
        text: Option<String>,
        /// Files that went with it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<Attachment>,
    },
    /// The person has left.
    HandoffEnded {
        /// How.
        end: EpisodeEnd,
    },
    /// The conversation is closed.
    Resolved {
        /// By whom.
        by: ResolvedBy,
    },
    /// The conversation goes on.
    Reopened {},
    /// The customer's rating.
    YouRated {
        /// Satisfaction, 1 to 5.
        score: u8,
        /// Effort, 1 to 5.
        effort: Option<u8>,
    },
    /// The customer asked for the transcript by email.
    YouAskedForTranscript {
        /// Where it goes; absent once erased.
        address: Option<String>,
    },
    /// Content was erased.
    Erased {
        /// What: `one` carries the customer's own number, 0 where they never saw it. Not flattened: `seq` is the
        /// event's own.
        scope: ErasedScope,
    },
}

impl CustomerEventKind {
    /// Whether the customer would want to be told of it, where they have not seen it: what counts as unread, in the
    /// widget as at the edge.
    pub fn is_news(&self) -> bool {
        match self {
            Self::Answer { .. }
            | Self::Question { .. }
            | Self::BotLine { .. }
            | Self::NobodyAvailable { .. }
            | Self::AgentWrote { .. } => true,
            Self::Opened { .. }
            | Self::YouWrote { .. }
            | Self::YouRatedAnswer { .. }
            | Self::HandoffStarted { .. }
            | Self::YouChose { .. }
            | Self::AgentJoined { .. }
            | Self::HandoffEnded { .. }
            | Self::Resolved { .. }
            | Self::Reopened {}
            | Self::YouRated { .. }
            | Self::YouAskedForTranscript { .. }
            | Self::Erased { .. } => false,
        }
    }
}
