//! The conversation as the edge tells it: dense, in order, each event once.

use baton_shared::conversation::ErasedScope;
use baton_shared::protocol::{CustomerEvent, CustomerEventKind};

/// Events from 1 without gaps.
#[derive(Clone, Debug, Default)]
pub struct Log {
    events: Vec<CustomerEvent>,
}

/// What came of taking events in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applied {
    /// How many were new.
    pub added: usize,
    /// Whether some are missing, so that they must be fetched.
    pub gap: bool,
}

impl Log {
    /// Number of the latest event; 0 before the first.
    pub fn last(&self) -> u64 {
        self.events.last().map_or(0, |event| event.seq)
    }

    /// All events.
    pub fn events(&self) -> &[CustomerEvent] {
        &self.events
    }

    /// The latest `count` events.
    pub fn latest(&self, count: usize) -> &[CustomerEvent] {
        self.events.get(self.events.len().saturating_sub(count)..).unwrap_or_default()
    }

    /// Takes events in. One that is known is passed over; one that comes too early is left to a fetch.
    pub fn apply(&mut self, events: Vec<CustomerEvent>) -> Applied {
        let mut applied = Applied { added: 0, gap: false };
        for event in events {
            let expected = self.last() + 1;
            if event.seq > expected {
                applied.gap = true;
            } else if event.seq == expected {
                if let CustomerEventKind::Erased { scope } = &event.kind {
                    let scope = *scope;
                    self.erase(scope);
                }
                self.events.push(event);
                applied.added += 1;
            }
        }
        applied
    }

    /// Whether a person on the company's side did it.
    pub fn is_from_person(event: &CustomerEvent) -> bool {
        matches!(event.kind, CustomerEventKind::AgentWrote { .. } | CustomerEventKind::AgentJoined { .. })
    }

    /// How many events after `seen` the visitor would want to be told of.
    pub fn unread(&self, seen: u64) -> usize {
        self.events.iter().filter(|event| event.seq > seen && event.kind.is_news()).count()
    }

    fn erase(&mut self, scope: ErasedScope) {
        for event in &mut self.events {
            let hit = match scope {
                ErasedScope::All => true,
                ErasedScope::One { seq } => event.seq == seq,
            };
            if hit {
                forget(&mut event.kind);
            }
        }
    }
}

/// Drops what somebody wrote.
fn forget(kind: &mut CustomerEventKind) {
    match kind {
        CustomerEventKind::YouWrote { text, attachments, .. }
        | CustomerEventKind::AgentWrote { text, attachments, .. } => {
            *text = None;
            attachments.clear();
        }
        CustomerEventKind::Answer { text, .. }
        | CustomerEventKind::Question { text }
        | CustomerEventKind::BotLine { text, .. } => *text = None,
        CustomerEventKind::YouAskedForTranscript { address } => *address = None,
        CustomerEventKind::YouChose { address, when, .. } => {
            *address = None;
            *when = None;
        }
        CustomerEventKind::Opened { .. }
        | CustomerEventKind::YouRatedAnswer { .. }
        | CustomerEventKind::HandoffStarted { .. }
        | CustomerEventKind::NobodyAvailable { .. }
        | CustomerEventKind::AgentJoined { .. }
        | CustomerEventKind::HandoffEnded { .. }
        | CustomerEventKind::Resolved { .. }
        | CustomerEventKind::Reopened {}
        | CustomerEventKind::YouRated { .. }
        | CustomerEventKind::Erased { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::{event, events, wrote, you};

    fn texts(log: &Log) -> Vec<u64> {
        log.events().iter().map(|event| event.seq).collect()
    }

    #[test]
    fn each_event_is_taken_once_and_in_order() {
        let mut log = Log::default();
        let all = events([you("a", "1"), you("b", "2"), you("c", "3")]);
        assert_eq!(log.apply(all[..2].to_vec()), Applied { added: 2, gap: false });
        assert_eq!(log.apply(all.clone()), Applied { added: 1, gap: false });
        assert_eq!(log.apply(all), Applied { added: 0, gap: false });
        assert_eq!(texts(&log), [1, 2, 3]);
    }

    #[test]
    fn a_gap_is_reported_and_nothing_is_skipped() {
        let mut log = Log::default();
        log.apply(events([you("a", "1")]));
        assert_eq!(log.apply(vec![event(3, you("c", "3"))]), Applied { added: 0, gap: true });
        assert_eq!(log.last(), 1);
    }

    #[test]
    fn what_is_erased_is_gone_from_memory() {
        let mut log = Log::default();
        let erased = CustomerEventKind::Erased { scope: ErasedScope::One { seq: 1 } };
        log.apply(events([you("a", "secret"), wrote("Mei", "hello"), erased]));
        let kept: Vec<String> = log.events().iter().map(|event| format!("{:?}", event.kind)).collect();
        assert!(!kept.join("").contains("secret"));
        assert!(kept.join("").contains("hello"));
        let all = CustomerEventKind::Erased { scope: ErasedScope::All };
        log.apply(vec![event(4, all)]);
        assert!(!format!("{:?}", log.events()).contains("hello"));
    }

    #[test]
    fn only_what_others_said_counts_as_unread() {
        let mut log = Log::default();
        log.apply(events([you("a", "1"), wrote("Mei", "x"), wrote("Mei", "y")]));
        assert_eq!(log.unread(0), 2);
        assert_eq!(log.unread(2), 1);
    }
}
