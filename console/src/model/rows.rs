//! What the transcript shows: each event becomes one row, or none. Exhaustive on purpose: a new event makes the
//! compiler ask what the console shows of it.

use std::collections::BTreeMap;

use baton_shared::conversation::{Attachment, Content, EpisodeEnd, EpisodeId, Event, PassedOn, Recorded, Seq, Source};
use baton_shared::policy::Priority;
use baton_shared::time::{MINUTE_MS, Timestamp};

use super::explain::{Because, Explanation, why};
use crate::texts::Text;

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The event's number.
    pub seq: Seq,
    /// When it happened.
    pub at: Timestamp,
    /// What is shown.
    pub kind: RowKind,
    /// Whether a message opens a new group: another sender, or more than a minute later.
    pub opens_group: bool,
}

impl Row {
    /// Tells rows apart, and a row from what it was before: content may be erased and answers judged later.
    pub fn key(&self) -> (Seq, bool, Option<bool>) {
        match &self.kind {
            RowKind::Message(message) => (self.seq, message.text.is_some(), message.helpful),
            RowKind::Note { text, .. } | RowKind::Draft { text, .. } => (self.seq, text.is_some(), None),
            RowKind::Decision(explanation) => (self.seq, !explanation.erased, None),
            RowKind::Handoff(handoff) => (self.seq, handoff.reasons.iter().any(|why| !why.words.is_empty()), None),
            RowKind::Mark { .. } => (self.seq, true, None),
        }
    }
}

/// The kinds of rows.
#[derive(Clone, Debug, PartialEq)]
pub enum RowKind {
    /// Somebody said something to the other side.
    Message(Message),
    /// A note for colleagues.
    Note {
        /// Who wrote it.
        name: String,
        /// The words, until erased.
        text: Option<String>,
    },
    /// Why the bot did what it did.
    Decision(Box<Explanation>),
    /// A handoff, with what was passed on.
    Handoff(Handoff),
    /// A reply that was drafted for the agent.
    Draft {
        /// The handoff that it is for.
        episode: EpisodeId,
        /// Where it was taken from.
        source: Source,
        /// The words, until erased.
        text: Option<String>,
    },
    /// A line between messages.
    Mark {
        /// What it says.
        text: Text,
        /// How much it matters.
        weight: Weight,
    },
}

/// Who said something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sender {
    /// The customer.
    Customer,
    /// The bot.
    Bot,
    /// An agent, by name.
    Agent(String),
}

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Who said it.
    pub sender: Sender,
    /// The words, until erased; empty where files stand for them.
    pub text: Option<String>,
    /// Files that went with it, until erased.
    pub files: Vec<Attachment>,
    /// The article, where the bot answered out of one; the text is Markdown then.
    pub source: Option<Source>,
    /// What the customer said of an answer.
    pub helpful: Option<bool>,
}

/// The start of a handoff.
#[derive(Clone, Debug, PartialEq)]
pub struct Handoff {
    /// Its number.
    pub episode: EpisodeId,
    /// The queue's id.
    pub queue: String,
    /// The team's name, as the customer read it.
    pub team: String,
    /// How soon it should be taken.
    pub priority: Priority,
    /// Why, strongest first.
    pub reasons: Vec<Because>,
    /// What was passed on.
    pub passed_on: Vec<PassedOn>,
    /// Whether revenue is at stake.
    pub revenue_at_stake: bool,
}

/// How much a mark matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Machinery: shown small, and hidden unless everything is asked for.
    Quiet,
    /// Part of the story.
    Normal,
    /// Somebody should act.
    Alert,
}

/// All rows of a log.
pub fn rows(events: &[Recorded]) -> Vec<Row> {
    let ratings = ratings(events);
    let resolvers = resolvers(events);
    let mut rows: Vec<Row> = Vec::with_capacity(events.len());
    for recorded in events {
        let Some(kind) = kind(recorded, events, (&ratings, &resolvers)) else { continue };
        let opens_group = opens_group(rows.last(), recorded.at, &kind);
        rows.push(Row { seq: recorded.seq, at: recorded.at, kind, opens_group });
    }
    rows
}

/// The draft of the open handoff, once there is one: `(event, words)`.
pub fn open_draft(events: &[Recorded], open: EpisodeId) -> Option<(Seq, String)> {
    events.iter().rev().find_map(|recorded| match &recorded.event {
        Event::DraftPrepared { episode, .. } if *episode == open => words(recorded).map(|text| (recorded.seq, text)),
        _ => None,
    })
}

fn ratings(events: &[Recorded]) -> BTreeMap<Seq, bool> {
    let rated = events.iter().filter_map(|recorded| match recorded.event {
        Event::AnswerRated { answer, helpful } => Some((answer, helpful)),
        _ => None,
    });
    rated.collect()
}

/// Who closed the conversation, by the event that says so: only who has it may. Where nobody had it, nobody is named.
fn resolvers(events: &[Recorded]) -> BTreeMap<Seq, String> {
    let mut holder: Option<&str> = None;
    let mut found = BTreeMap::new();
    for recorded in events {
        match &recorded.event {
            Event::AgentJoined { agent, .. } => holder = Some(&agent.name),
            // A handoff that ends by being resolved ends just before that.
            Event::HandoffStarted { .. } => holder = None,
            Event::HandoffEnded { end, .. } if *end != EpisodeEnd::Resolved => holder = None,
            Event::Resolved { .. } => {
                found.extend(holder.take().map(|name| (recorded.seq, name.to_owned())));
            }
            _ => {}
        }
    }
    found
}

fn opens_group(before: Option<&Row>, at: Timestamp, kind: &RowKind) -> bool {
    let RowKind::Message(message) = kind else { return true };
    let Some(Row { kind: RowKind::Message(last), at: last_at, .. }) = before else { return true };
    last.sender != message.sender || at.since_ms(*last_at) > MINUTE_MS
}

fn words(recorded: &Recorded) -> Option<String> {
    match &recorded.content {
        Some(Content::Text { text, .. }) => Some(text.clone()),
        _ => None,
    }
}

/// What was written in an event.
fn said(events: &[Recorded], seq: Seq) -> Option<&str> {
    let at = events.binary_search_by_key(&seq, |recorded| recorded.seq).ok()?;
    match &events.get(at)?.content {
        Some(Content::Text { text, .. }) => Some(text),
        _ => None,
    }
}

fn files(recorded: &Recorded) -> Vec<Attachment> {
    match &recorded.content {
        Some(Content::Text { attachments, .. }) => attachments.clone(),
        _ => Vec::new(),
    }
}

fn kind(
    recorded: &Recorded,
    events: &[Recorded],
    (ratings, resolvers): (&BTreeMap<Seq, bool>, &BTreeMap<Seq, String>),
) -> Option<RowKind> {
    let text = || words(recorded);
    let say = |sender, source, helpful| {
        RowKind::Message(Message { sender, text: text(), files: files(recorded), source, helpful })
    };
    let mark = |text| RowKind::Mark { text, weight: Weight::Normal };
    let quiet = |text| RowKind::Mark { text, weight: Weight::Quiet };
    let alert = |text| RowKind::Mark { text, weight: Weight::Alert };
    Some(match &recorded.event {
        Event::Opened { language, .. } => mark(Text::MarkOpened(*language)),
        Event::CustomerIdentified { .. } => mark(Text::MarkIdentified),
        Event::PageUpdated {} => quiet(Text::MarkPageUpdated),
        Event::CustomerWrote { .. } => say(Sender::Customer, None, None),
        Event::Decided { .. } => RowKind::Decision(Box::new(Explanation::of(recorded, |seq| said(events, seq))?)),
        Event::BotAnswered { source } => say(Sender::Bot, Some(source.clone()), ratings.get(&recorded.seq).copied()),
        Event::BotAskedToClarify {} | Event::BotSaid { .. } => say(Sender::Bot, None, None),
        // It stands under the answer itself.
        Event::AnswerRated { helpful, .. } => quiet(Text::MarkAnswerRated(*helpful)),
        Event::HandoffStarted { episode, queue, team, priority, reasons, passed_on, revenue_at_stake, .. } => {
            RowKind::Handoff(Handoff {
                episode: *episode,
                queue: queue.clone(),
                team: team.clone(),
                priority: *priority,
                reasons: why(events, recorded.seq, reasons),
                passed_on: passed_on.clone(),
                revenue_at_stake: *revenue_at_stake,
            })
        }
        Event::DraftPrepared { episode, source } => {
            RowKind::Draft { episode: *episode, source: source.clone(), text: text() }
        }
        Event::AgentProposed { agent, .. } => quiet(Text::MarkProposed(agent.clone())),
        Event::NobodyAvailable { unavailable, .. } => alert(Text::MarkNobody(*unavailable)),
        Event::CustomerChose { choice, .. } => alert(Text::MarkChose(*choice)),
        Event::AgentJoined { agent, via, .. } => mark(Text::MarkJoined(agent.name.clone(), *via)),
        Event::AgentWrote { agent, .. } => say(Sender::Agent(agent.name.clone()), None, None),
        Event::FirstHumanReply { after_ms, .. } => quiet(Text::MarkFirstReply(*after_ms)),
        Event::NoteWritten { agent, .. } => RowKind::Note { name: agent.name.clone(), text: text() },
        Event::HandoffEnded { end, .. } => mark(Text::MarkEnded(*end)),
        Event::HandoffDelivered { endpoint, .. } => quiet(Text::MarkDelivered(endpoint.clone())),
        Event::HandoffUndelivered { .. } => alert(Text::MarkUndelivered),
        Event::ReplyLinksRevoked { .. } => mark(Text::MarkRevoked),
        Event::MoodMeasured { point, mood } => quiet(Text::MarkMood(*point, *mood)),
        Event::Resolved { by, outcome } => {
            mark(Text::MarkResolved(*by, *outcome, resolvers.get(&recorded.seq).cloned()))
        }
        Event::Reopened {} => mark(Text::MarkReopened),
        Event::Rated { score, effort } => mark(Text::MarkRated(*score, *effort, text())),
        Event::TranscriptRequested {} => alert(Text::MarkTranscript(match &recorded.content {
            Some(Content::Contact { address, .. }) => Some(address.clone()),
            _ => None,
        })),
        Event::ContentErased { scope } => mark(Text::MarkErased(*scope)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::{handed_over, recorded, source, taken_by_mei, text};
    use baton_shared::conversation::{ResolutionOutcome, ResolvedBy};

    #[test]
    fn each_kind_of_event_has_its_row() {
        let names: Vec<&str> = rows(&handed_over()).iter().map(|row| name(&row.kind)).collect();
        assert_eq!(names, ["mark", "mark", "message", "decision", "handoff", "draft", "message"]);
    }

    fn name(kind: &RowKind) -> &'static str {
        match kind {
            RowKind::Message(_) => "message",
            RowKind::Note { .. } => "note",
            RowKind::Decision(_) => "decision",
            RowKind::Handoff(_) => "handoff",
            RowKind::Draft { .. } => "draft",
            RowKind::Mark { .. } => "mark",
        }
    }

    #[test]
    fn who_resolved_it_is_named() {
        let resolved = |by| {
            let outcome = ResolutionOutcome::Solved;
            let over = Event::HandoffEnded { episode: 1, end: EpisodeEnd::Resolved };
            let mut events = taken_by_mei();
            let seq = events.len() as u64;
            events.push(recorded(seq + 1, over, None));
            events.push(recorded(seq + 2, Event::Resolved { by, outcome }, None));
            events
        };
        let last = |events: &[Recorded]| rows(events).pop().map(|row| row.kind);
        let mark = |name: Option<&str>| {
            let text = Text::MarkResolved(ResolvedBy::Agent, ResolutionOutcome::Solved, name.map(str::to_owned));
            Some(RowKind::Mark { text, weight: Weight::Normal })
        };
        let events = resolved(ResolvedBy::Agent);
        assert_eq!(last(&events), mark(Some("Mei")));
        let untaken: Vec<Recorded> =
            events.into_iter().filter(|kept| !matches!(kept.event, Event::AgentJoined { .. })).collect();
        assert_eq!(last(&untaken), mark(None));
    }

    #[test]
    fn a_judged_answer_gets_another_key() {
        let answer = recorded(1, Event::BotAnswered { source: source() }, Some(text("So.")));
        let rated = recorded(2, Event::AnswerRated { answer: 1, helpful: false }, None);
        let before = rows(std::slice::from_ref(&answer));
        let after = rows(&[answer, rated]);
        assert_ne!(before[0].key(), after[0].key());
    }

    #[test]
    fn messages_group_by_sender_and_minute() {
        let wrote = |seq, at| Recorded { at: Timestamp(at), ..recorded(seq, wrote_event(), Some(text("hi"))) };
        let rows = rows(&[wrote(1, 0), wrote(2, 30_000), wrote(3, 200_000)]);
        let opens: Vec<bool> = rows.iter().map(|row| row.opens_group).collect();
        assert_eq!(opens, [true, false, true]);
    }

    fn wrote_event() -> Event {
        Event::CustomerWrote { message: "m".to_owned() }
    }

    #[test]
    fn the_draft_is_that_of_the_open_handoff() {
        let events = handed_over();
        assert_eq!(open_draft(&events, 1).map(|(seq, _)| seq), Some(6));
        assert_eq!(open_draft(&events, 2), None);
    }
}
