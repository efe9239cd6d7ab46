//! What a customer sees of an event. The result's type has no place for reasons, evidence, mood or tier, so
//! nothing of the company's side can slip through.

use super::event::{Attachment, Audience, Content, ErasedScope, Event, Recorded, Seq};
use super::seen::{CustomerEvent, CustomerEventKind};
use super::state::Conversation;

/// Whether the customer sees anything of an event.
pub fn is_visible(event: &Event) -> bool {
    event.audience() == Audience::Everyone
}

/// What the customer sees of an event, or `None`. `customer_seq` is the number that it has for the customer;
/// `number` turns a number of the full log into the customer's own.
pub fn project(recorded: &Recorded, customer_seq: u64, number: impl Fn(Seq) -> Option<u64>) -> Option<CustomerEvent> {
    let kind = kind(recorded, number)?;
    Some(CustomerEvent { seq: customer_seq, at: recorded.at, kind })
}

/// Projects a whole log, in order.
pub fn project_all<'r>(log: impl IntoIterator<Item = &'r Recorded>) -> Vec<CustomerEvent> {
    let mut numbers: Vec<(Seq, u64)> = Vec::new();
    let mut projected = Vec::new();
    for recorded in log {
        if !is_visible(&recorded.event) {
            continue;
        }
        let customer_seq = numbers.len() as u64 + 1;
        let find = |seq| numbers.iter().find(|(full, _)| *full == seq).map(|(_, own)| *own);
        projected.extend(project(recorded, customer_seq, find));
        numbers.push((recorded.seq, customer_seq));
    }
    projected
}

fn kind(recorded: &Recorded, number: impl Fn(Seq) -> Option<u64>) -> Option<CustomerEventKind> {
    let text = || match &recorded.content {
        Some(Content::Text { text, .. }) => Some(text.clone()),
        _ => None,
    };
    let kind = match &recorded.event {
        Event::Opened { language, .. } => CustomerEventKind::Opened { language: *language },
        Event::CustomerWrote { message } => {
            CustomerEventKind::YouWrote { id: message.clone(), text: text(), attachments: attachments(recorded) }
        }
        Event::BotAnswered { source } => CustomerEventKind::Answer { text: text(), source: source.clone() },
        Event::BotAskedToClarify {} => CustomerEventKind::Question { text: text() },
        Event::BotSaid { line, offers_human } => {
            CustomerEventKind::BotLine { line: *line, text: text(), offers_human: *offers_human }
        }
        Event::AnswerRated { answer, helpful } => {
            CustomerEventKind::YouRatedAnswer { answer: number(*answer).unwrap_or(0), helpful: *helpful }
        }
        Event::HandoffStarted { episode, team, passed_on, .. } => {
            CustomerEventKind::HandoffStarted { episode: *episode, team: team.clone(), passed_on: passed_on.clone() }
        }
        Event::NobodyAvailable { episode, unavailable } => {
            CustomerEventKind::NobodyAvailable { episode: *episode, unavailable: *unavailable }
        }
        Event::CustomerChose { choice, .. } => {
            let (address, when) = match &recorded.content {
                Some(Content::Contact { address, when }) => (Some(address.clone()), when.clone()),
                _ => (None, None),
            };
            CustomerEventKind::YouChose { choice: *choice, address, when }
        }
        Event::AgentJoined { agent, .. } => CustomerEventKind::AgentJoined { name: agent.name.clone() },
        Event::AgentWrote { agent, .. } => {
            CustomerEventKind::AgentWrote { name: agent.name.clone(), text: text(), attachments: attachments(recorded) }
        }
        Event::HandoffEnded { end, .. } => CustomerEventKind::HandoffEnded { end: *end },
        Event::Resolved { by, .. } => CustomerEventKind::Resolved { by: *by },
        Event::Reopened {} => CustomerEventKind::Reopened {},
        Event::Rated { score, effort } => CustomerEventKind::YouRated { score: *score, effort: *effort },
        Event::TranscriptRequested {} => CustomerEventKind::YouAskedForTranscript {
            address: match &recorded.content {
                Some(Content::Contact { address, .. }) => Some(address.clone()),
                _ => None,
            },
        },
        Event::ContentErased { scope } => CustomerEventKind::Erased {
            scope: match scope {
                ErasedScope::All => ErasedScope::All,
                ErasedScope::One { seq } => ErasedScope::One { seq: number(*seq).unwrap_or(0) },
            },
        },
        Event::CustomerIdentified { .. }
        | Event::PageUpdated {}
        | Event::Decided { .. }
        | Event::DraftPrepared { .. }
        | Event::AgentProposed { .. }
        | Event::FirstHumanReply { .. }
        | Event::NoteWritten { .. }
        | Event::HandoffDelivered { .. }
        | Event::HandoffUndelivered { .. }
        | Event::ReplyLinksRevoked { .. }
        | Event::MoodMeasured { .. } => return None,
    };
    debug_assert!(is_visible(&recorded.event), "a staff event was projected");
    Some(kind)
}

/// The files that went with a message.
fn attachments(recorded: &Recorded) -> Vec<Attachment> {
    match &recorded.content {
        Some(Content::Text { attachments, .. }) => attachments.clone(),
        _ => Vec::new(),
    }
}

impl Conversation {
    /// Whether the next event of this kind gets a number of the customer's own, and which.
    pub fn next_customer_seq(&self, event: &Event) -> Option<u64> {
        is_visible(event).then_some(self.customer_seq + 1)
    }
}
