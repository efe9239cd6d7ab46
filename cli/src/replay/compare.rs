//! Comparing one conversation: what was sent, what is stored, what the customer sees, what the receiver has.

use std::collections::BTreeMap;

use anyhow::Result;
use baton_shared::conversation::{Content, Conversation, Event, Recorded, evolve, project_all};
use baton_shared::handoff::{Links, Payload, WebhookKind, payload, webhook_kind};
use baton_shared::text::mask_secrets;

use super::play::Played;
use crate::local::admin::Admin;
use crate::receiver::Book;

/// Something that is otherwise on one side than on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The messages are stored in another order, or with other words.
    Words,
    /// The customer sees something else than the projection of what is stored.
    View,
    /// The latest webhook's transcript is another than the stored one.
    Transcript,
}

/// What was found of one conversation.
#[derive(Clone, Debug, Default)]
pub struct Finding {
    /// Whether everything that is to be received has been; the rest is final only then.
    pub drained: bool,
    /// Messages that are not stored.
    pub lost: Vec<String>,
    /// Messages stored more than once.
    pub doubled: Vec<String>,
    /// What differs.
    pub differences: Vec<Difference>,
    /// Webhooks that should have been received, and how many of them were not.
    pub webhooks: u64,
    /// Webhooks that are missing.
    pub webhooks_lost: u64,
    /// Events that were processed under two ids.
    pub processed_twice: u64,
    /// Webhooks that Baton gave up.
    pub dead: u64,
    /// Handoffs decided: episode and when, in milliseconds since the epoch.
    pub handoffs: Vec<(u32, u64)>,
    /// Of these, how many the receiver has, with the milliseconds that it took.
    pub handoffs_received_ms: Vec<f64>,
    /// Answers of the bot.
    pub answered: u64,
    /// Clarifying questions of the bot.
    pub clarified: u64,
    /// Messages that the bot had no supported answer to, and offered a person.
    pub offered: u64,
    /// Handoffs by their strongest reason.
    pub reasons: BTreeMap<String, u64>,
}

impl Finding {
    /// Whether another look would find the same.
    pub fn is_settled(&self) -> bool {
        self.drained && !self.has(Difference::View) && !self.has(Difference::Transcript)
    }

    /// Whether something differs.
    pub fn has(&self, difference: Difference) -> bool {
        self.differences.contains(&difference)
    }

    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.describe().is_empty()
    }

    /// What is wrong, in words.
    pub fn describe(&self) -> String {
        let wrong = [
            (!self.drained, "not everything was received"),
            (!self.lost.is_empty(), "messages are lost"),
            (!self.doubled.is_empty(), "messages are stored twice"),
            (self.has(Difference::Words), "messages are stored in another order or with other words"),
            (self.has(Difference::View), "the customer sees something else than is stored"),
            (self.has(Difference::Transcript), "the latest webhook's transcript is another than the stored one"),
            (self.webhooks_lost > 0, "webhooks are lost"),
            (self.processed_twice > 0, "an event was told under two ids"),
            (self.dead > 0, "a webhook was given up"),
            (self.handoffs.len() != self.handoffs_received_ms.len(), "a handoff was not received"),
        ];
        let words: Vec<_> = wrong.iter().filter(|(is_so, _)| *is_so).map(|(_, words)| *words).collect();
        words.join(", ")
    }
}

/// Compares one conversation.
pub fn compare(admin: &Admin, book: impl Fn() -> Snapshot, played: &mut Played) -> Result<Finding> {
    let mut finding = Finding::default();
    let Some(id) = played.conversation.clone() else {
        finding.drained = true;
        return Ok(finding);
    };
    let view = played.customer.view(&id);
    let log = admin.log(&id)?;
    let snapshot = book();
    messages(&mut finding, &log, &played.sent);
    events(&mut finding, &log);
    // What was stored after the view was asked for is not in it.
    if !view.is_ok_and(|view| !view.is_empty() && project_all(&log).starts_with(&view)) {
        finding.differences.push(Difference::View);
    }
    webhooks(&mut finding, &log, &snapshot);
    if transcript_differs(&id, &log, snapshot.latest.as_ref()) {
        finding.differences.push(Difference::Transcript);
    }
    let waiting = admin.deliveries(&id)?;
    finding.dead = waiting.iter().filter(|row| row.state == "dead").count() as u64;
    finding.drained = finding.webhooks_lost == 0 || finding.dead > 0;
    Ok(finding)
}

/// What the receiver has of one conversation.
#[derive(Default)]
pub struct Snapshot {
    told: BTreeMap<(u64, WebhookKind), usize>,
    handoffs: BTreeMap<u32, u64>,
    latest: Option<Payload>,
}

impl Snapshot {
    /// Copied out of the book.
    pub fn of(book: &Book, conversation: &str) -> Self {
        let first = (conversation.to_owned(), 0, WebhookKind::Opened);
        let told = book.told.range(first..).take_while(|((id, _, _), _)| id == conversation);
        let handoffs =
            book.handoffs.range((conversation.to_owned(), 0)..).take_while(|((id, _), _)| id == conversation);
        Self {
            told: told.map(|((_, seq, kind), ids)| ((*seq, *kind), ids.len())).collect(),
            handoffs: handoffs.map(|((_, episode), at)| (*episode, *at)).collect(),
            latest: book.latest.get(conversation).cloned(),
        }
    }
}

/// Every acknowledged message is stored once, in order, with its words, secrets masked.
fn messages(finding: &mut Finding, log: &[Recorded], sent: &[(String, String)]) {
    let stored: Vec<(&str, Option<&str>)> = log.iter().filter_map(written).collect();
    for (id, _) in sent {
        match stored.iter().filter(|(stored, _)| stored == id).count() {
            0 => finding.lost.push(id.clone()),
            1 => {}
            _ => finding.doubled.push(id.clone()),
        }
    }
    let expected: Vec<String> = sent.iter().map(|(_, text)| mask_secrets(text).text).collect();
    let expected: Vec<_> =
        sent.iter().zip(&expected).map(|((id, _), text)| (id.as_str(), Some(text.as_str()))).collect();
    if finding.lost.is_empty() && finding.doubled.is_empty() && stored != expected {
        finding.differences.push(Difference::Words);
    }
}

fn written(recorded: &Recorded) -> Option<(&str, Option<&str>)> {
    let Event::CustomerWrote { message, .. } = &recorded.event else { return None };
    let text = match &recorded.content {
        Some(Content::Text { text, .. }) => Some(text.as_str()),
        _ => None,
    };
    Some((message, text))
}

fn events(finding: &mut Finding, log: &[Recorded]) {
    for recorded in log {
        match &recorded.event {
            Event::BotAnswered { .. } => finding.answered += 1,
            Event::BotAskedToClarify { .. } => finding.clarified += 1,
            Event::BotSaid { offers_human: true, .. } => finding.offered += 1,
            Event::HandoffStarted { episode, reasons, .. } => {
                let reason = reasons.first().map_or("none", |reason| reason.code.as_str());
                *finding.reasons.entry(reason.to_owned()).or_default() += 1;
                finding.handoffs.push((*episode, recorded.at.0));
            }
            _ => {}
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of one run")]
fn webhooks(finding: &mut Finding, log: &[Recorded], snapshot: &Snapshot) {
    for (kind, recorded) in log.iter().filter_map(|recorded| Some((webhook_kind(&recorded.event)?, recorded))) {
        finding.webhooks += 1;
        match snapshot.told.get(&(recorded.seq, kind)) {
            None => finding.webhooks_lost += 1,
            Some(1) => {}
            Some(_) => finding.processed_twice += 1,
        }
    }
    for (episode, decided) in &finding.handoffs {
        if let Some(received) = snapshot.handoffs.get(episode) {
            finding.handoffs_received_ms.push(received.saturating_sub(*decided) as f64);
        }
    }
}

/// The latest payload holds the transcript as it stands in the log up to that event.
fn transcript_differs(id: &str, log: &[Recorded], latest: Option<&Payload>) -> bool {
    let Some(latest) = latest else { return !log.is_empty() };
    let Some(event) = log.iter().find(|recorded| recorded.seq == latest.sequence) else {
        // It tells of something newer than this log; the next look will know.
        return false;
    };
    let upto: Vec<Recorded> = log.iter().filter(|recorded| recorded.seq <= latest.sequence).cloned().collect();
    let state = upto.iter().fold(Conversation::default(), evolve);
    let expected = payload(latest.kind, id, &latest.workspace, &state, &upto, event, Links::default());
    expected.conversation.transcript != latest.conversation.transcript
}
