//! The figures of a replay.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use super::compare::{Difference, Finding};
use super::play::Played;
use crate::receiver::Book;

/// Everything that a replay tells.
#[derive(Debug, Default, Serialize)]
pub struct Figures {
    /// Whether nothing was lost, processed twice, refused or different.
    pub ok: bool,
    /// Dialogues played.
    pub dialogues: usize,
    /// Messages.
    pub messages: Messages,
    /// Answers of the bot.
    pub answered: u64,
    /// Clarifying questions.
    pub clarified: u64,
    /// Messages without a supported answer, where a person was offered.
    pub offered: u64,
    /// Handoffs.
    pub handoffs: Handoffs,
    /// Webhooks.
    pub webhooks: Webhooks,
    /// Conversations whose stored transcript differs from what was sent, or whose latest webhook differs from it.
    pub transcripts_different: u64,
    /// Conversations that the customer sees otherwise than they are stored.
    pub views_different: u64,
    /// How often the worker was killed.
    pub kills: u64,
    /// Time until a message was answered.
    pub latency_ms: Percentiles,
    /// Seconds of play, without the wait for deliveries.
    pub seconds: f64,
    /// Seconds until the last delivery had arrived.
    pub drain_seconds: f64,
}

/// Messages.
#[derive(Debug, Default, Serialize)]
pub struct Messages {
    /// Acknowledged.
    pub sent: usize,
    /// Not accepted.
    pub refused: usize,
    /// Acknowledged, but not stored.
    pub lost: usize,
    /// Stored more than once.
    pub doubled: usize,
    /// Requests repeated after a lost connection or an error of the server's.
    pub repeated: u64,
    /// Requests repeated because Baton asked to wait.
    pub asked_to_wait: u64,
}

/// Handoffs.
#[derive(Debug, Default, Serialize)]
pub struct Handoffs {
    /// Decided.
    pub decided: usize,
    /// Received by webhook.
    pub received: usize,
    /// By their strongest reason.
    pub by_reason: BTreeMap<String, u64>,
    /// From the decision until the receiver had it.
    pub delivery_ms: Percentiles,
}

/// Webhooks.
#[derive(Debug, Default, Serialize)]
pub struct Webhooks {
    /// That there should be.
    pub expected: u64,
    /// Processed.
    pub processed: usize,
    /// Never received.
    pub lost: u64,
    /// Received under two ids.
    pub processed_twice: u64,
    /// Given up by Baton.
    pub dead: u64,
    /// With a signature that does not hold.
    pub forged: u64,
    /// That are no payload.
    pub unreadable: u64,
    /// Requests in all.
    pub attempts: u64,
    /// Requests failed on purpose.
    pub failed_on_purpose: u64,
    /// Repeats of what was processed: normal.
    pub repeats: u64,
}

/// Percentiles of a measurement.
#[derive(Debug, Default, Serialize)]
pub struct Percentiles {
    /// Half are at most this.
    pub p50: f64,
    /// 95 in 100 are at most this.
    pub p95: f64,
    /// 99 in 100 are at most this.
    pub p99: f64,
    /// The largest.
    pub max: f64,
}

impl Percentiles {
    /// Of values in any order.
    pub fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |percent: usize| {
            let rank = (values.len() * percent).div_ceil(100).saturating_sub(1);
            values.get(rank).map_or(0.0, |value| (value * 100.0).round() / 100.0)
        };
        Self { p50: at(50), p95: at(95), p99: at(99), max: at(100) }
    }
}

impl Figures {
    /// Sums up.
    pub fn of(played: &[Played], findings: &[Finding], book: &Book) -> Self {
        let mut figures = Self { dialogues: played.len(), ..Self::default() };
        let mut latencies = Vec::new();
        for one in played {
            figures.messages.sent += one.sent.len();
            figures.messages.refused += one.refused.len();
            figures.messages.repeated += one.cost().repeated;
            figures.messages.asked_to_wait += one.cost().asked_to_wait;
            latencies.extend_from_slice(&one.cost().latencies_ms);
        }
        figures.latency_ms = Percentiles::of(latencies);
        let mut deliveries = Vec::new();
        for finding in findings {
            figures.add(finding);
            deliveries.extend_from_slice(&finding.handoffs_received_ms);
        }
        figures.handoffs.received = deliveries.len();
        figures.handoffs.delivery_ms = Percentiles::of(deliveries);
        figures.webhooks.processed = book.ids.len();
        figures.webhooks.forged = book.forged;
        figures.webhooks.unreadable = book.unreadable;
        figures.webhooks.attempts = book.attempts;
        figures.webhooks.failed_on_purpose = book.failed_on_purpose;
        figures.webhooks.repeats = book.repeats;
        figures.ok = figures.is_ok();
        figures
    }

    fn add(&mut self, finding: &Finding) {
        self.messages.lost += finding.lost.len();
        self.messages.doubled += finding.doubled.len();
        self.answered += finding.answered;
        self.clarified += finding.clarified;
        self.offered += finding.offered;
        self.handoffs.decided += finding.handoffs.len();
        for (reason, count) in &finding.reasons {
            *self.handoffs.by_reason.entry(reason.clone()).or_default() += count;
        }
        self.webhooks.expected += finding.webhooks;
        self.webhooks.lost += finding.webhooks_lost;
        self.webhooks.processed_twice += finding.processed_twice;
        self.webhooks.dead += finding.dead;
        self.transcripts_different += u64::from(finding.has(Difference::Words) || finding.has(Difference::Transcript));
        self.views_different += u64::from(finding.has(Difference::View));
    }

    fn is_ok(&self) -> bool {
        let none = [
            self.messages.refused as u64,
            self.messages.lost as u64,
            self.messages.doubled as u64,
            self.webhooks.lost,
            self.webhooks.processed_twice,
            self.webhooks.dead,
            self.webhooks.forged,
            self.webhooks.unreadable,
            self.transcripts_different,
            self.views_different,
        ];
        none.iter().all(|count| *count == 0) && self.handoffs.decided == self.handoffs.received
    }

    /// A table for people.
    pub fn table(&self) -> String {
        let mut text = String::new();
        let mut row = |name: &str, value: String| {
            let _ = writeln!(text, "{name:<34}{value}");
        };
        let (messages, webhooks, handoffs) = (&self.messages, &self.webhooks, &self.handoffs);
        row("dialogues", self.dialogues.to_string());
        row("messages sent", messages.sent.to_string());
        row("  refused, lost, stored twice", format!("{}, {}, {}", messages.refused, messages.lost, messages.doubled));
        row("  repeated, asked to wait", format!("{}, {}", messages.repeated, messages.asked_to_wait));
        row("answered", self.answered.to_string());
        row("clarified", self.clarified.to_string());
        row("offered a person", self.offered.to_string());
        row("handed over", handoffs.decided.to_string());
        for (reason, count) in &handoffs.by_reason {
            row(&format!("  {reason}"), count.to_string());
        }
        row("handoffs decided, received", format!("{}, {}", handoffs.decided, handoffs.received));
        row("  delivered within (ms)", percentiles(&handoffs.delivery_ms));
        row("webhooks expected, processed", format!("{}, {}", webhooks.expected, webhooks.processed));
        row(
            "  lost, processed twice, given up",
            format!("{}, {}, {}", webhooks.lost, webhooks.processed_twice, webhooks.dead),
        );
        row("  forged, unreadable", format!("{}, {}", webhooks.forged, webhooks.unreadable));
        row("  requests, failed on purpose", format!("{}, {}", webhooks.attempts, webhooks.failed_on_purpose));
        row("  repeats (normal)", webhooks.repeats.to_string());
        row("transcripts different", self.transcripts_different.to_string());
        row("customers' views different", self.views_different.to_string());
        row("worker killed", self.kills.to_string());
        row("answer to a message (ms)", percentiles(&self.latency_ms));
        row("seconds, until drained", format!("{:.1}, {:.1}", self.seconds, self.drain_seconds));
        text
    }
}

fn percentiles(of: &Percentiles) -> String {
    format!("p50 {}, p95 {}, p99 {}, max {}", of.p50, of.p95, of.p99, of.max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_occurred() {
        let of = Percentiles::of((1..=200).rev().map(f64::from).collect());
        assert_eq!(percentiles(&of), "p50 100, p95 190, p99 198, max 200");
        assert!(Percentiles::of(Vec::new()).max.abs() < f64::EPSILON);
    }
}
