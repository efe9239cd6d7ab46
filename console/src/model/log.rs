//! The log of one conversation, as far as this browser has received it, and what is true after it.

use baton_shared::conversation::{Conversation, ErasedScope, Event, Recorded, Seq, evolve};

/// Events in order from 1, and the state that they give.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    events: Vec<Recorded>,
    state: Conversation,
}

/// What came of taking events in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// All of them were here before.
    Nothing,
    /// At least one was new; nothing is missing.
    New,
    /// Something is missing before them: ask for what comes after [`Log::after`].
    Gap,
}

impl Log {
    /// Takes events in. Those that were here before are passed over, so that socket, polling and the answers to
    /// commands may bring the same ones in any order.
    pub fn accept(&mut self, incoming: impl IntoIterator<Item = Recorded>) -> Accepted {
        let mut outcome = Accepted::Nothing;
        for recorded in incoming {
            if recorded.seq <= self.state.seq {
                continue;
            }
            if recorded.seq != self.state.seq + 1 {
                return Accepted::Gap;
            }
            if let Event::ContentErased { scope } = &recorded.event {
                self.forget(*scope);
            }
            self.state = evolve(std::mem::take(&mut self.state), &recorded);
            self.events.push(recorded);
            outcome = Accepted::New;
        }
        outcome
    }

    /// The number of the last event; a request for what comes after it misses nothing.
    pub fn after(&self) -> Seq {
        self.state.seq
    }

    /// All events, oldest first.
    pub fn events(&self) -> &[Recorded] {
        &self.events
    }

    /// What is true now.
    pub fn state(&self) -> &Conversation {
        &self.state
    }

    /// What was erased at the edge is not kept here either.
    fn forget(&mut self, scope: ErasedScope) {
        for recorded in &mut self.events {
            let concerned = match scope {
                ErasedScope::All => true,
                ErasedScope::One { seq } => recorded.seq == seq,
            };
            if concerned {
                recorded.content = None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::{handed_over, recorded};

    #[test]
    fn the_same_events_may_come_twice() {
        let events = handed_over();
        let mut log = Log::default();
        assert_eq!(log.accept(events.clone()), Accepted::New);
        let before = log.clone();
        assert_eq!(log.accept(events), Accepted::Nothing);
        assert_eq!(log, before);
    }

    #[test]
    fn a_gap_is_noticed_and_changes_nothing_after_it() {
        let events = handed_over();
        let mut log = Log::default();
        log.accept(events[..2].to_vec());
        assert_eq!(log.accept(events[3..].to_vec()), Accepted::Gap);
        assert_eq!(log.after(), 2);
        assert_eq!(log.accept(events[1..].to_vec()), Accepted::New);
        assert_eq!(log.after(), events.len() as u64);
    }

    #[test]
    fn erased_content_leaves_this_browser_too() {
        let mut log = Log::default();
        log.accept(handed_over());
        let erased = recorded(log.after() + 1, Event::ContentErased { scope: ErasedScope::All }, None);
        log.accept([erased]);
        assert!(log.events().iter().all(|recorded| recorded.content.is_none()));
        assert!(log.state().lines.iter().all(|line| line.text.is_none()));
    }
}
