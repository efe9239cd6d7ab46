//! What goes between the widget and the edge. A browser sends commands, never events, so it cannot claim that
//! an agent joined; it receives [`CustomerEvent`]s, a type that has no place for reasons, evidence, mood or tier.

use serde::{Deserialize, Serialize};

use crate::conversation::{BotLine, EpisodeEnd, ErasedScope, PassedOn, ResolvedBy, Source, Unavailable, WaitChoice};
use crate::text::Language;
use crate::time::Timestamp;

/// Longest message in bytes of UTF-8.
pub const MAX_MESSAGE_BYTES: usize = 8 * 1024;
/// Longest request body in bytes.
pub const MAX_BODY_BYTES: usize = 32 * 1024;
/// Longest id that a client may give.
pub const MAX_ID_BYTES: usize = 64;
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

/// `POST /v1/conversations`: opens a conversation with its first command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenRequest {
    /// A random id made by the client, 16 to 64 of `[A-Za-z0-9_-]`: repeating a request opens nothing new.
    pub request_id: String,
    /// Random secret made by the client, 43 characters of base64url (256 bits). It authorises all later
    /// requests of this conversation as `authorization: Bearer <token>`; the edge stores its hash only.
    pub token: String,
    /// Language of the interface.
    pub language: Language,
    /// Where the customer is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<Page>,
    /// The company's signed identity (JWT), where the visitor is signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// What the customer did: a first message, or asking for a person.
    pub command: CustomerCommand,
}

/// Answer to [`OpenRequest`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Opened {
    /// Id of the conversation.
    pub conversation: String,
    /// Everything that the customer may see so far.
    pub events: Vec<CustomerEvent>,
}

/// `POST /v1/conversations/{id}/commands` and the answer's body is [`Events`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "type", deny_unknown_fields)]
pub enum CustomerCommand {
    /// Says something. `id` is the client's own, so that a repeat is harmless.
    Say {
        /// 1 to 64 of `[A-Za-z0-9_-]`.
        id: String,
        /// What is said, at most [`MAX_MESSAGE_BYTES`].
        text: String,
    },
    /// Asks for a person, by the button that is always there.
    AskForHuman {},
    /// Says whether an answer helped.
    RateAnswer {
        /// The answer's sequence number, as the customer sees it.
        answer: u64,
        /// Whether it did.
        helpful: bool,
    },
    /// Chooses how to go on when nobody can come.
    Choose {
        /// What is chosen.
        choice: WaitChoice,
        /// Email address or telephone number; needed unless the customer waits.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        address: Option<String>,
        /// When a call suits.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        when: Option<String>,
    },
    /// Rates the conversation: satisfaction 1 to 5, effort 1 (easy) to 5 (hard).
    Rate {
        /// Satisfaction.
        score: u8,
        /// Effort.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        effort: Option<u8>,
        /// A comment.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment: Option<String>,
    },
    /// Ends the conversation.
    End {},
}

/// Events after a number: the body of commands' answers and of `GET /v1/conversations/{id}/events?after=N`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Events {
    /// In order, without gaps.
    pub events: Vec<CustomerEvent>,
    /// Where the customer stands, while they wait for a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// A place in a queue, computed by the desk; never guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Place {
    /// How many are served before.
    pub ahead: u32,
    /// Minutes until somebody comes, from how long the latest ones waited; absent with too few of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
}

/// `POST /v1/conversations/{id}/identity`: the visitor signed in, or the token was refreshed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IdentityRequest {
    /// The company's signed identity (JWT).
    pub identity: String,
}

/// `POST /v1/conversations/{id}/ticket` answers this. The socket is
/// `GET /v1/conversations/{id}/socket?ticket=T&after=N`; each text frame from the edge is one [`SocketFrame`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Ticket {
    /// Good for one connection, for 30 seconds.
    pub ticket: String,
}

/// What arrives on a customer's socket. The client sends only the text `ping`, answered by `pong`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "frame")]
pub enum SocketFrame {
    /// New events, in order, without gaps.
    Events {
        /// The events.
        events: Vec<CustomerEvent>,
    },
    /// Somebody on the other side is typing; good for five seconds.
    Typing {
        /// The name of who is typing.
        name: String,
    },
    /// The place in the queue has changed.
    Place {
        /// Where the customer stands.
        #[serde(flatten)]
        place: Place,
    },
}

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
        /// The text.
        text: Option<String>,
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
    /// Content was erased.
    Erased {
        /// What: `one` carries the customer's own number.
        #[serde(flatten)]
        scope: ErasedScope,
    },
}
