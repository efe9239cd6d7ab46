//! What is true of a conversation now, and how each event changes it.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use super::event::{
    AgentRef, Attachment, Content, EpisodeEnd, EpisodeId, ErasedScope, Event, Recorded, ResolutionOutcome, ResolvedBy,
    Seq, Source, Unavailable, WaitChoice,
};
use crate::customer::{Channel, CustomerFacts};
use crate::policy::{Priority, Reason};
use crate::text::{Language, detect};
use crate::time::Timestamp;

/// Who has the conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The bot answers.
    #[default]
    WithBot,
    /// A person was called and has not come yet.
    Waiting,
    /// A person has it; the bot is silent.
    WithHuman,
    /// Closed; a further message opens it again.
    Resolved,
}

/// Who wrote a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "by")]
pub enum Author {
    /// The customer.
    Customer,
    /// The bot.
    Bot,
    /// An agent.
    Agent {
        /// Who.
        #[serde(flatten)]
        agent: AgentRef,
    },
}

/// Whose client gave a message its id: ids of different sides never meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Writer {
    /// The customer.
    Customer,
    /// An agent, to the customer.
    Agent,
    /// An agent, to colleagues.
    Note,
}

/// The event that opens a conversation.
const OPENING: Seq = 1;
/// How many ids of messages are remembered. A client repeats only what it has just sent.
const MAX_SEEN: usize = 500;

/// What a line weighs beside its words: number, time, author.
const LINE_BYTES: usize = 128;
/// What a file weighs in a line, beside its name: its bytes lie elsewhere.
const ATTACHMENT_BYTES: usize = 160;

/// One line of the transcript.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Line {
    /// The event it stands for.
    pub seq: Seq,
    /// When.
    pub at: Timestamp,
    /// Who wrote it.
    pub author: Author,
    /// The words; absent once erased, empty where files stand for them.
    pub text: Option<String>,
    /// Files that went with it; none once erased.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// Where an answer was taken from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// What the customer said of an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helpful: Option<bool>,
    /// The decision on it; its evidence quotes the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<Seq>,
}

/// One handoff, from the moment a person is called until they leave.
#[allow(clippy::struct_excessive_bools, reason = "each is something that happened once, in any order")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Episode {
    /// Its number, from 1.
    pub id: EpisodeId,
    /// The event that started it.
    pub started_seq: Seq,
    /// When it started.
    pub started_at: Timestamp,
    /// The queue.
    pub queue: String,
    /// How soon it should be taken.
    pub priority: Priority,
    /// Why.
    pub reasons: Vec<Reason>,
    /// Whether revenue is at stake.
    pub revenue_at_stake: bool,
    /// Who has it.
    pub agent: Option<AgentRef>,
    /// When they took it.
    pub joined_at: Option<Timestamp>,
    /// Whom the desk proposed last.
    pub proposed: Option<String>,
    /// Why nobody could come, once that was said.
    pub unavailable: Option<Unavailable>,
    /// What the customer chose then.
    pub choice: Option<WaitChoice>,
    /// Whether it reached at least one endpoint.
    pub delivered: bool,
    /// Whether a late delivery has been reported.
    pub alerted: bool,
    /// Whether an agent has replied.
    pub replied: bool,
    /// Whether its reply addresses are void.
    pub links_revoked: bool,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

/// What is remembered while the bot has the conversation. Counts are cleared when a person gives it back or it is
/// resolved, so that an old reason does not escalate again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct BotTurn {
    /// First event that counts.
    pub since: Seq,
    /// Answers that failed.
    pub failed_attempts: u32,
    /// Clarifying questions asked.
    pub clarifications: u32,
    /// Times that a person was offered.
    #[serde(default)]
    pub offers: u32,
    /// Whether the bot's last words offered a person.
    #[serde(default)]
    pub offer_open: bool,
    /// Whether the bot has asked for details.
    pub asked_for_details: bool,
    /// Passages that failed and are never given again, also in later turns: article and heading.
    pub rejected: Vec<(String, Option<String>)>,
}

/// What is known of the customer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Known {
    /// Hash of the verified subject.
    pub subject_hash: Option<String>,
    /// Verified facts.
    pub facts: Option<CustomerFacts>,
    /// Verified subject; personal.
    pub subject: Option<String>,
    /// Verified name; personal.
    pub name: Option<String>,
    /// Verified email; personal.
    pub email: Option<String>,
    /// Address of the page; personal.
    pub page_url: Option<String>,
    /// Title of the page; personal.
    pub page_title: Option<String>,
    /// What the page says of the visitor or of itself; unverified, and may be personal.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    /// The event that brought them.
    #[serde(default)]
    pub attributes_seq: Option<Seq>,
    /// Address that the customer left; unverified and personal.
    pub contact: Option<String>,
    /// When a call suits; personal.
    pub contact_when: Option<String>,
    /// The event that brought subject, name and email.
    pub identity_seq: Option<Seq>,
    /// The event that brought the address.
    pub contact_seq: Option<Seq>,
    /// The comment of the latest rating; personal.
    #[serde(default)]
    pub comment: Option<String>,
    /// The event that brought the comment.
    #[serde(default)]
    pub comment_seq: Option<Seq>,
    /// Where the transcript was last asked to; personal.
    #[serde(default)]
    pub transcript_to: Option<String>,
    /// The event that asked for it.
    #[serde(default)]
    pub transcript_seq: Option<Seq>,
}

impl Known {
    /// What is known of the customer beside their name: what the page says, and over it what is verified.
    pub fn all_attributes(&self) -> BTreeMap<String, String> {
        let verified = self.facts.as_ref().map(CustomerFacts::all_attributes).unwrap_or_default();
        self.attributes.clone().into_iter().chain(verified).collect()
    }
}

/// Everything that is true of a conversation. It is a fold over its events and is never stored as such.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Conversation {
    /// The last event.
    pub seq: Seq,
    /// Last number that the customer has seen or will see.
    pub customer_seq: u64,
    /// Language of the interface.
    pub language: Language,
    /// How it came in.
    #[serde(default)]
    pub channel: Channel,
    /// Who has it.
    pub status: Status,
    /// When it began.
    pub opened_at: Timestamp,
    /// When something last happened.
    pub updated_at: Timestamp,
    /// The transcript.
    pub lines: Vec<Line>,
    /// The current or latest handoff.
    pub episode: Option<Episode>,
    /// Who had it last and did not pass it on: they know it, and are asked first when it comes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_agent: Option<AgentRef>,
    /// The latest messages that were taken in: who wrote, and the client's id. A repeat is known by it.
    pub seen: VecDeque<(Writer, String)>,
    /// What counts while the bot has it.
    pub turn: BotTurn,
    /// The customer.
    pub known: Known,
    /// Topic of the latest message that had one.
    pub topic: Option<String>,
    /// Mood of the latest message, -1 to 1.
    pub mood: Option<f32>,
    /// How soon somebody should act, from the latest message.
    pub measured: Option<super::event::Measured>,
    /// Who closed it last.
    pub resolved_by: Option<ResolvedBy>,
    /// What came of it, in the judgement of whoever closed it last.
    #[serde(default)]
    pub resolved_as: Option<ResolutionOutcome>,
    /// When it was closed last.
    pub resolved_at: Option<Timestamp>,
    /// Whether the bot ever answered out of an article.
    pub answered: bool,
    /// Whether any answer was called unhelpful without a later helpful one.
    pub last_rating_helpful: Option<bool>,
    /// Satisfaction, 1 to 5.
    pub score: Option<u8>,
    /// Effort, 1 to 5.
    pub effort: Option<u8>,
    /// When it was rated last.
    #[serde(default)]
    pub rated_at: Option<Timestamp>,
    /// How often the transcript was asked for.
    #[serde(default)]
    pub transcripts: u32,
    /// Whether everything that had been written was erased.
    #[serde(default)]
    pub erased: bool,
    /// How many handoffs there were.
    pub episodes: u32,
    /// How often the customer came back after it was closed.
    pub reopened: u32,
    /// The shortest time after which they came back, in milliseconds.
    pub soonest_return_ms: Option<u64>,
    /// When the customer last wrote.
    pub customer_wrote_at: Option<Timestamp>,
}

impl Conversation {
    /// The handoff that is open now.
    pub fn open_episode(&self) -> Option<&Episode> {
        self.episode.as_ref().filter(|episode| episode.ended_at.is_none())
    }

    /// Whether the customer wrote again after a person had closed it, and the bot has it since: nobody waits, but somebody
    /// should know.
    pub fn has_come_back(&self) -> bool {
        let closed = self.resolved_at.filter(|_| self.status == Status::WithBot);
        let by_person =
            |at: Timestamp| self.episode.as_ref().is_some_and(|last| last.ended_at.is_some_and(|end| end <= at));
        self.last_agent.is_some() && closed.is_some_and(by_person)
    }

    /// The queue of whoever had it last, which stands for what comes after.
    pub fn last_queue(&self) -> Option<&str> {
        self.episode.as_ref().filter(|_| self.last_agent.is_some()).map(|last| last.queue.as_str())
    }

    /// The language that the customer writes in: that of their latest words that tell, else the interface's.
    pub fn written_language(&self) -> Language {
        let theirs = self.lines.iter().rev().filter(|line| line.author == Author::Customer);
        let said = theirs.filter_map(|line| line.text.as_deref()).find_map(|text| detect(text).language());
        said.unwrap_or(self.language)
    }

    /// The line that an event left in the transcript.
    pub fn line(&self, seq: Seq) -> Option<&Line> {
        self.lines.binary_search_by_key(&seq, |line| line.seq).ok().and_then(|index| self.lines.get(index))
    }

    /// About how many bytes a message would bring the transcript to.
    pub fn bytes_with(&self, text: &str, attachments: &[Attachment]) -> usize {
        let files = |files: &[Attachment]| files.iter().map(|file| ATTACHMENT_BYTES + file.name.len()).sum::<usize>();
        let weight = |text: &str, attachments| LINE_BYTES + text.len() + files(attachments);
        let lines = self.lines.iter().map(|line| weight(line.text.as_deref().unwrap_or_default(), &line.attachments));
        lines.sum::<usize>() + weight(text, attachments)
    }

    /// Whether a message was taken in before.
    pub fn has_seen(&self, writer: Writer, id: &str) -> bool {
        self.seen.iter().any(|(by, seen)| *by == writer && seen == id)
    }

    /// What the customer wrote since the bot got the conversation, oldest first.
    pub fn customer_texts(&self) -> Vec<String> {
        let theirs = self.lines.iter().filter(|line| line.author == Author::Customer && line.seq >= self.turn.since);
        theirs.filter_map(|line| line.text.clone()).filter(|text| !text.is_empty()).collect()
    }
}

/// What is true after an event. Applying the stored events in order to `Conversation::default()` gives the same
/// state each time, also when content has been erased from them.
#[must_use]
pub fn evolve(mut conversation: Conversation, recorded: &Recorded) -> Conversation {
    conversation.apply(recorded);
    conversation
}

impl Conversation {
    #[allow(clippy::too_many_lines, reason = "one arm for each event, exhaustive")]
    fn apply(&mut self, recorded: &Recorded) {
        self.seq = recorded.seq;
        self.updated_at = recorded.at;
        if super::project::is_visible(&recorded.event) {
            self.customer_seq += 1;
        }
        match &recorded.event {
            Event::Opened { language, channel } => {
                (self.language, self.channel) = (*language, *channel);
                self.opened_at = recorded.at;
                if let Some(Content::Page { url, title, .. }) = &recorded.content {
                    self.known.page_url = Some(url.clone()).filter(|url| !url.is_empty());
                    self.known.page_title = self.known.page_url.is_some().then(|| title.clone());
                }
                self.update(recorded);
            }
            Event::PageUpdated {} => self.update(recorded),
            Event::CustomerIdentified { subject_hash, facts } => self.identify(subject_hash, facts, recorded),
            Event::CustomerWrote { message } => {
                self.saw(Writer::Customer, message);
                self.customer_wrote_at = Some(recorded.at);
                self.push_line(recorded, Author::Customer, None);
            }
            Event::Decided { on, measured, failed, .. } => {
                if let Some(line) = self.line_mut(*on) {
                    line.decided = Some(recorded.seq);
                }
                if let Some(measured) = measured {
                    self.mood = Some(measured.mood);
                    self.topic = measured.topic.clone().or_else(|| self.topic.take());
                    self.measured = Some(measured.clone());
                }
                for answer in failed {
                    self.rate_answer(*answer, false);
                }
            }
            Event::BotAnswered { source } => {
                self.answered = true;
                self.last_rating_helpful = None;
                self.turn.offer_open = false;
                self.push_line(recorded, Author::Bot, Some(source.clone()));
            }
            Event::BotAskedToClarify {} => {
                self.turn.clarifications += 1;
                self.turn.offer_open = false;
                self.push_line(recorded, Author::Bot, None);
            }
            Event::BotSaid { line, offers_human } => {
                self.turn.offers += u32::from(*offers_human);
                self.turn.offer_open = *offers_human;
                self.turn.asked_for_details |= *line == super::event::BotLine::GatherDetails;
                self.push_line(recorded, Author::Bot, None);
            }
            Event::AnswerRated { answer, helpful } => self.rate_answer(*answer, *helpful),
            Event::HandoffStarted { .. } => self.start_episode(recorded),
            Event::AgentProposed { agent, .. } => {
                if let Some(episode) = &mut self.episode {
                    episode.proposed = Some(agent.clone());
                }
            }
            Event::NobodyAvailable { unavailable, .. } => {
                if let Some(episode) = &mut self.episode {
                    episode.unavailable = Some(*unavailable);
                }
            }
            Event::CustomerChose { choice, .. } => {
                if let Some(episode) = &mut self.episode {
                    episode.choice = Some(*choice);
                }
                if *choice != WaitChoice::Wait {
                    self.leave_contact(recorded);
                }
            }
            Event::AgentJoined { agent, .. } => {
                self.status = Status::WithHuman;
                self.last_agent = Some(agent.clone());
                if let Some(episode) = &mut self.episode {
                    episode.agent = Some(agent.clone());
                    episode.joined_at = Some(recorded.at);
                }
            }
            Event::AgentWrote { message, agent } => {
                self.saw(Writer::Agent, message);
                self.push_line(recorded, Author::Agent { agent: agent.clone() }, None);
            }
            Event::FirstHumanReply { .. } => {
                if let Some(episode) = &mut self.episode {
                    episode.replied = true;
                }
            }
            Event::NoteWritten { message, .. } => {
                self.saw(Writer::Note, message);
            }
            Event::HandoffEnded { end, .. } => {
                self.status = Status::WithBot;
                if *end == EpisodeEnd::Transferred {
                    self.last_agent = None;
                }
                self.begin_turn(recorded.seq);
                if let Some(episode) = &mut self.episode {
                    episode.ended_at = Some(recorded.at);
                }
            }
            Event::HandoffDelivered { .. } => {
                if let Some(episode) = &mut self.episode {
                    episode.delivered = true;
                }
            }
            Event::HandoffUndelivered { .. } => {
                if let Some(episode) = &mut self.episode {
                    episode.alerted = true;
                }
            }
            Event::ReplyLinksRevoked { .. } => {
                if let Some(episode) = &mut self.episode {
                    episode.links_revoked = true;
                }
            }
            Event::DraftPrepared { .. } | Event::MoodMeasured { .. } => {}
            Event::Resolved { by, outcome } => {
                self.status = Status::Resolved;
                self.resolved_by = Some(*by);
                self.resolved_as = Some(*outcome);
                self.resolved_at = Some(recorded.at);
                self.begin_turn(recorded.seq);
            }
            Event::Reopened {} => {
                self.status = Status::WithBot;
                self.reopened += 1;
                let away = self.resolved_at.map(|closed| recorded.at.since_ms(closed));
                self.soonest_return_ms = self.soonest_return_ms.into_iter().chain(away).min();
            }
            Event::Rated { score, effort } => {
                self.score = Some(*score);
                self.effort = effort.or(self.effort);
                self.rated_at = Some(recorded.at);
                self.known.comment = text_of(recorded);
                self.known.comment_seq = Some(recorded.seq);
            }
            Event::TranscriptRequested {} => {
                self.transcripts += 1;
                self.known.transcript_to = match &recorded.content {
                    Some(Content::Contact { address, .. }) => Some(address.clone()),
                    _ => None,
                };
                self.known.transcript_seq = Some(recorded.seq);
            }
            Event::ContentErased { scope } => self.forget(*scope),
        }
    }

    fn push_line(&mut self, recorded: &Recorded, author: Author, source: Option<Source>) {
        self.lines.push(Line {
            seq: recorded.seq,
            at: recorded.at,
            author,
            text: text_of(recorded),
            attachments: match &recorded.content {
                Some(Content::Text { attachments, .. }) => attachments.clone(),
                _ => Vec::new(),
            },
            source,
            helpful: None,
            decided: None,
        });
    }

    fn saw(&mut self, writer: Writer, id: &str) {
        if self.seen.len() == MAX_SEEN {
            self.seen.pop_front();
        }
        self.seen.push_back((writer, id.to_owned()));
    }

    fn begin_turn(&mut self, since: Seq) {
        let rejected = std::mem::take(&mut self.turn.rejected);
        self.turn = BotTurn { since, rejected, ..BotTurn::default() };
    }

    fn line_mut(&mut self, seq: Seq) -> Option<&mut Line> {
        let index = self.lines.binary_search_by_key(&seq, |line| line.seq).ok()?;
        self.lines.get_mut(index)
    }

    /// Content that is gone leaves nothing: erased events replay to the same state.
    fn identify(&mut self, subject_hash: &str, facts: &CustomerFacts, recorded: &Recorded) {
        let mut facts = facts.clone();
        let (subject, name, email) = match &recorded.content {
            Some(Content::Identity { subject, name, email, attributes }) => {
                facts.attributes.clone_from(attributes);
                (Some(subject.clone()), name.clone(), email.clone())
            }
            _ => (None, None, None),
        };
        let known = &mut self.known;
        known.subject_hash = Some(subject_hash.to_owned());
        known.facts = Some(facts);
        (known.subject, known.name, known.email) = (subject, name, email);
        known.identity_seq = Some(recorded.seq);
    }

    fn update(&mut self, recorded: &Recorded) {
        self.known.attributes = match &recorded.content {
            Some(Content::Page { attributes, .. }) => attributes.clone(),
            _ => BTreeMap::new(),
        };
        self.known.attributes_seq = Some(recorded.seq);
    }

    fn leave_contact(&mut self, recorded: &Recorded) {
        let (address, when) = match &recorded.content {
            Some(Content::Contact { address, when }) => (Some(address.clone()), when.clone()),
            _ => (None, None),
        };
        (self.known.contact, self.known.contact_when) = (address, when);
        self.known.contact_seq = Some(recorded.seq);
    }

    fn rate_answer(&mut self, answer: Seq, helpful: bool) {
        self.last_rating_helpful = Some(helpful);
        let Some(line) = self.line_mut(answer) else { return };
        line.helpful = Some(helpful);
        if !helpful && let Some(source) = line.source.clone() {
            self.reject(&source, answer);
        }
    }

    /// A passage that failed is never given again; it counts as an attempt in the turn in which it was given.
    fn reject(&mut self, source: &Source, answer: Seq) {
        let passage = (source.article.clone(), source.heading.clone());
        if !self.turn.rejected.contains(&passage) {
            self.turn.rejected.push(passage);
            self.turn.failed_attempts += u32::from(answer >= self.turn.since);
        }
    }

    fn start_episode(&mut self, recorded: &Recorded) {
        let Event::HandoffStarted { episode, queue, priority, reasons, revenue_at_stake, .. } = &recorded.event else {
            return;
        };
        self.status = Status::Waiting;
        self.episodes = *episode;
        self.episode = Some(Episode {
            id: *episode,
            started_seq: recorded.seq,
            started_at: recorded.at,
            queue: queue.clone(),
            priority: *priority,
            reasons: reasons.clone(),
            revenue_at_stake: *revenue_at_stake,
            agent: None,
            joined_at: None,
            proposed: None,
            unavailable: None,
            choice: None,
            delivered: false,
            alerted: false,
            replied: false,
            links_revoked: false,
            ended_at: None,
        });
    }

    fn forget(&mut self, scope: ErasedScope) {
        match scope {
            ErasedScope::All => {
                self.erased = true;
                for line in &mut self.lines {
                    line.text = None;
                    line.attachments.clear();
                }
                let (subject_hash, mut facts) = (self.known.subject_hash.take(), self.known.facts.take());
                if let Some(facts) = &mut facts {
                    facts.attributes.clear();
                }
                self.known = Known { subject_hash, facts, ..Known::default() };
            }
            ErasedScope::One { seq } => {
                if let Some(line) = self.line_mut(seq) {
                    line.text = None;
                    line.attachments.clear();
                }
                let known = &mut self.known;
                if known.identity_seq == Some(seq) {
                    (known.subject, known.name, known.email) = (None, None, None);
                    if let Some(facts) = &mut known.facts {
                        facts.attributes.clear();
                    }
                }
                if known.contact_seq == Some(seq) {
                    (known.contact, known.contact_when) = (None, None);
                }
                if known.comment_seq == Some(seq) {
                    known.comment = None;
                }
                if known.transcript_seq == Some(seq) {
                    known.transcript_to = None;
                }
                if known.attributes_seq == Some(seq) {
                    known.attributes.clear();
                }
                if seq == OPENING {
                    (known.page_url, known.page_title) = (None, None);
                }
            }
        }
    }
}

fn text_of(recorded: &Recorded) -> Option<String> {
    match &recorded.content {
        Some(Content::Text { text, .. }) => Some(text.clone()),
        _ => None,
    }
}
