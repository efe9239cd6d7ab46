//! What can be asked of a conversation. Commands come from parsed requests, timers and deliveries; each one is
//! either carried out, found to have been carried out before, or refused.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::event::{AgentRef, Attachment, EpisodeId, ErasedScope, ResolutionOutcome, Seq, Via, WaitChoice};
use crate::customer::{Channel, CustomerFacts};
use crate::text::Language;

/// Longest message in bytes of UTF-8.
pub const MAX_MESSAGE_BYTES: usize = 8 * 1024;
/// Most bytes of a transcript, beyond which a customer must begin another conversation. Nobody who asks for help comes
/// near it; it bounds what one conversation costs, and what each webhook carries.
pub const MAX_TRANSCRIPT_BYTES: usize = 1024 * 1024;
/// Events after which a page's words about its visitor are no longer taken in: each holds all that is known, and the
/// whole log is read at once.
pub const MAX_EVENTS: u64 = 5000;
/// Longest address or telephone number that a customer may leave, in bytes.
pub const MAX_ADDRESS_BYTES: usize = 254;
/// Longest id that a client may give.
pub const MAX_ID_BYTES: usize = 64;
/// Files that one message may carry.
pub const MAX_MESSAGE_ATTACHMENTS: usize = 5;
/// Transcripts that one conversation sends: each goes to an address that nobody has checked.
pub const MAX_TRANSCRIPTS: u32 = 5;
/// Longest address of a page, or title, in bytes.
pub const MAX_PAGE_BYTES: usize = 2048;

/// The page that the customer is on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Address; query and fragment are dropped by the edge.
    pub url: String,
    /// Title.
    #[serde(default)]
    pub title: String,
}

/// Something that somebody wants to happen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Command {
    /// Begins the conversation.
    Open {
        /// Language of the interface.
        language: Language,
        /// How it comes in.
        channel: Channel,
        /// Where the customer is.
        page: Option<Page>,
        /// What the page says of the visitor or of itself.
        #[serde(default)]
        attributes: BTreeMap<String, String>,
    },
    /// The page says more of the visitor or of itself.
    Update {
        /// What it says; what it said before and says nothing new of stays, and what it has nothing to say of goes.
        attributes: BTreeMap<String, Option<String>>,
    },
    /// A company's backend vouches for the customer; the token has been verified.
    Identify {
        /// Who.
        identity: Identity,
    },
    /// The customer says something.
    Say {
        /// The client's id for it.
        message: String,
        /// The words; may be empty where there are files.
        text: String,
        /// Files, which have been looked into and stored.
        attachments: Vec<Attachment>,
    },
    /// The customer presses "Talk to a person".
    AskForHuman {},
    /// The customer says whether an answer helped.
    RateAnswer {
        /// The answer, by its number in the full log.
        answer: Seq,
        /// Whether it did.
        helpful: bool,
    },
    /// The customer chooses how to go on when nobody can come.
    Choose {
        /// What.
        choice: WaitChoice,
        /// Email address or telephone number.
        address: Option<String>,
        /// When a call suits.
        when: Option<String>,
    },
    /// The customer rates the conversation.
    Rate {
        /// 1 to 5.
        score: u8,
        /// 1 to 5.
        effort: Option<u8>,
        /// A comment.
        comment: Option<String>,
    },
    /// The customer wants the transcript by email.
    SendTranscript {
        /// The email address.
        address: String,
    },
    /// The customer ends the conversation.
    End {},
    /// The desk proposes an agent.
    Propose {
        /// The handoff.
        episode: EpisodeId,
        /// The agent.
        agent: String,
    },
    /// An agent takes the conversation, also without a handoff before.
    Take {
        /// Who.
        agent: AgentRef,
        /// From where.
        via: Via,
    },
    /// An agent writes. The first reply of a handoff claims it.
    Reply {
        /// Who.
        agent: AgentRef,
        /// The handoff that is answered.
        episode: EpisodeId,
        /// The client's id for it.
        message: String,
        /// The words; may be empty where there are files.
        text: String,
        /// Files, which have been looked into and stored.
        attachments: Vec<Attachment>,
        /// From where.
        via: Via,
    },
    /// An agent notes something for colleagues.
    Note {
        /// Who.
        agent: AgentRef,
        /// The client's id for it.
        message: String,
        /// The words.
        text: String,
    },
    /// An agent gives the conversation back to the bot.
    GiveBack {
        /// Who.
        agent: AgentRef,
    },
    /// An agent gives the conversation to another queue, where it waits for somebody.
    Transfer {
        /// Who.
        agent: AgentRef,
        /// The client's id for it.
        message: String,
        /// The queue.
        queue: String,
        /// What colleagues should know.
        note: Option<String>,
    },
    /// An agent closes the conversation.
    Resolve {
        /// Who.
        agent: AgentRef,
        /// What came of it.
        outcome: ResolutionOutcome,
    },
    /// Revokes the reply addresses of the current handoff.
    RevokeReplyLinks {
        /// The handoff.
        episode: EpisodeId,
    },
    /// A handoff reached an endpoint.
    HandoffDelivered {
        /// The handoff.
        episode: EpisodeId,
        /// The endpoint.
        endpoint: String,
    },
    /// A timer is due.
    TimerFired {
        /// Which.
        timer: Timer,
    },
    /// Erases personal content.
    Erase {
        /// What.
        #[serde(flatten)]
        scope: ErasedScope,
    },
}

/// Who the customer is, as the company's backend vouched. Verified before it becomes a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Identity {
    /// Hash of the subject.
    pub subject_hash: String,
    /// The company's own id for the person.
    pub subject: String,
    /// Name.
    pub name: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// What rules may know.
    pub facts: CustomerFacts,
}

/// Something that happens later unless it has become pointless by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "timer")]
pub enum Timer {
    /// The queue's limit for accepting a handoff.
    AcceptLimit {
        /// The handoff.
        episode: EpisodeId,
    },
    /// The limit for delivering a handoff to anybody.
    DeliveryAlert {
        /// The handoff.
        episode: EpisodeId,
    },
}

/// What the shell must do after the events are stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "effect")]
pub enum Effect {
    /// Send [`Command::TimerFired`] at a time.
    SetTimer {
        /// Which.
        timer: Timer,
        /// When.
        at: crate::time::Timestamp,
    },
    /// Tell the desk that a handoff waits.
    Enqueue {
        /// The handoff.
        episode: EpisodeId,
    },
    /// Tell the desk that a handoff no longer waits.
    Dequeue {
        /// The handoff.
        episode: EpisodeId,
    },
    /// Delete stored content; the events stay.
    DeleteContent {
        /// What.
        #[serde(flatten)]
        scope: ErasedScope,
    },
}

/// Why a command was refused. The caller is told; nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The first command must open the conversation, and only the first.
    #[error("the conversation is {0}")]
    NotNow(&'static str),
    /// A message without text.
    #[error("the message is empty")]
    EmptyMessage,
    /// A text over its limit.
    #[error("the text has {bytes} bytes, more than {limit}")]
    TooLong {
        /// What it has.
        bytes: usize,
        /// What is allowed.
        limit: usize,
    },
    /// A transcript over its limit.
    #[error("the conversation is full")]
    Full,
    /// An answer that does not exist.
    #[error("there is no answer with number {0}")]
    NoSuchAnswer(Seq),
    /// A handoff that has ended, or has not begun.
    #[error("handoff {0} is not open")]
    EpisodeOver(EpisodeId),
    /// A queue that does not exist.
    #[error("there is no queue {0}")]
    NoSuchQueue(String),
    /// Another agent has the conversation.
    #[error("{0} has this conversation")]
    TakenBy(String),
    /// A file that is not there: never uploaded, sent already, or deleted since.
    #[error("there is no attachment {0} that could be sent")]
    NoSuchAttachment(String),
    /// More files than a message may carry.
    #[error("a message carries at most {limit} files")]
    TooManyAttachments {
        /// What is allowed.
        limit: usize,
    },
    /// More transcripts than a conversation sends.
    #[error("the transcript has been asked for {limit} times")]
    TooManyTranscripts {
        /// What is allowed.
        limit: u32,
    },
    /// An address that cannot be one.
    #[error("the address is missing or cannot be one")]
    BadAddress,
    /// More attributes than a conversation keeps.
    #[error("these make {count} attributes, more than {limit}")]
    TooManyAttributes {
        /// How many there would be.
        count: usize,
        /// What is allowed.
        limit: usize,
    },
    /// A rating outside 1 to 5.
    #[error("a rating goes from 1 to 5")]
    BadRating,
}

impl Refusal {
    /// A stable word for clients and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotNow(_) => "not_now",
            Self::EmptyMessage => "empty_message",
            Self::TooLong { .. } => "too_long",
            Self::Full => "conversation_full",
            Self::NoSuchAnswer(_) => "no_such_answer",
            Self::EpisodeOver(_) => "episode_over",
            Self::NoSuchQueue(_) => "no_such_queue",
            Self::TakenBy(_) => "taken",
            Self::NoSuchAttachment(_) => "no_such_attachment",
            Self::TooManyAttachments { .. } => "too_many_attachments",
            Self::TooManyTranscripts { .. } => "too_many_transcripts",
            Self::BadAddress => "bad_address",
            Self::TooManyAttributes { .. } => "too_many_attributes",
            Self::BadRating => "bad_rating",
        }
    }
}
