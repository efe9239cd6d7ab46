//! What the visitor did and the edge has not confirmed yet: one queue, in order, each command under its own id
//! at every attempt, so that a repeat is harmless.

use baton_shared::conversation::Attachment;
use baton_shared::protocol::{CustomerCommand, CustomerEvent, CustomerEventKind};

use super::failure::{Refusal, Verdict};

/// Wait before the second attempt, doubled from there.
const RETRY_BASE_MS: u64 = 2_000;
/// Longest wait between two attempts.
const RETRY_MAX_MS: u64 = 60_000;

/// One command.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The client's id; a message's own.
    pub id: String,
    /// When it was made, for the order after a reload.
    pub made_at: u64,
    /// What to send.
    pub command: CustomerCommand,
    /// How far it got.
    pub delivery: Delivery,
    /// Failed attempts so far.
    pub attempts: u32,
    /// The files that the command names, to be shown until the edge confirms it.
    pub attachments: Vec<Attachment>,
}

/// How far a command got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Delivery {
    /// In line, or on its way for the first time.
    #[default]
    Sending,
    /// An attempt failed; tried again by itself at this time, or at once by the visitor.
    NotSent {
        /// When.
        again_at: u64,
    },
    /// The edge named a wait, which ends at this time.
    Later {
        /// When.
        again_at: u64,
    },
    /// It will never be taken as it is.
    Refused(Refusal),
}

/// What to do with the outbox now.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// Send this one.
    Send(Entry),
    /// Look again at this time.
    Wait(u64),
    /// There is nothing to do.
    Nothing,
}

/// The queue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outbox {
    entries: Vec<Entry>,
}

impl Outbox {
    /// Puts a command in line. One that is there already stays as it is.
    pub fn push(&mut self, entry: Entry) {
        if self.entries.iter().all(|known| known.id != entry.id) {
            let at = self.entries.partition_point(|known| known.made_at <= entry.made_at);
            self.entries.insert(at, entry);
        }
    }

    /// Everything in it, in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The first entry that is not refused decides: order is kept, nothing overtakes.
    pub fn next(&self, now: u64) -> Next {
        let first = self.entries.iter().find(|entry| !matches!(entry.delivery, Delivery::Refused(_)));
        let Some(entry) = first else { return Next::Nothing };
        match entry.delivery {
            Delivery::Sending => Next::Send(entry.clone()),
            Delivery::NotSent { again_at } | Delivery::Later { again_at } if again_at <= now => {
                Next::Send(entry.clone())
            }
            Delivery::NotSent { again_at } | Delivery::Later { again_at } => Next::Wait(again_at),
            Delivery::Refused(_) => Next::Nothing,
        }
    }

    /// An attempt begins. Returns whether that changes what is shown.
    pub fn begin(&mut self, id: &str) -> bool {
        let entry = self.entries.iter_mut().find(|entry| entry.id == id && entry.delivery != Delivery::Sending);
        entry.map(|entry| entry.delivery = Delivery::Sending).is_some()
    }

    /// An attempt failed. Returns whether the entry is still in line.
    pub fn failed(&mut self, id: &str, verdict: Verdict, now: u64) -> bool {
        let Some(entry) = self.entries.iter_mut().find(|entry| entry.id == id) else { return false };
        let delay = RETRY_BASE_MS.saturating_mul(1 << entry.attempts.min(10)).min(RETRY_MAX_MS);
        entry.attempts += 1;
        match verdict {
            Verdict::Retry | Verdict::Gone | Verdict::NotHere | Verdict::Identity => {
                entry.delivery = Delivery::NotSent { again_at: now + delay };
            }
            Verdict::Later(seconds) => {
                entry.delivery = Delivery::Later { again_at: now + u64::from(seconds) * 1000 };
            }
            Verdict::Refused(refusal) => entry.delivery = Delivery::Refused(refusal),
            Verdict::Stale => {
                self.take(id);
                return false;
            }
        }
        true
    }

    /// The visitor, or the line that came back, asks for another attempt of all that failed.
    pub fn retry(&mut self) {
        for entry in &mut self.entries {
            if matches!(entry.delivery, Delivery::NotSent { .. }) {
                entry.delivery = Delivery::Sending;
            }
        }
    }

    /// Takes an entry out.
    pub fn take(&mut self, id: &str) -> Option<Entry> {
        let at = self.entries.iter().position(|entry| entry.id == id)?;
        Some(self.entries.remove(at))
    }

    /// An event says that a message has arrived.
    pub fn confirm(&mut self, event: &CustomerEvent) {
        if let CustomerEventKind::YouWrote { id, .. } = &event.kind {
            self.take(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::{event, you};

    fn say(id: &str, made_at: u64) -> Entry {
        let command = CustomerCommand::Say { id: id.to_owned(), text: id.to_owned(), attachments: Vec::new() };
        Entry { id: id.to_owned(), made_at, command, delivery: Delivery::Sending, attempts: 0, attachments: Vec::new() }
    }

    fn outbox(ids: &[&str]) -> Outbox {
        let mut outbox = Outbox::default();
        for (id, at) in ids.iter().zip(1..) {
            outbox.push(say(id, at));
        }
        outbox
    }

    #[track_caller]
    fn sends(outbox: &Outbox, now: u64) -> String {
        match outbox.next(now) {
            Next::Send(entry) => entry.id,
            Next::Wait(until) => format!("wait {until}"),
            Next::Nothing => String::new(),
        }
    }

    #[test]
    fn order_is_kept_and_a_failure_is_tried_again_under_the_same_id() {
        let mut outbox = outbox(&["a", "b"]);
        assert!(outbox.failed("a", Verdict::Retry, 1000));
        assert_eq!(sends(&outbox, 1000), "wait 3000");
        assert_eq!(sends(&outbox, 3000), "a");
        assert!(outbox.failed("a", Verdict::Retry, 3000));
        assert_eq!(sends(&outbox, 3000), "wait 7000");
        outbox.retry();
        assert_eq!(sends(&outbox, 3001), "a");
        outbox.confirm(&event(2, you("a", "a")));
        assert_eq!(sends(&outbox, 3001), "b");
    }

    #[test]
    fn a_named_wait_is_not_cut_short() {
        let mut outbox = outbox(&["a"]);
        outbox.failed("a", Verdict::Later(12), 0);
        outbox.retry();
        assert_eq!(sends(&outbox, 11_999), "wait 12000");
        assert_eq!(sends(&outbox, 12_000), "a");
    }

    #[test]
    fn what_is_refused_stays_to_be_seen_and_blocks_nothing() {
        let mut outbox = outbox(&["a", "b"]);
        outbox.failed("a", Verdict::Refused(Refusal::TooLong), 0);
        assert_eq!(sends(&outbox, 0), "b");
        assert_eq!(outbox.entries().len(), 2);
        assert!(!outbox.failed("b", Verdict::Stale, 0));
        assert_eq!(sends(&outbox, 0), "");
    }

    #[test]
    fn waits_grow_up_to_a_limit() {
        let mut outbox = outbox(&["a"]);
        for _ in 0..40 {
            outbox.failed("a", Verdict::Retry, 0);
        }
        assert_eq!(sends(&outbox, 0), format!("wait {RETRY_MAX_MS}"));
    }

    #[test]
    fn it_survives_a_reload_in_order() {
        let stored: Vec<String> = outbox(&["a", "b"]).entries().iter().map(crate::wire::entry_text).collect();
        let mut again = Outbox::default();
        for text in stored.iter().rev() {
            again.push(crate::wire::entry_from(text).unwrap());
        }
        assert_eq!(again, outbox(&["a", "b"]));
    }
}
