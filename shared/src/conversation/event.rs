//! What has happened in a conversation. Events are facts in the past tense: they are never changed, and they
//! hold no personal content. What people wrote lies beside them as [`Content`], which can be erased while the
//! log stays valid.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::customer::{Channel, CustomerFacts};
use crate::policy::{Outcome, Priority, Reason};
use crate::text::Language;
use crate::time::Timestamp;
use crate::triage::{Complexity, SignalKind, Urgency};
pub use crate::workspace::Versions;

/// Position in a conversation's full log, dense from 1.
pub type Seq = u64;
/// Number of a handoff within its conversation, from 1.
pub type EpisodeId = u32;

/// The version of the stored form of [`Event`] and [`Content`]. Raise it with a migration and a fixture.
pub const EVENT_VERSION: u32 = 1;

/// One line of the log, as it is stored and as staff receive it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Recorded {
    /// Position in the full log, from 1.
    pub seq: Seq,
    /// When it was decided.
    pub at: Timestamp,
    /// What happened.
    pub event: Event,
    /// What was written, until it is erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Content>,
}

/// A member of the team, as far as others may see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct AgentRef {
    /// The workspace's id of the agent.
    pub id: String,
    /// The name that customers see.
    pub name: String,
}

/// Where an agent came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// Baton's console.
    Console,
    /// The reply page that a webhook linked to.
    ReplyLink,
    /// A desk of the company's own, with an API key.
    Api,
}

/// A file that goes with a message. Its bytes lie outside the log; they are erased with the message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Attachment {
    /// Its id within the conversation.
    pub id: String,
    /// The file's name, cleaned, with the extension that fits its content.
    pub name: String,
    /// What it is, found by its content: `image/png` say.
    pub media_type: String,
    /// How large it is.
    pub bytes: u64,
    /// Width of a picture in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Height of a picture in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
}

/// Where an answer was taken from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Source {
    /// The article's id.
    pub article: String,
    /// The article's version when it answered.
    pub version: u32,
    /// The article's title.
    pub title: String,
    /// The section that answered, where the article has sections.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// Where the company publishes the article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Which of the bot's standing lines was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BotLine {
    /// Nothing approved supports an answer; a person is offered.
    NothingFound,
    /// An answer did not help; another wording or a person is offered.
    TryAnotherWay,
    /// A text that the lead approved for this rule.
    Approved,
    /// The customer greeted.
    Greeting,
    /// The customer said thanks.
    Welcome,
    /// The bot gathers details that a person will need.
    GatherDetails,
    /// A file came without words; the bot cannot look into it, and a person can.
    FileReceived,
}

/// What triage found, without the customer's words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Finding {
    /// What was found.
    pub kind: SignalKind,
    /// How strongly, in `[0, 1]`.
    pub strength: f32,
}

/// The measured part of an assessment, kept in the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Measured {
    /// The subject, in the workspace's own words for topics.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// From -1 (angry, desperate) to 1 (delighted).
    pub mood: f32,
    /// How soon somebody should act.
    pub urgency: Urgency,
    /// Whether one answer can settle it.
    pub complexity: Complexity,
    /// Signals, strongest first.
    pub findings: Vec<Finding>,
    /// Support of the best passage, in `[0, 1]`; 0 where there is none.
    pub support: f32,
}

/// Which end of a conversation a mood was measured at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MoodPoint {
    /// The customer's first message.
    Start,
    /// The customer's last message before the conversation was resolved.
    End,
}

/// Why nobody has taken a waiting conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum Unavailable {
    /// The queue is closed. `opens_at` is when it opens next, where that is known.
    OutOfHours {
        /// Start of the next opening.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        opens_at: Option<Timestamp>,
    },
    /// The queue is open, but nobody accepted within its limit.
    NobodyAccepted,
}

/// What a customer chose when nobody could come at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WaitChoice {
    /// Keep the place in the queue.
    Wait,
    /// Be answered by email.
    Email,
    /// Be called back.
    Call,
}

/// How a handoff ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EpisodeEnd {
    /// The agent gave the conversation back to the bot.
    GivenBack,
    /// The conversation was resolved.
    Resolved,
    /// Another queue has it now: the next handoff follows at once. The customer hears of that one alone.
    Transferred,
}

/// Who closed a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ResolvedBy {
    /// The customer said that the answer helped.
    Bot,
    /// An agent.
    Agent,
    /// The customer ended it.
    Customer,
}

/// What came of a conversation, in the resolver's judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ResolutionOutcome {
    /// The matter is settled.
    Solved,
    /// It is not settled, and nothing more can be done here.
    Unsolved,
    /// The customer left or the message needed no answer.
    NoAnswerNeeded,
}

/// Whose personal content was erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "scope")]
pub enum ErasedScope {
    /// Everything written in the conversation.
    All,
    /// One event's content.
    One {
        /// The event whose content is gone.
        seq: Seq,
    },
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Event {
    /// A conversation began.
    Opened {
        /// The language of the interface.
        language: Language,
        /// How it came in.
        channel: Channel,
    },
    /// A company's backend vouched for who the customer is. Content: [`Content::Identity`].
    CustomerIdentified {
        /// Hash of the subject; the same person has the same hash.
        subject_hash: String,
        /// What rules may know.
        facts: CustomerFacts,
    },
    /// The page said more of the visitor or of itself. Content: [`Content::Page`] with all attributes.
    PageUpdated {},
    /// The customer wrote. Content: [`Content::Text`].
    CustomerWrote {
        /// The id that the client gave the message.
        message: String,
    },
    /// What Baton made of a message or of an answer's failure. Content: [`Content::Evidence`].
    Decided {
        /// The event that was decided on.
        on: Seq,
        /// What is to happen.
        outcome: Outcome,
        /// Id of the rule that fired.
        rule: String,
        /// Why, strongest first.
        reasons: Vec<Reason>,
        /// What triage measured; absent where no message was assessed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        measured: Option<Measured>,
        /// Answers that the message says failed: in words, or by asking the same again.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        failed: Vec<Seq>,
        /// What it was made with.
        versions: Versions,
    },
    /// The bot answered out of approved knowledge. Content: [`Content::Text`].
    BotAnswered {
        /// Where the answer stands.
        source: Source,
    },
    /// The bot asked one clarifying question. Content: [`Content::Text`].
    BotAskedToClarify {},
    /// The bot said one of its standing lines. Content: [`Content::Text`].
    BotSaid {
        /// Which one.
        line: BotLine,
        /// Whether a person is offered with it.
        offers_human: bool,
    },
    /// The customer said whether an answer helped.
    AnswerRated {
        /// The answer.
        answer: Seq,
        /// Whether it did.
        helpful: bool,
    },
    /// A person is being brought in.
    HandoffStarted {
        /// Number of the handoff.
        episode: EpisodeId,
        /// The queue it went to.
        queue: String,
        /// The queue's name in the customer's language.
        team: String,
        /// How soon it should be taken.
        priority: Priority,
        /// Why, strongest first.
        reasons: Vec<Reason>,
        /// What is passed on, so that the customer need not repeat it.
        passed_on: Vec<PassedOn>,
        /// Whether revenue is at stake.
        revenue_at_stake: bool,
    },
    /// A reply was drafted for the agent to approve. Content: [`Content::Text`].
    DraftPrepared {
        /// The handoff it is for.
        episode: EpisodeId,
        /// Where it was taken from.
        source: Source,
    },
    /// The desk proposed an agent.
    AgentProposed {
        /// The handoff.
        episode: EpisodeId,
        /// The agent's id.
        agent: String,
    },
    /// Nobody can come at once; the customer was told and may choose.
    NobodyAvailable {
        /// The handoff.
        episode: EpisodeId,
        /// Why.
        unavailable: Unavailable,
    },
    /// The customer chose how to go on. Content: [`Content::Contact`] unless they wait.
    CustomerChose {
        /// The handoff.
        episode: EpisodeId,
        /// What they chose.
        choice: WaitChoice,
    },
    /// An agent took the conversation.
    AgentJoined {
        /// The handoff.
        episode: EpisodeId,
        /// Who.
        agent: AgentRef,
        /// From where.
        via: Via,
    },
    /// An agent wrote to the customer. Content: [`Content::Text`].
    AgentWrote {
        /// The id that the agent's client gave the message.
        message: String,
        /// Who.
        agent: AgentRef,
    },
    /// The first human reply of a handoff.
    FirstHumanReply {
        /// The handoff.
        episode: EpisodeId,
        /// Milliseconds from the handoff's start.
        after_ms: u64,
    },
    /// An agent noted something for colleagues. Content: [`Content::Text`].
    NoteWritten {
        /// The id that the agent's client gave the note.
        message: String,
        /// Who.
        agent: AgentRef,
    },
    /// A handoff ended.
    HandoffEnded {
        /// The handoff.
        episode: EpisodeId,
        /// How.
        end: EpisodeEnd,
    },
    /// A handoff has been delivered to one of the company's endpoints.
    HandoffDelivered {
        /// The handoff.
        episode: EpisodeId,
        /// The endpoint's id.
        endpoint: String,
    },
    /// A handoff was not delivered in time; somebody must look.
    HandoffUndelivered {
        /// The handoff.
        episode: EpisodeId,
    },
    /// The reply addresses of a handoff were revoked.
    ReplyLinksRevoked {
        /// The handoff.
        episode: EpisodeId,
    },
    /// The customer's mood at one end of the conversation.
    MoodMeasured {
        /// Which end.
        point: MoodPoint,
        /// From -1 to 1.
        mood: f32,
    },
    /// The conversation was closed.
    Resolved {
        /// By whom.
        by: ResolvedBy,
        /// What came of it.
        outcome: ResolutionOutcome,
    },
    /// The customer came back after it was closed.
    Reopened {},
    /// The customer rated the whole conversation. Content: [`Content::Text`] where they commented.
    Rated {
        /// Satisfaction, 1 (bad) to 5 (good).
        score: u8,
        /// Effort, 1 (easy) to 5 (hard), where they said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        effort: Option<u8>,
    },
    /// The customer asked for the transcript by email. Content: [`Content::Contact`].
    TranscriptRequested {},
    /// Personal content was erased.
    ContentErased {
        /// What was erased.
        #[serde(flatten)]
        scope: ErasedScope,
    },
}

/// Something that a human receives with a handoff, as the customer is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PassedOn {
    /// Every message so far.
    Transcript,
    /// The question that opened the conversation.
    Question,
    /// What was tried, and what came of it.
    Tried,
    /// Name and account.
    Identity,
    /// The page that the customer was on.
    Page,
}

/// Personal content, kept apart from the log. May be erased at any time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Content {
    /// What somebody wrote.
    Text {
        /// Plain text from people, Markdown from the knowledge base. May be empty where files stand for it.
        text: String,
        /// Files that go with it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<Attachment>,
    },
    /// Where the customer was when the conversation began, and what the page says of them.
    Page {
        /// Address without query and fragment; empty where only attributes are known.
        url: String,
        /// Title of the page.
        title: String,
        /// What the company's page says of the visitor or of itself, unverified.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        attributes: BTreeMap<String, String>,
    },
    /// Who the customer is, as the company's backend vouched.
    Identity {
        /// The company's own id for the person.
        subject: String,
        /// Name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// Email address.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email: Option<String>,
        /// What else the company says of them.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        attributes: BTreeMap<String, String>,
    },
    /// The words that a decision rests on.
    Evidence {
        /// One list for each reason, in the order of the reasons.
        words: Vec<Vec<String>>,
        /// Titles of the passages that were considered, best first.
        considered: Vec<Considered>,
    },
    /// How to reach the customer.
    Contact {
        /// Email address or telephone number, as the customer gave it.
        address: String,
        /// When a call suits, in the customer's words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        when: Option<String>,
    },
}

impl Content {
    /// Words alone.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into(), attachments: Vec::new() }
    }
}

/// A passage that was considered for an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Considered {
    /// Where it stands.
    pub source: Source,
    /// Its support, in `[0, 1]`.
    pub support: f32,
    /// The words that matched.
    pub matched: Vec<String>,
}

/// Who may see an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The customer and the company.
    Everyone,
    /// The company alone.
    Staff,
}

impl Event {
    /// Who may see it. What the customer sees of it is decided by the projection.
    pub fn audience(&self) -> Audience {
        match self {
            Self::Opened { .. }
            | Self::CustomerWrote { .. }
            | Self::BotAnswered { .. }
            | Self::BotAskedToClarify {}
            | Self::BotSaid { .. }
            | Self::AnswerRated { .. }
            | Self::HandoffStarted { .. }
            | Self::NobodyAvailable { .. }
            | Self::CustomerChose { .. }
            | Self::AgentJoined { .. }
            | Self::AgentWrote { .. }
            | Self::HandoffEnded { end: EpisodeEnd::GivenBack | EpisodeEnd::Resolved, .. }
            | Self::Resolved { .. }
            | Self::Reopened {}
            | Self::Rated { .. }
            | Self::TranscriptRequested {}
            | Self::ContentErased { .. } => Audience::Everyone,
            Self::CustomerIdentified { .. }
            | Self::PageUpdated {}
            | Self::Decided { .. }
            | Self::DraftPrepared { .. }
            | Self::AgentProposed { .. }
            | Self::HandoffEnded { end: EpisodeEnd::Transferred, .. }
            | Self::FirstHumanReply { .. }
            | Self::NoteWritten { .. }
            | Self::HandoffDelivered { .. }
            | Self::HandoffUndelivered { .. }
            | Self::ReplyLinksRevoked { .. }
            | Self::MoodMeasured { .. } => Audience::Staff,
        }
    }
}
